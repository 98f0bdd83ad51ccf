package mla

import "slices"

// Evolve returns the state after the event. It is total, pure and the only way
// a state changes; an event of unknown kind changes nothing but the sequence.
func Evolve(s State, ev Event) State {
	c := s.Clone()
	evolve(&c, ev)
	return c
}

// Fold evolves the empty state over all events.
func Fold(events []Event) State {
	var s State
	for _, ev := range events {
		evolve(&s, ev)
	}
	return s
}

func evolve(s *State, ev Event) {
	s.Seq = ev.Seq
	switch b := ev.Body.(type) {
	case Opened:
		evolveOpened(s, b)
	case PhaseChanged:
		s.Phase, s.PhaseSeq, s.PhaseAt = b.To, ev.Seq, ev.At
		evolvePhase(s, b)
	case Submitted:
		s.Frozen = &Frozen{b.Revision, b.DraftSHA256, b.PDF, b.Contributors}
		s.Measures, s.Urgent, s.NeededBy = b.Measures, b.Urgent, b.NeededBy
	case Approved:
		s.Approval = &Approval{By: ev.Actor.ID, At: ev.At, PDFSHA256: b.PDFSHA256}
	case SignedAttached:
		s.SignedDoc, s.SignedOn = b.Scan, b.SignedOn
	case TranslatorAssigned:
		s.Translator = b.Translator
		for i := range s.Obligations {
			o := &s.Obligations[i]
			if o.Owed.Role == Translator && (o.State == ObligationOpen || o.State == ObligationIsSuspended) {
				o.Owed.User = b.Translator // what waited for a translator is theirs now
			}
		}
	case TranslationCertified:
		s.Translation = &Translation{b.Doc, b.SourceSHA256, b.Language, ev.Actor.ID, ev.At, b.TranslationSHA256}
	case HandedOver:
		s.hop(s.Holder).LeftOn = b.Proof.On
		h := s.hop(b.ToHop)
		h.TakenOn, h.Proof, h.LeftOn, h.Returned = b.Proof.On, b.Proof, noDate, ""
		s.Holder = b.ToHop
		if h.Side == Abroad && s.SentAbroad.IsZero() {
			s.SentAbroad = b.Proof.On
		}
	case CameBackIncomplete:
		s.hop(s.Holder).Returned = b.Cause
		s.Holder = b.BackTo
		// It takes the file back on that day: it cannot leave again before it.
		back := s.hop(b.BackTo)
		back.TakenOn, back.LeftOn = b.On, noDate
		s.ReceivedOn = noDate
		if back.Side == Home {
			s.SentAbroad = noDate
		}
	case Cured:
		s.CureDocs = append(s.CureDocs, b.Docs...)
	case DecisionLogged:
		s.DecidedOn = b.On
	case Acknowledged:
		s.ReceivedOn = b.ReceivedOn
		if b.ForeignRef != "" || s.Responses == 0 {
			s.ForeignRef = b.ForeignRef // a late acknowledgement without a number keeps the answer's
		}
		s.Holder = len(s.Hops) - 1
		if h := s.hop(s.Holder); h.TakenOn.IsZero() {
			h.TakenOn = b.ReceivedOn
		}
	case ResponseRecorded:
		evolveResponse(s, b)
	case SupplementAsked:
		s.Supplements = append(s.Supplements, Supplement{AskedOn: b.On})
	case SupplementAnswered:
		evolveSupplement(s, b)
	case ExecutionRefused:
		s.Ground = b.Ground
	case Postponed:
		s.Ground = b.Ground
	case AnswerTranslated:
		if e, ok := s.Item(b.Evidence); ok {
			e.Translated = b.Doc
		}
	case Assessed:
		s.Verdict = b.Verdict
		for i := range s.Evidence {
			s.Evidence[i].Assessed = true
		}
	case DeliveryOwed:
		s.Deliveries = append(s.Deliveries, Delivery{ID: b.Delivery, Items: b.Items, Final: b.Final, Status: "owed"})
		for _, id := range b.Items {
			if e, ok := s.Item(id); ok {
				e.Delivery = b.Delivery
			}
		}
	case DeliveryDone:
		if d, ok := s.Delivery(b.Delivery); ok {
			d.Status, d.Receipt, d.At, d.Code = "acknowledged", b.Receipt, b.At, ""
		}
	case DeliveryStuck:
		if d, ok := s.Delivery(b.Delivery); ok {
			d.Status, d.Attempts, d.Code = "stuck", b.Attempts, b.Code
		}
	case DeliveryWaived:
		for i := range s.Deliveries {
			if s.Deliveries[i].Status != "acknowledged" {
				s.Deliveries[i].Status, s.Deliveries[i].At = "waived", ev.At
			}
		}
	case Reassigned:
		s.Officer = b.Officer
	case DangerDeclared:
		s.Safeguard = Safeguard{Declared: ev.At}
	case SafeguardAlerted:
		s.Safeguard.AlertedAt = b.At
	case SafeguardEnded:
		s.Safeguard.EndedAt, s.Safeguard.Outcome = b.At, b.Outcome
	case PreservationKept:
		s.ForeignRef, s.ReceivedOn = b.ForeignRef, b.On
		s.Until = b.Until
	case PreservationMoved:
		s.Until = b.Until
	case FollowUpLinked:
		s.FollowUp = b.Request
	case FollowUpArrived:
		s.FollowUp, s.FollowUpOn = b.Request, b.On
	case ProfileRefreshed:
		s.ProfileHash = b.Hash
	default:
		evolveDuties(s, ev)
	}
}

// hop is a hop of the path; one that the path does not have is nobody's.
func (s *State) hop(i int) *HopState {
	if i < 0 || i >= len(s.Hops) {
		return &HopState{}
	}
	return &s.Hops[i]
}

func evolveOpened(s *State, b Opened) {
	s.ID, s.Reference, s.CaseID, s.Officer, s.Parent = b.RequestID, b.Reference, b.CaseID, b.Officer, b.Parent
	s.Track, s.Form, s.State, s.Channel, s.Urgent = b.Track, b.Form, b.Open.State, b.Channel, b.Urgent
	s.Paper, s.TranslateTo, s.Measures, s.ProfileHash, s.OpenedOn = b.Paper, b.TranslateTo, b.Measures, b.ProfileHash, b.On
	s.Holder = -1
	s.Hops = make([]HopState, len(b.Hops))
	for i, h := range b.Hops {
		s.Hops[i] = HopState{Hop: h}
	}
}

// evolvePhase undoes what a return to draft makes void: the file approved, its
// signature and its translation belong to the old text.
func evolvePhase(s *State, b PhaseChanged) {
	switch b.To {
	case PhaseDraft:
		s.Frozen, s.Approval, s.Seal, s.SignedDoc, s.SignedOn, s.Translation = nil, nil, nil, DocRef{}, noDate, nil
		s.Holder, s.SentAbroad, s.ReceivedOn, s.CureDocs = -1, noDate, noDate, nil
		for i := range s.Hops {
			s.Hops[i] = HopState{Hop: s.Hops[i].Hop, Returned: s.Hops[i].Returned}
		}
	case PhaseReady:
		s.Holder = 0
	}
}

// evolveSupplement answers the last question; a state carried from a version that
// kept none has only the answer.
func evolveSupplement(s *State, b SupplementAnswered) {
	n := len(s.Supplements)
	if n == 0 || !s.Supplements[n-1].AnsweredOn.IsZero() {
		s.Supplements = append(s.Supplements, Supplement{})
		n++
	}
	a := &s.Supplements[n-1]
	a.AnsweredOn, a.Text, a.Translated, a.Docs = b.On, b.Text, b.Translated, b.Docs
}

func evolveResponse(s *State, b ResponseRecorded) {
	s.Responses = b.No
	s.Full = s.Full || b.Extent == "full"
	if b.ForeignRef != "" {
		s.ForeignRef = b.ForeignRef
	}
	for i, in := range b.Evidence[:min(len(b.Evidence), len(b.Items))] {
		s.Evidence = append(s.Evidence, Evidence{ID: b.Items[i], EvidenceIn: in, Response: b.No, ReceivedOn: b.ReceivedOn})
	}
}

// evolveSeal takes the sealed file of the approval that stands; one that comes for
// an earlier approval changes nothing.
func evolveSeal(s *State, e Effect, ev Event, docs []DocRef) {
	if e.Kind != EffectSeal || e.State != EffectDone || e.Code == sealNotWanted || s.Approval == nil || e.Doc.SHA256 != s.Approval.PDFSHA256 {
		return
	}
	s.Seal = &Seal{At: ev.At, Lacks: e.Code}
	if len(docs) > 0 {
		s.Seal.Doc = docs[0]
	}
}

// evolveDuties folds obligations and effects.
func evolveDuties(s *State, ev Event) {
	switch b := ev.Body.(type) {
	case ObligationOpened:
		o := b.Obligation
		o.Rungs = slices.Clone(o.Rungs)
		s.Obligations = append(s.Obligations, o)
	case ObligationMoved:
		if o, ok := s.Obligation(b.ID); ok {
			o.Due, o.DueDate, o.ActBefore, o.Start, o.Presumed, o.Rule = b.Due, b.DueDate, b.ActBefore, b.Start, b.Presumed, b.Rule
			o.Rungs, o.State = slices.Clone(b.Rungs), ObligationOpen
			o.Fixed = o.Fixed || b.Why == "extended"
			o.Pause = b.Pause
		}
	case ObligationEnded:
		if o, ok := s.Obligation(b.ID); ok {
			o.State, o.EndedAt, o.Late = b.How, ev.At, b.Late
		}
	case ObligationSuspended:
		if o, ok := s.Obligation(b.ID); ok {
			o.State, o.Pause = ObligationIsSuspended, b.Pause
		}
	case RungFired:
		if o, ok := s.Obligation(b.Obligation); ok {
			for i := range o.Rungs {
				if o.Rungs[i].ID == b.Rung {
					o.Rungs[i].Fired, o.Rungs[i].Late = true, b.Late
					o.Level++
				}
			}
		}
	case EffectOwed:
		e := b.Effect
		e.State = EffectIsOwed
		if e.Kind.Quiet() {
			e.State = EffectPosted
		}
		s.Effects = append(s.Effects, e)
	case EffectEnded:
		if e, ok := s.Effect(b.Key); ok {
			e.State, e.Code, e.NextTry = b.Outcome, b.Code, b.NextTry
			e.Attempts++
			evolveSeal(s, *e, ev, b.Docs)
		}
	case EffectRetried:
		if e, ok := s.Effect(b.Effect); ok {
			if b.Settled {
				e.State, e.NextTry = EffectDone, noInstant
			} else {
				e.State, e.NextTry = EffectIsOwed, noInstant
				if e.Kind.Quiet() {
					e.State = EffectPosted
				}
			}
		}
	}
}
