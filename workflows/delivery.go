package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// deliveryPauses are the virtual pauses after each failed attempt; the last
// repeats until deliveryPatience is over. A case system may be down for a week.
var deliveryPauses = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

const (
	deliveryPatience = 40 // attempts: more than a month
	deliveryWarnAt   = 3  // attempts after which a person is told
	deliveryPerRun   = 20 // attempts per run of the workflow
)

// Delivery brings one delivery into the originating case and waits for the
// receiver's acknowledgement. Every attempt carries the same id, by which the
// receiver recognises a redelivery. It reports to its request by signal.
func Delivery(ctx workflow.Context, in contract.DeliveryInput) error {
	for tries := 0; ; tries++ {
		if tries == deliveryPerRun {
			return workflow.NewContinueAsNewError(ctx, contract.DeliveryWorkflow, in)
		}
		var receipt activities.Receipt
		err := workflow.ExecuteActivity(withPolicy(ctx, policyDeliver, in.Clock), activities.NameDeliver,
			activities.DeliverInput{RequestID: in.RequestID, Delivery: in.Delivery}).Get(ctx, &receipt)
		if err == nil {
			return report(ctx, in, mla.Command{
				ID: "delivery/" + in.Delivery + "/acknowledged", Actor: mla.Automaton,
				Body: mla.DeliveryAcknowledged{Delivery: in.Delivery, Receipt: receipt.ID, At: receipt.At},
			})
		}
		if temporal.IsCanceledError(err) {
			return err
		}
		in.Attempts++
		final := isFinal(err) || in.Attempts >= deliveryPatience
		if final || in.Attempts == deliveryWarnAt {
			cmd := mla.Command{
				ID: effectCommandID("delivery/"+in.Delivery+"/troubled", in.Attempts), Actor: mla.Automaton,
				Body: mla.DeliveryTroubled{Delivery: in.Delivery, Code: refusalCode(err), Attempts: in.Attempts, Final: final},
			}
			if err := report(ctx, in, cmd); err != nil || final {
				return err
			}
		}
		if err := workflow.Sleep(ctx, in.Clock.Scale(deliveryPauses[min(in.Attempts, len(deliveryPauses))-1])); err != nil {
			return err
		}
	}
}

func isFinal(err error) bool {
	var app *temporal.ApplicationError
	return errors.As(err, &app) && app.NonRetryable()
}

// report signals the request. No inbox row is needed: this workflow's own history
// keeps the message until it is delivered. A request that has ended meanwhile no
// longer needs it.
func report(ctx workflow.Context, in contract.DeliveryInput, cmd mla.Command) error {
	err := workflow.SignalExternalWorkflow(ctx, contract.RequestID(in.RequestID), "", contract.SignalMachine, cmd).Get(ctx, nil)
	var unknown *temporal.UnknownExternalWorkflowExecutionError
	if errors.As(err, &unknown) {
		return nil
	}
	return err
}
