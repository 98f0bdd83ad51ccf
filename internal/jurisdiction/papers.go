package jurisdiction

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

const papersFile = "papers.yaml"

// rawPapers says on what a path is written: the letter that a request takes in a
// State, and the papers that go with it.
type rawPapers struct {
	Schema    string          `yaml:"schema"`
	Templates []rawTemplate   `yaml:"templates"`
	Bilingual []rawBilingual  `yaml:"bilingual"`
	Papers    []rawPaper      `yaml:"papers"`
	Occasions []rawOccasional `yaml:"occasions"`
}

// rawTemplate is a State's own form or package in place of a form's letter.
type rawTemplate struct {
	ID       string     `yaml:"id"`
	States   []string   `yaml:"states"`
	Forms    []mla.Form `yaml:"forms"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawBilingual struct {
	States []string   `yaml:"states"`
	Forms  []mla.Form `yaml:"forms"`
	fact   `yaml:",inline"`
}

// rawPaper goes with requests of some forms to some States.
type rawPaper struct {
	ID     string     `yaml:"id"`
	States []string   `yaml:"states"`
	Forms  []mla.Form `yaml:"forms"`
	// To is next, mfa, authority or executing, see addressee.
	To       string   `yaml:"to"`
	Langs    []string `yaml:"langs"`
	When     string   `yaml:"when"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawOccasional is a letter that an occasion asks for later; it is listed so that
// a person sees every document of a path with its mark.
type rawOccasional struct {
	ID       string      `yaml:"id"`
	Tracks   []mla.Track `yaml:"tracks"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// The addressees of a paper.
const (
	toNext      = "next"      // the next holder, at every hand-over
	toMFA       = "mfa"       // the ministry of foreign affairs there, on a path that passes it
	toAuthority = "authority" // the first holder abroad that is no such ministry
	toExecuting = "executing" // the last holder
)

var addressees = []string{toNext, toMFA, toAuthority, toExecuting}

func (b *Book) templateFor(state string, form mla.Form) string {
	for _, t := range b.papers.Templates {
		if has(t.States, state) && has(t.Forms, form) {
			return t.ID
		}
	}
	return ""
}

func (b *Book) bilingual(state string, form mla.Form) bool {
	return slices.ContainsFunc(b.papers.Bilingual, func(x rawBilingual) bool { return has(x.States, state) && has(x.Forms, form) })
}

// papersOn are the papers of a form on a channel. One whose addressee the channel
// does not pass is none.
func (s *State) papersOn(c rawChannel, form mla.Form) []mla.Paper {
	var out []mla.Paper
	for _, p := range s.book.papers.Papers {
		if !has(p.States, s.Code()) || !has(p.Forms, form) {
			continue
		}
		to, ok := s.addressee(c, p.To)
		if !ok {
			continue
		}
		out = append(out, mla.Paper{ID: p.ID, To: to, Langs: slices.Clone(p.Langs), When: p.When, Source: s.book.source(p.fact)})
	}
	return out
}

// addressee is the hop that a paper is for; empty is the next one.
func (s *State) addressee(c rawChannel, to string) (string, bool) {
	if to == toNext {
		return "", true
	}
	if to == toExecuting {
		return c.Hops[len(c.Hops)-1].At, true
	}
	for _, h := range c.Hops {
		a, side, _ := s.authority(h.At)
		if side == mla.Abroad && (a.Role == "mfa") == (to == toMFA) {
			return h.At, true
		}
	}
	return "", false
}

// Document is one document that a path has, for people.
type Document struct {
	ID   string   `json:"id"`
	Name mla.Text `json:"name"`
	// Langs are the languages in which it is made on the path.
	Langs []string `json:"langs"`
	// Reciprocity says that it goes only with an offer of reciprocity.
	Reciprocity bool       `json:"reciprocity,omitempty"`
	Source      mla.Source `json:"source"`
}

// FormDocuments are the documents of a form on a path: the request's letter
// first, then the papers that go with it.
type FormDocuments struct {
	Form      mla.Form   `json:"form"`
	Documents []Document `json:"documents"`
}

// documents gives the documents of every form that a channel carries.
func (s *State) documents(c rawChannel) []FormDocuments {
	out := []FormDocuments{}
	for _, form := range c.Forms {
		lang, _ := s.book.language(s, tracks[form], "")
		p := mla.Profile{Form: form, TranslateTo: lang, AcceptedLanguages: s.Languages(tracks[form]), Papers: s.papersOn(c, form)}
		d := FormDocuments{Form: form, Documents: []Document{s.requestLetter(p)}}
		hops := make([]mla.HopState, len(c.Hops))
		for i, h := range s.path(c).Hops {
			hops[i].Hop = h
		}
		langs := map[string][]string{}
		for k := range hops {
			for _, due := range p.PapersAt(hops, k) {
				langs[due.ID] = union(langs[due.ID], []string{due.Lang})
			}
		}
		for _, raw := range s.book.papers.Papers {
			_, ok := s.addressee(c, raw.To)
			if ok && has(raw.States, s.Code()) && has(raw.Forms, form) && langs[raw.ID] != nil {
				d.Documents = append(d.Documents, Document{raw.ID, raw.Text, langs[raw.ID], raw.When == mla.PaperReciprocity, s.book.source(raw.fact)})
			}
		}
		out = append(out, d)
	}
	return out
}

// Occasion is a letter that comes later, when something asks for it.
type Occasion struct {
	ID     string
	Name   mla.Text
	Tracks []mla.Track
	Source mla.Source
}

// Occasions are the letters of later occasions, the same for every path.
func (b *Book) Occasions() []Occasion {
	var out []Occasion
	for _, o := range b.papers.Occasions {
		out = append(out, Occasion{o.ID, o.Text, slices.Clone(o.Tracks), b.source(o.fact)})
	}
	return out
}

// requestLetter is the request itself, on the letter that it takes.
func (s *State) requestLetter(p mla.Profile) Document {
	template := s.book.templateFor(s.Code(), p.Form)
	d := Document{ID: string(p.Form), Langs: union([]string{s.book.original()}, filled(p.TranslateTo))}
	rule, _ := s.book.formRule(p.Form)
	if rule != nil {
		d.Name = mla.Text{FR: strings.TrimSuffix(rule.FR, "."), EN: strings.TrimSuffix(rule.EN, ".")}
		d.Source = s.book.source(rule.fact)
	}
	for _, t := range s.book.papers.Templates {
		if template != "" && t.ID == template {
			d.ID, d.Name, d.Source = t.ID, t.Text, s.book.source(t.fact)
		}
	}
	return d
}

func filled(lang string) []string {
	if lang == "" {
		return nil
	}
	return []string{lang}
}

// papers faults papers that nobody would ever get.
func (v validator) papers() {
	if v.broken[papersFile] {
		return
	}
	raw := v.b.papers
	c := pathChecker{v: v, b: v.b, file: papersFile}
	limits := func(p place, states []string, forms []mla.Form) {
		for n, code := range states {
			v.state(papersFile, p.under("states", n), code)
		}
		for n, f := range forms {
			c.form(p.under("forms", n), string(f))
		}
	}
	for n, t := range raw.Templates {
		p := at("templates", n)
		limits(p, t.States, t.Forms)
		c.both(p, t.Text)
		c.need(t.ID != "", p.under("id"), "a template without its name", "name a folder of templates/letters")
		c.need(len(t.States) > 0, p.under("states"), "a template for every State", "name the States whose own form it is")
	}
	for n, x := range raw.Bilingual {
		limits(at("bilingual", n), x.States, x.Forms)
	}
	for n, x := range raw.Papers {
		p := at("papers", n)
		limits(p, x.States, x.Forms)
		c.both(p, x.Text)
		one(v, papersFile, p.under("to"), "addressee", x.To, addressees)
		c.need(x.ID != "", p.under("id"), "a paper without its name", "name a folder of templates/letters")
		c.need(len(x.Langs) > 0, p.under("langs"), "a paper in no language", "write langs: [reader], or the codes of languages")
		c.need(x.When == "" || x.When == mla.PaperReciprocity, p.under("when"), "unknown word "+x.When, "write when: reciprocity, or leave it out")
	}
	for n, o := range raw.Occasions {
		c.both(at("occasions", n), o.Text)
	}
}
