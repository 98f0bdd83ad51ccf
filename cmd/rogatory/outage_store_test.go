package main

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/engine"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

func TestWhileTheStoreIsDownAWorkflowWaitsWithoutFillingItsHistory(t *testing.T) {
	p := shared.use(t)
	tr := p.opened(t, fixture.Judicial("RO"))
	ctx := within(t, 3*time.Minute)
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	officer := p.people["officier"].user.Actor()
	text, err := p.l.app.store.PutText(ctx, officer, v.ID, "", "Note pendant la panne.")
	if err != nil {
		t.Fatal(err)
	}
	// The store alone: Temporal's databases lie in the same private cluster.
	p.admin(t, `ALTER DATABASE rogatory ALLOW_CONNECTIONS false`)
	t.Cleanup(func() { p.admin(t, `ALTER DATABASE rogatory ALLOW_CONNECTIONS true`) })
	p.admin(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'rogatory'`)
	eventually(t, 20*time.Second, "/readyz says that the database is down", func() (bool, error) {
		status, down := p.down(t)
		return status == http.StatusServiceUnavailable && len(down) == 1 && down[0] == "database", nil
	})

	cmd := mla.Command{ID: uuid.NewString(), Actor: officer, Body: mla.Note{Text: text}}
	if _, err := p.l.app.engine.Do(ctx, v.ID, cmd); !errors.Is(err, engine.ErrUnanswered) {
		t.Errorf("a command in flight: %v, want unanswered", err)
	}
	before := p.history(t, v.ID)
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Second): // what is measured is that nothing happens
	}
	if grown := p.history(t, v.ID) - before; grown > 6 {
		t.Errorf("the history grew by %d events in 20 s of waiting", grown)
	}

	p.admin(t, `ALTER DATABASE rogatory ALLOW_CONNECTIONS true`)
	eventually(t, time.Minute, "the command is done", func() (bool, error) {
		out, err := p.l.app.store.Outcome(ctx, officer, cmd.ID)
		return out.Status == "done", err
	})
	if _, err := p.l.app.engine.Do(ctx, v.ID, cmd); err != nil {
		t.Errorf("the command again: %v", err)
	}
	if n := p.count(t, v.ID, cmd.ID); n != 1 {
		t.Errorf("the note was recorded %d times", n)
	}
	if err := p.l.app.store.VerifyChain(ctx, v.ID); err != nil {
		t.Error(err)
	}
}

// admin runs a statement as the superuser of the private cluster.
func (p *product) admin(t *testing.T, sql string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.l.stack.pg.SuperURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

// history is how many events the current run of a request has.
func (p *product) history(t *testing.T, requestID string) int64 {
	t.Helper()
	d, err := p.l.app.client.DescribeWorkflowExecution(within(t, 10*time.Second), contract.RequestID(requestID), "")
	if err != nil {
		t.Fatal(err)
	}
	return d.GetWorkflowExecutionInfo().GetHistoryLength()
}
