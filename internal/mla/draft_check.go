package mla

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func asType[T error](err error, target *T) bool { return errors.As(err, target) }

var (
	minorLabel   = regexp.MustCompile(`^V[1-9][0-9]?$`)
	personLabel  = regexp.MustCompile(`^P[1-9][0-9]?$`)
	measureLabel = regexp.MustCompile(`^M[1-9][0-9]?$`)
)

// sexes are what a person's sex may be, see Person.
var sexes = []string{"f", "m", "other"}

// Tracks and Forms list what a draft can name.
var (
	Tracks = []Track{Judicial, Police, Preservation}
	// FormsOf says which forms travel on which track.
	FormsOf = map[Track][]Form{
		Judicial:     {FormEIO, FormMLA, FormLetterRogatory, FormBudapest31},
		Police:       {FormPoliceMessage},
		Preservation: {FormBudapest29},
	}
)

// CheckDraft returns what is structurally wrong with a draft that is being
// written: it may be incomplete, but what is there must make sense. Each error
// names its field.
func CheckDraft(d Draft) []*Error {
	var errs []*Error
	add := func(e *Error) {
		if e != nil {
			errs = append(errs, e)
		}
	}
	if d.Schema != DraftSchema {
		add(Refuse(CodeUnknownValue, "schema", "value", d.Schema, "expected", DraftSchema))
	}
	add(needString(d.CaseRef, "case_ref"))
	add(needString(d.State, "state"))
	if !slices.Contains(Tracks, d.Track) {
		add(Refuse(CodeUnknownValue, "track", "value", string(d.Track)))
	} else if !slices.Contains(FormsOf[d.Track], d.Form) {
		add(Refuse(CodeUnknownValue, "form", "value", string(d.Form), "expected", joinCodes(FormsOf[d.Track])))
	}
	for i, v := range d.Victims {
		if !minorLabel.MatchString(v.Label) {
			add(Refuse("minor_by_label_only", "victims."+strconv.Itoa(i)+".label"))
		}
	}
	for i, p := range d.Persons {
		if !personLabel.MatchString(p.Label) {
			add(Refuse(CodeUnknownValue, "persons."+strconv.Itoa(i)+".label", "expected", "P1, P2 …"))
		}
		if p.Sex != "" && !slices.Contains(sexes, p.Sex) {
			add(Refuse(CodeUnknownValue, "persons."+strconv.Itoa(i)+".sex", "value", p.Sex, "expected", strings.Join(sexes, ", ")))
		}
	}
	if c := d.PathChoice; c != nil {
		known := c.Proposed.Form == ""
		for _, forms := range FormsOf {
			known = known || slices.Contains(forms, c.Proposed.Form)
		}
		if !known {
			add(Refuse(CodeUnknownValue, "path_choice.proposed.form", "value", string(c.Proposed.Form)))
		}
	}
	seen := map[string]bool{}
	for i, m := range d.Measures {
		field := "measures." + strconv.Itoa(i)
		if !measureLabel.MatchString(m.ID) {
			add(Refuse(CodeUnknownValue, field+".id", "expected", "M1, M2 …"))
		}
		if seen[m.ID] {
			add(Refuse("duplicate", field+".id", "value", m.ID))
		}
		seen[m.ID] = true
		if !m.PeriodFrom.IsZero() && !m.PeriodTo.IsZero() && m.PeriodTo.Before(m.PeriodFrom) {
			add(Refuse(CodeDateBefore, field+".period_to", "date", m.PeriodTo.String(), "before", m.PeriodFrom.String()))
		}
		for j, id := range m.Identifiers {
			f := field + ".identifiers." + strconv.Itoa(j)
			if id.At != "" {
				if _, err := time.Parse(time.RFC3339, id.At); err != nil {
					add(Refuse("not_rfc3339", f+".at"))
				}
			}
			if id.Port < 0 || id.Port > 65535 {
				add(Refuse("out_of_range", f+".port", "min", "1", "max", "65535"))
			}
		}
	}
	return errs
}

// CheckSubmission returns what is missing for the draft to go to the magistrate
// (or, on the tracks without approval, on its way).
func CheckSubmission(d Draft) []*Error {
	errs := CheckDraft(d)
	need := func(ok bool, field string) {
		if !ok {
			errs = append(errs, Refuse(CodeRequired, field))
		}
	}
	need(d.Authority.Name != "", "authority.name")
	need(d.Purpose != "", "purpose")
	need(d.Facts != "", "facts")
	need(len(d.Measures) > 0, "measures")
	for i, m := range d.Measures {
		f := "measures." + strconv.Itoa(i)
		need(m.Kind != "", f+".kind")
		need(m.Description != "", f+".description")
	}
	for i, o := range d.Officials {
		need(o.Name != "", "officials."+strconv.Itoa(i)+".name")
	}
	if d.Urgency.Level == "urgent" {
		need(d.Urgency.Reason != "", "urgency.reason")
	}
	if d.Deviates() && strings.TrimSpace(d.PathChoice.Reason) == "" {
		p := d.PathChoice.Proposed
		errs = append(errs, Refuse(CodePathReason, "path_choice.reason", "form", string(p.Form), "channel", p.Channel))
	}
	if d.Track == Judicial {
		need(len(d.LegalBasis) > 0 || d.ReciprocityOffered, "legal_basis")
		need(len(d.Offences) > 0, "offences")
		need(d.Proceedings.Authority != "", "proceedings.authority")
		need(d.Certified, "certified")
	}
	return errs
}

// MeasureIDs lists the measures by label and kind, for commands and events.
func (d Draft) MeasureIDs() []MeasureID {
	out := make([]MeasureID, len(d.Measures))
	for i, m := range d.Measures {
		out[i] = MeasureID{m.ID, m.Kind}
	}
	return out
}
