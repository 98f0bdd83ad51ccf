package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"go.temporal.io/sdk/worker"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/casesystem/receiver"
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/store"
)

// local is the whole product on one machine: private servers, API, pages,
// worker and a receiver that stands for a case system.
type local struct {
	stack    *stack
	app      *app
	worker   worker.Worker
	receiver *receiver.Receiver
	base     string
	// Receiver is the address of the receiver's page.
	receiverURL string
	stop        []func()
}

// localOptions say where and how fast.
type localOptions struct {
	Dir string
	// Speed of the clock of a database that is created now.
	Speed float64
	// Listen is the wanted address; a taken port is replaced.
	Listen string
	// KnownPorts prefers ports that people remember for the other servers too;
	// without it they are free ones, and no other run can be in the way.
	KnownPorts bool
	UI         bool
	Demo       bool
	Say        func(format string, args ...any)
	Log        *slog.Logger
}

// startLocal starts everything; what it started is ended by close, also when it
// fails half-way.
func startLocal(ctx context.Context, o localOptions) (l *local, err error) {
	l = &local{}
	defer func() {
		if err != nil {
			l.close()
			l = nil
		}
	}()
	devstack, err := devstackBinary()
	if err != nil {
		return l, err
	}
	began := time.Now()
	o.Say("starting the private PostgreSQL and Temporal servers …")
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return l, err
	}
	cfg, err := forDemo(o.Dir)
	if err != nil {
		return l, err
	}
	l.stack, err = startStack(ctx, stackOptions{
		Dir: o.Dir, Devstack: devstack, Namespace: cfg.TemporalNamespace, KnownPorts: o.KnownPorts, UI: o.UI, Logf: o.Say,
	})
	if err != nil {
		return l, err
	}
	cfg.TemporalAddress = l.stack.temporal.Address
	o.Say("servers are up after %.1f s; migrating …", time.Since(began).Seconds())
	if cfg.DatabaseURL, err = l.migrate(ctx, o); err != nil {
		return l, err
	}
	listener, err := listen(o.Listen, o.Say)
	if err != nil {
		return l, err
	}
	l.stop = append(l.stop, func() { _ = listener.Close() })
	cfg.BaseURL = "http://" + listener.Addr().String()
	l.base = cfg.BaseURL
	if err := l.startReceiver(&cfg, o); err != nil {
		return l, err
	}
	if l.app, err = build(ctx, cfg, o.Log); err != nil {
		return l, err
	}
	l.stop = append(l.stop, l.app.close)
	if err := seedPeople(ctx, l.app); err != nil {
		return l, err
	}
	if err := seedReleases(ctx, l.app); err != nil {
		return l, err
	}
	opts := l.app.temporalOptions()
	if err := prepareTemporal(ctx, opts, l.app.clock); err != nil {
		return l, err
	}
	resumed, err := resumeMissing(ctx, l.app)
	if err != nil {
		return l, fmt.Errorf("resume requests: %w", err)
	}
	if resumed > 0 {
		o.Say("%d requests were missing in Temporal and go on from their events", resumed)
	}
	if err := l.serve(ctx, listener, o); err != nil {
		return l, err
	}
	if l.worker, err = l.app.startWorker(ctx); err != nil {
		return l, err
	}
	resendCtx, stopResend := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = append(l.stop, stopResend)
	go l.app.resend(resendCtx)
	if err := l.writeRunning(o.Dir); err != nil {
		return l, err
	}
	o.Say("ready after %.1f s", time.Since(began).Seconds())
	return l, nil
}

// migrate makes the database and gives the address of the application's role.
func (l *local) migrate(ctx context.Context, o localOptions) (string, error) {
	if err := l.stack.pg.EnsureDatabase(ctx, "rogatory"); err != nil {
		return "", err
	}
	pw, err := secret.EnsureRandom(filepath.Join(o.Dir, "keys", "app_db_password.hex"), 24)
	if err != nil {
		return "", err
	}
	owner, password := l.stack.pg.URL("rogatory"), hex.EncodeToString(pw)
	err = store.Migrate(ctx, store.MigrateOptions{
		OwnerURL: owner, AppPassword: password, Demo: true, Anchor: anchorNow(clock.Clock{}.Now()), Speed: o.Speed,
	})
	if err != nil {
		return "", err
	}
	return store.AppURL(owner, store.DefaultAppRole, password)
}

// startReceiver starts what stands for the case system of the "http" cases.
func (l *local) startReceiver(cfg *config, o localOptions) error {
	r, err := receiver.New(receiver.Config{
		Dir: filepath.Join(o.Dir, "receiver"), Secret: cfg.webhook, Now: clock.Clock{}.Now,
		LinkPrefix: cfg.BaseURL + "/api/v1/evidence/", Log: o.Log,
	})
	if err != nil {
		return err
	}
	address := "127.0.0.1:0"
	if o.KnownPorts {
		address = "127.0.0.1:8090"
	}
	listener, err := listen(address, o.Say)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(listener) }()
	l.stop = append(l.stop, func() { _ = srv.Close() })
	l.receiver, l.receiverURL = r, "http://"+listener.Addr().String()
	cfg.CaseURL = l.receiverURL + "/deliveries"
	return nil
}

func (l *local) serve(ctx context.Context, listener net.Listener, o localOptions) error {
	var demo *api.Demo
	if o.Demo {
		demo = &api.Demo{Accounts: shownAccounts(), Speed: l.app.clock.Speed}
	}
	h, err := l.app.server(demo)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(listener) }()
	l.stop = append(l.stop, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if srv.Shutdown(ctx) != nil {
			_ = srv.Close()
		}
	})
	return nil
}

// close ends everything in the order opposite to the start.
func (l *local) close() {
	if l == nil {
		return
	}
	if l.worker != nil {
		l.worker.Stop()
	}
	for i := len(l.stop) - 1; i >= 0; i-- {
		l.stop[i]()
	}
	if l.stack != nil {
		if err := l.stack.stop(); err != nil {
			slog.Error("stop the private servers", "error", err)
		}
	}
}

// listen takes the wanted address, or says that it took another port.
func listen(want string, say func(string, ...any)) (net.Listener, error) {
	l, err := net.Listen("tcp", want)
	if err == nil {
		return l, nil
	}
	host, _, serr := net.SplitHostPort(want)
	if serr != nil {
		return nil, errors.Join(err, serr)
	}
	l, ferr := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if ferr != nil {
		return nil, fmt.Errorf("listen: %w", errors.Join(err, ferr))
	}
	say("%s is taken: listening on %s instead", want, l.Addr())
	return l, nil
}
