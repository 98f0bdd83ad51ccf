package activities

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// shelf files documents and keeps their content, in memory.
type shelf struct {
	filed   map[string]mla.DocRef
	content int
	writes  int
	names   []string
	// crash, when set, is what the process does right after a letter was filed.
	crash func()
}

func (s *shelf) AddDocuments(_ context.Context, docs []NewDocument) (out []mla.DocRef, err error) {
	s.writes++
	for _, d := range docs {
		at := d.Kind + " " + d.Key
		if _, there := s.filed[at]; !there {
			s.filed[at] = d.Doc
			s.names = append(s.names, d.Name)
		}
		out = append(out, s.filed[at])
	}
	if s.crash != nil {
		s.crash()
	}
	return out, nil
}

func (s *shelf) Filed(_ context.Context, _ string, places []Place) (out []mla.DocRef, err error) {
	for _, p := range places {
		out = append(out, s.filed[p.Kind+" "+p.Key])
	}
	return out, nil
}

func (s *shelf) Put(_ context.Context, r io.Reader, mime string, _ int64) (mla.DocRef, error) {
	b, err := io.ReadAll(r)
	s.content++
	return mla.DocRef{SHA256: string(b), Size: int64(len(b)), MIME: mime}, err
}
func (s *shelf) Get(context.Context, string) (io.ReadCloser, error) { panic("a letter is not read") }
func (s *shelf) Verify(context.Context, mla.DocRef) error           { return nil }

// wording renders what a letter would say of the request as it stands.
type wording func(LetterJob) string

func (w wording) Letter(_ context.Context, job LetterJob) ([]byte, error) { return []byte(w(job)), nil }

type inParis struct{ *rows }

func (b inParis) Snapshot(ctx context.Context, id string) (Snapshot, error) {
	snap, err := b.rows.Snapshot(ctx, id)
	snap.Profile.HomeZone = workday.Zone{Name: "Europe/Paris"}
	return snap, err
}

func TestALetterIsMadeOnceAlthoughTheRequestMovedOnAfterACrash(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"r1/letter/7": {Key: "r1/letter/7", Kind: mla.EffectLetter, Template: "reminder_eio_ack", Lang: "fr"}}}
	a := setup(r, nil)
	s := &shelf{filed: map[string]mla.DocRef{}}
	told := 0
	a.Snapshots, a.Documents, a.Files = inParis{r}, s, s
	a.Letters = wording(func(LetterJob) string { told++; return fmt.Sprintf("letter as of look %d", r.looks) })
	in := EffectInput{RequestID: "r1", Keys: []string{"r1/letter/7"}}

	// The process dies between the filing and the effect's end.
	func() {
		defer func() { _ = recover() }()
		s.crash = func() { panic("kill -9") }
		_, _ = a.MakeLetter(t.Context(), in)
	}()
	if r.states["r1/letter/7"] != "attempting" {
		t.Fatalf("after the crash the effect is %s", r.states["r1/letter/7"])
	}
	s.crash = nil
	end, err := a.MakeLetter(t.Context(), in)
	if err != nil || len(end.Docs) != 1 || end.Docs[0].SHA256 != "letter as of look 1" {
		t.Errorf("the effect ends with %v, %v", end, err)
	}
	if len(s.filed) != 1 || told != 1 || s.content != 1 {
		t.Errorf("%d letters filed, %d worded, %d stored", len(s.filed), told, s.content)
	}
}

type abroad struct{ inParis }

func (b abroad) Snapshot(ctx context.Context, id string) (Snapshot, error) {
	snap, err := b.inParis.Snapshot(ctx, id)
	snap.State.Track, snap.State.Frozen = mla.Judicial, &mla.Frozen{DraftSHA256: "d"}
	snap.State.Hops = make([]mla.HopState, 3)
	return snap, err
}

func TestAPackageIsFiledTogetherAndOnlyWhatIsMissing(t *testing.T) {
	pack := func(key, hop string) mla.Effect { return mla.Effect{Key: key, Kind: mla.EffectPackage, Template: hop} }
	r := &rows{effects: map[string]mla.Effect{"p": pack("p", "0"), "q": pack("q", "1"), "x": pack("x", "none")}}
	a := setup(r, nil)
	s := &shelf{filed: map[string]mla.DocRef{"cover p/cover": {SHA256: "the first cover"}}}
	a.Snapshots, a.Documents, a.Files = abroad{inParis{r}}, s, s
	a.Letters = wording(func(j LetterJob) string { return fmt.Sprintf("%s %d", j.Kind, j.To) })
	in := EffectInput{RequestID: "r1", Keys: []string{"p", "x", "q"}}
	ends, err := a.PerformQuiet(t.Context(), in)
	if err != nil || len(ends) != 3 || ends[0].Outcome != "done" || ends[1].Outcome != "failed" || ends[2].Outcome != "done" {
		t.Fatalf("%v, %v", ends, err)
	}
	for at, want := range map[string]string{"cover p/cover": "the first cover", "slip p/slip": "slip 1", "slip q/slip": "slip 2"} {
		if got := s.filed[at].SHA256; got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	if s.content != 2 || s.writes != 2 {
		t.Errorf("%d letters stored, %d writes", s.content, s.writes)
	}
	r.states["p"], r.states["q"] = "attempting", "attempting" // the process died before it could end them
	if _, err := a.PerformQuiet(t.Context(), in); err != nil || s.content != 2 || s.writes != 2 {
		t.Errorf("%v, %d letters stored, %d writes", err, s.content, s.writes)
	}
}

// home is a request on a path whose profile says which papers it has.
type home struct{ inParis }

func (b home) Snapshot(ctx context.Context, id string) (Snapshot, error) {
	snap, err := b.inParis.Snapshot(ctx, id)
	at := func(id string, side mla.Side, org string) mla.HopState {
		return mla.HopState{Hop: mla.Hop{ID: id, Side: side, ClerkOrg: org}}
	}
	s := &snap.State
	s.Track, s.Frozen = mla.Judicial, &mla.Frozen{DraftSHA256: "d", PDF: mla.DocRef{SHA256: "the request", Size: 1}}
	s.Translation = &mla.Translation{SourceSHA256: "d", Language: "lo", Doc: mla.DocRef{SHA256: "the translation", Size: 1}}
	s.Hops = []mla.HopState{at("registry", mla.Home, "registry"), at("embassy", mla.Home, ""), at("mfa", mla.Abroad, ""), at("court", mla.Abroad, "")}
	s.Supplements = []mla.Supplement{{Text: mla.TextRef{ID: "french"}, Translated: mla.TextRef{ID: "lao"}}}
	snap.Profile.AcceptedLanguages = []string{"lo"}
	snap.Profile.Papers = []mla.Paper{
		{ID: "slip", Langs: []string{mla.PaperReader}}, {ID: "note_verbale", To: "mfa", Langs: []string{"fr", mla.PaperReader}},
		{ID: "reciprocity", To: "mfa", Langs: []string{"fr"}, When: mla.PaperReciprocity},
	}
	return snap, err
}

func (b home) Text(_ context.Context, _, id string) (string, error) { return "the text in " + id, nil }

func TestThePapersOfAPackageAreThoseOfTheProfileAndTheSlipListsThem(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"p": {Key: "p", Kind: mla.EffectPackage, Template: "0"}}}
	a := setup(r, nil)
	s := &shelf{filed: map[string]mla.DocRef{}}
	a.Snapshots, a.Documents, a.Files = home{inParis{r}}, s, s
	a.Letters = wording(func(j LetterJob) string {
		out := fmt.Sprintf("%s %s %d-%d:", j.Kind, j.Lang, j.From, j.To)
		for _, p := range j.Parts {
			out += " " + p.Kind + "/" + p.Lang
		}
		return out
	})
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"p"}}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"note_verbale p/note_verbale/fr": "note_verbale fr 0-2: request/fr translation/lo",
		"note_verbale p/note_verbale/lo": "note_verbale lo 0-2: request/fr translation/lo",
		"slip p/slip/fr":                 "slip fr 0-1: request/fr translation/lo note_verbale/fr note_verbale/lo",
	}
	for at, text := range want {
		if got := s.filed[at].SHA256; got != text {
			t.Errorf("%s: %q, want %q", at, got, text)
		}
	}
	if len(s.filed) != len(want) {
		t.Errorf("filed %v; no reciprocity was offered", s.filed)
	}
	r.effects["q"] = mla.Effect{Key: "q", Kind: mla.EffectPackage, Template: "2"}
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"q"}}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range s.names {
		if seen[name] {
			t.Errorf("two papers of the path are called %s", name)
		}
		seen[name] = true
	}
}

func TestAPaperNobodyWroteInItsLanguageIsMadeInFrench(t *testing.T) {
	r := &rows{effects: map[string]mla.Effect{"p": {Key: "p", Kind: mla.EffectPackage, Template: "0"}}}
	a := setup(r, nil)
	s := &shelf{filed: map[string]mla.DocRef{}}
	a.Snapshots, a.Documents, a.Files = home{inParis{r}}, s, s
	a.Letters = refusing{"lo"}
	if _, err := a.PerformQuiet(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"p"}}); err != nil {
		t.Fatal(err)
	}
	if got := s.filed["note_verbale p/note_verbale/lo"].SHA256; got != "note_verbale fr" {
		t.Errorf("%q", got)
	}
}

// refusing has no template in one language.
type refusing struct{ lang string }

func (w refusing) Letter(_ context.Context, job LetterJob) ([]byte, error) {
	if job.Lang == w.lang {
		return nil, mla.Refuse("no_template", "lang")
	}
	return []byte(job.Kind + " " + job.Lang), nil
}

func TestASupplementBringsTheTextInTheLanguageOfItsLetter(t *testing.T) {
	for lang, want := range map[string]string{"fr": "the text in french", "lo": "the text in lao"} {
		r := &rows{effects: map[string]mla.Effect{"l": {Key: "l", Kind: mla.EffectLetter, Template: "supplement", Lang: lang, Supplement: 1}}}
		a := setup(r, nil)
		s := &shelf{filed: map[string]mla.DocRef{}}
		a.Snapshots, a.Documents, a.Files = home{inParis{r}}, s, s
		a.Letters = wording(func(j LetterJob) string { return j.Text })
		end, err := a.MakeLetter(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"l"}})
		if err != nil || len(end.Docs) != 1 || end.Docs[0].SHA256 != want {
			t.Errorf("%s: %v, %v", lang, end, err)
		}
	}
	r := &rows{effects: map[string]mla.Effect{"l": {Key: "l", Kind: mla.EffectLetter, Template: "supplement", Lang: "fr", Supplement: 2}}}
	a := setup(r, nil)
	a.Snapshots = home{inParis{r}}
	if _, err := a.MakeLetter(t.Context(), EffectInput{RequestID: "r1", Keys: []string{"l"}}); err == nil {
		t.Error("a letter about an answer that was never given")
	}
}
