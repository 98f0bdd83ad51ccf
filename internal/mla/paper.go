package mla

import "cmp"

// Paper is a document of our own making that goes with the request: a covering
// letter, a note verbale, a form for the other side to fill. Which papers a path
// has is data.
type Paper struct {
	// ID names the template and the kind of document.
	ID string `json:"id"`
	// To is the hop it is addressed to; empty is the next holder, at every hand-over.
	To string `json:"to,omitempty"`
	// Langs are the languages it is made in, "reader" being that of its addressee.
	Langs []string `json:"langs"`
	// When is "reciprocity" where it goes only with an offer of reciprocity.
	When   string `json:"when,omitempty"`
	Source Source `json:"source"`
}

// The words of a paper that stand for something of the request.
const (
	PaperReader      = "reader"
	PaperReciprocity = "reciprocity"
)

// PaperDue is a paper to make for one hand-over, in one language. To is the
// index of the hop it is addressed to.
type PaperDue struct {
	ID, Lang, When string
	To             int
}

// Reads is the language that the holder of a hop is written to in: French at
// home, abroad the one the request is translated into, or else the first that
// the State takes.
func (p *Profile) Reads(h Hop) string {
	if h.Side == Home {
		return "fr"
	}
	first := ""
	if len(p.AcceptedLanguages) > 0 {
		first = p.AcceptedLanguages[0]
	}
	return cmp.Or(p.TranslateTo, first, "fr")
}

// PapersAt are the papers that the clerk at hop k hands over with the request,
// each once per language. A paper for a holder further on is made by the last
// clerk of ours on the way there: an embassy has none.
func (p *Profile) PapersAt(hops []HopState, k int) []PaperDue {
	var out []PaperDue
	for _, paper := range p.Papers {
		to := k + 1
		if paper.To != "" {
			to = hopNamed(hops, paper.To)
		}
		if to < 1 || to >= len(hops) || lastClerkBefore(hops, to) != k {
			continue
		}
		seen := map[string]bool{}
		for _, lang := range paper.Langs {
			if lang == PaperReader {
				lang = p.Reads(hops[to].Hop)
			}
			if !seen[lang] {
				out = append(out, PaperDue{ID: paper.ID, Lang: lang, When: paper.When, To: to})
			}
			seen[lang] = true
		}
	}
	return out
}

func hopNamed(hops []HopState, id string) int {
	for i, h := range hops {
		if h.ID == id {
			return i
		}
	}
	return -1
}

func lastClerkBefore(hops []HopState, to int) int {
	for i := to - 1; i >= 0; i-- {
		if hops[i].ClerkOrg != "" {
			return i
		}
	}
	return -1
}
