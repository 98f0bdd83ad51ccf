package jurisdiction

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogatory/rogatory/internal/mla"
)

// ruritania is the fifth State of docs/adding-a-state.md, which files alone add.
const ruritania = "../../docs/examples/ruritania/data"

func fifth(t *testing.T) *Book {
	t.Helper()
	b, err := LoadFrom(os.DirFS(ruritania))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAFifthStateIsAddedByFilesAlone(t *testing.T) {
	t.Parallel()
	b := fifth(t)
	s, err := b.State("XA")
	if err != nil || len(b.States()) != len(book(t).States())+1 || s.Name().FR != "Ruritanie" {
		t.Fatalf("%d States, %v", len(b.States()), err)
	}
	if b.Version() == book(t).Version() {
		t.Error("a law that was extended has the version of the one shipped")
	}
	p, err := b.Profile(ProfileInput{State: "XA", Form: mla.FormMLA, Measures: []string{"subscriber_data"}})
	if err != nil {
		t.Fatal(err)
	}
	if p.TranslateTo != "en" || len(p.Path.Hops) != 6 || p.Path.Hops[3].Actor.EN != "Embassy of France in Strelsau" || p.Path.Hops[3].Side != mla.Home {
		t.Errorf("translated to %q, path %+v", p.TranslateTo, p.Path.Hops)
	}
	if len(p.Instruments) != 2 || p.Instruments[0].ID != "FR_XA_1895" || p.Instruments[0].Articles[1] != "7" {
		t.Errorf("relies on %+v", p.Instruments)
	}
	cited := ""
	for _, r := range p.Ladders["xa_reply"] {
		cited += r.Basis
	}
	if cited != "Convention de 1895, art. 7" {
		t.Errorf("the reminder cites %q", cited)
	}
	eo, err := b.Profile(ProfileInput{State: "XA", Form: mla.FormMLA, TranslateTo: "eo"})
	if err != nil || eo.TranslateTo != "eo" {
		t.Errorf("its other language: %q, %v", eo.TranslateTo, err)
	}
}

// By hand: received on Monday 2 March 2026; 3–6, then 10–13 (the 9th is
// Coronation Day), 16 and 17 March are ten working days there.
func TestADeadlineOfTheFifthStateSkipsItsOwnHoliday(t *testing.T) {
	t.Parallel()
	r, err := fifth(t).Deadline(DeadlineInput{State: "XA", Clock: "XA_REPLY", From: "2026-03-02"})
	if err != nil || r.Due != "2026-03-17" || r.Source.URL != "https://gazette.example.org/1895/12" {
		t.Errorf("due %s, source %+v, %v", r.Due, r.Source, err)
	}
	if _, err := fifth(t).Deadline(DeadlineInput{State: "PH", Clock: "XA_REPLY", From: "2026-03-02"}); err == nil {
		t.Error("a clock of Ruritania runs for the Philippines")
	}
}

func TestTheOtherStatesKeepTheirLaw(t *testing.T) {
	t.Parallel()
	was, is := book(t), fifth(t)
	for _, s := range was.States() {
		form := s.Forms()[0]
		a, errA := was.Profile(ProfileInput{State: s.Code(), Form: form})
		b, errB := is.Profile(ProfileInput{State: s.Code(), Form: form})
		if errA != nil || errB != nil || a.Hash != b.Hash {
			t.Errorf("%s: the profile changed with Ruritania: %v %v", s.Code(), errA, errB)
		}
	}
}

func TestTheCountryDataOfTheFifthStateIsMerged(t *testing.T) {
	t.Parallel()
	b := fifth(t)
	s, err := b.State("XA")
	if err != nil {
		t.Fatal(err)
	}
	notes := 0
	for _, m := range b.Measures("XA") {
		if m.Note != (mla.Text{}) {
			notes++
		}
	}
	if notes != 2 {
		t.Errorf("%d measures are noted, want 2", notes)
	}
	if g := s.Refusals(); len(g) != 1 || g[0].ID != "political" || len(g[0].Entries) != 1 {
		t.Errorf("refusals %+v", g)
	}
	if len(s.Questions()) < 2 || len(s.Offences()) != 1 || len(s.Notes("practice")) != 1 {
		t.Errorf("%d questions, %d offences, %d notes", len(s.Questions()), len(s.Offences()), len(s.Notes("practice")))
	}
}

// A fault in an added or merged file names that file, and the line there.
func TestFaultsOfAFolderNameItsLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, old, new, want string }{
		{"in a file of its own", "xa.yaml", "at: xa_chancery", "at: xa_nobody", "xa.yaml:31: channels[0](formal).hops[4].at: unknown"},
		{"in a merged file", "clocks.yaml", "starts_on: received", "starts_on: recieved", "clocks.yaml:7: clocks"},
		{"an instrument that nobody added", "refusals.yaml", "FR_XA_1895", "FR_XA_1894", `refusals.yaml:5: grounds[1](political).entries`},
		{"a State without a file", "manifest.yaml", "states: [XA]", "states: [XA, XB]", "xb.yaml: "},
		{"YAML that is none", "notes.yaml", "notes:", "notes: [", "notes.yaml:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := LoadFrom(changed(t, c.file, c.old, c.new))
			var faults Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAFileOfTheFolderThatNobodyReadsIsAFault(t *testing.T) {
	t.Parallel()
	over := changed(t, "manifest.yaml", "states: [XA]", "states: [XA]").(fstest.MapFS)
	over["calendars/xb.yaml"] = &fstest.MapFile{Data: []byte("schema: rogatory.calendar/1\n")}
	if _, err := LoadFrom(over); err == nil || !strings.Contains(err.Error(), "calendars/xb.yaml: nothing reads this file") {
		t.Errorf("got %v", err)
	}
}

// changed is Ruritania with one replacement in one file.
func changed(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(ruritania), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(ruritania), path)
		out[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil || !strings.Contains(string(out[file].Data), old) {
		t.Fatalf("%s does not hold %q: %v", file, old, err)
	}
	out[file].Data = []byte(strings.Replace(string(out[file].Data), old, new, 1))
	return out
}
