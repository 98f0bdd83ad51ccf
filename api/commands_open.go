package api

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// open begins a request from a draft and gives its outcome and its reference. The same command id with the same draft
// gives the same request; with another draft it is refused as "command_reused". The law is resolved and the domain
// is asked before a reference of the year is used up. Errors as do's, and Refusals for a draft that makes no sense.
func (s *Server) open(ctx context.Context, user desk.User, commandID string, d mla.Draft) (desk.Outcome, string, error) {
	none := desk.Outcome{}
	if err := checkUUID(commandID, "command_id"); err != nil {
		return none, "", err
	}
	if err := checkDraft(d); err != nil {
		return none, "", err
	}
	if err := checkAttachments(d, nil); err != nil {
		return none, "", err
	}
	parent, err := s.preservationOf(ctx, user, d)
	if err != nil {
		return none, "", err
	}
	profile, err := s.cfg.Law.Profile(d)
	if err != nil {
		return none, "", err
	}
	body := openBody(user, d, parent)
	if err := s.wouldOpen(user, commandID, body, profile); err != nil {
		return none, "", err
	}
	res, err := s.cfg.Desk.Reserve(ctx, user.Actor(), commandID, d)
	if err != nil {
		return none, "", err
	}
	digest, err := d.Digest()
	if err != nil {
		return none, "", err
	}
	if res.Draft.SHA256 != digest {
		return none, "", mla.Refuse(mla.CodeCommandReused, "command_id")
	}
	body.RequestID, body.Reference, body.CaseID = res.RequestID, res.Reference, res.CaseID
	cmd := mla.Command{ID: commandID, Actor: user.Actor(), Body: body}
	prev, known, err := s.earlier(ctx, user, commandID)
	switch {
	case err != nil:
		return none, "", err
	case known && prev.Status == statusDone && prev.Digest != cmd.Digest():
		return none, "", mla.Refuse(mla.CodeCommandReused, "command_id")
	case known && prev.Status == statusDone:
		return prev, res.Reference, nil
	}
	out, err := s.cfg.Engine.Open(ctx, res.RequestID, cmd, profile)
	if errors.Is(err, ErrUnanswered) {
		out, err = s.received(ctx, user, res.RequestID, res.Reference, cmd)
	}
	if err == nil && out.Reference == "" {
		out.Reference = res.Reference
	}
	return s.dated(out), res.Reference, err
}

func openBody(user desk.User, d mla.Draft, parent string) mla.Open {
	return mla.Open{
		RequestID: uuid.Nil.String(), Reference: "-", CaseID: "-", Officer: user.ID, Track: d.Track, Form: d.Form, State: d.State,
		Urgent: d.Urgency.Level == "urgent", Danger: d.ChildInDanger, Measures: d.MeasureIDs(), Parent: parent,
	}
}

// wouldOpen asks the domain before anything is written.
func (s *Server) wouldOpen(user desk.User, commandID string, body mla.Open, p mla.Profile) error {
	_, err := mla.Decide(mla.LogicVersion, mla.State{}, &p, mla.Command{ID: commandID, Actor: user.Actor(), Body: body}, s.cfg.Now())
	return err
}

// preservationOf is the id of the preservation request that the draft follows, named among its
// references; it must be one that the user may see.
func (s *Server) preservationOf(ctx context.Context, user desk.User, d mla.Draft) (string, error) {
	for i, r := range d.References {
		if r.Kind != "preservation" {
			continue
		}
		field := fmt.Sprintf("references.%d.value", i)
		req, err := s.cfg.Desk.Request(ctx, user.Actor(), r.Value)
		if isNotFound(err) || err == nil && req.Track != mla.Preservation {
			return "", mla.Refuse(mla.CodeUnknownValue, field, "expected", "preservation")
		}
		if err != nil {
			return "", fmt.Errorf("preservation of draft: %w", err)
		}
		return req.ID, nil
	}
	return "", nil
}

// checkAttachments refuses attachments that are not documents of the request: a digest alone must not open the door to
// what another case holds.
func checkAttachments(d mla.Draft, docs []desk.Document) error {
	var errs []*mla.Error
	for i, a := range d.Attachments {
		if a.Doc.IsZero() {
			continue
		}
		if _, ok := documentBy(docs, a.Doc.SHA256); !ok {
			errs = append(errs, mla.Refuse(mla.CodeUnknownValue, fmt.Sprintf("attachments.%d.doc", i), "expected", "uploaded"))
		}
	}
	return refusals(errs)
}

// documentBy finds a document of the request by its id or its digest.
func documentBy(docs []desk.Document, key string) (desk.Document, bool) {
	for _, doc := range docs {
		if key != "" && (doc.ID == key || doc.Doc.SHA256 == key) {
			return doc, true
		}
	}
	return desk.Document{}, false
}
