package jurisdiction

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

const kindReciprocity = "reciprocity"

// relied are the legal bases that a path relies on, best first.
func (q *question) relied(c candidate) []mla.Instrument {
	var kinds []string
	out := []mla.Instrument{}
	for _, i := range q.state.Instruments(c.form) {
		raw := q.b.instruments[i.ID]
		if i.Status == statusNotInForce || !q.inForce(i.ID) || !i.Auto && raw.Applies == nil {
			continue
		}
		if raw.Applies == nil || q.applies(*raw.Applies, c, kinds) {
			i.Articles = union(i.Articles, raw.articles(c.form, c.kinds()))
			out, kinds = append(out, i.Instrument), append(kinds, i.Kind)
		}
	}
	return out
}

// inForce holds the day of the proposal against the days of entry into force.
func (q *question) inForce(id string) bool {
	if q.in.On.IsZero() {
		return true
	}
	for _, u := range q.state.raw.Instruments {
		if u.ID == id {
			return !q.in.On.Before(u.InForceHome) && !q.in.On.Before(u.InForce)
		}
	}
	return true
}

// applies holds an instrument's conditions against the request. An offence that
// is not stated yet is not held against it: unchecked warns of that.
func (q *question) applies(a rawRelied, c candidate, kinds []string) bool {
	if a.Transnational && !q.in.Transnational || a.OrganisedGroup && !q.in.OrganisedGroup {
		return false
	}
	if q.offence != nil && !has(a.Offences, q.offence.ID) {
		return false
	}
	if a.Electronic && !slices.Contains(a.OrForms, c.form) && !slices.ContainsFunc(c.covers, func(m Measure) bool { return m.Electronic }) &&
		(q.offence == nil || !slices.Contains(a.OrOffences, q.offence.ID)) {
		return false
	}
	return !slices.ContainsFunc(a.Unless, func(k string) bool { return slices.Contains(kinds, k) })
}

// unchecked warns where a legal basis hangs on an offence that nobody stated.
func (q *question) unchecked(instruments []mla.Instrument) []Reason {
	var out []Reason
	for _, i := range instruments {
		raw := q.b.instruments[i.ID]
		if q.offence == nil && raw.Applies != nil && len(raw.Applies.Offences) > 0 {
			out = append(out, q.b.word("if_offence", []mla.Text{i.Condition}))
		}
	}
	return out
}

func (q *question) subsidiary(instruments []mla.Instrument) bool {
	return slices.ContainsFunc(instruments, func(i mla.Instrument) bool { return i.Kind == kindReciprocity })
}

// sentence is what the request states as its legal basis, reciprocity in the
// alternative.
func (b *Book) sentence(instruments []mla.Instrument) mla.Text {
	var main []mla.Text
	var last *mla.Text
	for _, i := range instruments {
		cited := b.instruments[i.ID].Cited
		if cited == (mla.Text{}) {
			// Without its own wording a name is quoted, so that the sentence stays French.
			cited = mla.Text{FR: "de l’instrument « " + i.Name.FR + " »", EN: i.Name.EN}
		}
		if i.Kind == kindReciprocity {
			last = &cited
			continue
		}
		if len(i.Articles) > 0 {
			articles := b.joined(plain(i.Articles))
			cited = mla.Text{
				FR: cited.FR + b.word("articles", []mla.Text{articles}).Text.FR,
				EN: cited.EN + b.word("articles", []mla.Text{articles}).Text.EN,
			}
		}
		main = append(main, cited)
	}
	switch {
	case len(main) == 0 && last == nil:
		return mla.Text{}
	case len(main) == 0:
		return b.word("reciprocity_alone", nil).Text
	}
	list := b.word("on_basis", []mla.Text{b.joined(main)})
	if last == nil {
		return list.Text
	}
	out := b.word("in_alternative", []mla.Text{list.Text}).Text
	return mla.Text{FR: strings.ReplaceAll(out.FR, "{last}", last.FR), EN: strings.ReplaceAll(out.EN, "{last}", last.EN)}
}

// joined is "a, b and c".
func (b *Book) joined(list []mla.Text) mla.Text {
	and := b.word("and", nil).Text
	out := list[0]
	for i, t := range list[1:] {
		fr, en := ", ", ", "
		if i == len(list)-2 {
			fr, en = and.FR, and.EN
		}
		out = mla.Text{FR: out.FR + fr + t.FR, EN: out.EN + en + t.EN}
	}
	return out
}

func plain(in []string) []mla.Text {
	out := make([]mla.Text, len(in))
	for i, s := range in {
		out[i] = mla.Text{FR: s, EN: s}
	}
	return out
}
