package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/internal/workday"
)

// demoPassword signs every demo account in; the demo listens on loopback only.
const demoPassword = "demo-rogatory-2026"

// demoUsers are the fictional people of the demo, one per role and organisation.
var demoUsers = []desk.User{
	{Login: "officier", Name: "Lou Officier", Role: mla.Officer},
	{Login: "magistrat", Name: "Dominique Magistrat", Role: mla.Magistrate},
	{Login: "traducteur", Name: "Camille Traducteur", Role: mla.Translator},
	{Login: "greffe", Name: "Sacha Greffe", Role: mla.Clerk, Org: "court_registry"},
	{Login: "parquet-general", Name: "Alix Parquet", Role: mla.Clerk, Org: "parquet_general"},
	{Login: "bepi", Name: "Morgan Bepi", Role: mla.Clerk, Org: "bepi"},
	{Login: "point-24-7", Name: "Noa Permanence", Role: mla.Clerk, Org: "fr_247"},
	{Login: "bcn", Name: "Eden Bureau", Role: mla.Clerk, Org: "ncb_paris"},
	{Login: "auditeur", Name: "Andrea Audit", Role: mla.Auditor},
	{Login: "admin", Name: "Sam Admin", Role: mla.Admin},
}

// shownAccounts are those printed by the demo, one per role.
func shownAccounts() []api.DemoAccount {
	var out []api.DemoAccount
	seen := map[mla.Role]bool{}
	for _, u := range demoUsers {
		if !seen[u.Role] {
			seen[u.Role] = true
			out = append(out, api.DemoAccount{Login: u.Login, Password: demoPassword, Role: string(u.Role)})
		}
	}
	return out
}

// seedPeople creates the demo's accounts and cases. It can be repeated: what
// exists stays.
func seedPeople(ctx context.Context, a *app) error {
	hash, err := auth.HashPassword(demoPassword)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, u := range demoUsers {
		have, err := a.store.UserByLogin(ctx, u.Login)
		if err == nil {
			ids[u.Login] = have.ID
			continue
		}
		u.Email, u.Lang, u.PasswordHash = u.Login+"@demo.example", "fr", hash
		made, err := a.store.CreateUser(ctx, u)
		if err != nil {
			return fmt.Errorf("create %s: %w", u.Login, err)
		}
		ids[u.Login] = made.ID
	}
	if err := seedOath(ctx, a, ids["traducteur"]); err != nil {
		return err
	}
	have, err := a.store.Cases(ctx, mla.Automaton)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, c := range have {
		known[c.Ref] = true
	}
	for _, c := range fixture.Cases {
		if known[c.Ref] {
			continue
		}
		made, err := a.store.CreateCase(ctx, c.Ref, c.Court, c.Connector)
		if err != nil {
			return fmt.Errorf("create case: %w", err)
		}
		for _, login := range []string{"officier", "magistrat", "auditeur"} {
			if err := a.store.AddMember(ctx, made.ID, ids[login]); err != nil {
				return fmt.Errorf("add member: %w", err)
			}
		}
	}
	return nil
}

// seedOath gives the demo's translator the fictional oath that certificates show.
func seedOath(ctx context.Context, a *app, translator string) error {
	have, err := a.store.Oath(ctx, mla.Automaton, translator)
	if err != nil || have.Complete() {
		return err
	}
	return a.store.PutOath(ctx, mla.Automaton, desk.Oath{
		UserID: translator, Name: "Camille Traducteur", Court: "cour d’appel de Vauclair", Number: "TR-2019-014", Sworn: workday.MustDate("2019-11-12"),
	})
}

// callers gives each demo account an API token, kept beside the demo's data so
// that a restart goes on with the same.
func callers(ctx context.Context, a *app, dir, base string) (map[string]caller, error) {
	out := map[string]caller{}
	if err := os.MkdirAll(filepath.Join(dir, "keys", "tokens"), 0o700); err != nil {
		return nil, err
	}
	for _, u := range demoUsers {
		have, err := a.store.UserByLogin(ctx, u.Login)
		if err != nil {
			return nil, err
		}
		b, err := secret.CreateOnce(filepath.Join(dir, "keys", "tokens", u.Login), []byte(auth.NewToken()))
		if err != nil {
			return nil, err
		}
		token := string(b)
		if _, err := a.store.UserByToken(ctx, auth.HashToken(token)); err != nil {
			var refusal *mla.Error
			if !errors.As(err, &refusal) {
				return nil, err
			}
			if _, err := a.store.CreateToken(ctx, have.Actor(), "demo", auth.HashToken(token), a.clock.Now().AddDate(50, 0, 0)); err != nil {
				return nil, err
			}
		}
		out[u.Login] = caller{base: base, token: token, user: have}
	}
	return out, nil
}

// anchorNow is the first instant of a demo's clock.
func anchorNow(now time.Time) time.Time { return now.UTC().Truncate(time.Second) }
