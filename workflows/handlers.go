package workflows

import (
	"errors"
	"slices"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// codeContinuing tells the client to send the command again: the run is making
// way for the next one.
const codeContinuing = "continuing"

// keptCommands is how many commands a request remembers for deduplication; the
// store knows all of them.
const keptCommands = 300

// refused wraps a refusal so that its code, field and values survive the wire.
func refused(err error) error {
	var e *mla.Error
	if !errors.As(err, &e) {
		return err
	}
	return temporal.NewApplicationErrorWithOptions(e.Code, contract.ErrRefused, temporal.ApplicationErrorOptions{
		NonRetryable: true, Details: []any{e},
	})
}

func refusalCode(err error) string {
	var e *mla.Error
	if errors.As(err, &e) {
		return e.Code
	}
	var app *temporal.ApplicationError
	if errors.As(err, &app) {
		return app.Type()
	}
	return "error"
}

// validate refuses before anything is written to history. It decides on what
// the run knows. Where that may be out of date, because a command is being
// recorded just now or the page saw more, the handler decides in its turn: after
// a crash the store can be a whole command ahead of the run, and whoever read it
// there must not be told that their request does not exist.
func (r *requestRun) validate(ctx workflow.Context, cmd mla.Command) error {
	if cmd.Body == nil || cmd.ID == "" {
		return refused(mla.Refuse(mla.CodeRequired, "command_id"))
	}
	if err := cmd.Body.Shape(); err != nil {
		return refused(err)
	}
	if r.closing {
		return refused(mla.Refuse(codeContinuing, ""))
	}
	if done, same := r.known(cmd); done {
		if !same {
			return refused(mla.Refuse(mla.CodeCommandReused, "command_id"))
		}
		return nil
	}
	if r.mu.IsLocked() {
		return nil
	}
	if r.state.Seq == 0 {
		if cmd.Body.Kind() != mla.KindOpen {
			return refused(mla.Refuse(mla.CodeNotFound, "request"))
		}
		return nil // a refused Open would leave an empty run: the handler refuses
	}
	if cmd.SeenSeq > r.state.Seq {
		return nil
	}
	if _, err := mla.Decide(r.logic, r.state, &r.in.Profile, cmd, r.now(ctx)); err != nil {
		return refused(err)
	}
	return nil
}

// do carries out a command of a person.
func (r *requestRun) do(ctx workflow.Context, cmd mla.Command) (contract.Outcome, error) {
	if err := r.mu.Lock(ctx); err != nil {
		return contract.Outcome{}, err
	}
	defer r.mu.Unlock()
	return r.carryOut(ctx, cmd)
}

// known looks a command up among those carried out.
func (r *requestRun) known(cmd mla.Command) (done, same bool) {
	for _, d := range r.in.Done {
		if d.ID == cmd.ID {
			return true, d.Digest == cmd.Digest()
		}
	}
	return false, false
}

// carryOut decides, records and evolves, under the mutex. Where the store knows
// events that the run missed it evolves over them and decides again.
func (r *requestRun) carryOut(ctx workflow.Context, cmd mla.Command) (contract.Outcome, error) {
	for {
		if done, same := r.known(cmd); done {
			if !same {
				return contract.Outcome{}, refused(mla.Refuse(mla.CodeCommandReused, "command_id"))
			}
			return contract.Outcome{Seq: r.state.Seq, Phase: r.state.Phase, Repeated: true}, nil
		}
		events, err := mla.Decide(r.logic, r.state, &r.in.Profile, cmd, r.now(ctx))
		if err != nil {
			return contract.Outcome{}, refused(err)
		}
		if len(events) == 0 {
			return contract.Outcome{Seq: r.state.Seq, Phase: r.state.Phase}, nil
		}
		profile := r.profileAfter(cmd)
		answer, err := record(ctx, activities.RecordInput{
			RequestID: r.requestID(cmd), CommandID: cmd.ID, CommandKind: cmd.Body.Kind(), Digest: cmd.Digest(),
			Actor: cmd.Actor, ExpectedSeq: r.state.Seq, Events: events, Profile: profile,
		})
		if err != nil {
			return contract.Outcome{}, err
		}
		switch answer.Kind {
		case activities.Committed:
			if profile != nil {
				r.in.Profile = *profile
			}
			if answer.Events != nil {
				events = answer.Events
			}
			r.evolve(events)
			r.remember(cmd)
			return contract.Outcome{Seq: r.state.Seq, Phase: r.state.Phase}, nil
		case activities.Behind:
			if !r.evolve(answer.Events) {
				return contract.Outcome{}, refused(mla.Refuse(mla.CodeStoreAhead, ""))
			}
		case activities.Reused:
			return contract.Outcome{}, refused(mla.Refuse(mla.CodeCommandReused, "command_id"))
		case activities.Refused:
			return contract.Outcome{}, refused(answer.Refusal)
		default:
			// The store was restored to an earlier day: write nothing, an operator
			// has been told.
			return contract.Outcome{}, refused(mla.Refuse(mla.CodeStoreAhead, ""))
		}
	}
}

func (r *requestRun) requestID(cmd mla.Command) string {
	if b, ok := cmd.Body.(mla.Open); ok {
		return b.RequestID
	}
	return r.state.ID
}

// profileAfter is the profile that governs once the command is committed; nil
// where it stays.
func (r *requestRun) profileAfter(cmd mla.Command) *mla.Profile {
	switch b := cmd.Body.(type) {
	case mla.Open:
		return &r.in.Profile
	case mla.RefreshProfile:
		return &b.Profile
	case mla.RefreshCalendar:
		p := r.in.Profile
		p.HomeCalendar, p.AbroadCalendar = b.Home, b.Abroad
		return &p
	}
	return nil
}

// evolve folds committed events that the run does not have yet, and notes the
// quiet effects they owe. It reports whether anything was new.
func (r *requestRun) evolve(events []mla.Event) bool {
	moved := false
	for _, ev := range events {
		if ev.Seq != r.state.Seq+1 {
			continue
		}
		r.state = mla.Evolve(r.state, ev)
		moved, r.changed = true, true
		switch b := ev.Body.(type) {
		case mla.PhaseChanged:
			r.phases++
		case mla.EffectOwed:
			if b.Effect.Kind.Quiet() {
				r.queueQuiet(b.Effect.Key)
			}
		case mla.EffectRetried:
			r.retried(b)
		case mla.ProfileRefreshed, mla.CalendarRefreshed:
			r.profileStale = true
		}
	}
	return moved
}

// retried queues what a person asked to be tried again.
func (r *requestRun) retried(b mla.EffectRetried) {
	e, ok := r.state.Effect(b.Effect)
	if !ok || b.Settled {
		return
	}
	if e.Kind.Quiet() {
		r.queueQuiet(b.Effect)
	}
	if e.Kind == mla.EffectDeliver {
		r.in.Children = slices.DeleteFunc(r.in.Children, func(c string) bool { return c == "child/"+e.Delivery })
	}
}

func (r *requestRun) remember(cmd mla.Command) {
	r.recorded++
	r.in.Done = append(r.in.Done, contract.DoneCommand{ID: cmd.ID, Digest: cmd.Digest(), Seq: r.state.Seq})
	if n := len(r.in.Done) - keptCommands; n > 0 {
		r.in.Done = append([]contract.DoneCommand(nil), r.in.Done[n:]...)
	}
}
