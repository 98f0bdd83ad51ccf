package mla

import (
	"slices"

	"github.com/rogatory/rogatory/internal/workday"
)

func (d *decision) submit(b Submit) *Error {
	d.emit(Submitted{b})
	d.on(OnSubmitted)
	if d.s.Track == Judicial {
		d.mail("approval_needed", Magistrate, "")
	}
	return nil
}

// approve enforces four eyes and "approve the file you read".
func (d *decision) approve(b Approve) *Error {
	f := d.s.Frozen
	if f == nil {
		return Refuse(CodeNotFound, "draft")
	}
	if slices.Contains(f.Contributors, d.cmd.Actor.ID) {
		return Refuse(CodeContributor, "actor")
	}
	if b.PDFSHA256 != f.PDF.SHA256 {
		return Refuse(CodeStaleFile, "pdf_sha256")
	}
	if b.DraftSHA256 != f.DraftSHA256 {
		return Refuse(CodeStaleDraft, "draft_sha256")
	}
	d.emit(Approved{b})
	d.on(OnApproved)
	if d.logic >= logicSeal {
		d.owe(Effect{Kind: EffectSeal, Doc: f.PDF})
	}
	d.mail("approved", Officer, "")
	return nil
}

func (d *decision) approvedOn() workday.Date {
	if d.s.Approval == nil {
		return d.s.OpenedOn
	}
	return d.p.HomeZone.Date(d.s.Approval.At)
}

func (d *decision) attachSigned(b AttachSigned) *Error {
	if d.s.Approval == nil || b.PDFSHA256 != d.s.Approval.PDFSHA256 {
		return Refuse(CodeStaleFile, "pdf_sha256")
	}
	if err := d.between("signed_on", b.SignedOn, d.approvedOn()); err != nil {
		return err
	}
	d.emit(SignedAttached{b})
	d.on(OnSigned)
	return nil
}

func (d *decision) certifyTranslation(b CertifyTranslation) *Error {
	if d.s.Translator == "" || d.s.Translator != d.cmd.Actor.ID {
		return Refuse(CodeNotAllowed, "translator", "role", string(d.cmd.Actor.Role), "command", string(KindCertifyTranslation))
	}
	if d.s.Frozen == nil || b.SourceSHA256 != d.s.Frozen.DraftSHA256 {
		return Refuse(CodeStaleTranslation, "source_sha256")
	}
	if b.Language != d.s.TranslateTo {
		return Refuse(CodeUnknownValue, "language", "value", b.Language, "expected", d.s.TranslateTo)
	}
	d.emit(TranslationCertified{b})
	d.on(OnTranslated)
	return nil
}

// rework takes the file back to the drafter: whatever its approved text had set
// going ends, and a package on its way to a clerk is none any more.
func (d *decision) rework(b Rework) {
	d.emit(Reworked{b})
	for _, e := range slices.Clone(d.s.Effects) {
		if e.Kind == EffectPackage && e.State != EffectDone {
			d.emit(EffectEnded{Key: e.Key, Outcome: EffectDone, Code: "reworked"})
			d.endAbout(e.Key)
		}
	}
	d.dropSeal()
	d.cancel(func(o Obligation, c Clock) bool {
		return !personal(o.Clock) && !ofSafeguard(c) && !slices.Contains(c.MetBy, OnCured)
	})
	d.on(OnCured)
}

// sealNotWanted ends a seal that was not made before its file lost its approval,
// or the request came to its end.
const sealNotWanted = "not_wanted"

func (d *decision) dropSeal() {
	for _, e := range slices.Clone(d.s.Effects) {
		if e.Kind == EffectSeal && e.State != EffectDone {
			d.emit(EffectEnded{Key: e.Key, Outcome: EffectDone, Code: sealNotWanted})
			d.endAbout(e.Key)
		}
	}
}
