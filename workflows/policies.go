package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/mla"
)

// policy is what an activity may take and how it is repeated. Intervals between
// attempts scale with the clock, the time one attempt may take never does.
type policy struct {
	attempt time.Duration
	// alive is how long the worker may be silent during an attempt before it counts
	// as dead; zero waits for the attempt's end.
	alive    time.Duration
	interval time.Duration
	max      time.Duration
	attempts int32
	backoff  float64
	fixed    bool // intervals are not scaled
}

var (
	// policyRecord never gives up: the store is the record for people, and a
	// command that was accepted must be written. It fills no history meanwhile.
	policyRecord = policy{attempt: 5 * time.Second, interval: 200 * time.Millisecond, max: 10 * time.Second, backoff: 2, fixed: true}
	// policyEffect tries a few times at once; longer pauses are the request's own.
	policyEffect = policy{attempt: 2 * time.Minute, alive: 10 * time.Second, interval: 500 * time.Millisecond, max: 5 * time.Second, attempts: 4, backoff: 2, fixed: true}
	// policyDeliver is one attempt; the delivery's own patience is measured in days.
	policyDeliver = policy{attempt: 30 * time.Minute, alive: 10 * time.Second, interval: time.Second, attempts: 1, backoff: 1, fixed: true}
	// policyRead never gives up reading.
	policyRead = policy{attempt: 10 * time.Second, interval: 500 * time.Millisecond, max: 30 * time.Second, backoff: 2, fixed: true}
)

func withPolicy(ctx workflow.Context, p policy, c clock.Clock) workflow.Context {
	interval, max := p.interval, p.max
	if !p.fixed {
		interval, max = c.Scale(interval), c.Scale(max)
	}
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: p.attempt,
		HeartbeatTimeout:    p.alive,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: interval, MaximumInterval: max, BackoffCoefficient: p.backoff, MaximumAttempts: p.attempts,
		},
	})
}

// record appends events; it returns only with an answer, or when the run ends.
// An ordinary activity, so that the accepted update is in history before
// anything is committed.
func record(ctx workflow.Context, in activities.RecordInput) (activities.RecordAnswer, error) {
	var out activities.RecordAnswer
	err := workflow.ExecuteActivity(withPolicy(ctx, policyRecord, clock.Clock{}), activities.NameRecord, in).Get(ctx, &out)
	return out, err
}

// closeInbox marks a machine message as dealt with, whatever became of it.
func closeInbox(ctx workflow.Context, requestID, commandID string) {
	_ = workflow.ExecuteActivity(withPolicy(ctx, policyRead, clock.Clock{}), activities.NameCloseInbox,
		activities.InboxInput{RequestID: requestID, CommandID: commandID}).Get(ctx, nil)
}

// refreshProfile reads the profile that the store says governs now, after the
// run learnt of a change it did not make itself.
func (r *requestRun) refreshProfile(ctx workflow.Context) {
	if !r.profileStale {
		return
	}
	r.profileStale = false
	var p mla.Profile
	err := workflow.ExecuteActivity(withPolicy(ctx, policyRead, clock.Clock{}), activities.NameCurrentProfile,
		activities.EffectInput{RequestID: r.state.ID}).Get(ctx, &p)
	if err == nil && p.Hash != "" {
		r.in.Profile = p
	}
}
