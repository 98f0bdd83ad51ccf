package letter

import (
	"fmt"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

// Segment is a free text that a translator translates. ID is stable while the
// draft's structure is, so that a translation survives an edit elsewhere;
// Field is the path of the text in the draft's JSON.
type Segment struct {
	ID    string
	Field string
	Text  string
}

// supplementText is the segment of SupplementInfo.
const supplementText = "supplement/text"

// Segments lists the free texts of a draft in reading order, empty ones left
// out. Names, addresses, numbers and identifiers are not among them: they are
// never translated.
func Segments(d mla.Draft) []Segment {
	var out []Segment
	add := func(id, field, text string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, Segment{ID: id, Field: field, Text: text})
		}
	}
	add("authority/capacity", "authority.capacity", d.Authority.Capacity)
	if v := d.ValidatingAuthority; v != nil {
		add("validating_authority/capacity", "validating_authority.capacity", v.Capacity)
	}
	add("purpose", "purpose", d.Purpose)
	add("proceedings/stage", "proceedings.stage", d.Proceedings.Stage)
	add("facts", "facts", d.Facts)
	for i, o := range d.Offences {
		id, field := fmt.Sprintf("offences/%d/", i+1), fmt.Sprintf("offences[%d].", i)
		add(id+"qualification", field+"qualification", o.Qualification)
		add(id+"law_text", field+"law_text", o.LawText)
		add(id+"max_penalty", field+"max_penalty", o.MaxPenalty)
		add(id+"prescription", field+"prescription", o.Prescription)
	}
	add("necessity", "necessity", d.Necessity)
	for i, m := range d.Measures {
		id, field := "measures/"+m.ID+"/", fmt.Sprintf("measures[%d].", i)
		add(id+"description", field+"description", m.Description)
		add(id+"expected", field+"expected", m.Expected)
		add(id+"authorisation", field+"authorisation", m.Authorisation)
		for k, q := range m.Questions {
			add(fmt.Sprintf("%squestions/%d", id, k+1), fmt.Sprintf("%squestions[%d]", field, k), q)
		}
	}
	for i, f := range d.Formalities {
		add(fmt.Sprintf("formalities/%d", i+1), fmt.Sprintf("formalities[%d]", i), f)
	}
	for i, o := range d.Officials {
		add(fmt.Sprintf("officials/%d/function", i+1), fmt.Sprintf("officials[%d].function", i), o.Function)
	}
	add("urgency/reason", "urgency.reason", d.Urgency.Reason)
	add("costs", "costs", d.Costs)
	add("remedies", "remedies", d.Remedies)
	add("data_protection", "data_protection", d.DataProtection)
	for i, a := range d.Attachments {
		add(fmt.Sprintf("attachments/%d/title", i+1), fmt.Sprintf("attachments[%d].title", i), a.Title)
	}
	return out
}

// texts are the segments of one letter in its language, by id.
type texts map[string]value

// segmentsOf returns the segments in the letter's language, and refuses with
// missing_translation where the translator entered none: what a magistrate
// approved is never sent half translated.
func segmentsOf(in Input) ([]Segment, texts, error) {
	var segs []Segment
	switch in.Kind {
	case KindRequest, KindCourtesy, KindPoliceText:
		segs = Segments(in.Draft)
	case KindSupplement:
		if s := in.Supplement; s != nil && strings.TrimSpace(s.Text) != "" {
			segs = []Segment{{ID: supplementText, Field: "supplement.text", Text: s.Text}}
		}
	}
	byID := texts{}
	written := in.writtenIn()
	for i, s := range segs {
		if in.Lang != written {
			t := in.Translation[s.ID]
			if strings.TrimSpace(t) == "" && in.besides {
				byID[s.ID] = missing
				continue
			}
			if strings.TrimSpace(t) == "" {
				return nil, nil, mla.Refuse("missing_translation", s.Field, "segment", s.ID, "lang", in.Lang)
			}
			segs[i].Text, s.Field = t, "translation/"+s.ID
		}
		byID[s.ID] = newValue(s.Field, segs[i].Text)
	}
	return segs, byID, nil
}

// writtenIn is the language in which the free text of the letter was typed.
func (in Input) writtenIn() string {
	if in.Kind == KindSupplement && in.Supplement != nil && in.Supplement.TextLang != "" {
		return in.Supplement.TextLang
	}
	if in.Kind == KindCourtesy {
		return in.Lang // as it was typed
	}
	return in.draftLang()
}
