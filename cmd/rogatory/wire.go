package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/casesystem"
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/docstore"
	"github.com/rogatory/rogatory/internal/engine"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mail"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
	"github.com/rogatory/rogatory/internal/temporalx"
	"github.com/rogatory/rogatory/internal/verify"
	"github.com/rogatory/rogatory/workflows/contract"
)

// app is everything wired together; serve, worker, demo and tour use parts of it.
type app struct {
	cfg    config
	log    *slog.Logger
	clock  clock.Clock
	store  *store.Store
	files  *docstore.Store
	book   *jurisdiction.Book
	client client.Client
	engine *engine.Engine
	acts   *activities.Activities
	signer casesystem.LinkSigner
	cases  caseSystems
	// workerLost says why the worker gave up.
	workerLost chan error
}

// build connects to PostgreSQL and prepares a client for Temporal, which may be
// down: pages work without it.
func build(ctx context.Context, cfg config, log *slog.Logger) (*app, error) {
	a := &app{cfg: cfg, log: log, workerLost: make(chan error, 1)}
	var err error
	if a.book, err = jurisdiction.Load(); err != nil {
		return nil, fmt.Errorf("country data: %w", err)
	}
	if err := a.openStore(ctx); err != nil {
		return nil, err
	}
	keys, err := docstore.LoadKey(cfg.DocsKeyFile)
	if err != nil {
		return nil, err
	}
	if a.files, err = docstore.Open(cfg.DocsDir, keys); err != nil {
		return nil, err
	}
	a.client, err = temporalx.Lazy(a.temporalOptions())
	if err != nil {
		return nil, err
	}
	a.engine = engine.New(a.client, a.clock)
	a.signer = casesystem.LinkSigner{Key: cfg.linkKey, Base: cfg.BaseURL + "/api/v1/evidence"}
	if err := a.connectCases(); err != nil {
		return nil, err
	}
	return a, a.wireActivities()
}

// fromConfig reads the configuration and builds with it, logging to standard error.
func fromConfig(ctx context.Context, read func() (config, error), level slog.Level) (*app, error) {
	cfg, err := read()
	if err != nil {
		return nil, err
	}
	log, err := newLog(level, "")
	if err != nil {
		return nil, err
	}
	return build(ctx, cfg, log)
}

// openStore opens the store with the clock that the database itself keeps: its
// anchor and speed were fixed when it was created.
func (a *app) openStore(ctx context.Context) error {
	set, err := store.LoadSettings(ctx, a.cfg.DatabaseURL)
	if err != nil {
		return err
	}
	a.clock = clock.Clock{Anchor: set.Anchor, Speed: set.Speed}
	a.store, err = store.Open(ctx, store.Options{URL: a.cfg.DatabaseURL, Keys: a.cfg.master, Now: a.clock.Now, MaxConns: 24})
	return err
}

func (a *app) temporalOptions() temporalx.Options {
	return temporalx.Options{Address: a.cfg.TemporalAddress, Namespace: a.cfg.TemporalNamespace, Keys: a.cfg.codec, Log: a.log}
}

func (a *app) connectCases() error {
	a.cases = caseSystems{files: a.files, connectors: map[string]deliverer{}}
	if a.cfg.CaseFolder != "" {
		a.cases.connectors["folder"] = casesystem.Folder{Dir: a.cfg.CaseFolder, Now: a.clock.Now}
	}
	if a.cfg.CaseURL != "" {
		h, err := casesystem.NewHTTP(casesystem.HTTPConfig{
			URL: a.cfg.CaseURL, Source: a.cfg.BaseURL, Secret: a.cfg.webhook, Links: a.signer,
			LinkTTL: 24 * time.Hour, Timeout: 2 * time.Minute, Now: clock.Clock{}.Now,
		})
		if err != nil {
			return err
		}
		a.cases.connectors["http"] = h
	}
	return nil
}

func (a *app) wireActivities() error {
	wording, err := mail.NewWording(func(lang, id string) string {
		c, err := a.book.Clock(id)
		switch {
		case err != nil:
			return id
		case lang == "en":
			return c.Name.EN
		}
		return c.Name.FR
	})
	if err != nil {
		return err
	}
	var mailer activities.Mailer
	if a.cfg.SMTPURL != "" {
		if mailer, err = newMailer(a.cfg); err != nil {
			return err
		}
	}
	a.acts = &activities.Activities{
		Recorder: a.store, Snapshots: a.store, Effects: a.store, Outbox: a.store, Documents: a.store, Files: a.files,
		Inbox: a.store, Letters: letters{a.store}, Wording: wording, Mailer: mailer, CaseSystems: a.cases, Engine: a.engine,
		Copies: policeCopies{a}, Digests: a.store, Calendars: a.store, Now: a.clock.Now, BaseURL: a.cfg.BaseURL, Log: a.log,
	}
	return nil
}

// worker connects to Temporal, waiting for it as long as ctx lives, and starts
// the worker. It refuses a seal that cannot be used.
func (a *app) startWorker(ctx context.Context) (worker.Worker, error) {
	var err error
	if a.acts.Sealer, err = a.cfg.Seal.sealer(a.clock.Now, a.log); err != nil {
		return nil, err
	}
	for {
		w := temporalx.NewWorker(a.client, a.acts, func(err error) {
			a.log.Error("the worker has given up", "error", err)
			select {
			case a.workerLost <- err:
			default:
			}
		})
		err := w.Start()
		if err == nil {
			return w, nil
		}
		a.log.WarnContext(ctx, "engine not reachable, trying again", "error", err)
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		case <-time.After(time.Second):
		}
	}
}

// server builds the API and the pages.
func (a *app) server(demo *api.Demo) (http.Handler, error) {
	sessions := scs.New()
	sessions.Store = a.store.Sessions()
	sessions.Lifetime = 12 * time.Hour
	sessions.IdleTimeout = 2 * time.Hour
	sessions.Cookie.Secure = len(a.cfg.BaseURL) > 8 && a.cfg.BaseURL[:8] == "https://"
	inspector, err := a.cfg.Seal.inspector(a.clock.Now)
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{
		Verifier: verify.Verifier{Inspector: inspector, Finder: a.store}, Templates: templateDesk{a.store},
		Desk: a.store, Engine: apiEngine{a.engine, a.store}, Law: a.law(), Holidays: holidays{a.store, a.book}, Letters: letters{a.store}, Files: a.files, Sessions: sessions,
		Log: a.log, Now: a.clock.Now, Demo: demo, MaxUpload: 64 << 20, Links: links{a.signer},
	})
}

func (a *app) close() {
	a.client.Close()
	a.store.Close()
}

// apiEngine words the engine's answers for the API.
type apiEngine struct {
	e     *engine.Engine
	store *store.Store
}

func (x apiEngine) Open(ctx context.Context, requestID string, cmd mla.Command, p mla.Profile) (desk.Outcome, error) {
	out, err := x.e.Open(ctx, requestID, cmd, p)
	return outcome(requestID, cmd, out), apiError(err)
}

func (x apiEngine) Do(ctx context.Context, requestID string, cmd mla.Command) (desk.Outcome, error) {
	out, err := x.e.Do(ctx, requestID, cmd)
	return outcome(requestID, cmd, out), apiError(x.lost(ctx, requestID, err))
}

// lost tells a request that has ended from one whose workflow the engine lost: the
// latter is out of reach until the doctor resumes it, and nothing was done.
func (x apiEngine) lost(ctx context.Context, requestID string, err error) error {
	var e *mla.Error
	if !errors.As(err, &e) || e.Code != mla.CodeRequestEnded {
		return err
	}
	snap, serr := x.store.Snapshot(ctx, requestID)
	if serr != nil || snap.State.Idle() || snap.State.Phase.Terminal() {
		return err
	}
	return fmt.Errorf("%w: no workflow for a request that lives", engine.ErrUnreachable)
}

func (x apiEngine) Ping(ctx context.Context) error { return x.e.Ping(ctx) }

func outcome(requestID string, cmd mla.Command, out contract.Outcome) desk.Outcome {
	return desk.Outcome{
		CommandID: cmd.ID, RequestID: requestID, Kind: cmd.Body.Kind(), Digest: cmd.Digest(), ActorID: cmd.Actor.ID,
		Status: "done", Seq: out.Seq, Phase: out.Phase,
	}
}

func apiError(err error) error {
	switch {
	case errors.Is(err, engine.ErrUnreachable):
		return fmt.Errorf("%w: %w", api.ErrUnreachable, err)
	case errors.Is(err, engine.ErrUnanswered):
		return fmt.Errorf("%w: %w", api.ErrUnanswered, err)
	}
	return err
}
