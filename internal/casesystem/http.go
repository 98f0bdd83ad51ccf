package casesystem

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const (
	// The receiver fetches and verifies the documents before it answers, so it gets a while.
	// Real time at any clock speed, as every timeout of a call.
	defaultTimeout = 2 * time.Minute
	defaultLinkTTL = 24 * time.Hour
	maxResponse    = 64 << 10
	webhookPrefix  = "whsec_"
)

// HTTPConfig says where and how deliveries are posted.
type HTTPConfig struct {
	URL     string           // the receiver's endpoint; https, or the links can be read on the way
	Source  string           // CloudEvents source: a URI that names this installation
	Secret  string           // whsec_… as in Standard Webhooks, at least 24 bytes decoded
	Links   LinkSigner       // makes the links to the documents
	LinkTTL time.Duration    // how long they live; 24 h if zero
	Timeout time.Duration    // of one attempt; two minutes if zero
	Now     func() time.Time // real time: the receiver compares it with its own
}

// HTTP posts deliveries as CloudEvents, signed after Standard Webhooks. Safe for concurrent use.
type HTTP struct {
	cfg     HTTPConfig
	webhook *standardwebhooks.Webhook
	client  *http.Client
}

// NewHTTP checks the configuration without connecting. Its errors contain neither secret nor address.
func NewHTTP(cfg HTTPConfig) (*HTTP, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil {
		return nil, errors.New("casesystem: receiver URL is not an http(s) URL without credentials")
	}
	base, err := url.Parse(cfg.Links.Base)
	if err != nil || base.Host == "" || len(cfg.Links.Key) < minLinkKey {
		return nil, errors.New("casesystem: link base is not an absolute URL or its key is short")
	}
	if cfg.Source == "" || cfg.Now == nil {
		return nil, errors.New("casesystem: source or clock is missing")
	}
	webhook, err := NewWebhook(cfg.Secret)
	if err != nil {
		return nil, err
	}
	if cfg.LinkTTL <= 0 {
		cfg.LinkTTL = defaultLinkTTL
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultTimeout
	}
	return &HTTP{cfg: cfg, webhook: webhook, client: &http.Client{
		Timeout: cfg.Timeout,
		// A redirect would carry the evidence's links to a host that nobody configured.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// WebhookSecret writes random bytes, at least 24, the way Standard Webhooks exchanges them.
func WebhookSecret(raw []byte) string { return webhookPrefix + base64.StdEncoding.EncodeToString(raw) }

// NewWebhook checks a whsec_… secret, which the library would take however short.
func NewWebhook(secret string) (*standardwebhooks.Webhook, error) {
	w, err := standardwebhooks.NewWebhook(secret)
	if err != nil || !strings.HasPrefix(secret, webhookPrefix) || len(secret)-len(webhookPrefix) < 32 {
		return nil, errors.New("casesystem: webhook secret is not whsec_ and base64 of at least 24 bytes")
	}
	return w, nil
}

// Deliver posts the event and reads the acknowledgement: 2xx with JSON {"receipt":"…","duplicate":false}, or
// 2xx without a body, for which the status and its date stand in. The documents are not sent along: the
// receiver fetches them by signed links, so the Opener is not used.
//
// Errors: ErrRefused for a malformed delivery and for 4xx other than 408, 409, 425 and 429 (a refused
// signature is 401); anything else may be tried again with the same id. A 2xx with a body that is not
// an acknowledgement, such as a proxy's sign-in page, is such an error and never a receipt.
func (h *HTTP) Deliver(ctx context.Context, d Delivery, _ Opener) (Receipt, error) {
	if err := d.check(); err != nil {
		return Receipt{}, err
	}
	now := h.cfg.Now()
	body, err := h.event(d, now.Add(h.cfg.LinkTTL))
	if err != nil {
		return Receipt{}, err
	}
	req, err := h.request(ctx, d.ID, now, body)
	if err != nil {
		return Receipt{}, err
	}
	res, err := h.client.Do(req)
	if err != nil {
		return Receipt{}, fmt.Errorf("casesystem: post: %w", withoutAddress(err))
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxResponse+1))
	if err != nil {
		return Receipt{}, fmt.Errorf("casesystem: read answer: %w", withoutAddress(err))
	}
	if err := statusError(res.StatusCode); err != nil {
		return Receipt{}, err
	}
	receipt, err := acknowledgement(res, answer, now)
	if err != nil {
		return Receipt{}, err
	}
	receipt.Digest = d.Digest()
	return receipt, nil
}

func (h *HTTP) request(ctx context.Context, id string, now time.Time, body []byte) (*http.Request, error) {
	signature, err := h.webhook.Sign(id, now, body)
	if err != nil {
		return nil, fmt.Errorf("casesystem: sign: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("casesystem: post: %w", withoutAddress(err))
	}
	req.Header.Set("Content-Type", "application/cloudevents+json; charset=utf-8")
	req.Header.Set("Accept", "application/json")
	req.Header.Set(standardwebhooks.HeaderWebhookID, id)
	req.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	return req, nil
}

func statusError(code int) error {
	switch {
	case code >= 200 && code <= 299:
		return nil
	case code == http.StatusRequestTimeout, code == http.StatusConflict,
		code == http.StatusTooEarly, code == http.StatusTooManyRequests:
		return fmt.Errorf("casesystem: receiver asks for another attempt, status %d", code)
	case code >= 400 && code <= 499:
		return fmt.Errorf("%w: status %d", ErrRefused, code)
	}
	return fmt.Errorf("casesystem: receiver answered with status %d", code)
}

func acknowledgement(res *http.Response, body []byte, now time.Time) (Receipt, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		at := now
		if d, err := http.ParseTime(res.Header.Get("Date")); err == nil {
			at = d
		}
		return Receipt{ReceiverID: fmt.Sprintf("HTTP %d, %s", res.StatusCode, at.UTC().Format(time.RFC3339)), At: now.UTC()}, nil
	}
	var ack struct {
		Receipt   string `json:"receipt"`
		Duplicate bool   `json:"duplicate"`
	}
	if len(body) > maxResponse || json.Unmarshal(body, &ack) != nil || shown(ack.Receipt) == "" {
		return Receipt{}, fmt.Errorf("casesystem: status %d without an acknowledgement in its body", res.StatusCode)
	}
	return Receipt{ReceiverID: shown(ack.Receipt), At: now.UTC(), Duplicate: ack.Duplicate}, nil
}

// withoutAddress drops the URL that net/http puts in front: errors are logged.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
