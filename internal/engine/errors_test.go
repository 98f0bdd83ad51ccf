package engine

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// What the client returns is a refusal, "not sent", or "sent and not answered";
// anything unknown is the last, for saying that nothing happened must be certain.
func TestErrorsOfTheEngine(t *testing.T) {
	t.Parallel()
	refusal := mla.Refuse(mla.CodeWrongPhase, "phase")
	for name, tc := range map[string]struct {
		err  error
		want error
		code string
	}{
		"a refusal with its details": {
			err: temporal.NewApplicationErrorWithOptions(refusal.Code, contract.ErrRefused, temporal.ApplicationErrorOptions{
				NonRetryable: true, Details: []any{*refusal},
			}),
			code: mla.CodeWrongPhase,
		},
		"a refusal without details": {
			err: temporal.NewApplicationErrorWithOptions("wrong_phase", contract.ErrRefused, temporal.ApplicationErrorOptions{}), code: "wrong_phase",
		},
		"no such workflow":      {err: serviceerror.NewNotFound("gone"), code: mla.CodeRequestEnded},
		"nobody at the address": {err: serviceerror.NewUnavailable("refused"), want: ErrUnreachable},
		"no answer in time":     {err: client.NewWorkflowUpdateServiceTimeoutOrCanceledError(context.DeadlineExceeded), want: ErrUnanswered},
		"the server's deadline": {err: serviceerror.NewDeadlineExceeded("late"), want: ErrUnanswered},
		"our own deadline":      {err: fmt.Errorf("update: %w", context.DeadlineExceeded), want: ErrUnanswered},
		"something else":        {err: errors.New("connection reset by peer"), want: ErrUnanswered},
		"another failure":       {err: temporal.NewApplicationError("boom", "panic"), want: ErrUnanswered},
	} {
		got := New(nil, noClock).errorOf(tc.err)
		var e *mla.Error
		switch {
		case tc.code != "":
			if !errors.As(got, &e) || e.Code != tc.code {
				t.Errorf("%s: %v, want the refusal %s", name, got, tc.code)
			}
		case !errors.Is(got, tc.want):
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
	if New(nil, noClock).errorOf(nil) != nil {
		t.Error("no error became one")
	}
}
