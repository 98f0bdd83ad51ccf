package letter

import (
	"errors"
	"os"
	"slices"
	"strings"
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
	faulty := 0
	for _, c := range covers {
		if c.Fault != nil {
			faulty++
		}
	}
	if len(covers) != 4 || faulty != 2 {
		t.Errorf("%d templates are listed, %d of them faulty: a folder laid over hides some, or what they ask for is not tried", len(covers), faulty)
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

func TestAWordThatTheGlossaryForbidsIsTold(t *testing.T) {
	t.Parallel()
	const forbidden = "requested_state: {fr: [pays requis, ébauche]}\nletters: {fr: [\"'\"]}\n"
	for name, tt := range map[string]struct {
		file, common, glossary string
		want                   []string
	}{
		"none": {head + "# Le pays, requis d’agir\ndes ébauches\n", "", "", nil},
		"in the template": {
			head + "# Titre\nà {{.Date}} le Pays requis, une ébauche\n", "", "",
			[]string{"letters/cover/fr.tmpl:5:16 pays requis", "letters/cover/fr.tmpl:5:33 ébauche"},
		},
		"in a part that it uses":      {head + `{{template "p" .}}`, "{{define \"p\"}}\n\nl'État{{end}}", "", []string{"letters/common.tmpl:3:2 '"}},
		"in a part that it does not":  {head + "x", "{{define \"p\"}}\nl'État{{end}}", "", nil},
		"in a term that it uses":      {head + `{{t "word"}}`, "", "word: {fr: \"l'heure\"}\n", []string{"glossary.yaml '"}},
		"in a term that it does not":  {head + "x", "", "word: {fr: \"l'heure\"}\n", nil},
		"in the code of the template": {head + `{{join ", '" .Date .Date}}`, "", "", nil},
	} {
		l, err := openLibrary(fstest.MapFS{
			"glossary.yaml": {Data: []byte("page: {fr: page}\nrequested_state: {fr: État requis}\n" + tt.glossary)}, "glossary-forbidden.yaml": {Data: []byte(forbidden)},
			"letters/common.tmpl": {Data: []byte(tt.common)}, "letters/cover/fr.tmpl": {Data: []byte(tt.file)},
		})
		if err != nil {
			t.Fatal(err)
		}
		faults, err := l.faults()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, err := range faults {
			var f *Fault
			if errors.As(err, &f) && f.Code == FaultForbidden {
				got = append(got, f.Place()+" "+f.What)
			} else {
				t.Errorf("%s: %v", name, err)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestACharacterThatNoTypefaceHasIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ file, common, glossary, want string }{
		"in the template": {head + "# Titre\nUn été 漢.\n", "", "", "letters/cover/fr.tmpl:5:8"},
		"in a part":       {head + `{{template "p" .}}`, "{{define \"p\"}}\n漢{{end}}", "", "letters/common.tmpl:2:1"},
		"in a term":       {head + `{{t "word"}}`, "", "word: {fr: 漢}\n", "glossary.yaml:2:12"},
		"nowhere":         {head + "Un été.", "{{define \"p\"}}\n漢{{end}}", "", ""},
	} {
		l, err := openLibrary(fstest.MapFS{
			"glossary.yaml":       {Data: []byte("page: {fr: page}\n" + tt.glossary)},
			"letters/common.tmpl": {Data: []byte(tt.common)}, "letters/cover/fr.tmpl": {Data: []byte(tt.file)},
		})
		if err != nil {
			t.Fatal(err)
		}
		faults, err := l.faults()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, err := range faults {
			var f *Fault
			if !errors.As(err, &f) || f.Code != FaultGlyph || f.What != "漢" {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got += f.Place()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// A term that a template spells out, where the glossary has it, is a second
// place in which it could be changed.
func TestHeadingsAndLabelsComeFromTheGlossary(t *testing.T) {
	t.Parallel()
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	covers, err := l.coverage("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range covers {
		terms := map[string]string{}
		for key, words := range l.glossary {
			terms[words[c.Lang]] = key
		}
		tm, err := l.get(c.Form, c.Lang)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(tm.source, "\n") {
			label, ok := strings.CutPrefix(line, "@ ")
			if label, _, _ = strings.Cut(label, "|"); !ok {
				if label, ok = strings.CutPrefix(line, "## "); !ok {
					continue
				}
			}
			if key := terms[strings.TrimSpace(label)]; key != "" {
				t.Errorf("%s:%d spells out %q: write {{t %q}}", templateFile(c.Form, c.Lang), i+1, strings.TrimSpace(label), key)
			}
		}
	}
}
