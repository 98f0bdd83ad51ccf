package main

import (
	"context"
	"errors"
	"time"

	"github.com/rogatory/rogatory/internal/engine"
	"github.com/rogatory/rogatory/internal/mla"
)

// resendEvery is the pause between two looks at commands that were never answered.
const resendEvery = 5 * time.Second

// resend sends again what was sent and never answered, until ctx ends. The engine
// holds a command for certain only once a worker accepted it; one that waited for
// a worker can be lost with the server. The command's id makes a repeat harmless,
// so several processes may do this at once.
func (a *app) resend(ctx context.Context) {
	for pause(ctx, resendEvery) == nil {
		items, err := a.store.Received(ctx, 100)
		if err != nil {
			a.log.WarnContext(ctx, "commands without an answer cannot be read", "error", err)
			continue
		}
		for _, it := range items {
			if !a.resendOne(ctx, it.RequestID, it.Command) {
				break // the engine does not answer: the next look tries again
			}
		}
	}
}

// resendOne reports whether the engine answered.
func (a *app) resendOne(ctx context.Context, requestID string, cmd mla.Command) bool {
	var err error
	if cmd.Body.Kind() == mla.KindOpen {
		err = a.openAgain(ctx, requestID, cmd)
	} else {
		_, err = a.engine.Do(ctx, requestID, cmd)
	}
	var refusal *mla.Error
	switch {
	case errors.Is(err, engine.ErrUnreachable), errors.Is(err, engine.ErrUnanswered):
		return false
	case errors.As(err, &refusal):
		a.log.InfoContext(ctx, "a command without an answer was refused", "request_id", requestID, "command_id", cmd.ID, "code", refusal.Code)
	case err != nil:
		a.log.WarnContext(ctx, "a command was not sent again", "request_id", requestID, "command_id", cmd.ID, "error", err)
		return true
	}
	if err := a.store.ForgetReceived(ctx, cmd); err != nil {
		a.log.WarnContext(ctx, "an answered command is still noted", "command_id", cmd.ID, "error", err)
	}
	return true
}

// openAgain opens with the law that the draft selects today.
func (a *app) openAgain(ctx context.Context, requestID string, cmd mla.Command) error {
	d, err := a.store.Draft(ctx, cmd.Actor, requestID, 1)
	if err != nil {
		return err
	}
	profile, err := a.law().Profile(d.Body)
	if err != nil {
		return err
	}
	_, err = a.engine.Open(ctx, requestID, cmd, profile)
	return err
}
