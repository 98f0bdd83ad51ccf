package letter

import (
	"fmt"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

type (
	measureView struct {
		ID                                                             value
		Kind                                                           string
		Description, Expected, Custodian, Person, Place, Authorisation value
		From, To                                                       value
		Identifiers                                                    []identifierView
		Questions                                                      []value
		Coercive                                                       bool
		// Role is that of the person concerned, empty where it is not one of the draft's.
		Role string
	}
	identifierView struct {
		Code            string
		Value, At, Port value
	}
)

// HasInstants reports that one of the identifiers was seen at an instant or on a
// port; others need no column for it.
func (m measureView) HasInstants() bool {
	return slices.ContainsFunc(m.Identifiers, func(i identifierView) bool { return i.At != "" || i.Port != "" })
}

func (v *view) addMeasures(in Input, t texts) {
	for i, m := range in.Draft.Measures {
		id, f := "measures/"+m.ID+"/", fmt.Sprintf("measures[%d].", i)
		mv := measureView{
			ID: newValue(f+"id", m.ID), Kind: m.Kind, Coercive: m.Coercive, Role: roleOf(in.Draft, m.Person),
			Description: t[id+"description"], Expected: t[id+"expected"], Authorisation: t[id+"authorisation"],
			Custodian: in.named(f+"custodian", m.Custodian), Person: in.named(f+"person", m.Person),
			Place: in.named(f+"place", m.Place), From: in.date(m.PeriodFrom), To: in.date(m.PeriodTo),
		}
		for k, x := range m.Identifiers {
			xf := fmt.Sprintf("%sidentifiers[%d].", f, k)
			iv := identifierView{Code: x.Kind, Value: newValue(xf+"value", x.Value), At: instantOf(in, xf+"at", x.At)}
			if x.Port != 0 {
				iv.Port = newValue(xf+"port", fmt.Sprint(x.Port))
			}
			mv.Identifiers = append(mv.Identifiers, iv)
		}
		for k := range m.Questions {
			mv.Questions = append(mv.Questions, t[fmt.Sprintf("%squestions/%d", id, k+1)])
		}
		v.Coercive = v.Coercive || m.Coercive
		v.Measures = append(v.Measures, mv)
	}
}

func roleOf(d mla.Draft, label string) string {
	for _, p := range d.Persons {
		if p.Label == label && label != "" {
			return p.Role
		}
	}
	return ""
}

// Asks reports whether a measure of one of these kinds is asked; the EIO's
// section C ticks its boxes with it.
func (v *view) Asks(kinds ...string) bool { return len(v.Of(kinds...)) > 0 }

// Of are the measures of these kinds.
func (v *view) Of(kinds ...string) []measureView {
	var out []measureView
	for _, m := range v.Measures {
		if slices.Contains(kinds, m.Kind) {
			out = append(out, m)
		}
	}
	return out
}

// Hears reports whether the hearing of a person of a role is asked by a measure
// of a kind: an expert is heard by the measure for witnesses. A witness is also
// whoever the draft gives no role.
func (v *view) Hears(role string, kinds ...string) bool {
	return slices.ContainsFunc(v.Of(kinds...), func(m measureView) bool {
		known := m.Role == "expert" || m.Role == "third_party" || m.Kind == "video_hearing" && m.Role == "suspect"
		return m.Role == role || role == "witness" && !known
	})
}

// Kinds are the kinds of measure that are asked, each once: a covering letter
// says what a request is about, not how often.
func (v *view) Kinds() []string {
	var out []string
	for _, m := range v.Measures {
		if !slices.Contains(out, m.Kind) {
			out = append(out, m.Kind)
		}
	}
	return out
}

// WithCustodian are the measures that ask a holder for records or data: the list
// of documents sought.
func (v *view) WithCustodian() []measureView {
	var out []measureView
	for _, m := range v.Measures {
		if m.Custodian != "" {
			out = append(out, m)
		}
	}
	return out
}

// WithHolder are the measures that say who holds the data, or where they lie.
func (v *view) WithHolder() []measureView {
	var out []measureView
	for _, m := range v.Measures {
		if m.Custodian != "" || m.Place != "" {
			out = append(out, m)
		}
	}
	return out
}

// WithQuestions are the measures that bring a questionnaire.
func (v *view) WithQuestions() []measureView {
	var out []measureView
	for _, m := range v.Measures {
		if len(m.Questions) > 0 {
			out = append(out, m)
		}
	}
	return out
}
