package mla

import (
	"slices"
	"strconv"

	"github.com/rogatory/rogatory/internal/workday"
)

// mayHandOver lets only the clerk of the holder's organisation record that the
// file left it; where no clerk of ours sits, the liaison officer records what
// is known.
func (d *decision) mayHandOver(h HopState) *Error {
	a := d.cmd.Actor
	if h.ClerkOrg == "" {
		if a.Role != Officer {
			return Refuse(CodeWrongHolder, "actor", "holder", h.ID)
		}
		return nil
	}
	if a.Role != Clerk || a.Org != h.ClerkOrg {
		return Refuse(CodeWrongHolder, "actor", "holder", h.ID)
	}
	return nil
}

func (d *decision) handOver(b HandOver) *Error {
	h, ok := d.s.HolderHop()
	if !ok || b.ToHop != d.s.Holder+1 || b.ToHop >= len(d.s.Hops) {
		return Refuse(CodeUnknownValue, "to_hop", "value", strconv.Itoa(b.ToHop), "expected", strconv.Itoa(d.s.Holder+1))
	}
	if err := d.mayHandOver(h); err != nil {
		return err
	}
	if d.s.SealPending() {
		return Refuse(CodeSealPending, "seal")
	}
	next := d.s.Hops[b.ToHop]
	if len(next.Proofs) > 0 && !slices.Contains(next.Proofs, b.Proof.Kind) {
		return Refuse(CodeUnknownValue, "proof.kind", "value", b.Proof.Kind)
	}
	if b.Proof.Doc != d.s.Travelling() {
		return Refuse(CodeStaleFile, "proof.doc_sha256")
	}
	since := h.TakenOn
	if since.IsZero() {
		since = d.approvedOn()
	}
	if d.s.SignedOn.After(since) {
		since = d.s.SignedOn
	}
	if err := d.between("proof.on", b.Proof.On, since); err != nil {
		return err
	}
	first := d.s.SentAbroad.IsZero()
	d.emit(HandedOver{b})
	d.onDate(OnHandedOver, b.Proof.On)
	if first && !d.s.SentAbroad.IsZero() {
		d.onDate(OnSentAbroad, b.Proof.On)
	}
	d.hopTaken(b.Proof.On)
	return nil
}

// hopTaken starts what the present holder owes: a package for our own clerk to
// hand over, or an expectation of the foreign side.
func (d *decision) hopTaken(on workday.Date) {
	d.onDate(OnHopTaken, on)
	d.owePackage()
}

// owePackage owes the holder's clerk what they hand over, and tells them. While
// the seal is being made it waits: the sealed file is a part of the package.
func (d *decision) owePackage() {
	h, ok := d.s.HolderHop()
	if !ok || h.ClerkOrg == "" || d.s.Holder == len(d.s.Hops)-1 || d.s.SealPending() {
		return
	}
	d.owe(Effect{Kind: EffectPackage, ToRole: Clerk, ToOrg: h.ClerkOrg, Template: strconv.Itoa(d.s.Holder)})
	d.mail("hand_over_waiting", Clerk, h.ClerkOrg)
}

func (d *decision) returnIncomplete(b ReturnIncomplete) *Error {
	if b.BackTo < 0 || b.BackTo >= len(d.s.Hops)-1 || b.BackTo > d.s.Holder {
		return Refuse(CodeUnknownValue, "back_to", "value", strconv.Itoa(b.BackTo))
	}
	h, _ := d.s.HolderHop()
	if err := d.between("on", b.On, h.TakenOn); err != nil {
		return err
	}
	d.emit(CameBackIncomplete{b})
	d.cancelOfHolders()
	d.onDate(OnReturnedIncomplete, b.On)
	d.mail("came_back", Officer, "")
	return nil
}

// arrived ends what an intermediate holder owed: an act of the authority that
// executes proves that the file was passed on, though nobody recorded how.
func (d *decision) arrived(on workday.Date) {
	if d.s.Phase == PhaseInTransit && d.s.Holder < len(d.s.Hops)-1 {
		d.onDate(OnHandedOver, on)
	}
}

// acknowledge takes the real date of receipt, once, even after a decision or an
// answer overtook it.
func (d *decision) acknowledge(b Acknowledge) *Error {
	if !d.s.ReceivedOn.IsZero() {
		return Refuse(CodeAlreadyDone, "received_on")
	}
	if err := d.sentAbroad("received_on"); err != nil {
		return err
	}
	if err := d.between("received_on", b.ReceivedOn, d.s.SentAbroad); err != nil {
		return err
	}
	d.arrived(b.ReceivedOn)
	d.emit(Acknowledged{b})
	d.triggers = append(d.triggers, fired{OnReceived, workday.On(b.ReceivedOn), d.s.Phase != PhaseInTransit})
	if d.s.FollowUp == "" && d.s.Parent != "" && d.s.Track == Judicial {
		d.owe(Effect{Kind: EffectNotifyLink, Request: d.s.Parent})
	}
	return nil
}
