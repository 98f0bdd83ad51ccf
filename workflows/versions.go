package workflows

import (
	"errors"
	"strconv"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/internal/mla"
)

// logicVersion binds a run to the decisions it began with. A changed decision
// raises mla.LogicVersion; runs already under way keep theirs until they
// continue as new.
func logicVersion(ctx workflow.Context) int {
	return int(workflow.GetVersion(ctx, "logic", 1, mla.LogicVersion))
}

// effectCommandID derives the id of an effect's report from its cause: the
// effect's key and which attempt it was.
func effectCommandID(key string, attempt int) string {
	return "effect/" + key + "/" + strconv.Itoa(attempt)
}

func asApplication(err error, target **temporal.ApplicationError) bool { return errors.As(err, target) }
