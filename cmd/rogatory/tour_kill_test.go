package main

import (
	"context"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/pgcluster"
)

// seed is where the random points of killing come from: ROGATORY_E2E_SEED
// repeats those of an earlier run.
func seed(t *testing.T) *rand.Rand {
	n, err := strconv.ParseInt(os.Getenv("ROGATORY_E2E_SEED"), 10, 64)
	if err != nil {
		n = time.Now().UnixNano() % 1e6
	}
	t.Logf("ROGATORY_E2E_SEED=%d", n)
	return rand.New(rand.NewSource(n))
}

func TestKillingAnyProcessAtAnyPointChangesNothingOfATour(t *testing.T) {
	needServers(t)
	t.Parallel()
	undisturbed := plainTour(t)
	rnd := seed(t)
	dir := newDir(t)
	postmortem(t, dir)
	c := startTour(t, dir, 3)
	victims := []string{"tour", "temporal", "postgres", "all", "tour", "temporal"}
	rnd.Shuffle(len(victims), func(i, j int) { victims[i], victims[j] = victims[j], victims[i] })
	killed := 0
	for _, victim := range victims {
		c.walks(t)
		after := time.Duration(500+rnd.Intn(4500)) * time.Millisecond
		select {
		case <-c.done:
		case <-time.After(after): // the random point
		}
		if c.ended() {
			break
		}
		t.Logf("%s after it was under way, kill -9: %s", after, victim)
		killed++
		switch victim {
		case "tour":
			c.kill()
		case "temporal":
			c.killServer(t, victim, c.temporalPID)
		case "postgres":
			c.killServer(t, victim, c.postgresPID)
		case "all":
			pg, engine := c.postgresPID(), c.temporalPID()
			_ = syscall.Kill(pg, syscall.SIGKILL)
			_ = syscall.Kill(engine, syscall.SIGKILL)
			c.kill()
		}
		if c.ended() {
			c = startTour(t, dir, 3)
		}
	}
	if killed < 3 {
		t.Errorf("the tour was over after %d kills: make it slower", killed)
	}
	got := c.result(t)
	same(t, undisturbed.result(t), got)
	nothingTwice(t, dir)
}

func TestATourGoesOnAfterTemporalsDatabaseWasLost(t *testing.T) {
	needServers(t)
	t.Parallel()
	undisturbed := plainTour(t)
	dir := newDir(t)
	c := startTour(t, dir, 4)
	c.walks(t)
	select {
	case <-c.done:
		t.Fatalf("the tour was over too soon:\n%s", c.stderr.String())
	case <-time.After(7 * time.Second): // in the middle
	}
	engine := c.temporalPID()
	c.kill()
	_ = syscall.Kill(engine, syscall.SIGKILL)
	inCluster(t, dir, "postgres", dropTemporal)
	c = startTour(t, dir, 4)
	got := c.result(t)
	if !strings.Contains(c.stderr.String(), "were missing in Temporal and go on from their events") {
		t.Errorf("nothing was resumed:\n%s", c.stderr.String())
	}
	same(t, undisturbed.result(t), got)
	nothingTwice(t, dir)
}

func dropTemporal(ctx context.Context, conn *pgx.Conn) error {
	for _, db := range []string{"temporal", "temporal_visibility"} {
		if _, err := conn.Exec(ctx, "DROP DATABASE "+db+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}

// inCluster runs fn on the private PostgreSQL of a tour that is not running.
func inCluster(t *testing.T, dir, database string, fn func(context.Context, *pgx.Conn) error) {
	t.Helper()
	ctx := within(t, time.Minute)
	pg, err := pgcluster.Start(ctx, pgcluster.Options{Dir: filepath.Join(dir, "pg"), Logf: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pg.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	conn, err := pgx.Connect(ctx, pg.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := fn(ctx, conn); err != nil {
		t.Fatal(err)
	}
}

// nothingTwice looks into the store of a finished tour for what must not be
// there: a rung, a delivery or a person's command recorded twice, a history with
// a gap. (Mails are once by their message id, which is the key of the outbox.)
func nothingTwice(t *testing.T, dir string) {
	t.Helper()
	checks := map[string]string{
		"events with the same place in a history": `
			SELECT count(*) FROM (SELECT 1 FROM request_events GROUP BY request_id, seq HAVING count(*) > 1) x`,
		"rungs fired twice": `
			SELECT count(*) FROM (SELECT 1 FROM request_events WHERE kind = 'rung_fired'
			GROUP BY request_id, event->'body'->>'obligation', event->'body'->>'rung' HAVING count(*) > 1) x`,
		"deliveries acknowledged twice": `
			SELECT count(*) FROM (SELECT 1 FROM request_events WHERE kind = 'delivery_done'
			GROUP BY request_id, event->'body'->>'delivery' HAVING count(*) > 1) x`,
		"commands recorded twice": `
			SELECT count(*) FROM (SELECT 1 FROM command_outcomes WHERE actor_id IN (SELECT id FROM users) GROUP BY command_id HAVING count(*) > 1) x`,
		"requests without a gapless history": `
			SELECT count(*) FROM requests r WHERE phase <> '' AND seq <> (SELECT count(*) FROM request_events e WHERE e.request_id = r.id)`,
		"alerts to the operator": `SELECT count(*) FROM operator_alerts`,
	}
	inCluster(t, dir, "rogatory", func(ctx context.Context, conn *pgx.Conn) error {
		for _, what := range sorted(checks) {
			var n int
			if err := conn.QueryRow(ctx, checks[what]).Scan(&n); err != nil {
				return err
			}
			if n != 0 {
				t.Errorf("%d %s", n, what)
			}
		}
		return nil
	})
}
