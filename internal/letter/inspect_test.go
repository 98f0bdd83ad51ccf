package letter

import (
	"errors"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/templates"
)

func TestTheTemplatesShippedHaveNoFault(t *testing.T) {
	t.Parallel()
	faults, err := Faults()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

func TestEveryFaultOfAFileIsToldNotOnlyTheFirst(t *testing.T) {
	t.Parallel()
	l := libraryOf(t, head+`# Titre {{.Nothing}}
{{upper .Date}} {{lower .Date}}
{{template "missing" .}}
{{if .Hop.Colour}}{{t "in a branch"}}{{end}}
{{if false}}{{t "never taken"}}{{end}}
{{range .Measures}}{{.Wrong}}{{end}}
@ sans barre
#SansEspace
**gras
{{t (print "state/" "XX")}}
`, "")
	faults, err := l.faults()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, err := range faults {
		var f *Fault
		if !errors.As(err, &f) {
			t.Fatalf("no fault: %v", err)
		}
		got = append(got, f.Place()+" "+f.Code)
	}
	slices.Sort(got)
	want := []string{
		"letters/cover/fr.tmpl:10 " + faultMarkup + "field",
		"letters/cover/fr.tmpl:11 " + faultMarkup + "space",
		"letters/cover/fr.tmpl:12 " + faultMarkup + "bold",
		"letters/cover/fr.tmpl:13:3 " + FaultTerm,
		"letters/cover/fr.tmpl:4:11 " + FaultField,
		"letters/cover/fr.tmpl:5 " + FaultFunction,
		"letters/cover/fr.tmpl:5 " + FaultFunction,
		"letters/cover/fr.tmpl:6:12 " + FaultPart,
		"letters/cover/fr.tmpl:7:10 " + FaultField,
		"letters/cover/fr.tmpl:7:21 " + FaultTerm,
		"letters/cover/fr.tmpl:8:15 " + FaultTerm,
		"letters/cover/fr.tmpl:9:22 " + FaultField,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestAFaultOfOneFileHidesNoOther(t *testing.T) {
	t.Parallel()
	over := fstest.MapFS{
		"letters/cover/fr.tmpl": {Data: []byte("sans en-tête")},
		"letters/slip/en.tmpl":  {Data: []byte(head + "{{.Nothing}}")},
	}
	sound := &fstest.MapFile{Data: []byte(head + "# T\n")}
	l, err := openLibrary(extended{over: over, under: fstest.MapFS{
		"glossary.yaml": {Data: []byte("page: {fr: page}\n")}, "letters/common.tmpl": {Data: nil},
		"letters/cover/fr.tmpl": sound, "letters/cover/en.tmpl": sound, "letters/slip/fr.tmpl": sound,
	}})
	if err != nil {
		t.Fatal(err)
	}
	faults, err := l.faults()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]int{}
	for _, err := range faults {
		var f *Fault
		if errors.As(err, &f) {
			files[f.File]++
		}
	}
	if diff := cmp.Diff(map[string]int{"letters/cover/fr.tmpl": 1, "letters/slip/en.tmpl": 1}, files); diff != "" {
		t.Errorf("faults by file:\n%s", diff)
	}
	covers, err := l.coverage("")
	if err != nil {
		t.Fatal(err)
	}
	if len(covers) != 4 {
		t.Errorf("%d templates are listed: a folder laid over hides some", len(covers))
	}
}

func TestTheExampleOfAFifthStateHasNoFault(t *testing.T) {
	t.Parallel()
	l, err := openLibrary(extended{over: os.DirFS(ruritania), under: templates.LettersFS})
	if err != nil {
		t.Fatal(err)
	}
	faults, err := l.faults()
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}

func TestTheDigestChangesWithWhatALetterSaysAndWithNothingElse(t *testing.T) {
	t.Parallel()
	const text = head + "{{template \"used\" .}} {{t \"from\"}} {{term \"role\" \"witness\"}}"
	digest := func(file, common, glossary string) string {
		l, err := openLibrary(fstest.MapFS{
			"glossary.yaml": {Data: []byte(glossary)}, "letters/common.tmpl": {Data: []byte(common)}, "letters/cover/fr.tmpl": {Data: []byte(file)},
		})
		if err != nil {
			t.Fatal(err)
		}
		tm, err := l.get("cover", "fr")
		if err != nil {
			t.Fatal(err)
		}
		return tm.digest
	}
	const common = `{{define "used"}}a{{end}}{{define "unused"}}b{{end}}`
	const glossary = "from: {fr: De, en: From}\nrole/witness: {fr: témoin}\nto: {fr: À}\npage: {fr: page}\n"
	was := digest(text, common, glossary)
	for name, tt := range map[string]struct {
		file, common, glossary string
		changes                bool
	}{
		"nothing":                             {text, common, glossary, false},
		"its own text":                        {text + "!", common, glossary, true},
		"a part it uses":                      {text, `{{define "used"}}c{{end}}{{define "unused"}}b{{end}}`, glossary, true},
		"a part it does not use":              {text, `{{define "used"}}a{{end}}{{define "unused"}}c{{end}}`, glossary, false},
		"a term it uses":                      {text, common, "from: {fr: Depuis, en: From}\nrole/witness: {fr: témoin}\nto: {fr: À}\npage: {fr: page}\n", true},
		"a term of a group it uses":           {text, common, "from: {fr: De, en: From}\nrole/witness: {fr: témoins}\nto: {fr: À}\npage: {fr: page}\n", true},
		"a new term of a group it uses":       {text, common, glossary + "role/judge: {fr: juge}\n", true},
		"a term it does not use":              {text, common, "from: {fr: De, en: From}\nrole/witness: {fr: témoin}\nto: {fr: Vers}\npage: {fr: page}\n", false},
		"a term it uses, in another language": {text, common, "from: {fr: De, en: Of}\nrole/witness: {fr: témoin}\nto: {fr: À}\npage: {fr: page}\n", false},
		"the word before the page number":     {text, common, "from: {fr: De, en: From}\nrole/witness: {fr: témoin}\nto: {fr: À}\npage: {fr: p.}\n", true},
	} {
		if got := digest(tt.file, tt.common, tt.glossary) != was; got != tt.changes {
			t.Errorf("%s: changed %v, want %v", name, got, tt.changes)
		}
	}
}
