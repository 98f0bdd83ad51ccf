package jurisdiction

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

const statusNotInForce = "not_in_force"

var (
	statuses  = []string{"in_force", "fallback", statusNotInForce}
	hopRoles  = []string{"draft", "control", "transmit", "receive", "execute"}
	proofs    = []string{"bordereau", "email_id", "valise", "registered_mail", "ecodex_id", "i247_id", "note_verbale"}
	owers     = []string{"foreign", "holder", string(mla.Officer), string(mla.Magistrate), string(mla.Translator), string(mla.Clerk)}
	clockKind = []mla.ClockKind{mla.Statutory, mla.TreatyMinimum, mla.Expected, mla.Duty}
	actions   = []mla.RungAction{mla.Remind, mla.StatusRequest, mla.ReminderLetter, mla.Liaison, mla.Escalate, mla.Alarm}
	triggers  = []mla.Trigger{
		mla.OnOpened, mla.OnSubmitted, mla.OnReturned, mla.OnApproved, mla.OnSigned, mla.OnTranslationNeeded,
		mla.OnTranslated, mla.OnReady, mla.OnHopTaken, mla.OnHandedOver, mla.OnSentAbroad, mla.OnReturnedIncomplete,
		mla.OnCured, mla.OnReceived, mla.OnDecided, mla.OnSupplementAsked, mla.OnSupplementAnswered, mla.OnPostponed,
		mla.OnResumed, mla.OnPartialAnswer, mla.OnAnswered, mla.OnAnswerToTranslate, mla.OnAnswerTranslated,
		mla.OnAssessed, mla.OnDelivered, mla.OnPreserved, mla.OnFollowUpSent, mla.OnFollowUpReceived,
		mla.OnDangerDeclared, mla.OnSafeguardAlerted, mla.OnSafeguardOutcome, mla.OnEnded,
	}
)

// validate refuses names that lead nowhere, so that a profile never has a hole.
func (b *Book) validate() error {
	if b.version == "" || len(b.order) == 0 {
		return fmt.Errorf("manifest.yaml: version and states are needed")
	}
	for _, s := range b.states {
		if err := b.validateState(s); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, c := range b.clocks {
		if err := b.validateClock(c); err != nil {
			return fmt.Errorf("clocks.yaml: %s: %w", c.ID, err)
		}
		if seen[c.ID] {
			return fmt.Errorf("clocks.yaml: %s: twice", c.ID)
		}
		seen[c.ID] = true
	}
	for name, rungs := range b.ladders {
		for _, r := range rungs {
			if err := b.validateRung(r); err != nil {
				return fmt.Errorf("ladders.yaml: %s.%s: %w", name, r.ID, err)
			}
		}
	}
	for id, i := range b.instruments {
		if rank(i.Kind) < 0 || !bilingual(i.Name) {
			return fmt.Errorf("instruments.yaml: %s: kind %q or a missing name", id, i.Kind)
		}
	}
	if err := b.validateMeasures(); err != nil {
		return err
	}
	var errs []error
	for _, f := range b.pathFaults() {
		errs = append(errs, errors.New(f.String()))
	}
	return errors.Join(errs...)
}

func (b *Book) validateState(s *State) error {
	at := func(path string, why string) error {
		return fmt.Errorf("%s.yaml: %s: %s", strings.ToLower(s.Code()), path, why)
	}
	if !bilingual(s.raw.Name) {
		return at("name", "French and English are needed")
	}
	if len(s.raw.Languages) == 0 {
		return at("languages", "none")
	}
	for _, a := range s.raw.Authorities {
		if !bilingual(a.Text) {
			return at("authorities."+a.ID, "French and English are needed")
		}
	}
	for _, i := range s.raw.Instruments {
		if _, ok := b.instruments[i.ID]; !ok {
			return at("instruments."+i.ID, "unknown instrument")
		}
		if !slices.Contains(statuses, i.Status) {
			return at("instruments."+i.ID, "unknown status "+i.Status)
		}
	}
	for _, c := range s.raw.Channels {
		if err := s.validateChannel(c); err != nil {
			return at("channels."+c.ID, err.Error())
		}
	}
	return nil
}

func (s *State) validateChannel(c rawChannel) error {
	if len(c.Forms) == 0 || len(c.Hops) < 2 || !bilingual(c.Name) {
		return fmt.Errorf("forms, two hops and a name in both languages are needed")
	}
	for _, f := range c.Forms {
		if _, ok := tracks[f]; !ok {
			return fmt.Errorf("unknown form %s", f)
		}
	}
	for i, h := range c.Hops {
		a, _, ok := s.authority(h.At)
		switch {
		case !ok:
			return fmt.Errorf("hops[%d]: unknown authority %s", i, h.At)
		case !slices.Contains(hopRoles, h.Role):
			return fmt.Errorf("hops[%d]: unknown role %s", i, h.Role)
		case i == 0 && a.ClerkOrg == "":
			return fmt.Errorf("hops[0]: %s has no clerk to hand the file over", h.At)
		case i == len(c.Hops)-1 && h.Role != "execute":
			return fmt.Errorf("hops[%d]: the last holder executes", i)
		}
		for _, p := range h.Proofs {
			if !slices.Contains(proofs, p) {
				return fmt.Errorf("hops[%d]: unknown proof %s", i, p)
			}
		}
	}
	return nil
}

func (b *Book) validateClock(c rawClock) error {
	if !bilingual(c.Name) || c.Basis == "" {
		return fmt.Errorf("a name in both languages and a basis are needed")
	}
	if !slices.Contains(clockKind, c.Kind) || !slices.Contains(owers, c.OwedBy) {
		return fmt.Errorf("unknown kind %q or owed_by %q", c.Kind, c.OwedBy)
	}
	for _, s := range c.Applies.States {
		if _, ok := b.states[s]; !ok {
			return fmt.Errorf("applies.states: unknown State %s", s)
		}
	}
	if c.Runs == runsNote {
		if !bilingual(c.Note) {
			return fmt.Errorf("a clock without period needs a note")
		}
		return nil
	}
	if err := c.Rule.CheckShape(); err != nil {
		return err
	}
	if (c.Rule.Amount == 0) != slices.Contains([]string{fromHop, fromExpectation, fromNamedDay}, c.AmountFrom) {
		return fmt.Errorf("either rule.amount or amount_from is needed")
	}
	if c.Kind == mla.TreatyMinimum && (c.Rule.RollOver != workday.NoRoll || !c.Lapses) {
		return fmt.Errorf("a treaty minimum lapses and never rolls over")
	}
	switch c.Runs {
	case runsCalculator:
		if !bilingual(c.From) {
			return fmt.Errorf("from: what starts it is needed")
		}
		return nil
	case runsEngine:
		return b.validateLadder(c)
	case runsRequest:
		if err := b.validateLadder(c); err != nil {
			return err
		}
		return validateTriggers(c)
	}
	return fmt.Errorf("runs: unknown %q", c.Runs)
}

func (b *Book) validateLadder(c rawClock) error {
	if len(b.ladders[c.Ladder]) == 0 {
		return fmt.Errorf("unknown ladder %q", c.Ladder)
	}
	return nil
}

func validateTriggers(c rawClock) error {
	all := slices.Concat([]mla.Trigger{c.StartsOn}, c.MetBy, c.SuspendedBy, c.ResumedBy)
	if c.PresumedFrom != "" {
		all = append(all, c.PresumedFrom)
	}
	for _, t := range all {
		if !slices.Contains(triggers, t) {
			return fmt.Errorf("unknown trigger %q", t)
		}
	}
	if len(c.MetBy) == 0 {
		return fmt.Errorf("met_by: none")
	}
	return nil
}

func (b *Book) validateRung(r rawRung) error {
	letter := r.Action == mla.StatusRequest || r.Action == mla.ReminderLetter
	switch {
	case !slices.Contains([]string{"due", "act_before", "start"}, r.From):
		return fmt.Errorf("unknown from %q", r.From)
	case r.Unit != workday.Days && r.Unit != workday.Hours:
		return fmt.Errorf("unknown unit %q", r.Unit)
	case !slices.Contains(actions, r.Action):
		return fmt.Errorf("unknown action %q", r.Action)
	case r.To != "owed_by" && !slices.Contains(owers, r.To):
		return fmt.Errorf("unknown role %q", r.To)
	case letter != (r.Letter != ""):
		return fmt.Errorf("a letter belongs to a letter action, and only there")
	}
	for _, c := range r.Cites {
		if _, ok := b.instruments[c.Instrument]; !ok {
			return fmt.Errorf("cites: unknown instrument %s", c.Instrument)
		}
	}
	return nil
}

func (b *Book) validateMeasures() error {
	for _, m := range b.measures {
		if !bilingual(m.Name) {
			return fmt.Errorf("measures.yaml: %s: French and English are needed", m.ID)
		}
		for _, n := range m.Notes {
			if _, ok := b.states[n.State]; !ok || !bilingual(n.Text) {
				return fmt.Errorf("measures.yaml: %s: a note's State or language is missing", m.ID)
			}
		}
	}
	return nil
}

func bilingual(t mla.Text) bool { return t.FR != "" && t.EN != "" }
