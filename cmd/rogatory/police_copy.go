package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/mla"
)

// policeCopies opens the urgent police request beside a judicial one whose child
// is in danger.
type policeCopies struct{ a *app }

// OpenPoliceCopy opens and submits the copy, on behalf of the request's officer.
// It is idempotent by command id: every step has an id derived from it.
func (p policeCopies) OpenPoliceCopy(ctx context.Context, requestID, commandID string) error {
	a := p.a
	snap, err := a.store.Snapshot(ctx, requestID)
	if err != nil {
		return err
	}
	d := policeDraft(snap.Draft)
	profile, err := a.law().Profile(d)
	if err != nil {
		return err
	}
	officer := mla.Actor{ID: snap.State.Officer, Role: mla.Officer}
	res, err := a.store.Reserve(ctx, officer, commandID+"/reserve", d)
	if err != nil {
		return err
	}
	open := mla.Command{ID: commandID + "/open", Actor: mla.Automaton, Body: mla.Open{
		RequestID: res.RequestID, Reference: res.Reference, CaseID: res.CaseID, Officer: officer.ID, Track: d.Track, Form: d.Form,
		State: d.State, Urgent: true, Measures: d.MeasureIDs(), Parent: requestID,
	}}
	if _, err := a.engine.Open(ctx, res.RequestID, open, profile); err != nil && !done(err) {
		return err
	}
	pdf, err := letters{a.store}.Request(ctx, api.LetterInput{
		Draft: d, Profile: profile, Reference: res.Reference, DraftSHA256: res.Draft.SHA256, Lang: "fr", Names: namesIn(snap, "fr"), At: snap.State.PhaseAt,
	})
	if err != nil {
		return err
	}
	ref, err := a.files.Put(ctx, bytes.NewReader(pdf), "application/pdf", 0)
	if err != nil {
		return err
	}
	_, err = a.engine.Do(ctx, res.RequestID, mla.Command{ID: commandID + "/submit", Actor: mla.Automaton, Body: mla.Submit{
		Revision: res.Draft.Revision, DraftSHA256: res.Draft.SHA256, PDF: ref, Contributors: []string{officer.ID}, Measures: d.MeasureIDs(), Urgent: true,
	}})
	if err != nil && !done(err) {
		return err
	}
	return nil
}

// done reports that an earlier attempt had got this far.
func done(err error) bool {
	var e *mla.Error
	return errors.As(err, &e) && (e.Code == mla.CodeAlreadyDone || e.Code == mla.CodeWrongPhase)
}

// policeDraft turns a judicial draft into an urgent police message: the same
// facts and measures, without the judicial apparatus.
func policeDraft(d mla.Draft) mla.Draft {
	d.Track, d.Form, d.Channel, d.TranslateTo = mla.Police, mla.FormPoliceMessage, "", ""
	d.LegalBasis, d.ReciprocityOffered, d.Attachments, d.ValidatingAuthority = nil, false, nil, nil
	d.ChildInDanger = false // the safeguard itself stays on the judicial request
	d.Urgency.Level = "urgent"
	if d.Urgency.Reason == "" {
		d.Urgency.Reason = "Enfant en danger : alerte policière sans attendre la voie judiciaire."
	}
	return d
}
