package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"

	"github.com/rogatory/rogatory/workflows/contract"
)

type benchCmd struct {
	Requests    int    `help:"Requests of each kind." default:"60"`
	Concurrency int    `help:"How many at once." default:"8"`
	Only        string `help:"Measure one side alone: bare or request." enum:",bare,request" default:""`
	CPUProfile  string `help:"Write a CPU profile of the batches to this file." type:"path"`
	Dir         string `help:"Where the bench keeps its private servers; removed afterwards." default:".rogatory/bench" type:"path"`
}

// Run measures the life of a request, from opening to closing with its fifteen
// commands, side by side with a bare workflow of as many updates, each with one
// ordinary activity. Both run in alternating batches on the same server.
func (c *benchCmd) Run(ctx context.Context) error {
	if err := os.RemoveAll(c.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	say := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	log, err := newLog(slog.LevelError, filepath.Join(c.Dir, "rogatory.log"))
	if err != nil {
		return err
	}
	l, err := startLocal(ctx, localOptions{Dir: c.Dir, Speed: 1, Listen: "127.0.0.1:0", Say: say, Log: log})
	if err != nil {
		return err
	}
	defer l.close()
	full, err := newBenchLife(ctx, l.app)
	if err != nil {
		return err
	}
	bare, stop, err := startBare(l.app)
	if err != nil {
		return err
	}
	defer stop()
	// Both warm up; then batches alternate, so that whatever else the machine does
	// meets both.
	for _, m := range []*measured{{life: bare}, {life: full}} {
		if err := m.batch(ctx, c.Concurrency, c.Concurrency); err != nil {
			return err
		}
	}
	if c.CPUProfile != "" {
		f, err := os.Create(c.CPUProfile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	b, f := &measured{life: bare}, &measured{life: full}
	const batches = 4
	per := max(c.Requests/batches, 1)
	for i := range batches {
		say("batch %d of %d …", i+1, batches)
		for _, m := range []*measured{b, f} {
			if c.Only == "bare" && m == f || c.Only == "request" && m == b {
				continue
			}
			if err := m.batch(ctx, per, c.Concurrency); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%d requests each, %d at once, %d commands a request\n", per*batches, c.Concurrency, benchCommands)
	if c.Only != "" {
		m := map[string]*measured{"bare": b, "request": f}[c.Only]
		m.print(c.Only)
		return nil
	}
	b.print("bare")
	f.print("request")
	fmt.Printf("ratio of rates  %.2f (aim 0.80)\nratio of p50    %.2f (aim below 2)\n", f.rate()/b.rate(), float64(f.quantile(0.5))/float64(b.quantile(0.5)))
	events, runs, err := workflowEvents(ctx, l.app, full.last())
	if err != nil {
		return err
	}
	fmt.Printf("events of a finished request: %d in Temporal (%d runs)\n", events, runs)
	return printHistory(ctx, l.app, full.last())
}

// printHistory counts the events of the last run by type, so that a change of
// the workflow shows where it costs.
func printHistory(ctx context.Context, a *app, id string) error {
	counts := map[string]int{}
	it := a.client.GetWorkflowHistory(ctx, contract.RequestID(id), "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for it.HasNext() {
		ev, err := it.Next()
		if err != nil {
			return err
		}
		name := ev.GetEventType().String()
		if at := ev.GetActivityTaskScheduledEventAttributes(); at != nil {
			name += " " + at.GetActivityType().GetName()
		}
		counts[name]++
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Printf("  %4d  %s\n", counts[name], name)
	}
	return nil
}

// benchCommands is how many commands a life has.
const benchCommands = 15

// life is one request's life; each command's duration is given to took.
type life interface {
	live(ctx context.Context, id string, took func(time.Duration)) error
}

type measured struct {
	life
	mu    sync.Mutex
	took  []time.Duration
	spent time.Duration
	n     int
}

func (m *measured) batch(ctx context.Context, n, at int) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	began := time.Now()
	gate := make(chan struct{}, at)
	var wg sync.WaitGroup
	for range n {
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			err := m.live(ctx, uuid.NewString(), func(d time.Duration) {
				m.mu.Lock()
				defer m.mu.Unlock()
				m.took = append(m.took, d)
			})
			if err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	m.spent += time.Since(began)
	m.n += n
	return context.Cause(ctx)
}

// rate is commands a second, the waiting for deliveries included.
func (m *measured) rate() float64 { return float64(m.n*benchCommands) / m.spent.Seconds() }

func (m *measured) quantile(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(m.took))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}

func (m *measured) print(name string) {
	fmt.Printf("%-8s %6.1f commands/s   p50 %s   p95 %s\n", name, m.rate(), m.quantile(0.5).Round(100*time.Microsecond), m.quantile(0.95).Round(100*time.Microsecond))
}
