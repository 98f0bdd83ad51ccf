package mla

import "github.com/rogatory/rogatory/internal/workday"

func (d *decision) declareDanger(b DeclareDanger) *Error {
	if d.s.Safeguard.Open() {
		return Refuse(CodeAlreadyDone, "safeguard")
	}
	d.danger(b)
	return nil
}

// danger opens the safeguard track: hours, through weekends, waiting for nobody.
func (d *decision) danger(b DeclareDanger) {
	d.emit(DangerDeclared{b})
	d.on(OnDangerDeclared)
	d.mail("child_in_danger", Officer, "")
	d.mail("child_in_danger", Magistrate, "")
	if d.s.Track == Judicial {
		d.owe(Effect{Kind: EffectPoliceCopy})
	}
}

func (d *decision) safeguardAlert(b LogSafeguardAlert) *Error {
	if !d.s.Safeguard.Open() {
		return Refuse(CodeNotFound, "safeguard")
	}
	if err := d.notFuture("at", b.At); err != nil {
		return err
	}
	d.emit(SafeguardAlerted{b})
	d.onAt(OnSafeguardAlerted, workday.AtInstant(b.At))
	return nil
}

func (d *decision) safeguardOutcome(b LogSafeguardOutcome) *Error {
	if !d.s.Safeguard.Open() {
		return Refuse(CodeNotFound, "safeguard")
	}
	if err := d.notFuture("at", b.At); err != nil {
		return err
	}
	d.emit(SafeguardEnded{b})
	d.onAt(OnSafeguardOutcome, workday.AtInstant(b.At))
	return nil
}
