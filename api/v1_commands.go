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
		if in.seen == 0 {
			// The store may already know what the engine is about to: the command is then
			// judged on what was read here, not refused for being early.
			in.seen = req.Seq
		}
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
