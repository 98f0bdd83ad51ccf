package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
)

// caller speaks the JSON API as one person, as any other client would.
type caller struct {
	base, token string
	user        desk.User
}

// problem is an RFC 9457 answer.
type problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Field  string `json:"field"`
	Errors []struct {
		Code, Field, Detail string
	} `json:"errors"`
}

func (p *problem) Error() string {
	s := fmt.Sprintf("%d %s %s: %s", p.Status, p.Code, p.Field, p.Detail)
	for _, e := range p.Errors {
		s += fmt.Sprintf("; %s %s", e.Code, e.Field)
	}
	return s
}

var httpClient = &http.Client{Timeout: 30 * time.Second}

// do makes one call, patiently: an address that does not answer, a 503 and a 429
// are tried again until ctx ends, since the same command id makes that safe.
func (c caller) do(ctx context.Context, method, path string, in, out any) (int, error) {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return 0, err
		}
	}
	return c.retry(ctx, func() (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
		if err == nil && in != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		return req, err
	}, out)
}

func (c caller) retry(ctx context.Context, build func() (*http.Request, error), out any) (int, error) {
	for {
		req, err := build()
		if err != nil {
			return 0, err
		}
		status, err := c.once(req, out)
		var p *problem
		again := err != nil && (!errors.As(err, &p) || p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests || p.Status >= 500)
		if !again {
			return status, err
		}
		select {
		case <-ctx.Done():
			return status, errors.Join(ctx.Err(), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (c caller) once(req *http.Request, out any) (int, error) {
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept-Language", "fr")
	resp, err := httpClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return resp.StatusCode, err
	}
	if resp.StatusCode >= 400 {
		p := &problem{Status: resp.StatusCode}
		_ = json.Unmarshal(data, p)
		p.Status = resp.StatusCode
		return resp.StatusCode, p
	}
	if out == nil {
		return resp.StatusCode, nil
	}
	return resp.StatusCode, json.Unmarshal(data, out)
}

// uploaded is the answer to an upload.
type uploaded struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"`
}

// upload sends a document.
func (c caller) upload(ctx context.Context, path, kind, lang, name string, data []byte) (uploaded, error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	_ = w.WriteField("kind", kind)
	if lang != "" {
		_ = w.WriteField("lang", lang)
	}
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename=%q`, name))
	h.Set("Content-Type", "application/octet-stream")
	part, err := w.CreatePart(h)
	if err != nil {
		return uploaded{}, err
	}
	if _, err := part.Write(data); err != nil {
		return uploaded{}, err
	}
	if err := w.Close(); err != nil {
		return uploaded{}, err
	}
	var out uploaded
	_, err = c.retry(ctx, func() (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(buf.Bytes()))
		if err == nil {
			req.Header.Set("Content-Type", w.FormDataContentType())
		}
		return req, err
	}, &out)
	return out, err
}
