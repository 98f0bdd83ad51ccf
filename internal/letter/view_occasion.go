package letter

import (
	"fmt"
	"strconv"
)

type (
	hopView struct {
		From, To       partyView
		Number, SHA256 value
		Proof          string
		Position, Of   int
		Parts          []Part
	}
	reminderView struct {
		Letter string // the rung's letter, which the template words
		// Cited is the article as the data writes it; empty where none may be cited.
		Cited                               string
		Subject, Basis, Due, SentOn, Number value
	}
	supplementView struct {
		AskedOn, TheirNumber, Text value
		Documents                  []value
	}
	thanksView struct {
		SentOn, ReceivedOn, Number value
		Full                       bool
		Brought                    []broughtView
	}
	broughtView struct {
		Measure value
		Kind    string
		Items   string
	}
)

// addOccasion fills what a letter other than the request is about.
func (v *view) addOccasion(in Input, t texts) {
	if a := in.Approval; a != nil && in.Kind == KindRequest {
		v.Approval = &struct{ At, By value }{
			At: value(in.instant(a.At, "15:04")), By: newValue("approval.by", a.By),
		}
	}
	v.addHop(in)
	v.addReminder(in)
	if s := in.Supplement; s != nil {
		v.Supplement = &supplementView{
			AskedOn: in.date(s.AskedOn), TheirNumber: newValue("supplement.their_number", s.TheirNumber), Text: t[supplementText],
		}
		for i, d := range s.Documents {
			v.Supplement.Documents = append(v.Supplement.Documents, newValue(fmt.Sprintf("supplement.documents[%d]", i), d))
		}
	}
	if w := in.Withdrawal; w != nil {
		v.Withdrawal = &struct{ On, SentOn, Number value }{
			in.date(w.On), in.date(w.SentOn), newValue("withdrawal.their_number", w.TheirNumber),
		}
	}
	v.addThanks(in)
}

// addHop makes the holder that writes the issuer of a paper that goes with the
// request, and the one written to its addressee.
func (v *view) addHop(in Input) {
	h := in.Hop
	if h == nil {
		return
	}
	v.Hop = &hopView{
		From: partyView{h.FromID, newValue("hop.from", printed(h.From))}, To: partyView{h.ToID, newValue("hop.to", printed(h.To))},
		Number: newValue("hop.number", h.Number), SHA256: newValue("hop.sha256", h.SHA256),
		Proof: h.Proof, Position: h.Position, Of: h.Of, Parts: h.Parts,
	}
	switch in.Kind {
	case KindCover, KindNoteVerbale, KindReciprocity:
		v.Issuer, v.Addressee = v.Hop.From, v.Hop.To
	case KindPoliceText:
		v.Addressee = v.Hop.To
	}
}

func (v *view) addReminder(in Input) {
	r := in.Reminder
	if r == nil {
		return
	}
	v.Reminder = &reminderView{
		Letter: r.Letter, Due: in.date(r.Due), SentOn: in.date(r.SentOn),
		Number: newValue("reminder.latest_number", r.LatestNumber),
	}
	if to := newValue("reminder.addressed_to", r.AddressedTo); to != "" && (in.Kind == KindReminder || in.Kind == KindStatusRequest) {
		v.Addressee = partyView{r.AddressedID, to}
	}
	if c, ok := clockOf(in.Profile, r.Clock); ok {
		name := c.Name.EN
		if in.Lang == "fr" {
			name = c.Name.FR
		}
		v.Reminder.Subject = newValue("reminder.clock", printed(name))
		for _, rung := range in.Profile.Ladders[c.Ladder] {
			if v.Reminder.Letter == "" && rung.ID == r.Rung {
				v.Reminder.Letter = rung.Letter
			}
		}
	}
	if basis, _, ok := citation(in.Profile, *r); ok {
		v.Reminder.Cited, v.Reminder.Basis = basis, newValue("reminder.basis", printed(basis))
	}
}

func (v *view) addThanks(in Input) {
	th := in.Thanks
	if th == nil {
		return
	}
	v.Thanks = &thanksView{
		SentOn: in.date(th.SentOn), ReceivedOn: in.date(th.ReceivedOn),
		Number: newValue("thanks.their_number", th.TheirNumber), Full: th.Full,
	}
	for _, b := range th.Brought {
		row := broughtView{Measure: newValue("thanks.measure", b.Measure), Items: strconv.Itoa(b.Items)}
		for _, m := range in.Draft.Measures {
			if m.ID == b.Measure {
				row.Kind = m.Kind
			}
		}
		v.Thanks.Brought = append(v.Thanks.Brought, row)
	}
}
