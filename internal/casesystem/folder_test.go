package casesystem_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/casesystem"
)

func TestFolderDeliver(t *testing.T) {
	t.Parallel()
	t.Run("the first time it writes, the second it recognises", func(t *testing.T) {
		t.Parallel()
		d, docs := delivery(t)
		f := casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}
		want := casesystem.Receipt{ReceiverID: "self-verified:" + casesystem.BagName(d.ID), At: now, Digest: d.Digest(), SelfVerified: true}
		got, err := f.Deliver(t.Context(), d, docs.open)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		want.Duplicate = true
		d.At = d.At.AddDate(0, 0, 3) // decided again after a restore: the same delivery
		got, err = f.Deliver(t.Context(), d, nobody)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		onlyOne(t, f.Dir)
	})
	t.Run("other content under the same id is refused for good and changes nothing", func(t *testing.T) {
		t.Parallel()
		d, docs := delivery(t)
		f := casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}
		if _, err := f.Deliver(t.Context(), d, docs.open); err != nil {
			t.Fatal(err)
		}
		other := d
		other.Items = d.Items[:1]
		if _, err := f.Deliver(t.Context(), other, docs.open); !errors.Is(err, casesystem.ErrConflict) || !errors.Is(err, casesystem.ErrRefused) {
			t.Errorf("error = %v, want ErrConflict, an ErrRefused", err)
		}
		if got, err := f.Deliver(t.Context(), d, nobody); err != nil || !got.Duplicate {
			t.Errorf("the first content is gone: %+v, %v", got, err)
		}
	})
	t.Run("a bag damaged since is neither acknowledged nor overwritten", func(t *testing.T) {
		t.Parallel()
		d, docs := delivery(t)
		f := casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}
		if _, err := f.Deliver(t.Context(), d, docs.open); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(f.Dir, casesystem.BagName(d.ID), "data", "extra"), "x")
		if _, err := f.Deliver(t.Context(), d, docs.open); !errors.Is(err, casesystem.ErrBag) || errors.Is(err, casesystem.ErrRefused) {
			t.Errorf("error = %v, want ErrBag and worth retrying", err)
		}
	})
	t.Run("what a killed attempt left is cleared away", func(t *testing.T) {
		t.Parallel()
		d, docs := delivery(t)
		f := casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}
		half := filepath.Join(f.Dir, ".tmp-"+casesystem.BagName(d.ID)+"-123")
		if err := os.Mkdir(half, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(half, "bagit.txt"), "BagIt-Ver")
		if got, err := f.Deliver(t.Context(), d, docs.open); err != nil || got.Duplicate {
			t.Errorf("%+v, %v", got, err)
		}
		onlyOne(t, f.Dir)
	})
}

func TestFolderDeliverLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk unplugged")
	for _, tc := range []struct {
		name string
		open casesystem.Opener
	}{
		{"a missing document", nobody},
		{"a document that breaks off", func(context.Context, string) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("subs"), iotest.ErrReader(broken))), nil
		}},
		{"a document of other content", func(context.Context, string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("subscriber record, 12 linez")), nil
		}},
		{"a document longer than announced", func(context.Context, string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(strings.Repeat("x", 1<<20))), nil
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, docs := delivery(t)
			f := casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}
			if _, err := f.Deliver(t.Context(), d, tc.open); err == nil || errors.Is(err, casesystem.ErrRefused) {
				t.Errorf("error = %v, want one worth retrying", err)
			}
			if entries, _ := os.ReadDir(f.Dir); len(entries) != 0 {
				t.Errorf("%d entries left", len(entries))
			}
			if _, err := f.Deliver(t.Context(), d, docs.open); err != nil {
				t.Errorf("the next attempt: %v", err)
			}
		})
	}
}

func TestFolderAcknowledgement(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, ack string
		takeAway  bool
		want      string
		wantErr   error
	}{
		{name: "no answer yet", wantErr: casesystem.ErrAwaitingAck},
		{name: "an answer still being written", ack: `{"receipt":"R-`, wantErr: casesystem.ErrAwaitingAck},
		{name: "an empty answer", ack: "\n", wantErr: casesystem.ErrAwaitingAck},
		{name: "an answer in JSON", ack: `{"receipt":"R-77"}`, want: "R-77"},
		{name: "an answer in text", ack: "R-78\nthank you\n", want: "R-78"},
		{name: "an answer with our digest, the bag taken away", ack: `{"receipt":"R-79","digest":"DIGEST"}`, takeAway: true, want: "R-79"},
		{name: "an answer about another content", ack: `{"receipt":"R-80","digest":"other"}`, wantErr: casesystem.ErrConflict},
		{name: "a refusal", ack: `{"refused":true}`, wantErr: casesystem.ErrRefused},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, docs := delivery(t)
			f := casesystem.Folder{Dir: t.TempDir(), RequireAck: true, Now: clockAt(now)}
			if _, err := f.Deliver(t.Context(), d, docs.open); !errors.Is(err, casesystem.ErrAwaitingAck) {
				t.Fatalf("first attempt: %v", err)
			}
			path := filepath.Join(f.Dir, casesystem.BagName(d.ID))
			if tc.ack != "" {
				write(t, path+".ack", strings.ReplaceAll(tc.ack, "DIGEST", d.Digest()))
			}
			if tc.takeAway {
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			}
			got, err := f.Deliver(t.Context(), d, nobody)
			if !errors.Is(err, tc.wantErr) {
				t.Fatalf("error = %v, want %v", err, tc.wantErr)
			}
			if got.ReceiverID != tc.want || got.SelfVerified {
				t.Errorf("receipt = %+v", got)
			}
		})
	}
}

func TestMalformedDeliveriesAreRefusedForGood(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*casesystem.Delivery){
		"no id":                          func(d *casesystem.Delivery) { d.ID = "" },
		"a line end in the id":           func(d *casesystem.Delivery) { d.ID = "a\nPayload-Oxum: 0.0" },
		"an id that is no header":        func(d *casesystem.Delivery) { d.ID = "é" },
		"a line end in the case":         func(d *casesystem.Delivery) { d.CaseRef = "a\r\nb" },
		"an unknown kind":                func(d *casesystem.Delivery) { d.Kind = "complete" },
		"nothing to deliver":             func(d *casesystem.Delivery) { d.Items = nil },
		"a hash that is a path":          func(d *casesystem.Delivery) { d.Items[0].Doc.SHA256 = "../x" },
		"an empty document":              func(d *casesystem.Delivery) { d.Items[0].Doc.Size = 0 },
		"a translation of nothing known": func(d *casesystem.Delivery) { d.Items[1].TranslationOf = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, docs := delivery(t)
			change(&d)
			if _, err := (casesystem.Folder{Dir: t.TempDir(), Now: clockAt(now)}).Deliver(t.Context(), d, docs.open); !errors.Is(err, casesystem.ErrRefused) {
				t.Errorf("error = %v, want ErrRefused", err)
			}
		})
	}
}

func nobody(context.Context, string) (io.ReadCloser, error) {
	return nil, errors.New("no document is asked for")
}

func onlyOne(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d entries, %v; want the bag only", len(entries), err)
	}
}
