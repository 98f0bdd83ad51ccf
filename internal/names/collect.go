package names

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Draft is a draft of the case under the reference of its request.
type Draft struct {
	Reference string
	Body      mla.Draft
}

// Collect gives the names of persons, places and custodians in the drafts, each once
// for a kind, in the order in which they are met. Minors have no name in a draft.
func Collect(drafts []Draft) []desk.NameMet {
	c := collector{at: map[string]int{}}
	for _, d := range drafts {
		c.ref = d.Reference
		for _, p := range d.Body.Persons {
			c.person(p)
			c.places(p.BornAt)
			c.places(p.Address)
		}
		for _, m := range d.Body.Measures {
			c.add(mla.NameOrganisation, m.Custodian)
			c.places(m.Place)
		}
	}
	return c.met
}

type collector struct {
	ref string
	met []desk.NameMet
	at  map[string]int
}

func (c *collector) add(kind mla.NameKind, text string) *desk.NameMet {
	text = tidy(text)
	if !strings.ContainsFunc(text, isLetter) {
		return nil
	}
	key := string(kind) + "|" + text
	i, ok := c.at[key]
	if !ok {
		i = len(c.met)
		c.at[key] = i
		c.met = append(c.met, desk.NameMet{Kind: kind, Text: text})
	}
	if m := &c.met[i]; !slices.Contains(m.References, c.ref) {
		m.References = append(m.References, c.ref)
	}
	return &c.met[i]
}

// places takes what reads as the name of a place: a number leads to a door, and a
// small letter to no name.
func (c *collector) places(address string) {
	for _, part := range mla.PlaceParts(address) {
		if first := []rune(strings.TrimSpace(part)); len(first) > 1 && startsName(first[0]) {
			c.add(mla.NamePlace, part)
		}
	}
}

// person takes the name, and of the other names those that are the same one written
// otherwise: a nickname is a name of its own. What stands in Lao or Devanagari is the
// form in that script.
func (c *collector) person(p mla.Person) {
	met := c.add(mla.NamePerson, p.Name)
	if met == nil {
		return
	}
	own := mla.NewNameKey(mla.NamePerson, met.Text)
	for _, other := range strings.FieldsFunc(p.OtherNames, func(r rune) bool { return strings.ContainsRune(",;/\n()", r) }) {
		other = tidy(other)
		if lang := foreign(other); lang != "" {
			if met.Forms == nil {
				met.Forms = map[string]string{}
			}
			if met.Forms[lang] == "" {
				met.Forms[lang] = other
			}
			continue
		}
		key := mla.NewNameKey(mla.NamePerson, other)
		if own.Match(&key) != mla.NamesApart && other != met.Text && !slices.Contains(met.Variants, other) {
			met.Variants = append(met.Variants, other)
		}
	}
}

// foreign is the language whose script, other than Latin, a text is written in.
func foreign(s string) string {
	for _, lang := range []string{"lo", "hi"} {
		if mla.InScriptOf(lang, s) {
			return lang
		}
	}
	return ""
}

// tidy composes letters and their marks, and leaves one blank between words.
func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// NamedIn keeps the entries that a draft names anywhere, in any of their spellings:
// what a translator of that draft needs to see of a register, and no more.
func NamedIn(entries []desk.NameEntry, drafts ...mla.Draft) []desk.NameEntry {
	var text strings.Builder
	for _, d := range drafts {
		words(&text, d)
	}
	folded := text.String()
	return slices.DeleteFunc(slices.Clone(entries), func(e desk.NameEntry) bool {
		return !slices.ContainsFunc(e.Spellings(), func(s string) bool {
			w := mla.FoldName(s)
			return len(w) > 2 && strings.Contains(folded, w)
		})
	})
}

// words writes the folded words of everything in a draft that can hold a name.
func words(out *strings.Builder, d mla.Draft) {
	add := func(texts ...string) {
		for _, t := range texts {
			if t != "" {
				out.WriteString(mla.FoldName(t))
			}
		}
	}
	add(d.Purpose, d.Facts, d.Necessity, d.Urgency.Reason, d.Proceedings.Stage, d.Proceedings.Authority, d.ExecutingAuthority)
	add(d.Costs, d.Remedies, d.DataProtection)
	add(d.Formalities...)
	for _, p := range d.Persons {
		add(p.Name, p.OtherNames, p.BornAt, p.Address)
	}
	for _, o := range d.Offences {
		add(o.Qualification, o.LawText, o.Prescription)
	}
	for _, m := range d.Measures {
		add(m.Description, m.Expected, m.Custodian, m.Place, m.Authorisation)
		add(m.Questions...)
	}
	for _, a := range d.Attachments {
		add(a.Title)
	}
}
