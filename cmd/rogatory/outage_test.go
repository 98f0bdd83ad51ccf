package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// opened is a fresh request of its own for a test.
func (p *product) opened(t *testing.T, d mla.Draft) *trip {
	t.Helper()
	tr := p.trip(t)
	if err := tr.open(within(t, 30*time.Second), d); err != nil {
		t.Fatal(err)
	}
	return tr
}

// post gives a command once, without the patience of a caller, and reports the
// HTTP status and the problem's code.
func post(t *testing.T, c caller, path string, body map[string]any) (int, string) {
	t.Helper()
	var raw json.RawMessage
	status, err := c.once(request(t, c, http.MethodPost, path, body), &raw)
	var p *problem
	if errors.As(err, &p) {
		return p.Status, p.Code
	}
	if err != nil {
		t.Fatalf("POST %s: %v", path, err)
	}
	return status, ""
}

// count is how many events a command led to.
func (p *product) count(t *testing.T, requestID, commandID string) int {
	t.Helper()
	events, err := p.l.app.store.Events(within(t, 10*time.Second), requestID)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, ev := range events {
		if ev.Command == commandID {
			n++
		}
	}
	return n
}

func (p *product) down(t *testing.T) (int, []string) {
	t.Helper()
	resp, err := httpClient.Get(p.l.base + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var h struct {
		Down []string `json:"down"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&h); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, h.Down
}

func (p *product) upAgain(t *testing.T) {
	t.Helper()
	eventually(t, time.Minute, "everything is ready again", func() (bool, error) {
		status, _ := p.down(t)
		return status == http.StatusOK, nil
	})
}

func note(id, text string) map[string]any { return map[string]any{"command_id": id, "text": text} }

func TestWhileTemporalIsUnreachableReadsAndDraftsGoOn(t *testing.T) {
	p := shared.use(t)
	tr := p.opened(t, fixture.Judicial("RO"))
	officer, ctx := p.people["officier"], within(t, 3*time.Minute)
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.l.stack.engine.end(ctx); err != nil {
		t.Fatal(err)
	}
	back := false
	t.Cleanup(func() {
		if !back {
			_ = p.l.stack.engine.begin(context.Background())
		}
	})
	eventually(t, 20*time.Second, "/readyz says that the engine is down", func() (bool, error) {
		status, down := p.down(t)
		return status == http.StatusServiceUnavailable && len(down) == 1 && down[0] == "engine", nil
	})

	id, path := uuid.NewString(), "/api/v1/requests/"+tr.ref+"/note"
	began := time.Now()
	if status, code := post(t, officer, path, note(id, "Relance par téléphone.")); status != http.StatusServiceUnavailable {
		t.Errorf("a command: %d %s, want 503: nothing was sent", status, code)
	}
	t.Logf("503 after %s", time.Since(began).Round(time.Millisecond))
	p.draftGoesOn(t, tr)

	// What a machine has to say waits in the inbox.
	receipt := p.receipt(t, v.ID)
	if err := p.l.app.store.PutInbox(ctx, v.ID, receipt); err != nil {
		t.Fatal(err)
	}

	if err := p.l.stack.engine.begin(ctx); err != nil {
		t.Fatal(err)
	}
	back = true
	p.upAgain(t)
	for range 2 { // the same form again, and again
		eventually(t, 30*time.Second, "the command is done", func() (bool, error) {
			status, _ := post(t, officer, path, note(id, "Relance par téléphone."))
			return status == http.StatusOK, nil
		})
	}
	if n := p.count(t, v.ID, id); n != 1 {
		t.Errorf("the note was recorded %d times", n)
	}
	if status, code := post(t, officer, path, note(id, "Autre texte.")); status != http.StatusConflict || code != mla.CodeCommandReused {
		t.Errorf("the same id with other content: %d %s, want 409", status, code)
	}
	eventually(t, 90*time.Second, "the message in the inbox is carried out", func() (bool, error) {
		items, err := p.l.app.store.OpenInbox(ctx, 100)
		return len(items) == 0 && p.count(t, v.ID, receipt.ID) > 0, err
	})
}

// draftGoesOn reads and saves a draft.
func (p *product) draftGoesOn(t *testing.T, tr *trip) {
	t.Helper()
	officer, path := p.people["officier"], "/api/v1/requests/"+tr.ref+"/draft"
	var d struct {
		Revision int            `json:"revision"`
		Body     map[string]any `json:"body"`
	}
	if _, err := officer.once(request(t, officer, http.MethodGet, path, nil), &d); err != nil {
		t.Fatalf("a read: %v", err)
	}
	draft := fixture.Judicial("RO")
	draft.Purpose += " Complément."
	in := map[string]any{"base_revision": d.Revision, "draft": draft}
	if status, err := officer.once(request(t, officer, http.MethodPut, path, in), nil); err != nil || status != http.StatusOK {
		t.Errorf("saving the draft: %d %v", status, err)
	}
}

// receipt is a message by a machine for a request: a day proclaimed a holiday.
func (p *product) receipt(t *testing.T, requestID string) mla.Command {
	t.Helper()
	snap, err := p.l.app.store.Snapshot(within(t, 10*time.Second), requestID)
	if err != nil {
		t.Fatal(err)
	}
	abroad := snap.Profile.AbroadCalendar
	abroad.Days = append(append([]workday.Holiday(nil), abroad.Days...), workday.Holiday{Date: workday.MustDate("2027-06-09"), Name: "Jour proclamé"})
	return mla.Command{ID: "holidays/" + uuid.NewString(), Actor: mla.Automaton, Body: mla.RefreshCalendar{
		Home: snap.Profile.HomeCalendar, Abroad: abroad, Cause: "test",
	}}
}

func TestWithoutAWorkerACommandIsReceivedAndDoneOnceLater(t *testing.T) {
	p := shared.use(t)
	tr := p.opened(t, fixture.Judicial("RO"))
	officer, ctx := p.people["officier"], within(t, 2*time.Minute)
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p.l.worker.Stop()
	started := false
	start := func() {
		if started {
			return
		}
		started = true
		if p.l.worker, err = p.l.app.startWorker(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(start)
	id, path := uuid.NewString(), "/api/v1/requests/"+tr.ref+"/note"
	status, code := post(t, officer, path, note(id, "Appel sans réponse."))
	if status != http.StatusAccepted {
		t.Errorf("a command: %d %s, want 202: it was sent and may yet be done", status, code)
	}
	var out outcomeJSON
	if _, err := officer.once(request(t, officer, http.MethodGet, "/api/v1/commands/"+id, nil), &out); err != nil || out.Status != "received" {
		t.Errorf("its outcome: %q %v, want received", out.Status, err)
	}
	p.draftGoesOn(t, tr)
	start()
	// Nobody asks again: the command was accepted by the engine and is carried out.
	eventually(t, time.Minute, "the command is done", func() (bool, error) {
		_, err := officer.once(request(t, officer, http.MethodGet, "/api/v1/commands/"+id, nil), &out)
		return out.Status == "done", err
	})
	if status, code := post(t, officer, path, note(id, "Appel sans réponse.")); status != http.StatusOK {
		t.Errorf("the same form again: %d %s", status, code)
	}
	if n := p.count(t, v.ID, id); n != 1 {
		t.Errorf("the note was recorded %d times", n)
	}
}

func TestWhileTemporalIsSilentACommandIsDoneAtMostOnce(t *testing.T) {
	p := shared.use(t)
	tr := p.opened(t, fixture.Judicial("RO"))
	officer, ctx := p.people["officier"], within(t, 2*time.Minute)
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	pid := 0
	// While the server is being started again nobody has its pid, and to stop
	// process 0 would be to stop ourselves.
	eventually(t, time.Minute, "Temporal's process is known", func() (bool, error) {
		pid = (&childTour{dir: p.dir}).temporalPID()
		return pid > 1 && pid != os.Getpid(), nil
	})
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
	id, path := uuid.NewString(), "/api/v1/requests/"+tr.ref+"/note"
	// Not sent (503), or sent to somebody who does not answer (202).
	if status, code := post(t, officer, path, note(id, "Appel sans réponse.")); status != http.StatusServiceUnavailable && status != http.StatusAccepted {
		t.Errorf("a command: %d %s, want 503 or 202", status, code)
	}
	if _, err := officer.once(request(t, officer, http.MethodGet, "/api/v1/requests/"+tr.ref, nil), nil); err != nil {
		t.Errorf("a read: %v", err)
	}
	_ = syscall.Kill(pid, syscall.SIGCONT)
	eventually(t, time.Minute, "the command is done", func() (bool, error) {
		status, _ := post(t, officer, path, note(id, "Appel sans réponse."))
		return status == http.StatusOK, nil
	})
	if n := p.count(t, v.ID, id); n != 1 {
		t.Errorf("the note was recorded %d times", n)
	}
}
