package engine

import (
	"context"
	"errors"
	"fmt"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// errorOf maps what the client returns to a refusal, to "not sent", or to "sent
// and not answered". Anything unknown counts as unanswered: saying that nothing
// happened must be certain.
func (e *Engine) errorOf(err error) error {
	if err == nil {
		return nil
	}
	var app *temporal.ApplicationError
	if errors.As(err, &app) && app.Type() == contract.ErrRefused {
		var refusal mla.Error
		if app.HasDetails() && app.Details(&refusal) == nil && refusal.Code != "" {
			return &refusal
		}
		return mla.Refuse(app.Message(), "")
	}
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return mla.Refuse(mla.CodeRequestEnded, "", "phase", "")
	}
	var unavailable *serviceerror.Unavailable
	if errors.As(err, &unavailable) {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	var timeout *client.WorkflowUpdateServiceTimeoutOrCanceledError
	var deadline *serviceerror.DeadlineExceeded
	if errors.As(err, &timeout) || errors.As(err, &deadline) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrUnanswered, err)
	}
	return fmt.Errorf("%w: %w", ErrUnanswered, err)
}
