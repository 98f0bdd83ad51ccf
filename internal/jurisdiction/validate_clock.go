package jurisdiction

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

const (
	clocksFile  = "clocks.yaml"
	laddersFile = "ladders.yaml"
)

var (
	owers      = []string{"foreign", "holder", string(mla.Officer), string(mla.Magistrate), string(mla.Translator), string(mla.Clerk)}
	clockKinds = []mla.ClockKind{mla.Statutory, mla.TreatyMinimum, mla.Expected, mla.Duty}
	clockRuns  = []string{runsRequest, runsEngine, runsCalculator, runsNote}
	amountsOf  = []string{fromHop, fromExpectation, fromNamedDay}
	rungFroms  = []string{"due", "act_before", "start"}
	rungUnits  = []string{workday.Days, workday.Hours}
	actions    = []mla.RungAction{mla.Remind, mla.StatusRequest, mla.ReminderLetter, mla.Liaison, mla.Escalate, mla.Alarm}
	triggers   = []mla.Trigger{
		mla.OnOpened, mla.OnSubmitted, mla.OnReturned, mla.OnApproved, mla.OnSigned, mla.OnTranslationNeeded,
		mla.OnTranslated, mla.OnReady, mla.OnHopTaken, mla.OnHandedOver, mla.OnSentAbroad, mla.OnReturnedIncomplete,
		mla.OnCured, mla.OnReceived, mla.OnDecided, mla.OnSupplementAsked, mla.OnSupplementAnswered, mla.OnPostponed,
		mla.OnResumed, mla.OnPartialAnswer, mla.OnAnswered, mla.OnAnswerToTranslate, mla.OnAnswerTranslated,
		mla.OnAssessed, mla.OnDelivered, mla.OnPreserved, mla.OnFollowUpSent, mla.OnFollowUpReceived,
		mla.OnDangerDeclared, mla.OnSafeguardAlerted, mla.OnSafeguardOutcome, mla.OnEnded,
	}
)

func (v validator) clocks() {
	for n, c := range v.b.clocks {
		p := at("clocks", n)
		v.clockVersion(p, n, c)
		v.clock(p, c)
	}
}

// clockVersion faults versions of one clock that are in force on the same day.
func (v validator) clockVersion(p place, n int, c rawClock) {
	if c.ID == "" {
		v.fault(clocksFile, p, "no id", "give it an id of its own")
		return
	}
	if !c.ValidTo.IsZero() && c.ValidTo.Before(c.ValidFrom) {
		v.fault(clocksFile, p.under("valid_to"), fmt.Sprintf("%s is before valid_from %s", c.ValidTo, c.ValidFrom), "put the dates in order")
	}
	for _, other := range v.b.clocks[:n] {
		if other.ID == c.ID && other.span().overlaps(c.span()) {
			v.fault(clocksFile, p, fmt.Sprintf("%q stands twice for the same days: %s and %s", c.ID, other.span().words(), c.span().words()),
				"end one with valid_to the day before the other's valid_from")
		}
	}
	for i, id := range c.Otherwise {
		if !slices.ContainsFunc(v.b.clocks, func(o rawClock) bool { return o.ID == id }) {
			v.fault(clocksFile, p.under("otherwise", i), fmt.Sprintf("unknown clock %q", id), "name an id of this file")
		}
	}
}

func (v validator) clock(p place, c rawClock) {
	v.bilingual(clocksFile, p.under("name"), c.Name)
	for key, t := range map[string]mla.Text{"note": c.Note, "inactive": c.Inactive} {
		if t != (mla.Text{}) {
			v.bilingual(clocksFile, p.under(key), t)
		}
	}
	if !bilingual(c.Basis.text()) {
		v.fault(clocksFile, p.under("basis"), "no basis, or in one language", "name the article or the house rule as basis, once or as {fr: …, en: …}")
	}
	one(v, clocksFile, p.under("kind"), "kind", c.Kind, clockKinds)
	one(v, clocksFile, p.under("nature"), "nature", c.Nature, natures)
	one(v, clocksFile, p.under("owed_by"), "owed_by", c.OwedBy, owers)
	one(v, clocksFile, p.under("runs"), "runs", c.Runs, clockRuns)
	v.applies(p.under("applies"), c.Applies)
	for i, o := range c.Overrides {
		v.applies(p.under("overrides", i), o.rawApplies)
		v.amount(p.under("overrides", i, "amount"), o.Amount)
	}
	if c.Runs == runsNote {
		if !bilingual(c.Note) {
			v.fault(clocksFile, p, "a clock without period needs a note", "say in note: {fr: …, en: …} what is owed")
		}
		return
	}
	v.period(p, c)
	switch c.Runs {
	case runsCalculator:
		v.bilingual(clocksFile, p.under("from"), c.From)
	case runsEngine:
		v.ladderOf(p, c)
	case runsRequest:
		v.ladderOf(p, c)
		v.triggersOf(p, c)
	}
}

// applies faults limits that name nothing: the clock would never run.
func (v validator) applies(p place, a rawApplies) {
	for i, s := range a.States {
		v.state(clocksFile, p.under("states", i), s)
	}
	for i, t := range a.Tracks {
		one(v, clocksFile, p.under("tracks", i), "track", t, []mla.Track{mla.Judicial, mla.Police, mla.Preservation})
	}
	for i, f := range a.Forms {
		one(v, clocksFile, p.under("forms", i), "form", f, slices.Sorted(maps.Keys(tracks)))
	}
	for i, u := range a.Urgency {
		one(v, clocksFile, p.under("urgency", i), "urgency", u, []string{"normal", "urgent"})
	}
	for i, m := range a.Measures {
		if !v.b.knowsMeasure(m) && !v.broken["measures.yaml"] {
			v.fault(clocksFile, p.under("measures", i), fmt.Sprintf("unknown measure %q", m), "name an id of measures.yaml")
		}
	}
	for i, c := range a.Channels {
		known := false
		for _, s := range v.b.states {
			known = known || slices.ContainsFunc(s.raw.Channels, func(x rawChannel) bool { return x.ID == c })
		}
		if !known {
			v.fault(clocksFile, p.under("channels", i), fmt.Sprintf("unknown channel %q", c), "name a channel of a State's file")
		}
	}
}

func (v validator) period(p place, c rawClock) {
	var shape *workday.Error
	if errors.As(c.Rule.CheckShape(), &shape) {
		v.fault(clocksFile, p.under("rule", lastPart(shape.Field)), fmt.Sprintf("unknown value %q", shape.Value), cureRule)
	}
	if (c.Rule.Amount == 0) != slices.Contains(amountsOf, c.AmountFrom) {
		v.fault(clocksFile, p.under("rule"), "either rule.amount or amount_from is needed", "write a number of the unit, or amount_from: "+list(amountsOf))
	}
	if c.Rule.Amount != 0 {
		v.amount(p.under("rule", "amount"), c.Rule.Amount)
	}
	if c.Kind == mla.TreatyMinimum && !c.Lapses {
		v.fault(clocksFile, p, "a treaty minimum lapses", "write lapses: true")
	}
	if c.Lapses && c.Rule.RollOver != workday.NoRoll {
		v.fault(clocksFile, p.under("rule", "roll_over"), "what lapses never rolls over", "write roll_over: none")
	}
}

// mostAmount bounds a period: what is longer is a slip, and no calendar reaches.
const mostAmount = 10000

func (v validator) amount(p place, n int) {
	if n <= 0 || n > mostAmount {
		v.fault(clocksFile, p, fmt.Sprintf("an impossible period: %d", n), fmt.Sprintf("write a number from 1 to %d", mostAmount))
	}
}

func (v validator) ladderOf(p place, c rawClock) {
	if len(v.b.ladders[c.Ladder]) == 0 && !v.broken[laddersFile] {
		v.fault(clocksFile, p.under("ladder"), fmt.Sprintf("unknown ladder %q", c.Ladder), "name a ladder of ladders.yaml")
	}
}

func (v validator) triggersOf(p place, c rawClock) {
	one(v, clocksFile, p.under("starts_on"), "trigger", c.StartsOn, triggers)
	if c.PresumedFrom != "" {
		one(v, clocksFile, p.under("presumed_from"), "trigger", c.PresumedFrom, triggers)
	}
	for key, all := range map[string][]mla.Trigger{"met_by": c.MetBy, "suspended_by": c.SuspendedBy, "resumed_by": c.ResumedBy} {
		for i, t := range all {
			one(v, clocksFile, p.under(key, i), "trigger", t, triggers)
		}
	}
	if len(c.MetBy) == 0 {
		v.fault(clocksFile, p.under("met_by"), "nothing meets it", "name the triggers that meet it")
	}
	if len(c.SuspendedBy) > 0 && len(c.ResumedBy) == 0 {
		v.fault(clocksFile, p.under("suspended_by"), "stopped for ever", "name in resumed_by what lets it run again")
	}
}

func (v validator) ladders() {
	for _, name := range slices.Sorted(maps.Keys(v.b.ladders)) {
		seen := map[string]bool{}
		for n, r := range v.b.ladders[name] {
			p := at("ladders", name, n)
			v.twice(laddersFile, p, seen, r.ID)
			v.rung(p, r)
		}
	}
}

func (v validator) rung(p place, r rawRung) {
	one(v, laddersFile, p.under("from"), "from", r.From, rungFroms)
	one(v, laddersFile, p.under("unit"), "unit", r.Unit, rungUnits)
	one(v, laddersFile, p.under("action"), "action", r.Action, actions)
	if r.To != "owed_by" {
		one(v, laddersFile, p.under("to"), "role", r.To, owers)
	}
	letter := r.Action == mla.StatusRequest || r.Action == mla.ReminderLetter
	if letter != (r.Letter != "") {
		v.fault(laddersFile, p, "a letter belongs to a letter action, and only there", "name the letter of a status_request or reminder_letter, and none elsewhere")
	}
	for i, s := range r.States {
		v.state(laddersFile, p.under("states", i), s)
	}
	for i, c := range r.Cites {
		v.instrument(laddersFile, p.under("cites", i, "instrument"), c.Instrument)
	}
}
