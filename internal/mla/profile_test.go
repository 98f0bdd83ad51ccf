package mla

import (
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

var day = workday.MustDate

// paris and manila are zones as data; the changes to summer time are those of 2026 and 2027.
var (
	paris = workday.Zone{Name: "Europe/Paris", Transitions: []workday.Transition{
		{OffsetSeconds: 3600},
		{From: time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), OffsetSeconds: 7200},
		{From: time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), OffsetSeconds: 3600},
		{From: time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC), OffsetSeconds: 7200},
	}}
	manila = workday.Zone{Name: "Asia/Manila", Transitions: []workday.Transition{{OffsetSeconds: 8 * 3600}}}
)

var weekend = []time.Weekday{time.Saturday, time.Sunday}

func holiday(on, name string) workday.Holiday {
	return workday.Holiday{Date: day(on), Name: name, Status: workday.Official}
}

func french() workday.Calendar {
	return workday.NewCalendar(workday.Calendar{State: "FR", Weekend: weekend, AsOf: "2026-01-01"},
		holiday("2026-04-06", "Easter Monday"), holiday("2026-05-01", "Labour Day"), holiday("2026-05-08", "1945"),
		holiday("2026-05-14", "Ascension"), holiday("2026-05-25", "Whit Monday"), holiday("2026-07-14", "National Day"),
		holiday("2026-12-25", "Christmas"), holiday("2027-01-01", "New Year"))
}

func philippine() workday.Calendar {
	return workday.NewCalendar(workday.Calendar{State: "PH", Weekend: weekend, AsOf: "2026-01-01"},
		holiday("2026-04-02", "Maundy Thursday"), holiday("2026-04-03", "Good Friday"), holiday("2026-04-09", "Valor"),
		holiday("2026-06-12", "Independence"), holiday("2026-12-25", "Christmas"))
}

func rule(n int, unit, roll, cal string) workday.Rule {
	return workday.Rule{Amount: n, Unit: unit, RollOver: roll, Calendar: cal}
}

// profile is the law of a State that does not exist: every mechanism of clocks
// occurs once. Internal/jurisdiction proves the real ones.
func profile(track Track) *Profile {
	design := Source{Mark: Design, Ref: "design"}
	p := &Profile{
		Version: "test", Hash: "hash-" + string(track), State: "PH", Track: track,
		HomeCalendar: french(), AbroadCalendar: philippine(), HomeZone: paris, AbroadZone: manila,
		AcceptedLanguages: []string{"en"},
	}
	duty := func(id string, starts Trigger, met []Trigger, owed string, r workday.Rule, ladder string) Clock {
		return Clock{ID: id, Kind: Duty, StartsOn: starts, MetBy: met, OwedBy: owed, Rule: r, Active: true, Ladder: ladder, Source: design}
	}
	home := func(n int) workday.Rule { return rule(n, workday.WorkingDays, workday.NoRoll, workday.Home) }
	p.Clocks = []Clock{
		duty("APPROVE_DUTY", OnSubmitted, []Trigger{OnApproved, OnReturned}, "magistrate", home(3), "duty"),
		duty("SIGN_DUTY", OnApproved, []Trigger{OnSigned}, "clerk", home(3), "duty"),
		duty("TRANSLATE_DUTY", OnTranslationNeeded, []Trigger{OnTranslated}, "translator", home(10), "duty"),
		duty("HANDOVER_DUTY", OnHopTaken, []Trigger{OnHandedOver}, "holder", home(5), "duty"),
		{
			ID: "HOP_EXPECTED", Kind: Expected, StartsOn: OnHopTaken, MetBy: []Trigger{OnHandedOver}, OwedBy: "hop", Active: true,
			Rule: rule(0, workday.WorkingDays, workday.NoRoll, workday.Abroad), Ladder: "hop", Source: design,
		},
		duty("CURE_DUTY", OnReturnedIncomplete, []Trigger{OnCured}, "officer", home(10), "duty"),
		duty("SUPPLEMENT_DUTY", OnSupplementAsked, []Trigger{OnSupplementAnswered, OnAnswered}, "officer", home(10), "duty"),
		duty("SAFEGUARD_ALERT", OnDangerDeclared, []Trigger{OnSafeguardAlerted}, "officer", rule(4, workday.Hours, workday.NoRoll, workday.Home), "hours"),
		duty("SAFEGUARD_OUTCOME", OnDangerDeclared, []Trigger{OnSafeguardOutcome}, "officer", rule(72, workday.Hours, workday.NoRoll, workday.Home), "hours"),
		{
			ID: "POSTPONED_UNTIL", Kind: Expected, StartsOn: OnPostponed, MetBy: []Trigger{OnResumed, OnDecided, OnPartialAnswer, OnAnswered},
			OwedBy: "foreign", Active: true, Rule: rule(0, workday.Days, workday.NoRoll, workday.Abroad), Ladder: "hop", Source: design,
		},
		{
			ID: "DORMANT", Kind: Statutory, StartsOn: OnOpened, OwedBy: "foreign", Active: false,
			Rule: rule(1, workday.Days, workday.NoRoll, workday.Home), Source: design,
		},
	}
	if track != Preservation {
		p.Clocks = append(p.Clocks,
			suspended(duty("ASSESS_DUTY", OnAnswered, []Trigger{OnAssessed}, "magistrate", home(10), "duty"),
				[]Trigger{OnAnswerToTranslate}, []Trigger{OnAnswerTranslated}),
			duty("ANSWER_TRANSLATE_DUTY", OnAnswerToTranslate, []Trigger{OnAnswerTranslated}, "translator", home(10), "duty"),
			duty("DELIVER_DUTY", OnAssessed, []Trigger{OnDelivered}, "officer", home(2), "duty"))
	}
	p.Ladders = ladders()
	switch track {
	case Judicial:
		p.Form, p.Paper, p.TranslateTo = FormEIO, true, "en"
		p.Clocks = append(p.Clocks, abroadClocks(design)...)
		p.Path = Path{ID: "formal", Hops: []Hop{
			{ID: "registry", Side: Home, Role: "draft", ClerkOrg: "court_registry"},
			{ID: "bepi", Side: Home, Role: "control", ClerkOrg: "bepi", Proofs: []string{"bordereau"}},
			{ID: "central", Side: Abroad, Role: "receive", ExpectedDays: 20, Proofs: []string{"valise", "registered_mail"}},
			{ID: "prosecutor", Side: Abroad, Role: "execute", Proofs: []string{"note_verbale"}},
		}}
	case Police:
		p.Form = FormPoliceMessage
		p.Path = Path{ID: "i247", Hops: []Hop{
			{ID: "ncb_paris", Side: Home, Role: "transmit", ClerkOrg: "ncb_paris"},
			{ID: "ncb_manila", Side: Abroad, Role: "execute", Proofs: []string{"i247_id"}},
		}}
	case Preservation:
		p.Form = FormBudapest29
		p.Clocks = append(p.Clocks, Clock{
			ID: "BUD_PRESERVE_INT", Kind: TreatyMinimum, StartsOn: OnPreserved, MetBy: []Trigger{OnFollowUpReceived}, OwedBy: "officer",
			Rule: rule(60, workday.Days, workday.NoRoll, workday.Abroad), Lapses: true, Active: true, Ladder: "lapse",
			Source: Source{Mark: Memory},
		}, duty("BUD_MLA_FOLLOWUP", OnPreserved, []Trigger{OnFollowUpSent, OnFollowUpReceived}, "officer", rule(45, workday.Days, workday.NoRoll, workday.Home), "duty"))
		p.Path = Path{ID: "budapest", Hops: []Hop{
			{ID: "fr_247", Side: Home, Role: "transmit", ClerkOrg: "fr_247"},
			{ID: "ph_247", Side: Abroad, Role: "execute", Proofs: []string{"email_id"}},
		}}
	}
	return p
}

// plain is a judicial profile without paper and without translation.
func plain() *Profile {
	p := profile(Judicial)
	p.Paper, p.TranslateTo, p.Hash = false, "", "hash-plain"
	p.Clocks = slices.DeleteFunc(p.Clocks, func(c Clock) bool { return c.ID == "SIGN_DUTY" })
	return p
}

func suspended(c Clock, by, resumed []Trigger) Clock {
	c.SuspendedBy, c.ResumedBy = by, resumed
	return c
}

func abroadClocks(src Source) []Clock {
	sourced := Source{Mark: Sourced, Ref: "S9"}
	foreign := func(id string, kind ClockKind, starts, presumed Trigger, met []Trigger, r workday.Rule, ladder string) Clock {
		return Clock{ID: id, Kind: kind, StartsOn: starts, PresumedFrom: presumed, MetBy: met, OwedBy: "foreign", Rule: r, Active: true, Ladder: ladder, Source: sourced}
	}
	reg := func(n int, unit string) workday.Rule { return rule(n, unit, workday.Reg1182, workday.Abroad) }
	answer := foreign("ANSWER_EXPECTED", Expected, OnSentAbroad, "", []Trigger{OnAnswered}, rule(180, workday.Days, workday.NoRoll, workday.Abroad), "answer")
	answer.Source = src
	return []Clock{
		foreign("EIO_ACK", Statutory, OnReceived, OnSentAbroad, []Trigger{OnReceived, OnDecided, OnPartialAnswer, OnAnswered}, reg(1, workday.Weeks), "ack"),
		foreign("EIO_DECISION", Statutory, OnReceived, OnSentAbroad, []Trigger{OnDecided, OnPartialAnswer, OnAnswered}, reg(30, workday.Days), "ack"),
		foreign("EIO_PROVISIONAL", Statutory, OnReceived, OnSentAbroad, []Trigger{OnDecided, OnPartialAnswer, OnAnswered}, reg(24, workday.Hours), "provisional"),
		suspended(foreign("EIO_EXEC", Statutory, OnDecided, "", []Trigger{OnAnswered}, reg(90, workday.Days), "answer"),
			[]Trigger{OnSupplementAsked, OnPostponed}, []Trigger{OnSupplementAnswered, OnResumed}),
		suspended(answer, []Trigger{OnSupplementAsked, OnPostponed}, []Trigger{OnSupplementAnswered, OnResumed}),
	}
}

func ladders() map[string][]Rung {
	r := func(id, from string, offset int, unit string, a RungAction, to string) Rung {
		return Rung{ID: id, From: from, Offset: offset, Unit: unit, Action: a, To: to, Source: Source{Mark: Design}}
	}
	letter := r("r2", "due", 1, "days", ReminderLetter, "clerk")
	letter.Letter, letter.Basis = "reminder", "art. 16(1)"
	return map[string][]Rung{
		"ack":         {r("r1", "due", 1, "days", Remind, "officer"), letter, r("r3", "due", 8, "days", Liaison, "officer"), r("r4", "due", 15, "days", Escalate, "magistrate")},
		"answer":      {r("r1", "start", 60, "days", Remind, "officer"), r("r2", "start", 90, "days", StatusRequest, "clerk"), r("r3", "due", 30, "days", Escalate, "magistrate")},
		"provisional": {r("r1", "due", 0, "hours", Remind, "officer")},
		"duty":        {r("r1", "due", -1, "days", Remind, "owed_by"), r("r2", "due", 1, "days", Remind, "owed_by"), r("r3", "due", 5, "days", Escalate, "magistrate")},
		"hop":         {r("r1", "due", 1, "days", Remind, "officer"), r("r2", "due", 15, "days", Liaison, "officer")},
		"lapse":       {r("r1", "start", 45, "days", Alarm, "officer"), r("r2", "act_before", 0, "days", Alarm, "magistrate")},
		"hours":       {r("r1", "start", 1, "hours", Remind, "officer"), r("r2", "due", 0, "hours", Alarm, "officer")},
	}
}
