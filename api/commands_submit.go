package api

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const mimePDF = "application/pdf"

// submit freezes a revision of the draft: it checks that the draft is complete and that no return cause blocks, renders the French PDF that the
// magistrate will read, stores it and gives the command. Repeating the command id with the same revision gives the
// first outcome. seen is the last event the user had seen, 0 for unknown. Errors as do's; Refusals name what is missing.
func (s *Server) submit(ctx context.Context, user desk.User, requestID, commandID string, revision int, seen int64) (desk.Outcome, error) {
	if err := checkUUID(commandID, "command_id"); err != nil {
		return desk.Outcome{}, err
	}
	if revision <= 0 {
		return desk.Outcome{}, mla.Refuse(mla.CodeRequired, "revision")
	}
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), requestID)
	if err != nil {
		return desk.Outcome{}, err
	}
	if out, done, err := s.submitted(ctx, user, req, commandID, revision); done || err != nil {
		return out, err
	}
	draft, err := s.cfg.Desk.Draft(ctx, user.Actor(), req.ID, revision)
	if err != nil {
		return desk.Outcome{}, err
	}
	body := mla.Submit{
		Revision: draft.Revision, DraftSHA256: draft.SHA256, Contributors: draft.Contributors, Measures: draft.Body.MeasureIDs(),
		Urgent: draft.Body.Urgency.Level == "urgent", NeededBy: draft.Body.Urgency.RequiredBy,
		PDF: mla.DocRef{SHA256: strings.Repeat("0", 64), Size: 1, MIME: mimePDF},
	}
	if body.Warned, err = s.examine(ctx, user.Actor(), req, draft.Body); err != nil {
		return desk.Outcome{}, err
	}
	cmd := mla.Command{ID: commandID, Actor: user.Actor(), SeenSeq: seen, Body: body}
	// Rendering takes a second and leaves a document: ask the domain first.
	if _, err := mla.Decide(mla.LogicVersion, req.State, &req.Profile, cmd, s.cfg.Now()); err != nil {
		return desk.Outcome{}, err
	}
	if body.PDF, err = s.render(ctx, user.Actor(), req, draft, "fr", nil, nil); err != nil {
		return desk.Outcome{}, err
	}
	cmd.Body = body
	return s.do(ctx, user, req.ID, cmd)
}

// submitted answers a repeated submission, whose rendering would differ by its instant.
func (s *Server) submitted(ctx context.Context, user desk.User, req desk.Request, commandID string, revision int) (desk.Outcome, bool, error) {
	prev, known, err := s.earlier(ctx, user, commandID)
	if err != nil || !known || prev.Status != statusDone {
		return desk.Outcome{}, false, err
	}
	for _, ev := range req.Events {
		b, ok := ev.Event.Body.(mla.Submitted)
		if ok && ev.Command == commandID && ev.Actor.ID == user.ID && b.Revision == revision {
			return prev, true, nil
		}
	}
	return desk.Outcome{}, false, mla.Refuse(mla.CodeCommandReused, "command_id")
}

// render makes and stores the PDF of a revision, with the names as the register has them now.
func (s *Server) render(ctx context.Context, who mla.Actor, req desk.Request, draft desk.Draft, lang string, translations map[string]string, cert *Certificate) (mla.DocRef, error) {
	forms, err := s.namesIn(ctx, who, req, lang)
	if err != nil {
		return mla.DocRef{}, err
	}
	pdf, err := s.cfg.Letters.Request(ctx, LetterInput{
		Draft: draft.Body, Profile: req.Profile, Reference: req.Reference, DraftSHA256: draft.SHA256,
		Lang: lang, Translations: translations, Names: forms, Certificate: cert, At: s.cfg.Now(),
	})
	if err != nil {
		return mla.DocRef{}, err
	}
	return s.keepPDF(ctx, pdf)
}

func (s *Server) keepPDF(ctx context.Context, pdf []byte) (mla.DocRef, error) {
	doc, err := s.cfg.Files.Put(ctx, bytes.NewReader(pdf), mimePDF, int64(len(pdf)))
	if err != nil {
		return mla.DocRef{}, fmt.Errorf("store rendering: %w", err)
	}
	return doc, nil
}
