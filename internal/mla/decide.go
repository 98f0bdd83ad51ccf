package mla

import (
	"slices"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// LogicVersion is the version of the decisions written today. A running
// workflow keeps the version it began with until it continues as new.
//
//	2  an approval owes the organisation's seal
//	3  an answered supplement and a delivered answer each owe their letter; on the
//	   police and preservation tracks letters abroad are in the language read there
const LogicVersion = 3

// The versions since which something is decided as it is now.
const (
	logicSeal             = 2
	logicLettersOfAnswers = 3
)

var (
	noDate    workday.Date
	noInstant time.Time
)

// Decide says what follows from a command: the events, or a refusal as *Error.
// It is pure, and the only place that says no. No events and no error means
// that there is nothing left to do (a rung already fired).
//
// logic is the version of the decisions a running workflow is bound to; now is
// the virtual instant.
func Decide(logic int, s State, p *Profile, cmd Command, now time.Time) ([]Event, error) {
	if cmd.Body == nil {
		return nil, Refuse(CodeRequired, "kind")
	}
	if err := cmd.Body.Shape(); err != nil {
		return nil, err
	}
	d := &decision{logic: logic, s: s.Clone(), p: p, cmd: cmd, now: now.UTC().Round(0)}
	if err := d.run(); err != nil {
		return nil, err
	}
	return d.events, nil
}

// decision gathers the events of one command over a working copy of the state.
type decision struct {
	logic    int
	s        State
	p        *Profile
	cmd      Command
	now      time.Time
	events   []Event
	triggers []fired
}

// fired is a trigger with the moment from which its clocks run. One that comes
// after the fact only ends and moves what is open: it starts nothing anew.
type fired struct {
	trigger Trigger
	start   workday.Start
	late    bool
}

func (d *decision) emit(body EventBody) {
	ev := Event{Seq: d.s.Seq + 1, At: d.now, Actor: d.cmd.Actor, Command: d.cmd.ID, Body: body}
	d.events = append(d.events, ev)
	evolve(&d.s, ev)
}

// on queues a trigger that starts its clocks now.
func (d *decision) on(t Trigger) { d.onAt(t, workday.AtInstant(d.now)) }

// onDate queues a trigger that starts its clocks on a civil date.
func (d *decision) onDate(t Trigger, day workday.Date) { d.onAt(t, workday.On(day)) }

func (d *decision) onAt(t Trigger, start workday.Start) {
	d.triggers = append(d.triggers, fired{trigger: t, start: start})
}

func (d *decision) today() workday.Date { return d.p.HomeZone.Date(d.now) }

// run finds the row, checks, records the facts, moves the phase and lets the
// clocks follow.
func (d *decision) run() *Error {
	kind := d.cmd.Body.Kind()
	if kind == KindOpen {
		return d.open(d.cmd.Body.(Open))
	}
	if d.s.Seq == 0 {
		return Refuse(CodeNotFound, "request")
	}
	rows, err := d.rows(kind)
	if err != nil {
		return err
	}
	if err := d.facts(); err != nil {
		return err
	}
	if len(d.events) == 0 {
		return nil // nothing left to do, so nothing to follow from it
	}
	if err := d.move(rows, kind); err != nil {
		return err
	}
	d.advance()
	d.runTriggers()
	return nil
}

// rows returns the rows of the table that the command can take, or the reason
// why there is none: the request ended, the phase is wrong, the page is stale,
// or the actor may not.
func (d *decision) rows(kind CommandKind) ([]Row, *Error) {
	side, sidestep := sidesteps[kind]
	if sidestep && len(side.Tracks) > 0 && !slices.Contains(side.Tracks, d.s.Track) {
		sidestep = false
	}
	if d.s.Phase.Terminal() && !(sidestep && side.Late) {
		return nil, Refuse(CodeRequestEnded, "", "phase", string(d.s.Phase))
	}
	if !sidestep && d.cmd.SeenSeq > 0 && d.cmd.SeenSeq < d.s.PhaseSeq {
		return nil, Refuse(CodeStalePage, "seen_seq", "phase", string(d.s.Phase))
	}
	rows := RowsFor(d.s.Track, d.s.Phase, kind)
	if len(rows) == 0 && !sidestep {
		return nil, Refuse(CodeWrongPhase, "phase", "phase", string(d.s.Phase), "command", string(kind), "needs", joinCodes(phasesOf(d.s.Track, kind)))
	}
	role := d.cmd.Actor.Role
	allowed := rows[:0:0]
	for _, r := range rows {
		if slices.Contains(r.By, role) {
			allowed = append(allowed, r)
		}
	}
	if len(allowed) == 0 && !(sidestep && slices.Contains(side.By, role)) {
		return nil, Refuse(CodeNotAllowed, "actor", "role", string(role), "command", string(kind))
	}
	return allowed, nil
}

// RowsFor returns the rows of a command in a phase of a track. The row of a
// phase goes before the row of any phase.
func RowsFor(track Track, phase Phase, kind CommandKind) []Row {
	var out []Row
	for _, r := range Table {
		if r.Track == track && r.On == kind && (r.From == phase || r.From == anyPhase && !phase.Terminal()) {
			out = append(out, r)
		}
	}
	return out
}

func phasesOf(track Track, kind CommandKind) []Phase {
	var out []Phase
	for _, r := range Table {
		if r.Track == track && r.On == kind && !slices.Contains(out, r.From) {
			out = append(out, r.From)
		}
	}
	return out
}

// Allowed lists the commands that the actor may give in the present phase, for
// the buttons of a page. It asks the same table; Decide still has the last word.
func Allowed(s *State, a Actor) []CommandKind {
	var out []CommandKind
	add := func(k CommandKind) {
		if !slices.Contains(out, k) && !settled(s, k) {
			out = append(out, k)
		}
	}
	for _, r := range Table {
		if r.Track == s.Track && r.On != advance && slices.Contains(r.By, a.Role) &&
			(r.From == s.Phase || r.From == anyPhase && !s.Phase.Terminal()) {
			add(r.On)
		}
	}
	for k, side := range sidesteps {
		if slices.Contains(side.By, a.Role) && (side.Late || !s.Phase.Terminal()) &&
			(len(side.Tracks) == 0 || slices.Contains(side.Tracks, s.Track)) {
			add(k)
		}
	}
	slices.Sort(out)
	return out
}

// settled reports whether the command would find its work done, so that no page
// offers a button that can only be refused.
func settled(s *State, k CommandKind) bool {
	switch k {
	case KindAcknowledge:
		return !s.ReceivedOn.IsZero()
	case KindLogDecision:
		return !s.DecidedOn.IsZero()
	case KindDeclareDanger:
		return s.Safeguard.Open()
	case KindLogSafeguardAlert, KindLogSafeguardOutcome:
		return !s.Safeguard.Open()
	}
	return false
}

// move takes the first row whose guard holds.
func (d *decision) move(rows []Row, kind CommandKind) *Error {
	for _, r := range rows {
		if d.holds(r.When) {
			d.enter(r.To)
			return nil
		}
	}
	if _, ok := sidesteps[kind]; ok || len(rows) == 0 {
		return nil
	}
	return d.guardRefusal(rows[0].When)
}

// enter changes the phase; a row that stays where it is changes nothing.
func (d *decision) enter(to Phase) {
	if to == d.s.Phase {
		return
	}
	from := d.s.Phase
	d.emit(PhaseChanged{From: from, To: to})
	switch {
	case to == PhaseInTranslation:
		d.on(OnTranslationNeeded)
		if d.s.Translator != "" {
			d.mail("translation_waiting", Translator, "")
		}
	case to == PhaseReady:
		d.on(OnReady)
		d.hopTaken(d.today())
	case to == PhaseAnswerInTranslation:
		d.on(OnAnswerToTranslate)
	case to.Terminal():
		d.dropSeal()
		d.on(OnEnded)
	}
}

// advance takes the rows that follow by themselves, until none holds.
func (d *decision) advance() {
	for range len(Table) {
		moved := false
		for _, r := range RowsFor(d.s.Track, d.s.Phase, advance) {
			if d.holds(r.When) {
				d.enter(r.To)
				moved = true
				break
			}
		}
		if !moved {
			return
		}
	}
}

// holds evaluates a guard on the state after the command's facts.
func (d *decision) holds(g Guard) bool {
	s := &d.s
	switch g {
	case "":
		return true
	case WhenPaper:
		return s.Paper
	case WhenTranslation:
		return s.TranslateTo != ""
	case WhenNoTranslation:
		return s.TranslateTo == ""
	case WhenNoPaperTranslate:
		return !s.Paper && s.TranslateTo != ""
	case WhenNoPaperReady:
		return !s.Paper && s.TranslateTo == ""
	case WhenAnswerForeign:
		return !answerReadable(s)
	case WhenAnswerReadable:
		return answerReadable(s)
	case WhenFull:
		return s.Full
	case WhenPartial:
		return !s.Full
	case WhenFinal:
		a, ok := d.cmd.Body.(Assess)
		return ok && a.Final
	case WhenNotFinal:
		a, ok := d.cmd.Body.(Assess)
		return ok && !a.Final
	case WhenAllDelivered:
		return allDelivered(s)
	case WhenSafeguardClosed:
		return !s.Safeguard.Open()
	case WhenAnsweredPartly:
		return s.Responses > 0
	case WhenNothingAnswered:
		return s.Responses == 0
	case WhenFollowedUp:
		return !s.FollowUpOn.IsZero()
	}
	return false
}

func (d *decision) guardRefusal(g Guard) *Error {
	switch g {
	case WhenSafeguardClosed:
		return Refuse(CodeSafeguardOpen, "safeguard")
	case WhenAllDelivered:
		return Refuse(CodeNotDelivered, "delivery")
	case WhenPaper:
		return Refuse(CodeWrongPhase, "scan", "phase", string(d.s.Phase), "command", string(d.cmd.Body.Kind()), "needs", "paper")
	case WhenFinal, WhenNotFinal:
		return Refuse(CodeUnknownValue, "final", "value", strconv.FormatBool(g == WhenNotFinal))
	}
	return Refuse(CodeWrongPhase, "phase", "phase", string(d.s.Phase), "command", string(d.cmd.Body.Kind()), "needs", string(g))
}

func answerReadable(s *State) bool {
	for _, e := range s.Evidence {
		if e.NeedsTranslation() {
			return false
		}
	}
	return true
}

func allDelivered(s *State) bool {
	for _, dl := range s.Deliveries {
		if dl.Status != "acknowledged" && dl.Status != "waived" {
			return false
		}
	}
	return len(s.Deliveries) > 0
}

// open decides the first event.
func (d *decision) open(b Open) *Error {
	if d.s.Seq != 0 {
		return Refuse(CodeAlreadyDone, "request")
	}
	if !slices.Contains([]Role{Officer, System}, d.cmd.Actor.Role) {
		return Refuse(CodeNotAllowed, "actor", "role", string(d.cmd.Actor.Role), "command", string(KindOpen))
	}
	if b.State != d.p.State || b.Track != d.p.Track || b.Form != d.p.Form {
		return Refuse(CodeUnknownValue, "profile", "value", d.p.State)
	}
	if len(d.p.Path.Hops) < 2 {
		return Refuse(CodeRequired, "path")
	}
	d.emit(Opened{
		Open: b, Paper: d.p.Paper, TranslateTo: d.p.TranslateTo, Channel: d.p.Path.ID,
		Hops: d.p.Path.Hops, ProfileHash: d.p.Hash, On: d.today(),
	})
	d.emit(PhaseChanged{To: PhaseDraft})
	d.on(OnOpened)
	if b.Danger {
		d.danger(DeclareDanger{})
	}
	d.runTriggers()
	return nil
}
