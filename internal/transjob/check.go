package transjob

import (
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/translation"
)

// Words are what the desk knows of a case and of two languages.
type Words struct {
	// Names are the persons and places of the case with their form in the target
	// language; an empty form means that none is registered.
	Names map[string]string
	// Identifiers are the accounts and pseudonyms of the case.
	Identifiers []string
	Terms       []translation.Term
}

// WordsOf gathers the names and identifiers of a draft.
func WordsOf(d mla.Draft) Words {
	w := Words{Names: map[string]string{}}
	name := func(ss ...string) {
		for _, s := range ss {
			if s = strings.TrimSpace(s); len([]rune(s)) > 2 {
				w.Names[s] = ""
			}
		}
	}
	for _, p := range d.Persons {
		name(p.Name, p.BornAt, p.Address, p.Document)
		name(strings.FieldsFunc(p.OtherNames, func(r rune) bool { return r == ',' || r == ';' || r == '/' })...)
	}
	for _, a := range append([]mla.Authority{d.Authority}, validating(d)...) {
		name(a.Name, a.Person, a.Address)
	}
	name(d.Proceedings.Authority, d.ExecutingAuthority)
	for _, m := range d.Measures {
		name(m.Custodian, m.Place)
		for _, id := range m.Identifiers {
			w.Identifiers = append(w.Identifiers, id.Value)
		}
	}
	for _, r := range d.References {
		w.Identifiers = append(w.Identifiers, r.Value)
	}
	return w
}

// Register adds what the register of the case knows: every spelling of a name, and
// its form in the target language. In French a name is written as registered.
func (w Words) Register(book mla.NameBook, from, to string) {
	for _, n := range book {
		form := n.Forms[to]
		if to == "fr" {
			form = n.Canonical
		}
		for _, spelling := range append([]string{n.Canonical, n.Forms[from]}, n.Variants...) {
			if spelling = strings.TrimSpace(spelling); len([]rune(spelling)) > 2 {
				w.Names[spelling] = form
			}
		}
	}
}

func validating(d mla.Draft) []mla.Authority {
	if d.ValidatingAuthority == nil {
		return nil
	}
	return []mla.Authority{*d.ValidatingAuthority}
}

// names are all forms, for guarding a text of either language.
func (w Words) names() []string {
	out := make([]string, 0, len(w.Names)+len(w.Identifiers))
	for n, form := range w.Names {
		out = append(out, n)
		if form != "" {
			out = append(out, form)
		}
	}
	return append(out, w.Identifiers...)
}

// Guard knows what is protected in sentences of a language.
func (w Words) Guard(lang string) *translation.Guard { return translation.NewGuard(lang, w.names()) }

// Check puts to each unit what a translator should look at.
func (j *Job) Check(w Words) {
	units := make([]translation.Unit, 0, len(j.Units))
	for _, u := range j.Units {
		if !u.Free() {
			units = append(units, u.Unit)
		}
	}
	at := make(map[string]int, len(j.Units))
	for i := range j.Units {
		u := &j.Units[i]
		at[u.ID], u.Issues = i, nil
		if u.Free() && u.Status() == Todo {
			u.Issues = []translation.Issue{{Unit: u.ID, Code: translation.IssueUntranslated, Blocking: true}}
		}
	}
	issues := translation.Check(units, j.targets(), translation.Options{
		SourceLang: j.From, TargetLang: j.To, Names: w.Names, Identifiers: w.Identifiers, Glossary: w.Terms,
	})
	for _, is := range issues {
		if i, ok := at[is.Unit]; ok {
			j.Units[i].Issues = append(j.Units[i].Issues, is)
		}
	}
}

// Blocking are the numbers, from 1, of the units that stand against certifying.
func (j *Job) Blocking() []int {
	var out []int
	for i, u := range j.Units {
		for _, is := range u.Issues {
			if is.Blocking {
				out = append(out, i+1)
				break
			}
		}
	}
	return out
}
