// Package workflows holds the durable workflows. Everything in it is
// deterministic: decisions are mla's, side effects are activities.
package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// openWithin is how long a run waits for its Open event before it fails itself,
// so that a refused opening leaves nothing running.
const openWithin = 60 * time.Second

// Request follows one request for mutual legal assistance from its first draft
// to its end, for years. People move it with updates, machines with signals, and
// one timer waits for the next rung of a ladder.
func Request(ctx workflow.Context, in contract.RequestInput) error {
	r, err := newRequestRun(ctx, in)
	if err != nil {
		return err
	}
	opened, err := workflow.AwaitWithTimeout(ctx, openWithin, func() bool { return r.state.Seq > 0 })
	if err != nil {
		return err
	}
	if !opened && r.state.Seq == 0 {
		return temporal.NewNonRetryableApplicationError("the request was never opened", "never_opened", nil)
	}
	return r.loop(ctx)
}

// requestRun is one run of a request: what it carries, and what lives only as
// long as the run.
type requestRun struct {
	in    contract.RequestInput
	state mla.State
	logic int

	mu workflow.Mutex
	// closing stops admitting commands while the run winds down.
	closing bool
	// changed asks the loop to look again.
	changed bool
	// recorded counts the commands of this run, phases the phase changes.
	recorded int
	phases   int
	started  time.Time
	running  map[string]bool
	machine  workflow.ReceiveChannel
	timer    workflow.Future
	timerAt  time.Time
	unset    workflow.CancelFunc
	// attr is the phase last written as search attribute.
	attr mla.Phase
	// flushAt is when quiet effects and the phase's attribute are next looked at;
	// zero when there is nothing to look at.
	flushAt time.Time
	// profileStale says that the store holds a newer profile than the run.
	profileStale bool
}

// newRequestRun sets the handlers before anything blocks: an update that
// arrives with the first task must find them.
func newRequestRun(ctx workflow.Context, in contract.RequestInput) (*requestRun, error) {
	r := &requestRun{
		in: in, state: in.State, mu: workflow.NewMutex(ctx), running: map[string]bool{},
		started: workflow.Now(ctx), machine: workflow.GetSignalChannel(ctx, contract.SignalMachine), attr: in.State.Phase,
	}
	r.logic = logicVersion(ctx)
	if err := workflow.SetQueryHandler(ctx, contract.QueryState, func() (mla.State, error) { return r.state, nil }); err != nil {
		return nil, err
	}
	return r, workflow.SetUpdateHandlerWithOptions(ctx, contract.UpdateDo, r.do, workflow.UpdateHandlerOptions{Validator: r.validate})
}

// now is the virtual instant in microseconds, which is what the store keeps: an
// event must be the same on both sides.
func (r *requestRun) now(ctx workflow.Context) time.Time {
	return r.in.Clock.Virtual(workflow.Now(ctx)).UTC().Truncate(time.Microsecond)
}

// loop is the life of the run: owed effects, machine commands, rungs that are
// due, and otherwise waiting.
func (r *requestRun) loop(ctx workflow.Context) error {
	for {
		r.changed = false
		r.refreshProfile(ctx)
		r.receive()
		r.runMachine(ctx)
		r.fireDue(ctx)
		r.settle(ctx)
		r.startEffects(ctx)
		if r.changed || len(r.in.Machine) > 0 {
			continue
		}
		if r.idle() {
			if r.state.Idle() {
				if done, err := r.finish(ctx); done || err != nil {
					return err
				}
				continue
			}
			if r.shouldContinue(ctx) {
				if again, err := r.continueAsNew(ctx); !again {
					return err
				}
				continue
			}
		}
		r.setTimer(ctx)
		if err := workflow.Await(ctx, r.wakes); err != nil {
			return err
		}
	}
}

// wakes is the condition the loop sleeps on.
func (r *requestRun) wakes() bool {
	return r.changed || r.machine.Len() > 0 || r.timer != nil && r.timer.IsReady()
}

// setTimer keeps one timer for the next rung, lapse or repeated effect. A timer
// that fires too early finds nothing due and costs less than resetting it.
func (r *requestRun) setTimer(ctx workflow.Context) {
	if r.timer != nil && r.timer.IsReady() {
		r.timer = nil
	}
	next, ok := mla.NextWake(&r.state)
	if !r.flushAt.IsZero() && (!ok || r.flushAt.Before(next)) {
		next, ok = r.flushAt, true
	}
	if !ok || r.timer != nil && !next.Before(r.timerAt) {
		return
	}
	if r.timer != nil {
		r.unset()
	}
	wait := r.in.Clock.Scale(next.Sub(r.now(ctx)))
	if wait <= 0 {
		wait = time.Millisecond
	}
	timerCtx, cancel := workflow.WithCancel(ctx)
	r.timer, r.timerAt, r.unset = workflow.NewTimer(timerCtx, wait), next, cancel
}

// receive takes signals off the channel into the carried queue.
func (r *requestRun) receive() {
	for {
		var cmd mla.Command
		if !r.machine.ReceiveAsync(&cmd) {
			return
		}
		if cmd.Body != nil {
			r.in.Machine = append(r.in.Machine, cmd)
		}
	}
}

// runMachine carries out machine commands in order. A refusal ends the message:
// it is logged by code, and its inbox row is closed with it.
func (r *requestRun) runMachine(ctx workflow.Context) {
	for len(r.in.Machine) > 0 {
		cmd := r.in.Machine[0]
		r.in.Machine = r.in.Machine[1:]
		r.asMachine(ctx, cmd)
		if mla.FromInbox(cmd.ID) {
			closeInbox(ctx, r.state.ID, cmd.ID)
		}
	}
}

func (r *requestRun) fireDue(ctx workflow.Context) {
	for _, cmd := range mla.DueCommands(&r.state, r.now(ctx)) {
		r.asMachine(ctx, cmd)
	}
	for _, e := range r.state.Effects {
		if e.State == mla.EffectFailed && !e.NextTry.IsZero() && !e.NextTry.After(r.now(ctx)) && e.Kind.Quiet() {
			r.queueQuiet(e.Key)
		}
	}
}

// asMachine carries out a command without a caller.
func (r *requestRun) asMachine(ctx workflow.Context, cmd mla.Command) {
	if err := r.mu.Lock(ctx); err != nil {
		return
	}
	defer r.mu.Unlock()
	if _, err := r.carryOut(ctx, cmd); err != nil {
		workflow.GetLogger(ctx).Warn("machine command refused", "command_id", cmd.ID, "code", refusalCode(err))
	}
}

// idle reports that nothing of the run is in the air.
func (r *requestRun) idle() bool {
	return len(r.running) == 0 && len(r.in.Machine) == 0 && len(r.in.Quiet) == 0 && r.machine.Len() == 0
}

// settlePause gathers the mails and packages of commands that follow each other
// closely into one activity, and writes the phase for operators once.
const settlePause = 2 * time.Second // virtual

// settle performs quiet effects and shows the phase once the pause is over, and
// at once when the request has ended.
func (r *requestRun) settle(ctx workflow.Context) {
	quiet := len(r.in.Quiet) > 0 && !r.running["quiet"]
	if !quiet && r.attr == r.state.Phase {
		r.flushAt = time.Time{}
		return
	}
	now := r.now(ctx)
	if r.flushAt.IsZero() {
		r.flushAt = now.Add(settlePause)
	}
	if now.Before(r.flushAt) && !r.state.Idle() {
		return
	}
	r.flushAt = time.Time{}
	if quiet {
		r.goEffect(ctx, "quiet", r.performQuiet)
	}
	r.showPhase(ctx)
}

// showPhase keeps the search attribute of the phase in step, for operators.
func (r *requestRun) showPhase(ctx workflow.Context) {
	if r.attr == r.state.Phase {
		return
	}
	r.attr = r.state.Phase
	_ = workflow.UpsertTypedSearchAttributes(ctx,
		temporal.NewSearchAttributeKeyKeyword(contract.AttrPhase).ValueSet(string(r.state.Phase)))
}
