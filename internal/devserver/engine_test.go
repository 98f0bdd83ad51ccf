package devserver

import (
	"context"
	"syscall"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const queue = "devserver-test"

var office = temporal.NewSearchAttributeKeyKeyword("TestOffice")

// knock counts updates until it is signalled, and answers the count.
func knock(ctx workflow.Context) (int, error) {
	count := 0
	if err := workflow.SetUpdateHandler(ctx, "knock", func(workflow.Context) (int, error) {
		count++
		return count, nil
	}); err != nil {
		return 0, err
	}
	workflow.GetSignalChannel(ctx, "open").Receive(ctx, nil)
	return count, nil
}

// nap measures how late a short timer fires.
func nap(ctx workflow.Context) (time.Duration, error) {
	begun := workflow.Now(ctx)
	err := workflow.Sleep(ctx, 100*time.Millisecond)
	return workflow.Now(ctx).Sub(begun), err
}

func dial(t *testing.T, s *Server) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: s.Address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func work(t *testing.T, c client.Client) worker.Worker {
	t.Helper()
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(knock)
	w.RegisterWorkflow(nap)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

func knockOnce(t *testing.T, c client.Client, id string) int {
	t.Helper()
	start := c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: id, TaskQueue: queue, WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}, knock)
	handle, err := c.UpdateWithStartWorkflow(t.Context(), client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start,
		UpdateOptions:          client.UpdateWorkflowOptions{UpdateName: "knock", WaitForStage: client.WorkflowUpdateStageCompleted},
	})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	if err := handle.Get(t.Context(), &count); err != nil {
		t.Fatal(err)
	}
	return count
}

func TestWorkflowSurvivesKillOfTheServer(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := mustStart(t, p.options(t))
	c := dial(t, s)
	w := work(t, c)
	if got := knockOnce(t, c, "door"); got != 1 {
		t.Fatalf("first knock counted %d", got)
	}
	w.Stop()
	if err := syscall.Kill(s.process.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	await(t, "Done closes", s.Done())

	s = mustStart(t, p.options(t))
	c = dial(t, s)
	w = work(t, c)
	defer w.Stop()
	if got := knockOnce(t, c, "door"); got != 2 {
		t.Errorf("the knock after the kill counted %d", got)
	}
	if err := c.SignalWorkflow(t.Context(), "door", "", "open", nil); err != nil {
		t.Fatal(err)
	}
	count := 0
	if err := c.GetWorkflow(t.Context(), "door", "").Get(t.Context(), &count); err != nil || count != 2 {
		t.Errorf("finished with %d, %v", count, err)
	}
}

func TestShortTimersAndNewSearchAttributes(t *testing.T) {
	t.Parallel()
	s := mustStart(t, newPlace(t).options(t))
	c := dial(t, s)
	w := work(t, c)
	defer w.Stop()

	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "nap", TaskQueue: queue}, nap)
	if err != nil {
		t.Fatal(err)
	}
	var took time.Duration
	if err := run.Get(t.Context(), &took); err != nil {
		t.Fatal(err)
	}
	t.Logf("a timer of 100 ms took %s", took)
	if took > 800*time.Millisecond { // without the setting it takes a second and more
		t.Errorf("a timer of 100 ms took %s", took)
	}

	if _, err := c.OperatorService().AddSearchAttributes(t.Context(), &operatorservice.AddSearchAttributesRequest{
		Namespace: "default", SearchAttributes: map[string]enumspb.IndexedValueType{office.GetName(): enumspb.INDEXED_VALUE_TYPE_KEYWORD},
	}); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	eventually(t, "a start with the new search attribute", func(ctx context.Context) error {
		_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
			ID: "labelled", TaskQueue: queue, TypedSearchAttributes: temporal.NewSearchAttributes(office.ValueSet("registry")),
		}, nap)
		return err
	})
	eventually(t, "finding it again", func(ctx context.Context) error {
		found, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: "TestOffice = 'registry'"})
		if err == nil && found.Count != 1 {
			err = context.DeadlineExceeded
		}
		return err
	})
	t.Logf("a new search attribute is usable after %s", time.Since(begun).Round(time.Millisecond))
}

func eventually(t *testing.T, what string, try func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("not within 20 s: %s: %v", what, err)
		case <-tick.C:
		}
	}
}
