package activities

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
)

// cabinet is a document store whose files can be read.
type cabinet struct {
	mu    sync.Mutex
	files map[string][]byte
	filed map[string]mla.DocRef
	// crash is what the process does right after a file was kept or filed.
	crash func(step string)
}

func (c *cabinet) Put(_ context.Context, r io.Reader, mime string, _ int64) (mla.DocRef, error) {
	b, err := io.ReadAll(r)
	c.mu.Lock()
	c.files[string(b)] = b
	c.mu.Unlock()
	c.dies("put")
	return mla.DocRef{SHA256: string(b), Size: int64(len(b)), MIME: mime}, err
}

func (c *cabinet) Get(_ context.Context, sha string) (io.ReadCloser, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.files[sha]
	if !ok {
		return nil, errors.New("not there")
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}
func (c *cabinet) Verify(context.Context, mla.DocRef) error { return nil }

func (c *cabinet) AddDocuments(_ context.Context, docs []NewDocument) (out []mla.DocRef, err error) {
	c.mu.Lock()
	for _, d := range docs {
		at := d.Kind + " " + d.Key
		if _, there := c.filed[at]; !there {
			c.filed[at] = d.Doc
		}
		out = append(out, c.filed[at])
	}
	c.mu.Unlock()
	c.dies("filed")
	return out, nil
}

func (c *cabinet) Filed(_ context.Context, _ string, places []Place) (out []mla.DocRef, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range places {
		out = append(out, c.filed[p.Kind+" "+p.Key])
	}
	return out, nil
}

func (c *cabinet) dies(step string) {
	if c.crash != nil {
		c.crash(step)
	}
}

// wax seals with a number, as two seals of one file are never the same bytes.
type wax struct {
	mu  sync.Mutex
	n   int
	err error
	// bare makes seals without the time stamp that is asked for.
	bare bool
}

func (w *wax) Seal(_ context.Context, pdf []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return nil, w.err
	}
	w.n++
	mark := " stamped"
	if w.bare {
		mark = " bare"
	}
	return append(bytes.Clone(pdf), strings.Repeat("!", w.n)+mark...), nil
}

func (w *wax) Lacks(_ context.Context, sealed []byte) string {
	if bytes.HasSuffix(sealed, []byte(" bare")) {
		return mla.SealNoTimestamp
	}
	return ""
}

func sealing(t *testing.T) (*Activities, *rows, *cabinet, *wax, EffectInput) {
	t.Helper()
	const key = "r1/seal/9"
	r := &rows{effects: map[string]mla.Effect{key: {Key: key, Kind: mla.EffectSeal, Doc: mla.DocRef{SHA256: "approved"}}}}
	a := setup(r, nil)
	c := &cabinet{files: map[string][]byte{"approved": []byte("approved")}, filed: map[string]mla.DocRef{}}
	w := &wax{}
	a.Documents, a.Files, a.Sealer, a.Now = c, c, w, func() time.Time { return time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC) }
	return a, r, c, w, EffectInput{RequestID: "r1", Keys: []string{key}}
}

func TestTheApprovedFileIsSealedAndFiled(t *testing.T) {
	a, r, c, _, in := sealing(t)
	end, err := a.SealRequest(t.Context(), in)
	if err != nil || end.Outcome != "done" || len(end.Docs) != 1 || end.Docs[0].SHA256 != "approved! stamped" || end.Code != "" {
		t.Errorf("%+v, %v", end, err)
	}
	if r.states["r1/seal/9"] != "done" || c.filed["sealed_request r1/seal/9"].SHA256 != "approved! stamped" {
		t.Errorf("%v, %v", r.states, c.filed)
	}
}

func TestHoweverOftenTheProcessDiesOneFileIsFiled(t *testing.T) {
	for _, step := range []string{"put", "filed"} {
		a, _, c, w, in := sealing(t)
		w.bare = true
		deaths := 0
		c.crash = func(at string) {
			if at == step && deaths < 3 {
				deaths++
				panic("kill -9")
			}
		}
		var end EffectEnd
		for attempt := 0; attempt < 8 && end.Outcome == ""; attempt++ {
			func() {
				defer func() { _ = recover() }()
				end, _ = a.SealRequest(t.Context(), in)
			}()
			w.bare = false // what the first attempt lacked is not forgotten by the next
		}
		if end.Outcome != "done" || len(c.filed) != 1 || end.Docs[0] != c.filed["sealed_request r1/seal/9"] {
			t.Errorf("dying after %s: %+v, %v", step, end, c.filed)
		}
		if lacking := step == "filed"; lacking != (end.Code == mla.SealNoTimestamp) {
			t.Errorf("dying after %s: it lacks %q", step, end.Code)
		}
	}
}

func TestTwoAttemptsAtOnceAnswerOneFile(t *testing.T) {
	a, _, c, _, in := sealing(t)
	e := mla.Effect{Key: in.Keys[0], Kind: mla.EffectSeal, Doc: mla.DocRef{SHA256: "approved"}}
	a.Snapshots = calm{}
	refs := make([]mla.DocRef, 8)
	var wg sync.WaitGroup
	for i := range refs {
		wg.Go(func() {
			out, err := a.sealAndFile(context.Background(), "r1", e, Place{Kind: KindSealed, Key: e.Key})
			if err != nil {
				t.Error(err)
				return
			}
			refs[i] = out[0]
		})
	}
	wg.Wait()
	for _, ref := range refs {
		if ref != refs[0] || len(c.filed) != 1 {
			t.Fatalf("%v, %v", refs, c.filed)
		}
	}
}

// calm is a request that many may look at.
type calm struct{ Snapshots }

func (calm) Snapshot(context.Context, string) (Snapshot, error) {
	return Snapshot{State: mla.State{ID: "r1", Reference: "FR-2026-RO-0001"}}, nil
}

func TestWithoutACertificateTheEffectEndsAndSaysSo(t *testing.T) {
	a, _, c, _, in := sealing(t)
	a.Sealer = nil
	end, err := a.SealRequest(t.Context(), in)
	if err != nil || end.Outcome != "done" || end.Code != mla.SealNotConfigured || len(end.Docs) != 0 || len(c.filed) != 0 {
		t.Errorf("%+v, %v, %v", end, err, c.filed)
	}
}

func TestASealThatCannotBeMadeNowIsTriedLaterOrTold(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		final bool
	}{
		"the authority of time stamps is down": {&SealDelay{Code: "seal_timestamp", Soon: true}, false},
		"the certificate has expired":          {&SealDelay{Code: "seal_expired"}, true},
	} {
		a, r, _, w, in := sealing(t)
		w.err = c.err
		end, err := a.SealRequest(t.Context(), in)
		if err != nil || end.Outcome != "failed" || end.Final != c.final || end.Code == "" || r.states["r1/seal/9"] != "failed" {
			t.Errorf("%s: %+v, %v, %v", name, end, err, r.states)
		}
		w.err = nil
		if end, err = a.SealRequest(t.Context(), in); err != nil || end.Outcome != "done" {
			t.Errorf("%s, mended: %+v, %v", name, end, err)
		}
	}
	a, _, c, _, in := sealing(t)
	delete(c.files, "approved")
	if _, err := a.SealRequest(t.Context(), in); err == nil {
		t.Error("sealed a file that is not there")
	}
}
