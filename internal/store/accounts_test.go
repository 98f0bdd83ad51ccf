package store_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
)

func TestAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u, err := w.CreateUser(t.Context(), desk.User{Login: "zoe", Name: "Zoé", Role: mla.Officer, PasswordHash: "$argon2id$x"})
	w.ok(err)
	byLogin, err := w.UserByLogin(t.Context(), "zoe")
	w.ok(err)
	byID, err := w.UserByID(t.Context(), u.ID)
	w.ok(err)
	if diff := cmp.Diff(u, byLogin) + cmp.Diff(u, byID); diff != "" || u.ID == "" || u.Lang != "fr" {
		t.Errorf("%+v: %s", u, diff)
	}
	_, err = w.CreateUser(t.Context(), desk.User{Login: "zoe", Role: mla.Officer})
	refused(t, err, mla.CodeAlreadyDone, "login")
	_, err = w.UserByLogin(t.Context(), "nobody")
	refused(t, err, mla.CodeNotFound, "user")
	w.ok(w.SetLang(t.Context(), u.Actor(), "en"))
	refused(t, w.SetLang(t.Context(), u.Actor(), "de"), mla.CodeUnknownValue, "lang")
	refused(t, w.SetLang(t.Context(), mla.Actor{ID: "nobody"}, "en"), mla.CodeNotFound, "user")
	w.ok(w.SetPassword(t.Context(), u.ID, "other"))
	if got, err := w.UserByID(t.Context(), u.ID); err != nil || got.Lang != "en" || got.PasswordHash != "other" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = w.Users(t.Context(), w.officer)
	refused(t, err, mla.CodeNotFound, "users")
	all, err := w.Users(t.Context(), w.admin)
	if err != nil || len(all) != 14 {
		t.Errorf("%d users, %v", len(all), err)
	}
	translators, err := w.UsersByRole(t.Context(), w.officer, mla.Translator)
	if err != nil || len(translators) != 2 || translators[0].Login != "" || translators[0].Name == "" {
		t.Errorf("%+v, %v", translators, err)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tok, err := w.CreateToken(t.Context(), w.officer, "script", "hash-1", w.Clock.Now().Add(time.Hour))
	w.ok(err)
	if u, err := w.UserByToken(t.Context(), "hash-1"); err != nil || u.ID != "u-officer" {
		t.Errorf("%+v, %v", u, err)
	}
	mine, err := w.Tokens(t.Context(), w.officer)
	if err != nil || len(mine) != 1 || mine[0].LastUsed == nil || mine[0].Label != "script" {
		t.Errorf("%+v, %v", mine, err)
	}
	refused(t, w.RevokeToken(t.Context(), w.colleague, tok.ID), mla.CodeNotFound, "token")
	dead := func(why string) {
		t.Helper()
		_, err := w.UserByToken(t.Context(), "hash-1")
		if err == nil {
			t.Errorf("a token still opens: %s", why)
		}
	}
	w.ok(w.SetDisabled(t.Context(), "u-officer", true))
	dead("its owner is disabled")
	w.ok(w.SetDisabled(t.Context(), "u-officer", false))
	w.Clock.Advance(time.Hour)
	dead("it expired")
	w.Clock.Advance(-time.Hour)
	w.ok(w.RevokeToken(t.Context(), w.officer, tok.ID))
	dead("it was revoked")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if seeded, err := w.Seeded(t.Context()); seeded || err != nil {
		t.Errorf("%v, %v", seeded, err)
	}
	w.ok(w.MarkSeeded(t.Context()))
	if seeded, err := w.Seeded(t.Context()); !seeded || err != nil {
		t.Errorf("%v, %v", seeded, err)
	}
	w.ok(w.SetSettings(t.Context(), store.Settings{Anchor: w.Clock.Now(), Speed: 1440}))
	got, err := store.LoadSettings(t.Context(), w.AppURL)
	if err != nil || !got.Demo || got.Speed != 1440 || !got.Anchor.Equal(w.Clock.Now()) {
		t.Errorf("%+v, %v", got, err)
	}
	refused(t, w.SetSettings(t.Context(), store.Settings{Anchor: w.Clock.Now(), Speed: -1}), mla.CodeUnknownValue, "speed")
}

func TestOnlyADemoRunsFast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	owner := w.Owner(t)
	// As a database that was not created as a demo.
	for _, sql := range []string{`SET session_replication_role = replica`, `UPDATE settings SET demo = false`} {
		_, err := owner.Exec(t.Context(), sql)
		w.ok(err)
	}
	refused(t, w.SetSettings(t.Context(), store.Settings{Anchor: w.Clock.Now(), Speed: 2}), mla.CodeNotAllowed, "speed")
	w.ok(w.SetSettings(t.Context(), store.Settings{Anchor: w.Clock.Now(), Speed: 1}))
	// Nor does asking for it again make one, or the owner's hand.
	w.ok(store.Migrate(t.Context(), store.MigrateOptions{OwnerURL: w.OwnerURL, AppRole: "rogatory_app_test", Demo: true, Speed: 60}))
	if got, err := w.Settings(t.Context()); err != nil || got.Demo || got.Speed != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, sql := range []string{`UPDATE settings SET demo = true`, `UPDATE settings SET clock_speed = 60`, `DELETE FROM settings`} {
		if _, err := w.Owner(t).Exec(t.Context(), sql); err == nil {
			t.Errorf("taken: %s", sql)
		}
	}
}

func TestMigrateManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			o := store.MigrateOptions{OwnerURL: w.OwnerURL, AppRole: "rogatory_app_test", AppPassword: "test-only"}
			if err := store.Migrate(t.Context(), o); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.open()
}

func TestErrorsNeverShowThePassword(t *testing.T) {
	t.Parallel()
	const url = "postgres://u:hunter2@host:notaport/db"
	_, err := store.Open(t.Context(), store.Options{URL: url, Keys: [][]byte{make([]byte, 32)}, Now: time.Now})
	for name, err := range map[string]error{
		"open": err, "migrate": store.Migrate(t.Context(), store.MigrateOptions{OwnerURL: url}),
	} {
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := store.AppURL("not a url", "", ""); err == nil {
		t.Error("not a URL was taken")
	}
}

func TestMasterKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	note := r.text(w.officer, "a remark")
	open := func(keys ...[]byte) *store.Store {
		s, err := store.Open(t.Context(), store.Options{URL: w.AppURL, Keys: keys, Now: w.Clock.Now})
		w.ok(err)
		t.Cleanup(s.Close)
		return s
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh)
	if got, err := open(fresh, w.MasterKey).Text(t.Context(), r.id, note.ID); got != "a remark" || err != nil {
		t.Errorf("with a new key in front of the old one: %q, %v", got, err)
	}
	if _, err := open(fresh).Text(t.Context(), r.id, note.ID); err == nil {
		t.Error("without the old key")
	}
	w.ok(w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "V1", Name: "x"}))
	if n, err := open(fresh, w.MasterKey).RewrapKeys(t.Context()); n != 2 || err != nil {
		t.Errorf("%d cases wrapped anew, %v", n, err)
	}
	if got, err := open(fresh).Text(t.Context(), r.id, note.ID); got != "a remark" || err != nil {
		t.Errorf("wrapped anew: %q, %v", got, err)
	}
	if got, err := open(fresh).Sealed(t.Context(), w.officer, r.id); len(got) != 1 || err != nil {
		t.Errorf("wrapped anew: %+v, %v", got, err)
	}
	if _, err := w.Text(t.Context(), r.id, note.ID); err == nil {
		t.Error("the old key still opens")
	}
	for _, keys := range [][][]byte{nil, {make([]byte, 16)}} {
		if _, err := store.Open(t.Context(), store.Options{URL: w.AppURL, Keys: keys, Now: w.Clock.Now}); err == nil {
			t.Errorf("opened with %d keys", len(keys))
		}
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	ready, heard, done := make(chan struct{}), make(chan string, 8), make(chan error, 1)
	go func() { done <- w.Listen(ctx, func() { close(ready) }, func(id string) { heard <- id }) }()
	<-ready
	r := w.open()
	select {
	case id := <-heard:
		if id != r.id {
			t.Errorf("heard %s", id)
		}
	case <-time.After(10 * time.Second):
		t.Error("heard nothing")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestSessionsLieInTheDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.Sessions()
	w.ok(s.Commit("token", []byte("data"), time.Now().Add(time.Hour)))
	if b, found, err := s.Find("token"); string(b) != "data" || !found || err != nil {
		t.Errorf("%q %v %v", b, found, err)
	}
	w.ok(s.Commit("old", []byte("data"), time.Now().Add(-time.Hour)))
	if n, err := w.ExpireSessions(t.Context()); n != 1 || err != nil {
		t.Errorf("%d expired, %v", n, err)
	}
	w.ok(s.Delete("token"))
}
