package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
)

// certification is what a translator hands in. Without Doc the certified document
// is rendered from the desk.
type certification struct {
	// Item is the item of the answer; empty for the request.
	Item string
	// SourceSHA256 is the draft that was translated; empty takes the frozen one.
	SourceSHA256 string
	// TextSHA256 is the translation as the translator saw it; empty takes what is saved.
	TextSHA256 string
	// Language is BCP 47; empty takes the one the path asks for.
	Language string
	// Doc is the id or digest of an uploaded document of the request.
	Doc string
}

// noDoc stands for a document until it is rendered.
var noDoc = mla.DocRef{SHA256: strings.Repeat("0", 64), Size: 1, MIME: mimePDF}

// body is the command with its document.
func (in certification) body(doc mla.DocRef) mla.CommandBody {
	if in.Item != "" {
		return mla.TranslateAnswer{Evidence: in.Item, Doc: doc, SourceSHA256: in.SourceSHA256, TranslationSHA256: in.TextSHA256}
	}
	return mla.CertifyTranslation{Doc: doc, SourceSHA256: in.SourceSHA256, Language: in.Language, TranslationSHA256: in.TextSHA256}
}

// shape is the domain's check of what is there.
func (in certification) shape() error {
	in.SourceSHA256, in.Language = cmp.Or(in.SourceSHA256, noDoc.SHA256), cmp.Or(in.Language, "fr")
	if err := in.body(noDoc).Shape(); err != nil {
		return err
	}
	return nil
}

// certify hands in the certified translation of a text. Errors as do's; at the
// desk also translation_blocked, naming the units, oath_missing, and
// stale_translation where the translation was changed meanwhile.
func (s *Server) certify(ctx context.Context, user desk.User, requestID, commandID string, seen int64, in certification) (desk.Outcome, error) {
	if err := checkUUID(commandID, "command_id"); err != nil {
		return desk.Outcome{}, err
	}
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), requestID)
	if err != nil {
		return desk.Outcome{}, err
	}
	if prev, known, err := s.earlier(ctx, user, commandID); err != nil {
		return desk.Outcome{}, err
	} else if known && prev.Status == statusDone && in.Doc == "" {
		return certifiedBefore(prev, req, user, commandID, in.Item)
	}
	if err := in.shape(); err != nil {
		return desk.Outcome{}, err
	}
	if in.Doc != "" {
		in.TextSHA256 = "" // a PDF that was brought is not the text at the desk
	}
	if in.Item == "" {
		if req.State.Frozen == nil {
			return desk.Outcome{}, mla.Refuse(mla.CodeNotFound, "draft")
		}
		in.SourceSHA256 = cmp.Or(in.SourceSHA256, req.State.Frozen.DraftSHA256)
		in.Language = cmp.Or(in.Language, req.Profile.TranslateTo)
	}
	// Rendering takes a second and leaves a document: ask the domain first.
	cmd := mla.Command{ID: commandID, Actor: user.Actor(), SeenSeq: seen, Body: in.body(noDoc)}
	if _, err := mla.Decide(mla.LogicVersion, req.State, &req.Profile, cmd, s.cfg.Now()); err != nil {
		return desk.Outcome{}, err
	}
	doc, ok := documentBy(req.Documents, in.Doc)
	switch {
	case in.Doc != "" && !ok:
		return desk.Outcome{}, mla.Refuse(mla.CodeUnknownValue, "doc", "expected", "uploaded")
	case in.Doc == "":
		if doc.Doc, err = s.certifyAtDesk(ctx, user, req, &in); err != nil {
			return desk.Outcome{}, err
		}
	}
	cmd.Body = in.body(doc.Doc)
	return s.do(ctx, user, req.ID, cmd)
}

// certifyAtDesk checks the saved translation, renders it with its certificate and
// keeps what the certification rests on. It completes the digests of in.
func (s *Server) certifyAtDesk(ctx context.Context, user desk.User, req desk.Request, in *certification) (mla.DocRef, error) {
	t, err := s.openTextOf(ctx, user, req, in.Item)
	if err != nil {
		return mla.DocRef{}, err
	}
	if blocking := t.job.Blocking(); len(blocking) > 0 || len(t.job.Units) == 0 {
		return mla.DocRef{}, mla.Refuse(mla.CodeTranslationBlocked, "units", "units", numbers(blocking))
	}
	text := t.job.Digest()
	if in.TextSHA256 != "" && in.TextSHA256 != text {
		return mla.DocRef{}, mla.Refuse(mla.CodeTranslationConflict, "units")
	}
	oath, err := s.cfg.Desk.Oath(ctx, user.Actor(), user.ID)
	if err != nil {
		return mla.DocRef{}, err
	}
	if !oath.Complete() {
		return mla.DocRef{}, mla.Refuse(mla.CodeOathMissing, "oath")
	}
	in.SourceSHA256, in.TextSHA256 = t.job.SourceSHA256, text
	cert := Certificate{
		Oath: oath, From: t.job.From, To: t.job.To, SourceSHA256: in.SourceSHA256, TextSHA256: text, On: req.Profile.HomeZone.Date(s.cfg.Now()),
	}
	doc, err := s.renderCertified(ctx, user, req, t, cert)
	if err != nil {
		return mla.DocRef{}, atSentence(err, t.job)
	}
	kept := desk.Certificate{
		TextKey: t.job.TextKey, SourceSHA256: in.SourceSHA256, TextSHA256: text, Memory: transjob.NewFinder(&t.job, t.words).Shareable(),
	}
	if in.Item == "" {
		kept.Parts = t.job.Parts()
	}
	return doc, s.cfg.Desk.KeepCertificate(ctx, user.Actor(), kept)
}

// atSentence names the sentence that holds a character which cannot be printed,
// in place of the part of the text that it stands in.
func atSentence(err error, j transjob.Job) error {
	var refusal *mla.Error
	if !errors.As(err, &refusal) || refusal.Args["char"] == "" {
		return err
	}
	i := slices.IndexFunc(j.Units, func(u transjob.Unit) bool { return strings.Contains(u.Target, refusal.Args["char"]) })
	if i < 0 {
		return err
	}
	named := *refusal
	named.Field = fmt.Sprintf("units[%d]", i)
	return &named
}

func (s *Server) renderCertified(ctx context.Context, user desk.User, req desk.Request, t text, cert Certificate) (mla.DocRef, error) {
	if t.item == nil {
		return s.render(ctx, user.Actor(), req, t.draft, t.job.To, t.job.Parts(), &cert)
	}
	pdf, err := s.cfg.Letters.Evidence(ctx, EvidenceInput{
		Draft: t.draft.Body, Profile: req.Profile, Reference: req.Reference, Item: t.item.ID, Lang: t.item.Language, FileSHA256: t.item.Doc.SHA256,
		Text: t.job.Text(), Certificate: cert, At: s.cfg.Now(),
	})
	if err != nil {
		return mla.DocRef{}, err
	}
	return s.keepPDF(ctx, pdf)
}

// certifiedBefore answers a repeated certification whose document was rendered.
func certifiedBefore(prev desk.Outcome, req desk.Request, user desk.User, commandID, item string) (desk.Outcome, error) {
	for _, ev := range req.Events {
		if ev.Command != commandID || ev.Actor.ID != user.ID {
			continue
		}
		switch b := ev.Event.Body.(type) {
		case mla.TranslationCertified:
			if item == "" {
				return prev, nil
			}
		case mla.AnswerTranslated:
			if item == b.Evidence {
				return prev, nil
			}
		}
	}
	return desk.Outcome{}, mla.Refuse(mla.CodeCommandReused, "command_id")
}
