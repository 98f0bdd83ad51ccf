// Package receiver stands in for the originating case system, in the demonstration and in tests: it takes
// signed deliveries, fetches and verifies every document, keeps what arrived and shows it.
//
// It is also the example of what a real receiver owes: verify before believing, keep before
// acknowledging, recognise a repeat by its id.
package receiver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/rogatory/rogatory/internal/casesystem"
)

const (
	maxEvent  = 4 << 20         // bytes of the posted event
	tolerance = 5 * time.Minute // between the sender's clock and ours, as Standard Webhooks advises
)

// Config says whom to believe and where to keep what they send.
type Config struct {
	Dir    string           // what arrived is kept here and survives a restart
	Secret string           // the sender's whsec_…
	Now    func() time.Time // real time, as the sender's timestamps
	// LinkPrefix is what every document link must start with, such as "https://host/api/v1/evidence/". A signed
	// event is trusted, yet it should not make us fetch from anywhere. Empty allows every link.
	LinkPrefix string
	// Client fetches documents; nil means one with a timeout of a minute. Redirects are never followed.
	Client *http.Client
	Log    *slog.Logger // nil discards
}

// Receiver is an http.Handler: POST anywhere delivers, GET / lists, GET /documents/<folder>/<n> downloads.
// Safe for concurrent use.
type Receiver struct {
	cfg     Config
	webhook *standardwebhooks.Webhook
	client  *http.Client
	mux     *http.ServeMux
	down    atomic.Bool

	taking sync.Mutex // one delivery at a time, so that a repeat waits for the first
	shelf  *shelf
}

// New loads what arrived before. A folder it cannot read is an error: forgetting would take repeats for news.
func New(cfg Config) (*Receiver, error) {
	webhook, err := casesystem.NewWebhook(cfg.Secret)
	if err != nil {
		return nil, fmt.Errorf("receiver: %w", err)
	}
	if cfg.Now == nil {
		return nil, errors.New("receiver: no clock")
	}
	shelf, err := openShelf(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("receiver: %w", err)
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	client := http.Client{Timeout: time.Minute}
	if cfg.Client != nil {
		client = *cfg.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r := &Receiver{cfg: cfg, webhook: webhook, client: &client, mux: http.NewServeMux(), shelf: shelf}
	r.mux.HandleFunc("POST /", r.post)
	r.mux.HandleFunc("GET /{$}", r.page)
	r.mux.HandleFunc("GET /documents/{folder}/{n}", r.document)
	return r, nil
}

// SetDown makes every request answer 503 until it is called with false.
func (r *Receiver) SetDown(down bool) { r.down.Store(down) }

// Received lists what arrived, oldest first.
func (r *Receiver) Received() []Record { return r.shelf.list() }

// Deliveries counts how often a delivery was acknowledged, repeats included: 1 is what one hopes for.
func (r *Receiver) Deliveries(id string) int {
	rec, _ := r.shelf.get(id)
	return rec.Count
}

// ServeHTTP routes the request, unless the receiver is down.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.down.Load() {
		w.Header().Set("Retry-After", "60")
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	r.mux.ServeHTTP(w, req)
}

// refusal is an error with the status that tells the sender what to do: 4xx give up, 5xx try again.
type refusal struct {
	status int
	reason string
}

func (e *refusal) Error() string { return e.reason }

func refuse(status int, format string, args ...any) error {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

func (r *Receiver) post(w http.ResponseWriter, req *http.Request) {
	rec, duplicate, err := r.take(w, req)
	var no *refusal
	switch {
	case errors.As(err, &no):
		r.cfg.Log.Warn("delivery refused", "status", no.status, "reason", no.reason)
		http.Error(w, no.reason, no.status)
	case err != nil:
		r.cfg.Log.Error("delivery not kept", "error", err)
		http.Error(w, "not kept", http.StatusInternalServerError)
	default:
		r.cfg.Log.Info("delivery taken", "delivery", rec.ID, "count", rec.Count)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"receipt": rec.Receipt, "duplicate": duplicate})
	}
}

func (r *Receiver) take(w http.ResponseWriter, req *http.Request) (rec Record, duplicate bool, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxEvent))
	if err != nil {
		return rec, false, refuse(http.StatusRequestEntityTooLarge, "event too large or cut off")
	}
	if err := r.authentic(req.Header, body); err != nil {
		return rec, false, err
	}
	var e casesystem.Event
	if err := json.Unmarshal(body, &e); err != nil || e.SpecVersion != "1.0" || e.Type != casesystem.EventType ||
		e.ID != req.Header.Get(standardwebhooks.HeaderWebhookID) || len(e.Data.Items) == 0 {
		return rec, false, refuse(http.StatusBadRequest, "not an event of ours")
	}
	r.taking.Lock()
	defer r.taking.Unlock()
	if known, ok := r.shelf.get(e.ID); ok {
		if known.Digest != e.Data.Digest {
			// 422 and not 409, which senders repeat: this will not get better.
			return rec, false, refuse(http.StatusUnprocessableEntity, "other content under a known id")
		}
		rec, err = r.shelf.repeat(e.ID)
		return rec, true, err
	}
	rec, err = r.shelf.keep(e, r.cfg.Now().UTC(), func(it casesystem.EventItem, dst io.Writer) error {
		return r.fetch(req.Context(), it, dst)
	})
	return rec, false, err
}

// authentic checks signature and age. The age is checked here by our own
// clock, for the library only knows the machine's.
func (r *Receiver) authentic(h http.Header, body []byte) error {
	if err := r.webhook.VerifyIgnoringTimestamp(body, h); err != nil {
		return refuse(http.StatusUnauthorized, "signature refused")
	}
	sent, err := strconv.ParseInt(h.Get(standardwebhooks.HeaderWebhookTimestamp), 10, 64)
	if err != nil || math.Abs(float64(r.cfg.Now().Unix()-sent)) > tolerance.Seconds() {
		return refuse(http.StatusUnauthorized, "timestamp too far from our clock")
	}
	return nil
}

// fetch copies a document into dst; the caller verifies what came.
func (r *Receiver) fetch(ctx context.Context, it casesystem.EventItem, dst io.Writer) error {
	if !strings.HasPrefix(it.Href, r.cfg.LinkPrefix) {
		return refuse(http.StatusUnprocessableEntity, "a link leads outside the agreed address")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, it.Href, nil)
	if err != nil {
		return refuse(http.StatusUnprocessableEntity, "a link is malformed")
	}
	res, err := r.client.Do(req)
	if err != nil {
		return refuse(http.StatusBadGateway, "a document could not be fetched")
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return refuse(http.StatusBadGateway, "a document's link answered %d", res.StatusCode)
	}
	if _, err := io.Copy(dst, io.LimitReader(res.Body, it.Size+1)); err != nil {
		return refuse(http.StatusBadGateway, "a document broke off")
	}
	return nil
}
