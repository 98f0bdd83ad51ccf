package letter

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// libraryOf is a library of one letter, the cover in French.
func libraryOf(t *testing.T, file, common string) *library {
	t.Helper()
	l, err := openLibrary(fstest.MapFS{
		"glossary.yaml":         {Data: []byte("page: {fr: page}\nstate/PH: {fr: Philippines}\n")},
		"letters/common.tmpl":   {Data: []byte(common)},
		"letters/cover/fr.tmpl": {Data: []byte(file)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const head = "---\nversion: 1\n---\n"

// Every kind of fault of a template is told with its file, line and, where it
// can be known, column.
func TestAFaultOfATemplateIsToldWhereItIsWritten(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, common, place, code, what string }{
		"a field that letters do not have": {head + "# Titre\n\né{{.Nothing}}\n", "", "letters/cover/fr.tmpl:6:4", FaultField, ".Nothing"},
		"a field of a part, in the part":   {head + `{{template "p" .}}`, "{{define \"p\"}}\nx {{.Hop.Colour}}{{end}}", "letters/common.tmpl:2:9", FaultField, ".Hop.Colour"},
		"a function that does not exist":   {head + "{{upper .Date}}\n", "", "letters/cover/fr.tmpl:4", FaultFunction, "upper"},
		"a part that is not defined":       {head + "a\n{{template \"lettrehead\" .}}\n", "", "letters/cover/fr.tmpl:5:12", FaultPart, "lettrehead"},
		"a term that the glossary lacks":   {head + "a {{t \"nothing\"}}\n", "", "letters/cover/fr.tmpl:4:5", FaultTerm, "nothing"},
		"a group without the code":         {head + "{{term \"proof\" \"x\"}}\n", "", "letters/cover/fr.tmpl:4:3", FaultTerm, "proof/other"},
		"an index out of range":            {head + "{{index .Persons 40}}\n", "", "letters/cover/fr.tmpl:4:3", FaultOther, ""},
		"an action that is not closed":     {head + "a\nb {{.Date\n", "", "letters/cover/fr.tmpl:5", FaultSyntax, ""},
		"an if without its end":            {head + "{{if .Urgent}}\nb\n", "", "letters/cover/fr.tmpl:6", FaultSyntax, ""},
		"no front matter":                  {"# Titre\n", "", "letters/cover/fr.tmpl:1", FaultFrontMatter + "_missing", "---"},
		"a front matter without end":       {"---\nversion: 1\n# Titre\n", "", "letters/cover/fr.tmpl:1", FaultFrontMatter + "_open", "---"},
		"a front matter's line":            {"---\nversion 1\n---\n", "", "letters/cover/fr.tmpl:2", FaultFrontMatter + "_line", "version 1"},
		"an unknown key":                   {"---\nversion: 1\nauteur: moi\n---\n", "", "letters/cover/fr.tmpl:3", FaultFrontMatter + "_key", "auteur"},
		"no version":                       {"---\ntitle: x\n---\n", "", "letters/cover/fr.tmpl:1", FaultFrontMatter + "_version", "version"},
		"a heading without its space":      {head + "{{if true}}\n#Titre\n{{end}}", "", "letters/cover/fr.tmpl:5", faultMarkup + "space", "#Titre"},
		"a line of a part":                 {head + "a\n{{template \"p\" .}}", "{{define \"p\"}}\nx\n-y{{end}}", "letters/common.tmpl:3", faultMarkup + "space", "-y"},
		"a line in a loop":                 {head + "{{range .Measures}}\n- ok\n@ sans barre\n{{end}}", "", "letters/cover/fr.tmpl:6", faultMarkup + "field", "@ sans barre"},
		"a box that is none":               {head + "[y] oui\n", "", "letters/cover/fr.tmpl:4", faultMarkup + "unknown", "[y] oui"},
		"widths that are no numbers":       {head + "|# 1 deux\n", "", "letters/cover/fr.tmpl:4", faultMarkup + "widths", "|# 1 deux"},
		"a row with a cell too many":       {head + "|= a | b\n| c | d | e\n", "", "letters/cover/fr.tmpl:5", faultMarkup + "cells", "| c | d | e"},
		"bold that is not closed":          {head + "a\nun **mot\n", "", "letters/cover/fr.tmpl:5", faultMarkup + "bold", "un **mot"},
		"a code of nothing":                {head + "[qr] \n", "", "letters/cover/fr.tmpl:4", faultMarkup + "code", "[qr]"},
		"the text of a value is not told":  {head + "#{{.Authority.Name}}\n", "", "letters/cover/fr.tmpl:4", faultMarkup + "space", "#{authority.name}"},
		"a line that goes on":              {head + "a\n@ b \\\n c\n", "", "letters/cover/fr.tmpl:5", faultMarkup + "field", "@ b c"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := SampleInput("PH", mla.FormMLA)
			in.Kind = KindCover
			in.Draft.Authority.Name = "secret"
			l := libraryOf(t, tt.file, tt.common)
			_, err := l.compose(in)
			var f *Fault
			if !errors.As(err, &f) {
				t.Fatalf("err = %v, want a fault", err)
			}
			if f.Place() != tt.place || f.Code != tt.code || tt.what != "" && f.What != tt.what {
				t.Errorf("got %s %s %q, want %s %s %q", f.Place(), f.Code, f.What, tt.place, tt.code, tt.what)
			}
			var refusal *mla.Error
			if !errors.As(err, &refusal) {
				t.Fatal("a fault is no refusal")
			}
			for _, lang := range i18n.Languages {
				words := i18n.Error(lang, refusal)
				if !i18n.Has(lang, "error."+f.Code) || !strings.Contains(words, tt.place) {
					t.Errorf("%s: worded %q", lang, words)
				}
			}
		})
	}
}

func TestAGlossaryThatIsNoListIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	_, err := openLibrary(fstest.MapFS{"glossary.yaml": {Data: []byte("page: {fr: page}\nfrom: De\n")}})
	var f *Fault
	if !errors.As(err, &f) || f.Place() != "glossary.yaml:2" || f.Code != FaultGlossary {
		t.Errorf("got %v", err)
	}
}

func TestASoundTemplateHasNoFault(t *testing.T) {
	t.Parallel()
	// Windows line ends and a byte order mark are what editors leave behind.
	l := libraryOf(t, "\ufeff---\r\nversion: 1\r\ntitle: x\r\n---\r\n# Titre\r\n@ a | {{.Date}}\r\n|= a | b\r\n| c | d\r\nun \\\r\ndeux\r\n", "")
	in := SampleInput("PH", mla.FormMLA)
	in.Kind = KindCover
	c, err := l.compose(in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"title: Titre", "table: a"}, outline(c.doc.Blocks)); diff != "" {
		t.Error(diff)
	}
	if last := c.doc.Blocks[len(c.doc.Blocks)-1].Text().String(); last != "un deux" {
		t.Errorf("the continued line is %q", last)
	}
}
