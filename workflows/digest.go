package workflows

import (
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/workflows/contract"
)

// Digest sends each person one mail a day with what is overdue and due soon.
// A schedule starts it.
func Digest(ctx workflow.Context, in contract.DigestInput) error {
	return workflow.ExecuteActivity(withPolicy(ctx, policyEffect, in.Clock), activities.NameSendDigest).Get(ctx, nil)
}

// Sweep sends machine messages again whose signal was lost: their inbox row is
// still open. A schedule starts it.
func Sweep(ctx workflow.Context, in contract.DigestInput) error {
	return workflow.ExecuteActivity(withPolicy(ctx, policyEffect, in.Clock), activities.NameSweepInbox).Get(ctx, nil)
}
