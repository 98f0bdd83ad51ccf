package api

import (
	"context"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// verb is a command as the API takes it: POST /requests/{ref}/<Name> with the fields of Body beside the command id.
type verb struct {
	Name string
	Body any
	// build turns the decoded Body into the outcome where the server adds something of its own; nil sends Body as it is.
	build func(s *Server, ctx context.Context, in given) (desk.Outcome, error)
}

// given is a decoded command.
type given struct {
	user      desk.User
	req       desk.Request
	commandID string
	seen      int64
	body      any
}

// The bodies that differ from the domain's.
type (
	submitIn struct {
		Revision int `json:"revision"`
	}
	certifyIn struct {
		SourceSHA256 string     `json:"source_sha256,omitempty"`
		Language     string     `json:"language,omitempty"`
		Doc          mla.DocRef `json:"doc,omitzero"`
		// TranslationSHA256 is the translation that was read at the desk.
		TranslationSHA256 string `json:"translation_sha256,omitempty"`
	}
	translateAnswerIn struct {
		Evidence          string     `json:"evidence"`
		Doc               mla.DocRef `json:"doc,omitzero"`
		TranslationSHA256 string     `json:"translation_sha256,omitempty"`
	}
	refreshIn struct {
		Reason mla.TextRef `json:"reason"`
	}
)

// verbs is every command a person can give to a request that exists.
var verbs = []verb{
	{Name: "submit", Body: submitIn{}, build: buildSubmit},
	{Name: "recall", Body: mla.Recall{}},
	{Name: "return", Body: mla.Return{}},
	{Name: "approve", Body: mla.Approve{}},
	{Name: "sign", Body: mla.AttachSigned{}},
	{Name: "assign-translator", Body: mla.AssignTranslator{}},
	{Name: "certify-translation", Body: certifyIn{}, build: buildCertify},
	{Name: "hand-over", Body: mla.HandOver{}},
	{Name: "return-incomplete", Body: mla.ReturnIncomplete{}},
	{Name: "cure", Body: mla.Cure{}},
	{Name: "rework", Body: mla.Rework{}},
	{Name: "acknowledge", Body: mla.Acknowledge{}},
	{Name: "decision", Body: mla.LogDecision{}},
	{Name: "status", Body: mla.LogStatus{}},
	{Name: "ask-supplement", Body: mla.AskSupplement{}},
	{Name: "answer-supplement", Body: mla.AnswerSupplement{}},
	{Name: "postpone", Body: mla.Postpone{}},
	{Name: "resume", Body: mla.Resume{}},
	{Name: "response", Body: mla.RecordResponse{}},
	{Name: "refuse", Body: mla.RefuseExecution{}},
	{Name: "translate-answer", Body: translateAnswerIn{}, build: buildTranslateAnswer},
	{Name: "assess", Body: mla.Assess{}},
	{Name: "waive-delivery", Body: mla.WaiveDelivery{}},
	{Name: "close", Body: mla.Close{}},
	{Name: "withdraw", Body: mla.Withdraw{}},
	{Name: "note", Body: mla.Note{}},
	{Name: "reassign", Body: mla.Reassign{}},
	{Name: "extend-deadline", Body: mla.ExtendDeadline{}},
	{Name: "declare-danger", Body: mla.DeclareDanger{}},
	{Name: "safeguard-alert", Body: mla.LogSafeguardAlert{}},
	{Name: "safeguard-outcome", Body: mla.LogSafeguardOutcome{}},
	{Name: "complete-duty", Body: mla.CompleteDuty{}},
	{Name: "retry-effect", Body: mla.RetryEffect{}},
	{Name: "confirm-preserved", Body: mla.ConfirmPreserved{}},
	{Name: "extend-preservation", Body: mla.ExtendPreservation{}},
	{Name: "link-follow-up", Body: mla.LinkFollowUp{}, build: buildLink},
	{Name: "follow-up-received", Body: mla.FollowUpReceived{}, build: buildFollowUp},
	{Name: "release", Body: mla.Release{}},
	{Name: "refresh-profile", Body: refreshIn{}, build: buildRefresh},
}

func buildSubmit(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	return s.submit(ctx, in.user, in.req.ID, in.commandID, in.body.(submitIn).Revision, in.seen)
}

func buildCertify(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	b := in.body.(certifyIn)
	return s.certify(ctx, in.user, in.req.ID, in.commandID, in.seen, certification{
		SourceSHA256: b.SourceSHA256, TextSHA256: b.TranslationSHA256, Language: b.Language, Doc: b.Doc.SHA256,
	})
}

func buildTranslateAnswer(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	b := in.body.(translateAnswerIn)
	if b.Evidence == "" {
		return desk.Outcome{}, mla.Refuse(mla.CodeRequired, "evidence")
	}
	return s.certify(ctx, in.user, in.req.ID, in.commandID, in.seen, certification{Item: b.Evidence, TextSHA256: b.TranslationSHA256, Doc: b.Doc.SHA256})
}

// buildLink and buildFollowUp take the other request by reference, as people know it.
func buildLink(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	b := in.body.(mla.LinkFollowUp)
	id, err := s.requestID(ctx, in.user, b.Request)
	if err != nil {
		return desk.Outcome{}, err
	}
	b.Request = id
	return s.do(ctx, in.user, in.req.ID, mla.Command{ID: in.commandID, SeenSeq: in.seen, Body: b})
}

func buildFollowUp(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	b := in.body.(mla.FollowUpReceived)
	id, err := s.requestID(ctx, in.user, b.Request)
	if err != nil {
		return desk.Outcome{}, err
	}
	b.Request = id
	return s.do(ctx, in.user, in.req.ID, mla.Command{ID: in.commandID, SeenSeq: in.seen, Body: b})
}

func (s *Server) requestID(ctx context.Context, user desk.User, ref string) (string, error) {
	other, err := s.cfg.Desk.Request(ctx, user.Actor(), ref)
	if isNotFound(err) {
		return "", mla.Refuse(mla.CodeUnknownValue, "request")
	}
	return other.ID, err
}

// buildRefresh resolves today's law for the request's draft; only a person brings it to an open request.
func buildRefresh(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	reason := in.body.(refreshIn).Reason
	if reason.IsZero() {
		return desk.Outcome{}, mla.Refuse(mla.CodeRequired, "reason")
	}
	if in.req.Draft == nil {
		return desk.Outcome{}, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(in.user.Role), "command", string(mla.KindRefreshProfile))
	}
	p, err := s.cfg.Law.Profile(in.req.Draft.Body)
	if err != nil {
		return desk.Outcome{}, err
	}
	return s.do(ctx, in.user, in.req.ID, mla.Command{ID: in.commandID, SeenSeq: in.seen, Body: mla.RefreshProfile{Profile: p, Reason: reason}})
}
