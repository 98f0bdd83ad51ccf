package temporalx

import (
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/workflows"
	"github.com/rogatory/rogatory/workflows/contract"
)

// NewWorker registers every workflow and activity under its contract name. lost is
// told, once, that the worker has given up for good, as when its namespace is
// missing for minutes: it would never work again.
func NewWorker(c client.Client, a *activities.Activities, lost func(error)) worker.Worker {
	w := worker.New(c, contract.Queue, worker.Options{
		WorkerStopTimeout:                5 * time.Second,
		MaxConcurrentActivityTaskPollers: 8,
		MaxConcurrentWorkflowTaskPollers: 8,
		OnFatalError:                     lost,
		Interceptors:                     []interceptor.WorkerInterceptor{&heartbeats{}},
	})
	RegisterWorkflows(w)
	w.RegisterActivityWithOptions(a, activity.RegisterOptions{})
	return w
}

// RegisterWorkflows registers the workflows alone, for replay.
func RegisterWorkflows(r worker.WorkflowRegistry) {
	r.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: contract.RequestWorkflow})
	r.RegisterWorkflowWithOptions(workflows.Delivery, workflow.RegisterOptions{Name: contract.DeliveryWorkflow})
	r.RegisterWorkflowWithOptions(workflows.Digest, workflow.RegisterOptions{Name: contract.DigestWorkflow})
	r.RegisterWorkflowWithOptions(workflows.Sweep, workflow.RegisterOptions{Name: contract.SweepWorkflow})
}
