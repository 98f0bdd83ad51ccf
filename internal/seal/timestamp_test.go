package seal

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestASealWithATimeStamp(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	a := newTSA(t, root)
	s := New(leaf.identity(), Options{Authority: &Authority{URL: a.url}, Required: true})
	out, err := s.Apply(t.Context(), paper(t), noon)
	if err != nil || !out.Stamped || out.Lacking != nil {
		t.Fatalf("%v, %v, %v", out.Stamped, out.Lacking, err)
	}
	rep := inspect(t, out.PDF, pool(root))
	if rep.Verdict != Intact || rep.Stamp == nil || !rep.Stamp.At.Equal(a.at) || !rep.Claimed.Equal(noon) {
		t.Errorf("%+v", rep)
	}
}

func TestAnAuthorityThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	a := newTSA(t, root)
	a.down = func() bool { return a.asked < 3 }
	out, err := New(leaf.identity(), Options{Authority: &Authority{URL: a.url, Tries: 3}, Required: true}).Apply(t.Context(), paper(t), noon)
	if err != nil || !out.Stamped || a.asked != 3 {
		t.Errorf("asked %d times, %v", a.asked, err)
	}
}

func TestNoTimeStampIsNeverPassedOverInSilence(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	other := newTSA(t, root)
	var kept []byte
	other.spoil = func(b []byte) []byte {
		if kept == nil {
			kept = b
		}
		return kept // the answer to somebody else's question
	}
	if _, err := (&Authority{URL: other.url}).stamp(t.Context(), []byte("another signature")); err != nil {
		t.Fatal(err)
	}
	spoiled := func(change func([]byte) []byte) string {
		a := newTSA(t, root)
		a.spoil = change
		return a.url
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 1 << 10 {
			_, _ = w.Write(make([]byte, 1<<10))
		}
	}))
	t.Cleanup(endless.Close)
	for name, url := range map[string]string{
		"not reachable":            strings.Replace(gone.URL, "http://", "http://user:password@", 1),
		"the answer to another":    other.url,
		"a spoiled token":          spoiled(func(b []byte) []byte { b[len(b)-1] ^= 1; return b }),
		"a text":                   spoiled(func([]byte) []byte { return []byte("Bonjour") }),
		"a refusal":                spoiled(func([]byte) []byte { return []byte{0x30, 5, 0x30, 3, 2, 1, 2} }),
		"an answer without an end": endless.URL,
		"no address":               "http://\x00",
	} {
		authority := &Authority{URL: url}
		_, err := New(leaf.identity(), Options{Authority: authority, Required: true}).Apply(t.Context(), paper(t), noon)
		if !errors.Is(err, ErrTimestamp) || strings.Contains(err.Error(), "password") {
			t.Errorf("%s, required: %v", name, err)
		}
		out, err := New(leaf.identity(), Options{Authority: authority}).Apply(t.Context(), paper(t), noon)
		if err != nil || out.Stamped || !errors.Is(out.Lacking, ErrTimestamp) {
			t.Errorf("%s, not required: stamped %v, lacking %v, %v", name, out.Stamped, out.Lacking, err)
			continue
		}
		if rep := inspect(t, out.PDF, pool(root)); rep.Verdict != Intact || rep.Stamp != nil {
			t.Errorf("%s: %+v", name, rep)
		}
	}
}

func TestAnAuthorityThatNeverAnswersHoldsNobodyForEver(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, ecKey(t))
	asked, let := make(chan struct{}, 1), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked <- struct{}{}; <-let }))
	t.Cleanup(srv.Close)
	t.Cleanup(func() { close(let) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	_, err := New(leaf.identity(), Options{Authority: &Authority{URL: srv.URL, Tries: 9, Pause: time.Hour}}).Apply(ctx, paper(t), noon)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
