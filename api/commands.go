package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// What an outcome's Status says.
const (
	statusDone     = "done"
	statusReceived = "received"
)

// maxText is the longest free text of a command, in characters.
const maxText = 20_000

// do gives a command to a request, once per command id: what is already known to be done is answered from the store
// and not sent again. One that was received and never confirmed is sent again under its id, for the first
// sending may have been lost with a worker; the engine does it once. Errors: refusals, ErrUnreachable, faults.
// An engine that does not answer is no error: the outcome's Status is then "received".
func (s *Server) do(ctx context.Context, user desk.User, requestID string, cmd mla.Command) (desk.Outcome, error) {
	cmd.Actor = user.Actor()
	if err := checkCommand(cmd); err != nil {
		return desk.Outcome{}, err
	}
	prev, known, err := s.earlier(ctx, user, cmd.ID)
	if err != nil {
		return desk.Outcome{}, err
	}
	if known && prev.Status == statusDone {
		if prev.RequestID != requestID || prev.ActorID != user.ID || prev.Digest != cmd.Digest() {
			return desk.Outcome{}, mla.Refuse(mla.CodeCommandReused, "command_id")
		}
		return prev, nil
	}
	out, err := s.cfg.Engine.Do(ctx, requestID, cmd)
	if errors.Is(err, ErrUnanswered) {
		return s.received(ctx, user, requestID, "", cmd)
	}
	return s.dated(out), err
}

// dated fills the instant of an outcome that comes from the engine: it answers with what moved, not when.
func (s *Server) dated(o desk.Outcome) desk.Outcome {
	if o.At.IsZero() {
		o.At = s.cfg.Now().UTC()
	}
	return o
}

func checkCommand(cmd mla.Command) error {
	if err := checkUUID(cmd.ID, "command_id"); err != nil {
		return err
	}
	if err := cmd.Body.Shape(); err != nil {
		return err
	}
	return nil
}

func checkUUID(id, field string) error {
	if id == "" {
		return mla.Refuse(mla.CodeRequired, field)
	}
	if len(id) != 36 || uuid.Validate(id) != nil {
		return mla.Refuse(codeInvalidID, field)
	}
	return nil
}

// earlier is the outcome of the command id, where the user gave it before.
func (s *Server) earlier(ctx context.Context, user desk.User, commandID string) (desk.Outcome, bool, error) {
	out, err := s.cfg.Desk.Outcome(ctx, user.Actor(), commandID)
	if isNotFound(err) {
		return desk.Outcome{}, false, nil
	}
	if err != nil {
		return desk.Outcome{}, false, fmt.Errorf("look up command: %w", err)
	}
	return out, true, nil
}

// received notes that a command is on its way. The note is made even if the caller has gone.
func (s *Server) received(ctx context.Context, user desk.User, requestID, reference string, cmd mla.Command) (desk.Outcome, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.cfg.Desk.MarkReceived(ctx, user.Actor(), requestID, cmd); err != nil {
		return desk.Outcome{}, fmt.Errorf("mark received: %w", err)
	}
	return desk.Outcome{
		CommandID: cmd.ID, RequestID: requestID, Reference: reference, Kind: cmd.Body.Kind(), Digest: cmd.Digest(), ActorID: user.ID,
		Status: statusReceived, At: s.cfg.Now().UTC(),
	}, nil
}

// text stores a free text of a command and gives its reference; no text gives no reference. When the command id is
// already done, the text it stored then is found again, so that a repeated form has the same content.
func (s *Server) text(ctx context.Context, user desk.User, requestID, commandID, field, text string) (mla.TextRef, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if err := checkText(text, field); err != nil || text == "" {
		return mla.TextRef{}, err
	}
	prev, known, err := s.earlier(ctx, user, commandID)
	if err != nil {
		return mla.TextRef{}, err
	}
	if known && prev.Status == statusDone && prev.RequestID == requestID {
		req, err := s.cfg.Desk.Request(ctx, user.Actor(), requestID)
		if err != nil {
			return mla.TextRef{}, err
		}
		if ref, ok := textOf(req, commandID, text); ok {
			return ref, nil
		}
	}
	return s.cfg.Desk.PutText(ctx, user.Actor(), requestID, commandID+"/"+field, text)
}

func checkText(text, field string) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return mla.Refuse(codeInvalidText, field)
	}
	if utf8.RuneCountInString(text) > maxText {
		return mla.Refuse(mla.CodeTooLong, field, "max", fmt.Sprint(maxText))
	}
	return nil
}

// textOf finds the reference under which the events of a command hold a text.
func textOf(req desk.Request, commandID, text string) (mla.TextRef, bool) {
	for _, ev := range req.Events {
		if ev.Command != commandID {
			continue
		}
		raw, err := json.Marshal(ev.Event.Body)
		if err != nil {
			continue
		}
		var tree any
		if json.Unmarshal(raw, &tree) != nil {
			continue
		}
		if ref, ok := findText(tree, req.Texts, text); ok {
			return ref, true
		}
	}
	return mla.TextRef{}, false
}

func findText(tree any, texts map[string]string, text string) (mla.TextRef, bool) {
	switch v := tree.(type) {
	case map[string]any:
		id, _ := v["id"].(string)
		digest, isRef := v["digest"].(string)
		if known, ok := texts[id]; ok && isRef && known == text {
			return mla.TextRef{ID: id, Digest: digest}, true
		}
		for _, child := range v {
			if ref, ok := findText(child, texts, text); ok {
				return ref, true
			}
		}
	case []any:
		for _, child := range v {
			if ref, ok := findText(child, texts, text); ok {
				return ref, true
			}
		}
	}
	return mla.TextRef{}, false
}

// evidenceDetail is the one text of an item of evidence: its name on the first line, its custodian on the second.
func evidenceDetail(name, custodian string) string {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return strings.TrimSpace(line(name) + "\n" + line(custodian))
}
