package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

var noClock = clock.Clock{}

var someNote = mla.Command{ID: "c1", Actor: mla.Actor{ID: "u1", Role: mla.Officer}, Body: mla.Note{Text: mla.TextRef{ID: "t", Digest: "d"}}}

// fakeClient is a client made of functions; calling what a test did not give it
// is a panic, and so a failure.
type fakeClient struct {
	client.Client
	health func() error
	update func(client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error)
	signal func(workflowID, name string) error
}

func (f fakeClient) CheckHealth(context.Context, *client.CheckHealthRequest) (*client.CheckHealthResponse, error) {
	return &client.CheckHealthResponse{}, f.health()
}

func (f fakeClient) UpdateWorkflow(_ context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	return f.update(o)
}

func (f fakeClient) SignalWorkflow(_ context.Context, workflowID, _, name string, _ any) error {
	return f.signal(workflowID, name)
}

// doneUpdate is an update with its outcome.
type doneUpdate struct {
	client.WorkflowUpdateHandle
	out contract.Outcome
}

func (d doneUpdate) Get(_ context.Context, to any) error {
	*to.(*contract.Outcome) = d.out
	return nil
}

func well() error { return nil }

func makingWay() error {
	return temporal.NewApplicationErrorWithOptions("continuing", contract.ErrRefused, temporal.ApplicationErrorOptions{
		NonRetryable: true, Details: []any{*mla.Refuse("continuing", "")},
	})
}

func TestAnEngineOutOfReachIsSentNothing(t *testing.T) {
	t.Parallel()
	e := New(fakeClient{health: func() error { return serviceerror.NewUnavailable("refused") }}, noClock)
	if _, err := e.Do(t.Context(), "r1", someNote); !errors.Is(err, ErrUnreachable) {
		t.Errorf("Do: %v", err)
	}
	if _, err := e.Open(t.Context(), "r1", someNote, mla.Profile{}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("Open: %v", err)
	}
}

func TestACommandIsSentAgainToTheRunThatFollows(t *testing.T) {
	t.Parallel()
	sent := 0
	e := New(fakeClient{health: well, update: func(o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
		if o.UpdateID != someNote.ID || o.WorkflowID != "request/r1" {
			t.Errorf("sent as %s to %s", o.UpdateID, o.WorkflowID)
		}
		if sent++; sent < 3 {
			return nil, makingWay()
		}
		return doneUpdate{out: contract.Outcome{Seq: 7}}, nil
	}}, noClock)
	out, err := e.Do(t.Context(), "r1", someNote)
	if err != nil || out.Seq != 7 || sent != 3 {
		t.Errorf("%+v %v after %d sendings", out, err, sent)
	}
}

func TestARunThatNeverMakesWayIsUnreachableInTheEnd(t *testing.T) {
	t.Parallel()
	e := New(fakeClient{health: well, update: func(client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
		return nil, makingWay()
	}}, noClock)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	// Each time it was refused: nothing was accepted, and that is certain.
	if _, err := e.Do(ctx, "r1", someNote); !errors.Is(err, ErrUnreachable) {
		t.Errorf("%v", err)
	}
}

func TestAMessageForARequestThatEndedIsNoError(t *testing.T) {
	t.Parallel()
	var answer error
	e := New(fakeClient{signal: func(id, name string) error {
		if id != "request/r1" || name != contract.SignalMachine {
			t.Errorf("signal %s to %s", name, id)
		}
		return answer
	}}, noClock)
	answer = serviceerror.NewNotFound("gone")
	if err := e.Notify(t.Context(), "r1", someNote); err != nil {
		t.Error(err)
	}
	answer = serviceerror.NewUnavailable("down")
	if err := e.Notify(t.Context(), "r1", someNote); err == nil {
		t.Error("a message that was not delivered must stay in the inbox")
	}
}
