package activities

import (
	"context"
	"errors"

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
	begun, err := a.Effects.BeginEffects(ctx, in.RequestID, in.Keys)
	if err == nil && len(begun) == 0 {
		err = mla.Refuse(mla.CodeNotFound, "effect")
	}
	if err != nil {
		return EffectEnd{}, safe("begin effect", err)
	}
	e := begun[0].Effect
	end, err := perform(e)
	if err != nil {
		code := codeOf(err, "unavailable")
		a.Log.WarnContext(ctx, "effect failed", "request_id", in.RequestID, "kind", e.Kind, "code", code, "error", logged(err))
		failed := []EffectEnd{{Key: key, Outcome: string(mla.EffectFailed), Code: code}}
		if ferr := a.Effects.FinishEffects(ctx, in.RequestID, failed); ferr != nil {
			return EffectEnd{}, safe("finish effect", ferr)
		}
		return EffectEnd{}, safe(string(e.Kind), err)
	}
	end.Key = key
	if err := a.Effects.FinishEffects(ctx, in.RequestID, []EffectEnd{end}); err != nil {
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

// PerformQuiet performs mails and packages: what they have in common is read and
// written once for all of them, and one that fails holds up no other. A second
// attempt repeats only what is not done, with the same message ids.
func (a *Activities) PerformQuiet(ctx context.Context, in EffectInput) ([]EffectEnd, error) {
	// One that is not owed is left out: the request was rebuilt without it.
	begun, err := a.Effects.BeginEffects(ctx, in.RequestID, in.Keys)
	if err != nil {
		return nil, safe("begin effects", err)
	}
	var open []mla.Effect
	for _, b := range begun {
		if b.Was != string(mla.EffectDone) {
			open = append(open, b.Effect)
		}
	}
	failed := a.quiet(ctx, in.RequestID, open)
	ends, tried := make([]EffectEnd, 0, len(begun)), make([]EffectEnd, 0, len(open))
	for _, b := range begun {
		end := EffectEnd{Key: b.Effect.Key, Outcome: "done"}
		if err := failed[end.Key]; err != nil {
			a.Log.WarnContext(ctx, "effect failed", "request_id", in.RequestID, "kind", b.Effect.Kind, "error", logged(err))
			end.Outcome, end.Code = "failed", codeOf(err, "unavailable")
		}
		if ends = append(ends, end); b.Was != string(mla.EffectDone) {
			tried = append(tried, end)
		}
	}
	if len(tried) == 0 {
		return ends, nil
	}
	if err := a.Effects.FinishEffects(ctx, in.RequestID, tried); err != nil {
		return nil, safe("finish effects", err)
	}
	return ends, nil
}

// failures are the reasons for which effects failed, by key.
type failures map[string]error

func (f failures) all(effects []mla.Effect, err error) {
	for _, e := range effects {
		f[e.Key] = err
	}
}

// quiet performs packages, then the mails that announce them.
func (a *Activities) quiet(ctx context.Context, requestID string, effects []mla.Effect) failures {
	failed := failures{}
	if len(effects) == 0 {
		return failed
	}
	snap, err := a.Snapshots.Snapshot(ctx, requestID)
	if err != nil {
		failed.all(effects, err)
		return failed
	}
	var mails []mla.Effect
	for _, e := range effects {
		if e.Kind != mla.EffectPackage {
			mails = append(mails, e)
			continue
		}
		if err := a.transmit(ctx, snap, e); err != nil {
			failed[e.Key] = err
		}
	}
	a.notify(ctx, snap, mails, failed)
	return failed
}
