package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// run is the id of the current run of a workflow.
func (p *product) run(t *testing.T, workflowID string) string {
	t.Helper()
	d, err := p.l.app.client.DescribeWorkflowExecution(within(t, 10*time.Second), workflowID, "")
	if err != nil {
		t.Fatal(err)
	}
	return d.GetWorkflowExecutionInfo().GetExecution().GetRunId()
}

// notes gives n notes at once, patiently, and returns their command ids.
func (p *product) notes(ctx context.Context, t *testing.T, tr *trip, n int) []string {
	t.Helper()
	ids := make([]string, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		ids[i] = uuid.NewString()
		wg.Go(func() {
			_, errs[i] = p.people["officier"].do(ctx, http.MethodPost, "/api/v1/requests/"+tr.ref+"/note", note(ids[i], "Note."), nil)
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestContinuingAsNewEveryTwoCommandsLosesNeitherCommandsNorChildren(t *testing.T) {
	p := shared.use(t)
	p.l.app.engine.ForceContinue(2)
	t.Cleanup(func() { p.l.app.engine.ForceContinue(0) })
	p.l.receiver.SetDown(true)
	t.Cleanup(func() { p.l.receiver.SetDown(false) })
	ctx := within(t, 2*time.Minute)
	tr := p.opened(t, fixture.Judicial("PH"))
	ids := p.notes(ctx, t, tr, 8)
	if err := chain(ctx,
		func(ctx context.Context) error { return tr.submit(ctx, "submit") },
		func(ctx context.Context) error { return tr.approve(ctx, "approve") },
		tr.signAndTranslate,
		func(ctx context.Context) error { return tr.travel(ctx, 1<<10, "") },
		tr.acknowledge, tr.decided,
		func(ctx context.Context) error { return tr.respond(ctx, "answer", "full", "M1", "fr") },
		func(ctx context.Context) error { return tr.assess(ctx, "assess", true) },
	); err != nil {
		t.Fatal(err)
	}
	v, err := tr.until(ctx, "the case system is down", func(v view) bool { return len(v.Deliveries) > 0 && v.Deliveries[0].Status == "stuck" })
	if err != nil {
		t.Fatal(err)
	}
	// The parent goes on to other runs while the child waits.
	delivery := v.Deliveries[0].ID
	parent, child := p.run(t, contract.RequestID(v.ID)), p.run(t, contract.DeliveryID(delivery))
	ids = append(ids, p.notes(ctx, t, tr, 4)...)
	eventually(t, 20*time.Second, "the parent continued as new", func() (bool, error) { return p.run(t, contract.RequestID(v.ID)) != parent, nil })
	if p.run(t, contract.DeliveryID(delivery)) != child {
		t.Error("the child was started again")
	}
	p.l.receiver.SetDown(false)
	if err := tr.deliverAndClose(ctx); err != nil {
		t.Fatal(err)
	}

	for _, id := range ids {
		if n := p.count(t, v.ID, id); n != 1 {
			t.Errorf("a note was recorded %d times", n)
		}
	}
	kept := 0
	for _, r := range p.l.receiver.Received() {
		if r.ID == delivery {
			kept++
		}
	}
	if v, err = tr.read(ctx); err != nil || v.Phase != mla.PhaseClosed || kept != 1 {
		t.Errorf("phase %s, delivered %d times, %v", v.Phase, kept, err)
	}
	runs := 0
	eventually(t, 30*time.Second, "at least six runs", func() (bool, error) {
		_, runs, err = workflowEvents(ctx, p.l.app, v.ID)
		return runs >= 6, err
	})
	t.Logf("%d runs", runs)
}
