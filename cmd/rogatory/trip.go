package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// view is what a trip reads of a request through the API.
type view struct {
	ID         string          `json:"id"`
	Reference  string          `json:"reference"`
	Phase      mla.Phase       `json:"phase"`
	Seq        int64           `json:"seq"`
	Frozen     *mla.Frozen     `json:"frozen"`
	Paper      bool            `json:"paper"`
	Translate  string          `json:"translate_to"`
	Hops       []mla.HopState  `json:"hops"`
	HolderHop  int             `json:"holder_hop"`
	Travelling string          `json:"travelling_sha256"`
	Sealing    bool            `json:"seal_pending"`
	Evidence   []mla.Evidence  `json:"evidence"`
	Deliveries []mla.Delivery  `json:"deliveries"`
	Documents  []desk.Document `json:"documents"`
	Effects    []struct {
		State string `json:"state"`
	} `json:"effects"`
	SentAbroad workday.Date `json:"sent_abroad"`
	ReceivedOn workday.Date `json:"received_on"`
}

// trip takes one request along. Every step has a command id derived from the
// trip's name and its own: a trip that was cut off is simply walked again, and
// what is done stays done.
type trip struct {
	name    string
	tour    string // the data directory's own id, so that two tours differ
	callers map[string]caller
	today   func() workday.Date
	now     func() time.Time
	ref     string
	mu      sync.Mutex
	last    string // what is being waited for, for the progress display
}

func (t *trip) doing(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = fmt.Sprintf(format, args...)
}

func (t *trip) status() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

func (t *trip) commandID(step string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(t.tour+"/"+t.name+"/"+step)).String()
}

type outcomeJSON struct {
	Reference string `json:"reference"`
	Status    string `json:"status"`
}

// given looks a step up: what was done before is not done again.
func (t *trip) given(ctx context.Context, step, who string) (outcomeJSON, bool, error) {
	var out outcomeJSON
	_, err := t.callers[who].do(ctx, http.MethodGet, "/api/v1/commands/"+t.commandID(step), nil, &out)
	var p *problem
	if errors.As(err, &p) && p.Status == http.StatusNotFound {
		return out, false, nil
	}
	return out, err == nil && out.Status == "done", err
}

// give gives a command and waits until it is confirmed. fields is called only
// when the step is still to be done.
func (t *trip) give(ctx context.Context, step, who, verb string, fields func() (map[string]any, error)) error {
	t.doing("%s", step)
	for {
		_, done, err := t.given(ctx, step, who)
		if err != nil || done {
			return err
		}
		confirmed, err := t.send(ctx, step, who, verb, fields)
		if err != nil {
			// Given before the trip was cut off, it may have been carried out just now:
			// then the request is no longer where this step finds it.
			if _, done, gerr := t.given(ctx, step, who); gerr == nil && done {
				return nil
			}
			return err
		}
		if confirmed {
			return nil
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

// send sends a command once and reports whether it was confirmed.
func (t *trip) send(ctx context.Context, step, who, verb string, fields func() (map[string]any, error)) (bool, error) {
	body := map[string]any{}
	if fields != nil {
		var err error
		if body, err = fields(); err != nil {
			return false, fmt.Errorf("%s (%s): %w", step, t.name, err)
		}
	}
	body["command_id"] = t.commandID(step)
	var out outcomeJSON
	_, err := t.callers[who].do(ctx, http.MethodPost, "/api/v1/requests/"+t.ref+"/"+verb, body, &out)
	var p *problem
	if errors.As(err, &p) && p.Code == mla.CodeCommandReused {
		// Cut off between sending and answer, and sent again with a later date.
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s (%s): %w", step, t.name, err)
	}
	return out.Status == "done", nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// open opens the request from a draft.
func (t *trip) open(ctx context.Context, d mla.Draft) error {
	t.doing("open")
	for {
		out, done, err := t.given(ctx, "open", "officier")
		if err != nil {
			return err
		}
		if !done {
			_, err = t.callers["officier"].do(ctx, http.MethodPost, "/api/v1/requests", map[string]any{"command_id": t.commandID("open"), "draft": d}, &out)
			if err != nil {
				return fmt.Errorf("open (%s): %w", t.name, err)
			}
		}
		if out.Reference != "" {
			t.ref = out.Reference
		}
		if out.Status == "done" {
			return nil
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

func (t *trip) read(ctx context.Context) (view, error) {
	var v view
	_, err := t.callers["officier"].do(ctx, http.MethodGet, "/api/v1/requests/"+t.ref, nil, &v)
	return v, err
}

// until polls until the request is as wanted.
func (t *trip) until(ctx context.Context, what string, ok func(view) bool) (view, error) {
	t.doing("%s", what)
	for {
		v, err := t.read(ctx)
		if err != nil {
			return v, err
		}
		if ok(v) {
			return v, nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return v, fmt.Errorf("%s: waiting for %s in phase %s: %w", t.name, what, v.Phase, err)
		}
	}
}

// settled waits, not for long, until everything that the request owes was tried:
// a mail or a slip may still be under way when a trip is over. What a person must
// look into stays as it is.
func (t *trip) settled(ctx context.Context) (view, error) {
	short, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	_, _ = t.until(short, "the last effects", func(v view) bool {
		for _, e := range v.Effects {
			if e.State != "done" {
				return false
			}
		}
		return true
	})
	return t.read(ctx)
}

func (t *trip) obligations(ctx context.Context) ([]mla.Obligation, error) {
	var out struct {
		Rows []mla.Obligation `json:"rows"`
	}
	_, err := t.callers["officier"].do(ctx, http.MethodGet, "/api/v1/requests/"+t.ref+"/obligations", nil, &out)
	return out.Rows, err
}

// silence waits until every rung of the clock's obligation has fired.
func (t *trip) silence(ctx context.Context, clock string, rungs ...string) error {
	for {
		t.doing("silence on %s", clock)
		all, err := t.obligations(ctx)
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.Clock == clock && (o.State != mla.ObligationOpen || allFired(o, rungs)) {
				return nil
			}
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return fmt.Errorf("%s: silence on %s: %w", t.name, clock, err)
		}
	}
}

func allFired(o mla.Obligation, only []string) bool {
	want := map[string]bool{}
	for _, id := range only {
		want[id] = true
	}
	for _, r := range o.Rungs {
		if !r.Fired && (len(want) == 0 || want[r.ID]) {
			return false
		}
	}
	return true
}

// paper is a small, valid PDF that stands for a scan, a translation or evidence.
func paper(title string) ([]byte, error) {
	in := letter.SampleInput("RO", mla.FormEIO)
	in.Kind, in.Reference = letter.KindCover, title
	res, err := letter.Render(in)
	return res.PDF, err
}
