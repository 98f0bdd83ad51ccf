package jurisdiction

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func shippedFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(shipped(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(shipped(), path)
		out[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryFaultIsReportedAtOnce has ten different faults in one folder, and
// names each by file, line and cure.
func TestEveryFaultIsReportedAtOnce(t *testing.T) {
	files := shippedFiles(t)
	edits := []struct{ file, old, new, what string }{
		{"calendars/fr.yaml", "date: 2025-04-21", "date: 2025-04-31", `"2025-04-31" is no date`},
		{"calendars/ph.yaml", "status: official", "status: sure", `unknown status "sure"`},
		{"calendars/ro.yaml", "easter: orthodox", "easter: julian", `unknown rite "julian"`},
		{"clocks.yaml", "starts_on: received", "starts_on: recieved", `unknown trigger "recieved"`},
		{"clocks.yaml", "amount: 90, unit: days", "amount: ninety, unit: days", "cannot unmarshal !!str `ninety` into int"},
		{"fr.yaml", "mark: sourced, src: S1}", "mark: sourced, src: S999}", `unknown source "S999"`},
		{"in.yaml", "code: IN", "code: IN\nmottoes: x", `unknown key "mottoes"`},
		{"la.yaml", "Asia/Vientiane", "Asia/Atlantis", `unknown zone "Asia/Atlantis"`},
		{"ladders.yaml", "action: remind", "action: nag", `unknown action "nag"`},
		{"ph.yaml", "{id: Asia/Manila, mark: design}", "{id: Asia/Manila}", "no mark"},
		{"ro.yaml", "at: ro_", "at: nobody_", "unknown authority"},
	}
	wanted := 0
	for _, e := range edits {
		text := string(files[e.file].Data)
		if !strings.Contains(text, e.old) {
			t.Fatalf("%s does not hold %q", e.file, e.old)
		}
		files[e.file].Data = []byte(strings.Replace(text, e.old, e.new, 1))
		wanted++
	}
	files["calendars/xx.yaml"] = &fstest.MapFile{Data: []byte("state: XX\n")}
	faults := Check(files)
	for _, e := range edits {
		found := false
		for _, f := range faults {
			if f.File == e.file && strings.Contains(f.What, e.what) {
				found = true
				line := strings.Split(string(files[e.file].Data), "\n")[f.Line-1]
				if !strings.Contains(line, e.new[strings.LastIndex(e.new, "\n")+1:]) {
					t.Errorf("%s: line %d is %q", f, f.Line, line)
				}
				if f.Cure == "" {
					t.Errorf("%s: no cure", f)
				}
			}
		}
		if !found {
			t.Errorf("%s: %q is not reported", e.file, e.what)
		}
	}
	if !strings.Contains(faults.Error(), "calendars/xx.yaml: nothing reads this file") {
		t.Error("a stray file is not reported")
	}
	if len(faults) != wanted+1 {
		t.Errorf("%d faults for %d defects:\n%s", len(faults), wanted+1, faults.Error())
	}
}

func TestTheShippedDataIsSound(t *testing.T) {
	if faults := CheckShipped(); len(faults) != 0 {
		t.Error(faults.Error())
	}
}

func TestBrokenFilesDoNotHideOthers(t *testing.T) {
	files := shippedFiles(t)
	files["instruments.yaml"].Data = []byte("schema: x\ninstruments:\n  - {id: A\n    name: [\n")
	delete(files, "calendars/la.yaml")
	files["clocks.yaml"].Data = []byte(strings.Replace(string(files["clocks.yaml"].Data), "ladder: eio_ack", "ladder: eio_nack", 1))
	files["measures.yaml"].Data = nil
	got := Check(files).Error()
	for _, want := range []string{"instruments.yaml:3: did not find", "calendars/la.yaml: the file is missing", `unknown ladder "eio_nack"`, "measures.yaml:1: the file is empty"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not reported:\n%s", want, got)
		}
	}
	if strings.Contains(got, "unknown instrument") {
		t.Errorf("what refers to a broken file is not faulted:\n%s", got)
	}
}

func TestVersionsOfAClockMayNotOverlap(t *testing.T) {
	second := func(dates string) string {
		return `  - id: EIO_EXEC
    name: {fr: "Autre", en: "Other"}
    runs: note
    kind: statutory
    nature: hard
` + dates + `    owed_by: foreign
    applies: {states: [RO]}
    basis: "x"
    note: {fr: "x", en: "x"}
    mark: memory
`
	}
	for _, c := range []struct {
		name, dates, want string
	}{
		{"open on both sides", "", "stands twice"},
		{"the last day is shared", "    valid_from: 2026-01-01\n    valid_to: 2027-06-30\n", "stands twice"},
		{"the end before the beginning", "    valid_from: 2026-01-01\n    valid_to: 2025-01-01\n", "is before valid_from"},
		{"the day after", "    valid_from: 2027-07-01\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := shippedFiles(t)
			text := string(files["clocks.yaml"].Data)
			text = strings.Replace(text, "  - id: EIO_EXEC\n", "  - id: EIO_EXEC\n    valid_to: 2027-06-30\n", 1)
			files["clocks.yaml"].Data = []byte(text + second(c.dates))
			got := Check(files).Error()
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestWhatWasReadInSilenceIsFaulted has files that were once read without a word, or said with the wrong line.
func TestWhatWasReadInSilenceIsFaulted(t *testing.T) {
	for _, c := range []struct{ name, file, old, new, want string }{
		{"a fraction of a day", "clocks.yaml", "amount: 30, unit: days", "amount: 1.5, unit: days", `clocks.yaml:LINE: clocks[2](EIO_DECISION).rule.amount: "1.5" is no whole number`},
		{"a period of millennia", "clocks.yaml", "amount: 30, unit: days", "amount: 9999999, unit: days", "an impossible period: 9999999"},
		{"the layout of another version", "clocks.yaml", "rogatory.clocks/1", "rogatory.clocks/2", `clocks.yaml:LINE: schema: schema "rogatory.clocks/2" is not the one this version reads. Cure: write schema: rogatory.clocks/1`},
		{"a second document", "clocks.yaml", "  - id: EIO_ACK_FWD", "---\nclocks:\n  - id: EIO_ACK_FWD", "a second document begins here"},
		{"an anchor that nobody set", "clocks.yaml", "inactive: *ap2", "inactive: *ap3", "clocks.yaml:LINE: unknown anchor 'ap3' referenced"},
		{"a reason in one language", "clocks.yaml", `, en: "The day that the issuer asked for in the request."}`, "}", "ANSWER_WANTED).note: French and English are needed"},
		{"a list without weekend", "calendars/fr.yaml", "weekend: {days: [saturday, sunday], mark: sourced, src: S77}\n", "", "no days off, or no working day"},
		{"a week without work", "calendars/fr.yaml", "[saturday, sunday]", "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]", "no days off, or no working day"},
		{"a list without its version", "calendars/fr.yaml", "as_of: 2026-07-23\n", "", "as_of is needed"},
		{"an offset out of the year", "calendars/fr.yaml", "offset: 39", "offset: 390", "390 days from Easter lie in another year"},
		{"an answer expected before it may come", "ph.yaml", "min_days: 90, max_days: 270", "min_days: 900, max_days: 270", "ph.yaml:LINE: expectations[0]: an impossible range: 900 to 270"},
		{"a State named twice", "manifest.yaml", "LA]", "LA, PH]", `"PH" stands twice`},
		{"the requesting State asked", "manifest.yaml", "LA]", "LA, FR]", "FR is the requesting State"},
		{"two versions without dates", "clocks.yaml", "  - id: EIO_ACK_FWD", "  - id: EIO_ACK", "for the same days: without dates and without dates"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := shippedFiles(t)
			text := string(files[c.file].Data)
			if !strings.Contains(text, c.old) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			files[c.file].Data = []byte(strings.Replace(text, c.old, c.new, 1))
			before, _, _ := strings.Cut(text, c.old)
			want := strings.ReplaceAll(c.want, "LINE", strconv.Itoa(strings.Count(before, "\n")+1))
			faults := Check(files)
			if !strings.Contains(faults.Error(), want) {
				t.Errorf("want %q, got:\n%s", want, faults.Error())
			}
			for _, f := range faults {
				if f.File != c.file {
					t.Errorf("another file is blamed: %s", f)
				}
			}
		})
	}
}

// TestABrokenFileIsOneFault holds that what refers to a file nobody can read is not faulted for it.
func TestABrokenFileIsOneFault(t *testing.T) {
	for _, file := range []string{"clocks.yaml", "measures.yaml", "instruments.yaml", "ladders.yaml", "calendars/in.yaml"} {
		for name, text := range map[string]string{"a tab": "schema: x\n\tkey: y\n", "a list": "- a\n", "nothing": ""} {
			files := shippedFiles(t)
			files[file].Data = []byte(text)
			if got := Check(files); len(got) != 1 || got[0].File != file || got[0].Line == 0 || got[0].Cure == "" {
				t.Errorf("%s with %s: %s", file, name, got.Error())
			}
		}
	}
}
