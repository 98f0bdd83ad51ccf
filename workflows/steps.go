package workflows

import (
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// continueAfter and continueLength say when a run makes way for the next at
// idle after a phase change: a day old, or with a history that is no longer
// short. So the logic a run is bound to dies out within a phase.
const (
	continueAfter  = 24 * time.Hour // virtual
	continueLength = 400            // history events
)

func (r *requestRun) queueQuiet(key string) {
	if !slices.Contains(r.in.Quiet, key) {
		r.in.Quiet = append(r.in.Quiet, key)
		r.changed = true
	}
}

// startEffects begins what is owed and not yet running, each in its own
// coroutine, so that a mail server that is down delays no letter.
func (r *requestRun) startEffects(ctx workflow.Context) {
	now := r.now(ctx)
	for _, e := range r.state.Effects {
		due := e.State == mla.EffectIsOwed || e.State == mla.EffectFailed && !e.NextTry.IsZero() && !e.NextTry.After(now)
		if !due || e.Kind.Quiet() || r.running[e.Key] {
			continue
		}
		if e.Kind == mla.EffectDeliver {
			r.startDelivery(ctx, e)
			continue
		}
		r.goEffect(ctx, e.Key, func(ctx workflow.Context) { r.performLoud(ctx, e) })
	}
}

func (r *requestRun) goEffect(ctx workflow.Context, key string, fn func(workflow.Context)) {
	r.running[key] = true
	workflow.Go(ctx, func(ctx workflow.Context) {
		fn(ctx)
		delete(r.running, key)
		r.changed = true
	})
}

// performQuiet performs mails and packages in one activity; only a failure
// becomes an event.
func (r *requestRun) performQuiet(ctx workflow.Context) {
	keys := slices.Clone(r.in.Quiet)
	var ends []activities.EffectEnd
	err := workflow.ExecuteActivity(withPolicy(ctx, policyEffect, r.in.Clock), activities.NamePerformQuiet,
		activities.EffectInput{RequestID: r.state.ID, Keys: keys}).Get(ctx, &ends)
	if err != nil {
		// The activity itself could not run to its end, several times: each effect
		// failed, and its backoff takes over.
		for _, k := range keys {
			ends = append(ends, activities.EffectEnd{Key: k, Outcome: "failed", Code: "unavailable"})
		}
	}
	r.in.Quiet = slices.DeleteFunc(r.in.Quiet, func(k string) bool { return slices.Contains(keys, k) })
	for _, end := range ends {
		if end.Outcome != "done" {
			r.completeEffect(ctx, end)
		} else if e, ok := r.state.Effect(end.Key); ok && e.State == mla.EffectFailed {
			r.completeEffect(ctx, end)
		}
	}
}

// performLoud performs an effect whose success is an event too.
func (r *requestRun) performLoud(ctx workflow.Context, e mla.Effect) {
	end := activities.EffectEnd{Key: e.Key}
	name := loudActivities[e.Kind]
	err := workflow.ExecuteActivity(withPolicy(ctx, policyEffect, r.in.Clock), name,
		activities.EffectInput{RequestID: r.state.ID, Keys: []string{e.Key}}).Get(ctx, &end)
	if err != nil {
		end = activities.EffectEnd{Key: e.Key, Outcome: "failed", Code: refusalCode(err)}
		var app *temporal.ApplicationError
		if asApplication(err, &app) && app.NonRetryable() {
			end.Final = true
		}
	}
	r.completeEffect(ctx, end)
}

var loudActivities = map[mla.EffectKind]string{
	mla.EffectLetter:     activities.NameMakeLetter,
	mla.EffectSeal:       activities.NameSealRequest,
	mla.EffectNotifyLink: activities.NameNotifyLink,
	mla.EffectPoliceCopy: activities.NamePoliceCopy,
}

func (r *requestRun) completeEffect(ctx workflow.Context, end activities.EffectEnd) {
	attempts := 0
	if e, ok := r.state.Effect(end.Key); ok {
		attempts = e.Attempts
	}
	r.asMachine(ctx, mla.Command{
		ID: effectCommandID(end.Key, attempts), Actor: mla.Automaton,
		Body: mla.CompleteEffect{Effect: end.Key, Outcome: end.Outcome, Docs: end.Docs, Code: end.Code, Final: end.Final},
	})
}

// startDelivery starts the child that brings evidence into the case. It outlives
// this run and reports by signal.
func (r *requestRun) startDelivery(ctx workflow.Context, e mla.Effect) {
	child := "child/" + e.Delivery
	if slices.Contains(r.in.Children, child) || r.running[e.Key] {
		return
	}
	r.running[e.Key] = true
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { delete(r.running, e.Key); r.changed = true }()
		cctx := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            contract.DeliveryID(e.Delivery),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		})
		in := contract.DeliveryInput{Clock: r.in.Clock, RequestID: r.state.ID, Delivery: e.Delivery}
		err := workflow.ExecuteChildWorkflow(cctx, contract.DeliveryWorkflow, in).GetChildWorkflowExecution().Get(ctx, nil)
		if err == nil || temporal.IsWorkflowExecutionAlreadyStartedError(err) {
			r.in.Children = appendOnce(r.in.Children, child)
		}
	})
}

// finish waits for handlers and signals before the last run ends; a command
// that came meanwhile keeps it alive.
func (r *requestRun) finish(ctx workflow.Context) (bool, error) {
	if !workflow.AllHandlersFinished(ctx) {
		if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
			return true, err
		}
		return false, nil
	}
	return true, nil
}

// shouldContinue says whether the run should make way for the next.
func (r *requestRun) shouldContinue(ctx workflow.Context) bool {
	info := workflow.GetInfo(ctx)
	if info.GetContinueAsNewSuggested() {
		return true
	}
	if r.in.EventsPerRun > 0 {
		return r.recorded >= r.in.EventsPerRun
	}
	age := r.now(ctx).Sub(r.in.Clock.Virtual(r.started))
	return r.phases > 0 && (age >= continueAfter || info.GetCurrentHistoryLength() >= continueLength)
}

// continueAsNew stops admitting, lets accepted commands end, drains signals and
// hands everything to the next run. It reports true when something came up and
// the loop should go on instead.
func (r *requestRun) continueAsNew(ctx workflow.Context) (again bool, err error) {
	r.closing = true
	if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
		return false, err
	}
	r.receive()
	if !r.idle() || r.changed {
		r.closing = false
		return true, nil
	}
	return false, workflow.NewContinueAsNewError(ctx, contract.RequestWorkflow, r.carried())
}

// carried is the input of the next run.
func (r *requestRun) carried() contract.RequestInput {
	next := r.in
	next.State = r.state
	next.Runs++
	return next
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
