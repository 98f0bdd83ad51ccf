package letter

import "slices"

// What a letter has, for templates that print a heading only where something
// stands under it.

// HasProceedings reports that something is said of the proceedings.
func (v *view) HasProceedings() bool {
	return v.Proceedings.Nature != "" || v.Proceedings.Authority != "" || v.Proceedings.Stage != ""
}

// HasLimits reports that the use of what is received is limited, or costs, data
// protection or remedies are spoken of.
func (v *view) HasLimits() bool {
	return v.UseLimited || v.AssuranceRequired || v.DataProtection != "" || v.Costs != "" || v.Remedies != ""
}

// HasUndertakings reports limits or confidentiality.
func (v *view) HasUndertakings() bool { return v.Confidential || v.HasLimits() }

// ReferencesOf are the file numbers of some kinds.
func (v *view) ReferencesOf(kinds ...string) []pairView {
	var out []pairView
	for _, r := range v.References {
		if slices.Contains(kinds, r.Code) && r.Value != "" {
			out = append(out, r)
		}
	}
	return out
}

// RestsOn reports that the request relies on an instrument.
func (v *view) RestsOn(instrument string) bool {
	return slices.ContainsFunc(v.Bases, func(b basisView) bool { return b.ID == instrument })
}

// annexView is one numbered annex of a package.
type annexView struct {
	N    int
	Code string
}

// Annexes are those of the package for India that have a content, numbered in
// their order.
func (v *view) Annexes() []annexView {
	var out []annexView
	for _, a := range []struct {
		code string
		has  bool
	}{
		{"facts", v.Facts != ""},
		{"allegation", len(v.Offences) > 0},
		{"measures", len(v.Measures) > 0 || v.Necessity != "" || len(v.Formalities) > 0 || len(v.Officials) > 0},
		{"persons", len(v.Persons) > 0 || len(v.Victims) > 0},
		{"documents", len(v.WithCustodian()) > 0},
		{"questionnaire", len(v.WithQuestions()) > 0},
		{"law", slices.ContainsFunc(v.Offences, func(o offenceView) bool { return o.LawText != "" })},
		{"undertakings", v.HasUndertakings() || !v.Treaty && v.Reciprocity},
	} {
		if a.has {
			out = append(out, annexView{len(out) + 1, a.code})
		}
	}
	return out
}

// AnnexNo is an annex's number, 0 where the package has none of the kind.
func (v *view) AnnexNo(code string) int {
	for _, a := range v.Annexes() {
		if a.Code == code {
			return a.N
		}
	}
	return 0
}
