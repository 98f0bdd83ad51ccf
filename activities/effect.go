package activities

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/rogatory/rogatory/internal/mla"
)

// one performs a single effect around its row: begun before, finished after. An
// effect already done is done; a refusal ends it for good, anything else is
// tried again by Temporal's policy.
func (a *Activities) one(ctx context.Context, in EffectInput, perform func(mla.Effect) (EffectEnd, error)) (EffectEnd, error) {
	if len(in.Keys) != 1 {
		return EffectEnd{}, safe("effect", mla.Refuse(mla.CodeRequired, "keys"))
	}
	key := in.Keys[0]
	e, _, err := a.Effects.BeginEffect(ctx, in.RequestID, key)
	if err != nil {
		return EffectEnd{}, safe("begin effect", err)
	}
	end, err := perform(e)
	if err != nil {
		code := codeOf(err, "unavailable")
		a.Log.WarnContext(ctx, "effect failed", "request_id", in.RequestID, "kind", e.Kind, "code", code, "error", logged(err))
		if ferr := a.Effects.FinishEffect(ctx, in.RequestID, key, string(mla.EffectFailed), code); ferr != nil {
			return EffectEnd{}, safe("finish effect", ferr)
		}
		return EffectEnd{}, safe(string(e.Kind), err)
	}
	end.Key = key
	if err := a.Effects.FinishEffect(ctx, in.RequestID, key, end.Outcome, end.Code); err != nil {
		return EffectEnd{}, safe("finish effect", err)
	}
	return end, nil
}

// logged keeps a refusal's code and the kind of any other error; an error's own
// text may quote what it was given.
func logged(err error) string {
	var e *mla.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return err.Error()
}

// PerformQuiet performs mails and packages, each for itself: one that fails
// holds up no other. A second attempt repeats only what is not done, with the
// same message ids.
func (a *Activities) PerformQuiet(ctx context.Context, in EffectInput) ([]EffectEnd, error) {
	ends := make([]EffectEnd, 0, len(in.Keys))
	// One look at the request serves the whole batch.
	read := sync.OnceValues(func() (Snapshot, error) { return a.Snapshots.Snapshot(ctx, in.RequestID) })
	for _, key := range in.Keys {
		e, was, err := a.Effects.BeginEffect(ctx, in.RequestID, key)
		if codeOf(err, "") == mla.CodeNotFound {
			continue // the request was rebuilt without it
		}
		if err != nil {
			return nil, safe("begin effect", err)
		}
		end := EffectEnd{Key: key, Outcome: "done"}
		if was != string(mla.EffectDone) {
			if err := a.quiet(ctx, read, e); err != nil {
				a.Log.WarnContext(ctx, "effect failed", "request_id", in.RequestID, "kind", e.Kind, "error", logged(err))
				end.Outcome, end.Code = "failed", codeOf(err, "unavailable")
			}
			if err := a.Effects.FinishEffect(ctx, in.RequestID, key, end.Outcome, end.Code); err != nil {
				return nil, safe("finish effect", err)
			}
		}
		ends = append(ends, end)
	}
	return ends, nil
}

func (a *Activities) quiet(ctx context.Context, read func() (Snapshot, error), e mla.Effect) error {
	snap, err := read()
	if err != nil {
		return err
	}
	if e.Kind == mla.EffectPackage {
		hop, err := strconv.Atoi(e.Template)
		if err != nil {
			return mla.Refuse(mla.CodeUnknownValue, "hop")
		}
		return a.transmit(ctx, snap, e, hop)
	}
	return a.notify(ctx, snap, e)
}
