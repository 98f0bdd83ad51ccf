package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/rogatory/rogatory/internal/secret"
)

type tourCmd struct {
	Dir     string        `help:"Where the tour keeps its data; a tour that was cut off there goes on." default:".rogatory/tour" type:"path"`
	Days    float64       `help:"Virtual days a second; fixed when the data is first created." default:"3"`
	JSON    bool          `help:"Print the summary as JSON on stdout; progress goes to stderr."`
	Keep    bool          `help:"Keep the data of a finished tour."`
	Timeout time.Duration `help:"Give up after this (real) time." default:"15m"`
}

// Run walks every trip of the tour and checks what came of it.
func (c *tourCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	if err := c.fresh(); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	say := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	log, err := newLog(slog.LevelInfo, filepath.Join(c.Dir, "rogatory.log"))
	if err != nil {
		return err
	}
	l, err := startLocal(ctx, localOptions{
		Dir: c.Dir, Speed: c.Days * 86400, Listen: "127.0.0.1:0", Say: say, Log: log,
	})
	if err != nil {
		return err
	}
	defer l.close()
	t, err := newTour(ctx, l, c.Dir)
	if err != nil {
		return err
	}
	sum, err := t.walk(ctx, say)
	if err != nil {
		return err
	}
	if err := c.print(sum); err != nil {
		return err
	}
	if failed := sum.failed(); len(failed) > 0 {
		return fmt.Errorf("%d expectations did not hold:\n  %s", len(failed), strings.Join(failed, "\n  "))
	}
	return os.WriteFile(filepath.Join(c.Dir, "finished"), nil, 0o600)
}

// fresh removes the data of a tour that finished; one that was cut off stays.
func (c *tourCmd) fresh() error {
	if _, err := os.Stat(filepath.Join(c.Dir, "finished")); err != nil {
		return nil
	}
	if c.Keep {
		return errors.New("a finished tour is kept in this folder: choose another with --dir, or drop --keep")
	}
	return os.RemoveAll(c.Dir)
}

func (c *tourCmd) print(s summary) error {
	if !c.JSON {
		s.print(os.Stdout)
		return nil
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(s)
}

// tour is the trips of one data directory.
type tour struct {
	l       *local
	id      string
	callers map[string]caller
	trips   []*trip
}

func newTour(ctx context.Context, l *local, dir string) (*tour, error) {
	id, err := secret.EnsureRandom(filepath.Join(dir, "tour.hex"), 16)
	if err != nil {
		return nil, err
	}
	people, err := callers(ctx, l.app, dir, l.base)
	if err != nil {
		return nil, err
	}
	return &tour{l: l, id: fmt.Sprintf("%x", id), callers: people}, nil
}

func (t *tour) trip(name string) *trip {
	tr := newTrip(t.l.app, name, t.id, t.callers)
	t.trips = append(t.trips, tr)
	return tr
}

// walk walks all trips at once and gathers what came of them.
func (t *tour) walk(ctx context.Context, say func(string, ...any)) (summary, error) {
	runs := t.plan()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	errs := make([]error, len(runs))
	for i, run := range runs {
		wg.Go(func() {
			if errs[i] = run(ctx); errs[i] != nil {
				cancel()
			} else {
				t.trips[i].doing("done")
			}
		})
	}
	finished := make(chan struct{})
	go func() { wg.Wait(); close(finished) }()
	t.progress(finished, os.Stderr)
	if err := errors.Join(errs...); err != nil {
		return summary{}, err
	}
	say("every trip has ended; checking …")
	return t.summarise(context.WithoutCancel(ctx))
}

// progress shows where every trip is, once in two seconds and when it changes.
func (t *tour) progress(finished <-chan struct{}, w io.Writer) {
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	last := map[string]string{}
	for {
		var b strings.Builder
		for _, tr := range t.trips {
			if s := tr.status(); s != last[tr.name] {
				last[tr.name] = s
				fmt.Fprintf(&b, "  %s  %-22s %s\n", t.l.app.clock.Now().Format(time.DateOnly), tr.name, s)
			}
		}
		_, _ = io.WriteString(w, b.String())
		select {
		case <-finished:
			return
		case <-tick.C:
		}
	}
}
