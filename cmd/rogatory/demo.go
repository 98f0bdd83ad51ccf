package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

type demoCmd struct {
	Dir    string  `help:"Where the demo keeps its data." default:".rogatory/demo" type:"path"`
	Listen string  `help:"Address of the pages; another port is taken when this one is not free." default:"127.0.0.1:8080"`
	Speed  float64 `help:"How many virtual seconds pass in one; fixed when the data is first created." default:"1"`
	NoUI   bool    `help:"Do not start Temporal's web page."`
}

// Run starts everything and serves until Ctrl-C.
func (c *demoCmd) Run(ctx context.Context) error {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	say := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	log, err := newLog(slog.LevelInfo, filepath.Join(c.Dir, "rogatory.log"))
	if err != nil {
		return err
	}
	l, err := startLocal(ctx, localOptions{Dir: c.Dir, Speed: c.Speed, Listen: c.Listen, KnownPorts: true, UI: !c.NoUI, Demo: true, Say: say, Log: log})
	if err != nil {
		return err
	}
	defer func() {
		say("stopping …")
		l.close()
	}()
	c.welcome(l)
	if err := seedRequests(ctx, l, c.Dir, say); err != nil && ctx.Err() == nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (c *demoCmd) welcome(l *local) {
	fmt.Printf("\n  Rogatory  %s\n\n", l.base)
	for _, a := range shownAccounts() {
		fmt.Printf("    %-11s sign in as %-16s %s\n", a.Role, a.Login, a.Password)
	}
	fmt.Printf("\n  the case system that receives answers   %s\n", l.receiverURL)
	if l.stack.temporal.UIURL != "" {
		fmt.Printf("  Temporal's own page (payloads sealed)    %s\n", l.stack.temporal.UIURL)
	}
	fmt.Printf("  data in %s; Ctrl-C stops everything, the data stays\n\n", c.Dir)
}

// seedRequests brings fictional requests to different phases, once. It walks
// trips like the tour does: a seeding that was cut off goes on.
func seedRequests(ctx context.Context, l *local, dir string, say func(string, ...any)) error {
	if seeded, err := l.app.store.Seeded(ctx); err != nil || seeded {
		return err
	}
	people, err := callers(ctx, l.app, dir, l.base)
	if err != nil {
		return err
	}
	began := time.Now()
	for i, s := range seeds() {
		say("  preparing fictional requests … %d of %d (%s)", i+1, len(seeds()), s.name)
		t := newTrip(l.app, s.name, "seed", people)
		if err := t.open(ctx, s.draft); err != nil {
			return err
		}
		if err := chain(ctx, s.steps(t)...); err != nil {
			return err
		}
	}
	say("  fictional requests ready after %.1f s", time.Since(began).Seconds())
	return l.app.store.MarkSeeded(ctx)
}

type seedTrip struct {
	name  string
	draft mla.Draft
	steps func(t *trip) []func(context.Context) error
}

// seeds are requests in different phases for all four States.
func seeds() []seedTrip {
	type step = func(context.Context) error
	submit := func(t *trip) step { return func(ctx context.Context) error { return t.submit(ctx, "submit") } }
	approve := func(t *trip) step { return func(ctx context.Context) error { return t.approve(ctx, "approve") } }
	travel := func(t *trip, to int) step {
		return func(ctx context.Context) error { return t.travel(ctx, to, "") }
	}
	respond := func(t *trip, extent, measure, lang string) step {
		return func(ctx context.Context) error { return t.respond(ctx, "answer "+measure, extent, measure, lang) }
	}
	assess := func(t *trip) step { return func(ctx context.Context) error { return t.assess(ctx, "assess", true) } }
	far := 1 << 10
	danger := fixture.Judicial("PH")
	danger.ChildInDanger = true
	danger.Urgency = mla.Urgency{Level: "urgent", Reason: "Un mineur paraît exposé à une réitération des faits."}
	return []seedTrip{
		{"RO, a draft", fixture.Judicial("RO"), func(*trip) []step { return nil }},
		{"RO, awaiting approval", fixture.Judicial("RO"), func(t *trip) []step { return []step{submit(t)} }},
		{"PH, a child in danger, awaiting approval", danger, func(t *trip) []step { return []step{submit(t)} }},
		{"LA, in translation", fixture.Judicial("LA"), func(t *trip) []step {
			return []step{submit(t), approve(t), t.signOnly, t.assign}
		}},
		{"IN, on its way at the BEPI", fixture.Judicial("IN"), func(t *trip) []step {
			return []step{submit(t), approve(t), t.signAndTranslate, travel(t, 2)}
		}},
		{"PH, preservation in force", fixture.PreservationOrder("PH"), func(t *trip) []step {
			return []step{submit(t), travel(t, 1), func(ctx context.Context) error {
				return t.give(ctx, "confirm preserved", "officier", "confirm-preserved", func() (map[string]any, error) {
					return map[string]any{"on": t.today(), "foreign_ref": "24-7/" + t.ref}, nil
				})
			}}
		}},
		{"RO, in execution", fixture.Judicial("RO"), func(t *trip) []step {
			return []step{submit(t), approve(t), t.signAndTranslate, travel(t, far), t.acknowledge, t.decided}
		}},
		{"PH, partly executed", fixture.Judicial("PH"), func(t *trip) []step {
			return []step{submit(t), approve(t), t.signAndTranslate, travel(t, far), t.acknowledge, t.decided, respond(t, "partial", "M1", "fr")}
		}},
		{"LA, a police message answered", fixture.PoliceMessage("LA"), func(t *trip) []step {
			return []step{submit(t), travel(t, far), t.acknowledge, respond(t, "full", "M1", "fr")}
		}},
		{"IN, closed with its answer in the case", fixture.Judicial("IN"), func(t *trip) []step {
			return []step{submit(t), approve(t), t.signAndTranslate, travel(t, far), t.acknowledge, t.decided,
				respond(t, "full", "M1", "en"), t.translateAnswer, assess(t), t.deliverAndClose}
		}},
	}
}
