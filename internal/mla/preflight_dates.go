package mla

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

func itoa(n int) string { return strconv.Itoa(n) }

// utcDay is the civil day of an instant in UTC.
func utcDay(t time.Time) workday.Date {
	u := t.UTC()
	return workday.NewDate(u.Year(), u.Month(), u.Day())
}

// periods is R10: too long, missing, impossible, or beyond what is kept.
func (x *examination) periods() {
	for i, m := range x.d.Measures {
		field := at("measures", i)
		name := textOf("measure", x.kindName(m))
		from, to := m.PeriodFrom, m.PeriodTo
		switch {
		case from.IsZero() && to.IsZero():
			if x.d.Track != Police && (x.needs(m, "F14") || x.Measures[m.Kind].Period) && !momentary(m) {
				x.hit("R10", "missing", field+".period_from", name)
			}
			x.retention(field, m)
			continue
		case from.IsZero():
			x.hit("R10", "half_open", field+".period_from", name)
		case to.IsZero():
			x.hit("R10", "half_open", field+".period_to", name)
		case to.Before(from):
			x.hit("R10", "reversed", field+".period_to", dateArg("from", from), dateArg("to", to))
			continue
		default:
			x.length(field, m)
		}
		if !x.needs(m, "F17") && !x.Today.IsZero() && (from.After(x.Today) || to.After(x.Today)) {
			x.hit("R10", "future", field+".period_to", dateArg("to", laterDay(from, to)), dateArg("today", x.Today))
		}
		x.retention(field, m)
		x.outsideFacts(field, m)
		x.instantsWithin(field, m)
	}
}

func laterDay(a, b workday.Date) workday.Date {
	if a.After(b) {
		return a
	}
	return b
}

// momentary reports whether each identifier is of one moment or one thing, so
// that no period is needed.
func momentary(m Measure) bool {
	return len(m.Identifiers) > 0 && !slices.ContainsFunc(m.Identifiers, func(id Identifier) bool {
		switch id.Kind {
		case "ip":
			return id.At == ""
		case "mtcn", "imei", "device":
			return false
		}
		return true
	})
}

func (x *examination) length(field string, m Measure) {
	limit := x.p.MaxPeriodDays
	if x.needs(m, "F15") {
		limit = x.p.MaxBankDays
	}
	if n := m.PeriodFrom.DaysUntil(m.PeriodTo) + 1; limit > 0 && n > limit {
		x.hit("R10", "too_long", field+".period_from", textOf("measure", x.kindName(m)), arg("n", itoa(n)), arg("max", itoa(limit)))
	}
}

// retention: what the State's providers no longer keep cannot be given, unless it was preserved.
func (x *examination) retention(field string, m Measure) {
	keep, ok := x.p.Retention[x.d.State]
	kept := slices.ContainsFunc(x.d.References, func(r Reference) bool { return r.Kind == "preservation" })
	if !ok || kept || x.Today.IsZero() || !slices.Contains(keep.Kinds, m.Kind) {
		return
	}
	oldest, of := m.PeriodTo, field+".period_to"
	for j, id := range m.Identifiers {
		if t, err := time.Parse(time.RFC3339, id.At); err == nil && m.PeriodTo.IsZero() {
			oldest, of = utcDay(t), at(field+".identifiers", j)+".at"
		}
	}
	limit := x.Today.AddMonths(-keep.Months)
	switch {
	case !oldest.IsZero() && oldest.Before(limit):
	case !m.PeriodFrom.IsZero() && m.PeriodFrom.Before(limit):
		of = field + ".period_from"
	default:
		return
	}
	x.hitFrom("R10", "retention", of, keep.Source, arg("months", itoa(keep.Months)), dateArg("limit", limit), x.stateArg("state", x.d.State))
}

// outsideFacts: a period that reaches years beyond those of the facts is not
// explained by them.
func (x *examination) outsideFacts(field string, m Measure) {
	first, last := x.firstYear, x.lastYear
	if first == 0 {
		return
	}
	if !m.PeriodFrom.IsZero() && m.PeriodFrom.Year() < first-1 || !m.PeriodTo.IsZero() && m.PeriodTo.Year() > last+1 {
		x.hit("R10", "outside_facts", field+".period_from", arg("from", itoa(first)), arg("to", itoa(last)))
	}
}

func (x *examination) instantsWithin(field string, m Measure) {
	if m.PeriodFrom.IsZero() || m.PeriodTo.IsZero() {
		return
	}
	for j, id := range m.Identifiers {
		t, err := time.Parse(time.RFC3339, id.At)
		if err != nil {
			continue
		}
		// A day on either side leaves room for the zones.
		if d := utcDay(t); d.Before(m.PeriodFrom.AddDays(-1)) || d.After(m.PeriodTo.AddDays(1)) {
			x.hit("R10", "instant_outside", at(field+".identifiers", j)+".at", arg("value", id.At), dateArg("from", m.PeriodFrom), dateArg("to", m.PeriodTo))
		}
	}
}

// arrival estimates the day on which the request reaches the requested State.
func (x *examination) arrival() workday.Date {
	n := 0
	for _, h := range x.Profile.Path.Hops {
		if h.Side == Abroad {
			break
		}
		n += h.ExpectedDays
	}
	if n == 0 {
		return x.Today
	}
	return x.Profile.HomeCalendar.AddWorkingDays(x.Today, n)
}

// preservation is R19: what was preserved is gone before the request arrives.
func (x *examination) preservation() {
	if x.d.Track == Preservation {
		if says(x.all, x.p.FollowUpWords) == "" {
			x.hit("R19", "no_follow_up", "necessity")
		}
		return
	}
	if !x.judicial() || x.Today.IsZero() {
		return
	}
	arrival := x.arrival()
	told := map[workday.Date]bool{}
	named := slices.IndexFunc(x.d.References, func(r Reference) bool { return r.Kind == "preservation" })
	for _, k := range x.Preservations {
		switch {
		case k.State != x.d.State || k.Lapses.IsZero() || named < 0 && x.d.Form != FormBudapest31:
		case k.Lapses.Before(x.Today):
			x.hit("R19", "lapsed", "references", arg("value", k.Reference), dateArg("date", k.Lapses))
		case k.Lapses.Before(arrival):
			x.hit("R19", "before_arrival", "references", arg("value", k.Reference), dateArg("date", k.Lapses), dateArg("arrival", arrival))
		}
	}
	if named < 0 && x.d.Form == FormBudapest31 {
		x.hit("R19", "no_reference", "references")
	}
	x.presumedLapse(arrival, told)
	x.statedLapse(arrival, told)
}

// presumedLapse: a preservation's reference that carries its date. What is told
// of a day once is not told again where a text repeats it.
func (x *examination) presumedLapse(arrival workday.Date, told map[workday.Date]bool) {
	if len(x.Preservations) > 0 {
		return // the real dates are known
	}
	for i, r := range x.d.References {
		if r.Kind != "preservation" {
			continue
		}
		for _, d := range datesIn(r.Value) {
			if lapse := d.AddDays(x.p.PreservationDays); lapse.Before(arrival) && !told[d] {
				told[d] = true
				x.hit("R19", "presumed_lapsed", at("references", i)+".value", dateArg("date", d), dateArg("lapse", lapse), dateArg("arrival", arrival))
			}
		}
	}
}

// statedLapse: a text says until when data is kept.
func (x *examination) statedLapse(arrival workday.Date, told map[workday.Date]bool) {
	for _, t := range x.texts {
		for _, s := range t.sentences {
			words := s.words
			if says(words, x.p.KeptWords) == "" {
				continue
			}
			if says(words, x.p.LapseWords) == "" {
				// "preserved on 3 May 2026": the minimum of art. 29(7) runs from there.
				for _, d := range datesIn(s.text) {
					if lapse := d.AddDays(x.p.PreservationDays); x.d.Form == FormBudapest31 && lapse.Before(arrival) && !told[d] {
						told[d] = true
						x.hit("R19", "presumed_lapsed", t.field, dateArg("date", d), dateArg("lapse", lapse), dateArg("arrival", arrival))
					}
				}
				continue
			}
			for _, d := range datesIn(s.text) {
				if d.Before(arrival) {
					x.hit("R19", "stated_lapsed", t.field, dateArg("date", d), dateArg("arrival", arrival))
				}
			}
		}
	}
}

// overtaken is R24: the answer would come too late, or already has.
func (x *examination) overtaken() {
	if x.Today.IsZero() {
		return
	}
	soonest := x.Today.AddDays(x.Profile.ExpectedAnswer.MinDays)
	if by := x.d.Urgency.RequiredBy; !by.IsZero() {
		switch {
		case by.Before(x.Today):
			x.hit("R24", "required_past", "urgency.required_by", dateArg("date", by), dateArg("today", x.Today))
		case by.Before(soonest):
			x.hit("R24", "before_answer", "urgency.required_by", dateArg("date", by), dateArg("soonest", soonest))
		}
	}
	for _, t := range x.texts {
		own := t.field == "proceedings.stage" || t.field == "urgency.reason"
		for _, s := range t.sentences {
			words := s.words
			if says(words, x.p.TrialWords) == "" || !own && !strings.Contains(words, " fixe") && !strings.Contains(words, " prevu") &&
				!strings.Contains(words, " scheduled") && !strings.Contains(words, " se tiendra") && !strings.Contains(words, " aura lieu") {
				continue
			}
			for _, d := range datesIn(s.text) {
				if d.Before(x.Today) {
					x.hit("R24", "trial_past", t.field, dateArg("date", d), dateArg("today", x.Today))
				} else if d.Before(soonest) {
					x.hit("R24", "trial_before_answer", t.field, dateArg("date", d), dateArg("soonest", soonest))
				}
			}
		}
	}
}
