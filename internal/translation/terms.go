package translation

import "strings"

// Terms is a glossary between two languages, read once for many sentences. It is
// safe for concurrent use.
type Terms struct {
	terms []term
	index termIndex
	from  string
}

// ReadTerms reads a glossary. Terms that differ in number only are one, shown in
// their shorter form.
func ReadTerms(glossary []Term, from, to string) Terms {
	t := Terms{terms: readTerms(glossary, primary(from), primary(to)), from: primary(from)}
	t.index = indexTerms(t.terms)
	return t
}

// In are the terms that a sentence uses, whatever their number and gender there;
// of two with the same rendering, the one that says more.
func (g Terms) In(source string) []Term {
	text := strings.ToLower(source)
	if from := g.from; from != "fr" && from != "en" {
		text = fold(source)
	}
	var out []Term
	said := map[string]bool{}
	for _, i := range g.index.candidates(text, g.from, len(g.terms)) {
		t := &g.terms[i]
		if !said[t.target] && hasTerm(text, t.stems, t.strict) {
			said[t.target] = true
			out = append(out, Term{Source: t.source, Target: t.target})
		}
	}
	return out
}
