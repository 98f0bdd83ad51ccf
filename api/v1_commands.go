package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/labstack/echo/v4"

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
	{Name: "translate-answer", Body: mla.TranslateAnswer{}},
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

// command handles one verb: read, check its shape, store its texts, give it.
func (s *Server) command(v verb) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, user := c.Request().Context(), must(c)
		ref, err := segment(c, "ref")
		if err != nil {
			return err
		}
		tree, err := readObject(c)
		if err != nil {
			return err
		}
		var envelope struct {
			CommandID string `json:"command_id"`
			SeenSeq   int64  `json:"seen_seq"`
		}
		if err := (&decoder{}).into(take(tree, "command_id", "seen_seq"), &envelope); err != nil {
			return err
		}
		if err := checkUUID(envelope.CommandID, "command_id"); err != nil {
			return err
		}
		req, err := s.cfg.Desk.Request(ctx, user.Actor(), ref)
		if err != nil {
			return err
		}
		in := given{user: user, req: req, commandID: envelope.CommandID, seen: envelope.SeenSeq}
		if in.body, err = s.decodeBody(ctx, v, in, tree); err != nil {
			return err
		}
		out, err := s.give(ctx, v, in)
		if err != nil {
			return err
		}
		if out.Reference == "" {
			out.Reference = req.Reference
		}
		return answerOutcome(c, http.StatusOK, out)
	}
}

func (s *Server) give(ctx context.Context, v verb, in given) (desk.Outcome, error) {
	if v.build != nil {
		return v.build(s, ctx, in)
	}
	return s.do(ctx, in.user, in.req.ID, mla.Command{ID: in.commandID, SeenSeq: in.seen, Body: in.body.(mla.CommandBody)})
}

// decodeBody decodes twice: first to see that everything is in order, then with the texts stored, so that a
// refused form leaves no text behind.
func (s *Server) decodeBody(ctx context.Context, v verb, in given, tree map[string]any) (any, error) {
	docs := func(key string) (mla.DocRef, bool) {
		doc, ok := documentBy(in.req.Documents, key)
		return doc.Doc, ok
	}
	out := reflect.New(reflect.TypeOf(v.Body))
	dry := decoder{complete: true, docs: docs, text: func(string, string) mla.TextRef { return mla.TextRef{ID: "-", Digest: "-"} }}
	if err := dry.into(tree, out.Interface()); err != nil {
		return nil, err
	}
	if body, ok := out.Elem().Interface().(mla.CommandBody); ok && v.build == nil {
		if err := s.wouldDo(ctx, in, body); err != nil {
			return nil, err
		}
	}
	var failed error
	wet := decoder{complete: true, docs: docs, text: func(path, text string) mla.TextRef {
		if failed != nil {
			return mla.TextRef{}
		}
		var ref mla.TextRef
		ref, failed = s.text(ctx, in.user, in.req.ID, in.commandID, path, text)
		return ref
	}}
	out = reflect.New(reflect.TypeOf(v.Body))
	if err := wet.into(tree, out.Interface()); err != nil {
		return nil, err
	}
	return out.Elem().Interface(), failed
}

// wouldDo asks the domain what it would say, unless the command was given before: then the engine or the store knows.
func (s *Server) wouldDo(ctx context.Context, in given, body mla.CommandBody) error {
	if err := body.Shape(); err != nil {
		return err
	}
	if _, known, err := s.earlier(ctx, in.user, in.commandID); known || err != nil {
		return err
	}
	_, err := mla.Decide(mla.LogicVersion, in.req.State, &in.req.Profile,
		mla.Command{ID: in.commandID, Actor: in.user.Actor(), SeenSeq: in.seen, Body: body}, s.cfg.Now())
	return err
}

// take moves fields out of a tree.
func take(tree map[string]any, names ...string) map[string]any {
	out := map[string]any{}
	for _, name := range names {
		if v, ok := tree[name]; ok {
			out[name] = v
			delete(tree, name)
		}
	}
	return out
}

func buildSubmit(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	return s.submit(ctx, in.user, in.req.ID, in.commandID, in.body.(submitIn).Revision, in.seen)
}

func buildCertify(s *Server, ctx context.Context, in given) (desk.Outcome, error) {
	b := in.body.(certifyIn)
	return s.certifyTranslation(ctx, in.user, in.req.ID, in.commandID, in.seen, certification{b.SourceSHA256, b.Language, b.Doc.SHA256})
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

// outcomeJSON leaves out what a command that is only received does not have.
type outcomeJSON struct {
	CommandID string          `json:"command_id"`
	RequestID string          `json:"request_id"`
	Reference string          `json:"reference,omitempty"`
	Kind      mla.CommandKind `json:"kind"`
	Status    string          `json:"status"`
	Seq       int64           `json:"seq,omitempty"`
	Phase     mla.Phase       `json:"phase,omitempty"`
	At        time.Time       `json:"at"`
}

func viewOutcome(o desk.Outcome) outcomeJSON {
	return outcomeJSON{o.CommandID, o.RequestID, o.Reference, o.Kind, o.Status, o.Seq, o.Phase, o.At.UTC()}
}

// answerOutcome answers 202 with the place to look for what is not yet known to be done.
func answerOutcome(c echo.Context, status int, o desk.Outcome) error {
	if o.Status == statusReceived {
		status = http.StatusAccepted
		c.Response().Header().Set(echo.HeaderLocation, "/api/v1/commands/"+o.CommandID)
	}
	return answer(c, status, viewOutcome(o))
}

// commandOutcome is GET /commands/{command_id}.
func (s *Server) commandOutcome(c echo.Context) error {
	id, err := segment(c, "command_id")
	if err != nil {
		return err
	}
	if checkUUID(id, "command_id") != nil {
		return mla.Refuse(mla.CodeNotFound, "command_id")
	}
	o, err := s.cfg.Desk.Outcome(c.Request().Context(), must(c).Actor(), id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewOutcome(o))
}
