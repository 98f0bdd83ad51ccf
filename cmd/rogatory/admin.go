package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/store"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Create an account; the password is read from ROGATORY_PASSWORD or ROGATORY_PASSWORD_FILE, or from standard input."`
	Password userPasswordCmd `cmd:"" help:"Set an account's password."`
	Disable  userDisableCmd  `cmd:"" help:"Disable an account."`
}

type caseCmd struct {
	Add    caseAddCmd    `cmd:"" help:"Create an originating case."`
	Member caseMemberCmd `cmd:"" help:"Give a person access to a case."`
}

type alertsCmd struct {
	Close int64 `help:"Close the alert with this number."`
}

// withStore runs fn with the store of the environment.
func withStore(ctx context.Context, fn func(*app) error) error {
	cfg, err := fromEnvironment()
	if err != nil {
		return err
	}
	return onStore(ctx, cfg, func(a *app) error { return explain(fn(a)) })
}

// onStore runs fn with the store of a configuration, and closes it.
func onStore(ctx context.Context, cfg config, fn func(*app) error) error {
	log, err := newLog(slog.LevelWarn, "")
	if err != nil {
		return err
	}
	a := &app{cfg: cfg, log: log}
	if err := a.openStore(ctx); err != nil {
		return err
	}
	defer a.store.Close()
	return fn(a)
}

// passwordText takes the password from the environment, a file, or standard input.
func passwordText() (string, error) {
	pw, err := secret.FromEnvOrFile("ROGATORY_PASSWORD")
	if !errors.Is(err, secret.ErrNotSet) {
		return pw, err
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprint(os.Stderr, "password: ")
		b, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		return string(b), err
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// newPassword reads a password without showing it in the process list.
func newPassword() (string, error) {
	pw, err := passwordText()
	if err != nil {
		return "", err
	}
	if err := auth.CheckPassword(pw); err != nil {
		var e *auth.Error
		if errors.As(err, &e) {
			err = explain(mla.Refuse(e.Code, e.Field))
		}
		return "", err
	}
	return auth.HashPassword(pw)
}

type userAddCmd struct {
	Login string `arg:"" help:"Sign-in name."`
	Name  string `required:"" help:"Name shown to colleagues."`
	Email string `help:"Address for mails."`
	Role  string `required:"" enum:"officer,magistrate,translator,clerk,auditor,admin" help:"officer, magistrate, translator, clerk, auditor or admin."`
	Org   string `help:"Organisation of a clerk: court_registry, parquet_general, bepi, fr_247, ncb_paris."`
	Lang  string `enum:"fr,en" default:"fr" help:"Language of pages and mails."`
}

// Run creates the account.
func (c *userAddCmd) Run(ctx context.Context) error {
	if mla.Role(c.Role) == mla.Clerk && c.Org == "" {
		return fmt.Errorf("--org: a clerk belongs to an organisation")
	}
	hash, err := newPassword()
	if err != nil {
		return err
	}
	return withStore(ctx, func(a *app) error {
		u, err := a.store.CreateUser(ctx, desk.User{
			Login: c.Login, Name: c.Name, Email: c.Email, Role: mla.Role(c.Role), Org: c.Org, Lang: c.Lang, PasswordHash: hash,
		})
		if err == nil {
			fmt.Println(u.ID)
		}
		return err
	})
}

type userPasswordCmd struct {
	Login string `arg:""`
}

// Run sets the password.
func (c *userPasswordCmd) Run(ctx context.Context) error {
	hash, err := newPassword()
	if err != nil {
		return err
	}
	return withUser(ctx, c.Login, func(a *app, u desk.User) error { return a.store.SetPassword(ctx, u.ID, hash) })
}

type userDisableCmd struct {
	Login  string `arg:""`
	Enable bool   `help:"Enable it again."`
}

// Run disables or enables the account.
func (c *userDisableCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(a *app, u desk.User) error { return a.store.SetDisabled(ctx, u.ID, !c.Enable) })
}

func withUser(ctx context.Context, login string, fn func(*app, desk.User) error) error {
	return withStore(ctx, func(a *app) error {
		u, err := a.store.UserByLogin(ctx, login)
		if err != nil {
			return err
		}
		return fn(a, u)
	})
}

type caseAddCmd struct {
	Ref       string `arg:"" help:"Reference of the case."`
	Court     string `required:"" help:"Court."`
	Connector string `enum:"folder,http" default:"folder" help:"How answers are delivered: folder or http."`
}

// Run creates the case; a second time changes nothing.
func (c *caseAddCmd) Run(ctx context.Context) error {
	return withStore(ctx, func(a *app) error {
		made, err := a.store.CreateCase(ctx, c.Ref, c.Court, c.Connector)
		if err == nil {
			fmt.Println(made.ID)
		}
		return err
	})
}

type caseMemberCmd struct {
	Ref    string `arg:"" help:"Reference of the case."`
	Login  string `arg:"" help:"Sign-in name of the person."`
	Remove bool   `help:"Take the access away."`
}

// Run changes who has access.
func (c *caseMemberCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(a *app, u desk.User) error {
		all, err := a.store.Cases(ctx, mla.Automaton)
		if err != nil {
			return err
		}
		for _, k := range all {
			if k.Ref != c.Ref {
				continue
			}
			if c.Remove {
				return a.store.RemoveMember(ctx, k.ID, u.ID)
			}
			return a.store.AddMember(ctx, k.ID, u.ID)
		}
		return mla.Refuse(mla.CodeNotFound, "case_ref")
	})
}

// Run lists the alerts that wait for an operator, or closes one.
func (c *alertsCmd) Run(ctx context.Context) error {
	return withStore(ctx, func(a *app) error {
		if c.Close != 0 {
			return a.store.CloseAlert(ctx, c.Close)
		}
		all, err := a.store.Alerts(ctx)
		if err != nil {
			return err
		}
		for _, al := range all {
			fmt.Println(alertLine(al))
		}
		return nil
	})
}

func alertLine(al store.Alert) string {
	return fmt.Sprintf("%d  %s  %s  request %s  %s", al.ID, al.At.Format(time.RFC3339), al.Kind, al.RequestID, al.Detail)
}
