package api

import (
	"bytes"
	"context"
	"time"
	_ "time/tzdata" // whether a zone is known must not depend on the machine

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// checkDraft is the domain's check of a draft in the making, and what the edge adds: known zones, and no character
// that a database cannot hold.
func checkDraft(d mla.Draft) error {
	errs := mla.CheckDraft(d)
	if e := checkZone(d.Authority.Zone, "authority.zone"); e != nil {
		errs = append(errs, e)
	}
	if d.ValidatingAuthority != nil {
		if e := checkZone(d.ValidatingAuthority.Zone, "validating_authority.zone"); e != nil {
			errs = append(errs, e)
		}
	}
	canonical, err := d.Canonical()
	if err != nil {
		return err
	}
	if bytes.Contains(canonical, []byte(`\u0000`)) {
		errs = append(errs, mla.Refuse(codeInvalidText, "draft"))
	}
	if len(canonical) > 1<<20 {
		errs = append(errs, mla.Refuse(mla.CodeTooLong, "draft", "max", "1 MiB"))
	}
	return refusals(errs)
}

func checkZone(zone, field string) *mla.Error {
	if zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return mla.Refuse(mla.CodeUnknownValue, field, "value", printable(zone), "expected", "IANA")
	}
	return nil
}

// saveDraft stores a revision on top of base. What the law was resolved for at the opening cannot change in it.
// Refusals: draft_conflict for another base, wrong_phase, fixed_at_opening, those of the check.
func (s *Server) saveDraft(ctx context.Context, user desk.User, req desk.Request, base int, d mla.Draft) (desk.Draft, error) {
	if err := checkDraft(d); err != nil {
		return desk.Draft{}, err
	}
	if err := checkAttachments(d, req.Documents); err != nil {
		return desk.Draft{}, err
	}
	var errs []*mla.Error
	fixed := func(same bool, field string) {
		if !same {
			errs = append(errs, mla.Refuse(codeFixed, field))
		}
	}
	fixed(d.State == req.State.State, "state")
	fixed(d.Track == req.State.Track, "track")
	fixed(d.Form == req.State.Form, "form")
	if req.Draft != nil {
		fixed(d.CaseRef == req.Draft.Body.CaseRef, "case_ref")
		fixed(d.Channel == req.Draft.Body.Channel, "channel")
	}
	if err := refusals(errs); err != nil {
		return desk.Draft{}, err
	}
	return s.cfg.Desk.SaveDraft(ctx, user.Actor(), req.ID, base, d)
}
