package receiver_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/casesystem"
	"github.com/rogatory/rogatory/internal/casesystem/receiver"
	"github.com/rogatory/rogatory/internal/mla"
)

var (
	now    = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	secret = casesystem.WebhookSecret([]byte(strings.Repeat("k", 32)))
)

// world is both ends: the API that serves documents by signed link, the sender, and the receiver.
type world struct {
	t       *testing.T
	dir     string
	docs    sync.Map // sha256 → content; change one to damage it
	fetches atomic.Int32
	api     *httptest.Server
	inbox   *httptest.Server
	rcv     *receiver.Receiver
	signer  casesystem.LinkSigner
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), signer: casesystem.LinkSigner{Key: []byte(strings.Repeat("l", 32))}}
	w.api = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.fetches.Add(1)
		sha := path.Base(r.URL.Path)
		if _, err := w.signer.Verify(sha, r.URL.Query(), now); err != nil {
			http.Error(rw, "forbidden", http.StatusForbidden)
			return
		}
		b, ok := w.docs.Load(sha)
		if !ok {
			http.NotFound(rw, r)
			return
		}
		_, _ = rw.Write(b.([]byte))
	}))
	t.Cleanup(w.api.Close)
	w.signer.Base = w.api.URL + "/evidence"
	w.restart()
	return w
}

// restart makes a new receiver on the same folder.
func (w *world) restart() {
	w.t.Helper()
	rcv, err := receiver.New(receiver.Config{Dir: w.dir, Secret: secret, Now: func() time.Time { return now }, LinkPrefix: w.api.URL + "/evidence/"})
	if err != nil {
		w.t.Fatal(err)
	}
	w.rcv, w.inbox = rcv, httptest.NewServer(rcv)
	w.t.Cleanup(w.inbox.Close)
}

func (w *world) delivery() casesystem.Delivery {
	content := []byte("subscriber record <script>alert(1)</script>")
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	w.docs.Store(sha, content)
	return casesystem.Delivery{
		ID: "0193/deliver/17", RequestRef: "FR-2026-PH-0042", CaseRef: "Parquet n° 26/1234", Kind: casesystem.KindFinal, At: now,
		Items: []casesystem.Item{{Doc: mla.DocRef{SHA256: sha, Size: int64(len(content)), MIME: "text/html"}, Name: "<b>Relevé</b>.html", Custodian: "Telco & Cie"}},
	}
}

func (w *world) send(d casesystem.Delivery, change func(*casesystem.HTTPConfig)) (casesystem.Receipt, error) {
	w.t.Helper()
	cfg := casesystem.HTTPConfig{URL: w.inbox.URL + "/inbox", Source: "https://rogatory.example", Secret: secret, Links: w.signer, Now: func() time.Time { return now }}
	if change != nil {
		change(&cfg)
	}
	h, err := casesystem.NewHTTP(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	return h.Deliver(context.Background(), d, nil)
}

func TestDeliveryArrivesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.delivery()
	first, err := w.send(d, nil)
	if err != nil || first.Duplicate || !strings.HasPrefix(first.ReceiverID, "REC-20261102-") {
		t.Fatalf("first: %+v, %v", first, err)
	}
	again, err := w.send(d, nil)
	if err != nil || !again.Duplicate || again.ReceiverID != first.ReceiverID {
		t.Fatalf("again: %+v, %v", again, err)
	}
	w.restart()
	later, err := w.send(d, nil)
	if err != nil || !later.Duplicate || later.ReceiverID != first.ReceiverID {
		t.Fatalf("after a restart: %+v, %v", later, err)
	}
	if n := w.rcv.Deliveries(d.ID); n != 3 || len(w.rcv.Received()) != 1 {
		t.Errorf("%d acknowledgements of %d deliveries, want 3 of 1", n, len(w.rcv.Received()))
	}
	if n := w.fetches.Load(); n != 1 {
		t.Errorf("%d fetches, want 1: a repeat costs nothing", n)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		prepare func(w *world, d *casesystem.Delivery)
		change  func(*casesystem.HTTPConfig)
		refused bool
	}{
		{name: "a wrong signature, for good", change: func(c *casesystem.HTTPConfig) {
			c.Secret = casesystem.WebhookSecret([]byte(strings.Repeat("x", 32)))
		}, refused: true},
		{name: "an old message, for good", change: func(c *casesystem.HTTPConfig) {
			c.Now = func() time.Time { return now.Add(-6 * time.Minute) }
		}, refused: true},
		{name: "a message from the future, for good", change: func(c *casesystem.HTTPConfig) {
			c.Now = func() time.Time { return now.Add(6 * time.Minute) }
		}, refused: true},
		{name: "links to another host, for good", change: func(c *casesystem.HTTPConfig) { c.Links.Base = "http://127.0.0.1:1/x" }, refused: true},
		{name: "while it is down, for now", prepare: func(w *world, _ *casesystem.Delivery) { w.rcv.SetDown(true) }},
		{name: "when a document is gone, for now", prepare: func(w *world, d *casesystem.Delivery) { w.docs.Delete(d.Items[0].Doc.SHA256) }},
		{name: "when a document was exchanged, for now", prepare: func(w *world, d *casesystem.Delivery) {
			w.docs.Store(d.Items[0].Doc.SHA256, bytes.Repeat([]byte("x"), int(d.Items[0].Doc.Size)))
		}},
		{name: "when a document is too long, for now", prepare: func(w *world, d *casesystem.Delivery) {
			w.docs.Store(d.Items[0].Doc.SHA256, bytes.Repeat([]byte("x"), 1<<20))
		}},
		{name: "when a link has expired, for now", change: func(c *casesystem.HTTPConfig) { c.LinkTTL = time.Nanosecond }},
	} {
		t.Run(tc.name+", keeping nothing", func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := w.delivery()
			if tc.prepare != nil {
				tc.prepare(w, &d)
			}
			_, err := w.send(d, tc.change)
			if err == nil || errors.Is(err, casesystem.ErrRefused) != tc.refused {
				t.Errorf("error = %v, want refused for good: %v", err, tc.refused)
			}
			if entries, _ := os.ReadDir(w.dir); len(entries) != 0 || w.rcv.Deliveries(d.ID) != 0 {
				t.Errorf("%d entries kept", len(entries))
			}
			w.rcv.SetDown(false)
			if got, err := w.send(w.delivery(), nil); err != nil || got.Duplicate {
				t.Errorf("mended: %+v, %v", got, err)
			}
		})
	}
	t.Run("other content under a known id, for good", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		d := w.delivery()
		if _, err := w.send(d, nil); err != nil {
			t.Fatal(err)
		}
		d.Kind = casesystem.KindPartial
		if _, err := w.send(d, nil); !errors.Is(err, casesystem.ErrRefused) {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("an unsigned post", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		res, err := http.Post(w.inbox.URL, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusUnauthorized {
			t.Errorf("status %d", res.StatusCode)
		}
	})
}

func TestConcurrentRepeatsAreKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.delivery()
	var fresh atomic.Int32
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if r, err := w.send(d, nil); err != nil {
				t.Error(err)
			} else if !r.Duplicate {
				fresh.Add(1)
			}
		})
	}
	wg.Wait()
	if fresh.Load() != 1 || w.fetches.Load() != 1 {
		t.Errorf("%d taken as new, %d fetches", fresh.Load(), w.fetches.Load())
	}
}

func TestRestartClearsHalfKeptDeliveries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := os.Mkdir(filepath.Join(w.dir, ".tmp-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.restart()
	if entries, _ := os.ReadDir(w.dir); len(entries) != 0 {
		t.Errorf("%d entries", len(entries))
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	get := func(path string) (*http.Response, string) {
		t.Helper()
		res, err := http.Get(w.inbox.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(b)
	}
	if _, empty := get("/"); !strings.Contains(empty, "Aucune pièce reçue") {
		t.Errorf("empty page:\n%s", empty)
	}
	d := w.delivery()
	if _, err := w.send(d, nil); err != nil {
		t.Fatal(err)
	}
	_, page := get("/")
	for _, want := range []string{"Parquet n° 26/1234", "FR-2026-PH-0042", "définitive", "Telco &amp; Cie", d.Items[0].Doc.SHA256} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "<b>") || strings.Contains(page, "sig=") {
		t.Error("the page shows raw markup or a signed link")
	}
	link := "/documents/" + casesystem.BagName(d.ID) + "/1"
	if !strings.Contains(page, link) {
		t.Fatalf("no link %s", link)
	}
	res, body := get(link)
	if !strings.Contains(body, "subscriber record") || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("document: %v\n%s", res.Header, body)
	}
	for _, missing := range []string{"/documents/x/1", link + "1", strings.TrimSuffix(link, "1") + "0", "/documents/..%2f/1"} {
		if res, _ := get(missing); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", missing, res.StatusCode)
		}
	}
}
