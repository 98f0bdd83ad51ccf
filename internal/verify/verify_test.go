package verify

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/internal/workday"
)

var noon = time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC)

// shelf knows what it was given, for one person.
type shelf struct {
	known map[string]desk.FoundDocument
	err   error
}

func (s shelf) DocumentsByDigest(_ context.Context, who mla.Actor, sha string) ([]desk.FoundDocument, error) {
	if d, ok := s.known[sha]; ok && who.ID == "u-officer" {
		return []desk.FoundDocument{d}, s.err
	}
	return nil, s.err
}

func sealed(t *testing.T) (paper, file []byte, trusted *x509.CertPool) {
	t.Helper()
	paper, _, err := typeset.Set(typeset.Document{
		Title: "Demande", Reference: "FR-2026-PH-0042", Lang: "fr", PageWord: "page", Version: "1", On: workday.MustDate("2026-11-25"),
		Proof: typeset.Proof{Reference: "FR-2026-PH-0042", Kind: "request", DraftSHA256: "ab", Template: "mla_request 1", Lang: "fr"},
	})
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := seal.NewDemo(noon)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seal.pem")
	if err := os.WriteFile(path, bundle, 0o600); err != nil {
		t.Fatal(err)
	}
	id, err := seal.Load(seal.Source{CertFile: path, KeyFile: path}, noon)
	if err != nil {
		t.Fatal(err)
	}
	out, err := seal.New(id, seal.Options{}).Apply(t.Context(), paper, noon)
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	trusted.AddCert(id.Chain[0])
	return paper, out.PDF, trusted
}

func TestWhatIsProvenWhatIsSaidAndWhatIsKnownAreKeptApart(t *testing.T) {
	t.Parallel()
	paper, file, trusted := sealed(t)
	changed := bytes.Clone(file)
	changed[len(paper)/2] ^= 1
	now := func() time.Time { return noon }
	ask := func(v Verifier, who string, pdf []byte) Result {
		t.Helper()
		r, err := v.File(t.Context(), mla.Actor{ID: who}, bytes.NewReader(pdf), int64(len(pdf)))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	offline := Verifier{Inspector: seal.Inspector{Trusted: trusted, Now: now}}
	r := ask(offline, "", file)
	if r.Conclusion != Intact || r.Searched || r.Says == nil || r.Says.Reference != "FR-2026-PH-0042" || !r.Says.Vouched {
		t.Errorf("sealed: %+v, %+v", r, r.Says)
	}
	if r = ask(offline, "", changed); r.Conclusion != Altered || r.Says == nil || r.Says.Vouched {
		t.Errorf("changed: %+v, %+v", r, r.Says)
	}
	// The file says whose it is, and nothing stands behind that.
	if r = ask(offline, "", paper); r.Conclusion != Undecided || r.Says == nil || r.Says.Vouched {
		t.Errorf("not sealed: %+v, %+v", r, r.Says)
	}
	nobody := Verifier{Inspector: seal.Inspector{Now: now}}
	if r = ask(nobody, "", file); r.Conclusion != Undecided || r.Says.Vouched || r.Seal.Verdict != seal.UnknownSigner {
		t.Errorf("nobody trusted: %+v", r)
	}
	// The store knows the approved file, though it bears no seal, and tells it only to who may see it.
	sum := ask(offline, "", paper).Seal.SHA256
	online := offline
	online.Finder = shelf{known: map[string]desk.FoundDocument{sum: {Reference: "FR-2026-PH-0042", Standing: mla.StandsApproved}}}
	if r = ask(online, "u-officer", paper); r.Conclusion != Intact || !r.Searched || len(r.Known) != 1 || r.Known[0].Standing != mla.StandsApproved {
		t.Errorf("known: %+v", r)
	}
	if r = ask(online, "u-other", paper); r.Conclusion != Undecided || !r.Searched || len(r.Known) != 0 {
		t.Errorf("not for them: %+v", r)
	}
	if r.Superseded() {
		t.Error("what nobody knows is an earlier version")
	}
	old := desk.FoundDocument{Standing: mla.StandsSuperseded}
	for _, c := range []struct {
		known []desk.FoundDocument
		want  bool
	}{{[]desk.FoundDocument{old, old}, true}, {[]desk.FoundDocument{old, {Standing: mla.StandsFiled}}, false}} {
		if got := (Result{Known: c.known}).Superseded(); got != c.want {
			t.Errorf("%+v: superseded is %v", c.known, got)
		}
	}
	online.Finder = shelf{err: errors.New("no database")}
	if _, err := online.File(t.Context(), mla.Actor{}, bytes.NewReader(file), int64(len(file))); err == nil {
		t.Error("a store that cannot be read is taken for one that knows nothing")
	}
}

func TestEveryVerdictHasAConclusion(t *testing.T) {
	t.Parallel()
	altered := map[seal.Verdict]bool{seal.Altered: true, seal.Extended: true, seal.Truncated: true}
	for _, v := range seal.Verdicts {
		want := Undecided
		switch {
		case v == seal.Intact:
			want = Intact
		case altered[v]:
			want = Altered
		}
		if got := Conclude(v, false); got != want {
			t.Errorf("%s: %s, want %s", v, got, want)
		}
		if got := Conclude(v, true); got != Intact {
			t.Errorf("%s, and filed: %s", v, got)
		}
	}
}
