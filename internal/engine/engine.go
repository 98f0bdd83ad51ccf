// Package engine speaks to the workflows as Open, Do and Notify, and turns the
// engine's errors into the domain's.
package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// The two ways of not knowing. ErrUnreachable: nothing was sent. ErrUnanswered:
// it was sent, and may still be carried out.
var (
	ErrUnreachable = errors.New("engine unreachable")
	ErrUnanswered  = errors.New("engine did not answer in time")
)

// answerWithin is how long a person waits for a command.
const answerWithin = 5 * time.Second

// reachWithin is how long the engine may take to say that it is there.
const reachWithin = 2 * time.Second

// Engine moves requests through Temporal.
type Engine struct {
	client client.Client
	clock  clock.Clock
	// eventsPerRun forces continue-as-new, for tests.
	eventsPerRun int
}

// New builds an engine on a connected client.
func New(c client.Client, clk clock.Clock) *Engine { return &Engine{client: c, clock: clk} }

// ForceContinue makes every request opened from now on continue as new after n
// commands; for tests.
func (e *Engine) ForceContinue(n int) { e.eventsPerRun = n }

// Open starts the request's workflow with its first command. A second opening
// with the same command id is the first.
func (e *Engine) Open(ctx context.Context, requestID string, cmd mla.Command, p mla.Profile) (contract.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := e.reach(ctx); err != nil {
		return contract.Outcome{}, err
	}
	start := e.client.NewWithStartWorkflowOperation(e.startOptions(requestID, p), contract.RequestWorkflow,
		contract.RequestInput{Clock: e.clock, Profile: p, EventsPerRun: e.eventsPerRun})
	handle, err := e.client.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start, UpdateOptions: update(requestID, cmd),
	})
	var out contract.Outcome
	if err == nil {
		err = handle.Get(ctx, &out)
	}
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		// The first run ended well long ago: the store knows the outcome.
		return out, mla.Refuse(mla.CodeAlreadyDone, "request")
	}
	return out, e.errorOf(err)
}

// reach asks whether the engine is there before anything is sent: the client
// itself tries again until the time is over, and afterwards nobody could say
// whether it got through.
func (e *Engine) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	if err := e.Ping(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return nil
}

func (e *Engine) startOptions(requestID string, p mla.Profile) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID: contract.RequestID(requestID), TaskQueue: contract.Queue,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		TypedSearchAttributes: temporal.NewSearchAttributes(
			temporal.NewSearchAttributeKeyKeyword(contract.AttrState).ValueSet(p.State),
			temporal.NewSearchAttributeKeyKeyword(contract.AttrTrack).ValueSet(string(p.Track)),
		),
	}
}

func update(requestID string, cmd mla.Command) client.UpdateWorkflowOptions {
	return client.UpdateWorkflowOptions{
		UpdateID: cmd.ID, WorkflowID: contract.RequestID(requestID), UpdateName: contract.UpdateDo,
		Args: []any{cmd}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
}

// Do gives a command and waits for its outcome. A run that is making way for
// the next is asked again until the time is over.
func (e *Engine) Do(ctx context.Context, requestID string, cmd mla.Command) (contract.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := e.reach(ctx); err != nil {
		return contract.Outcome{}, err
	}
	for {
		out, err := e.do(ctx, requestID, cmd)
		var refusal *mla.Error
		if !errors.As(err, &refusal) || refusal.Code != "continuing" {
			return out, err
		}
		select {
		case <-ctx.Done():
			return out, ErrUnreachable // refused each time: nothing was accepted
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (e *Engine) do(ctx context.Context, requestID string, cmd mla.Command) (contract.Outcome, error) {
	var out contract.Outcome
	handle, err := e.client.UpdateWorkflow(ctx, update(requestID, cmd))
	if err == nil {
		err = handle.Get(ctx, &out)
	}
	return out, e.errorOf(err)
}

// Notify sends a machine command as a signal. A request that has ended needs it
// no more, which is no error.
func (e *Engine) Notify(ctx context.Context, requestID string, cmd mla.Command) error {
	err := e.client.SignalWorkflow(ctx, contract.RequestID(requestID), "", contract.SignalMachine, cmd)
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return nil
	}
	return err
}

// Resume starts the workflow of a request from its folded events, after the
// engine lost it.
func (e *Engine) Resume(ctx context.Context, s mla.State, p mla.Profile, quiet []string) error {
	_, err := e.client.ExecuteWorkflow(ctx, e.resumeOptions(s, p), contract.RequestWorkflow,
		contract.RequestInput{Clock: e.clock, Profile: p, State: s, Quiet: quiet, EventsPerRun: e.eventsPerRun})
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		return nil
	}
	return err
}

func (e *Engine) resumeOptions(s mla.State, p mla.Profile) client.StartWorkflowOptions {
	o := e.startOptions(s.ID, p)
	// A run that ended while the store says the request lives is replaced.
	o.WorkflowIDReusePolicy = enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE
	return o
}

// Running reports the state of the request's workflow: running, ended or missing.
func (e *Engine) Running(ctx context.Context, requestID string) (string, error) {
	d, err := e.client.DescribeWorkflowExecution(ctx, contract.RequestID(requestID), "")
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return "missing", nil
	}
	if err != nil {
		return "", err
	}
	if d.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return "running", nil
	}
	return "ended", nil
}

// State asks the running workflow what it knows.
func (e *Engine) State(ctx context.Context, requestID string) (mla.State, error) {
	var s mla.State
	v, err := e.client.QueryWorkflow(ctx, contract.RequestID(requestID), "", contract.QueryState)
	if err != nil {
		return s, err
	}
	return s, v.Get(&s)
}

// Ping reports whether the engine answers.
func (e *Engine) Ping(ctx context.Context) error {
	_, err := e.client.CheckHealth(ctx, &client.CheckHealthRequest{})
	return err
}
