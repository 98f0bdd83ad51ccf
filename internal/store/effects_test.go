package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

func TestTheFateOfAnEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().submit()
	i := slices.IndexFunc(r.s.Effects, func(e mla.Effect) bool { return e.Kind == mla.EffectMail })
	key := r.s.Effects[i].Key
	begin := func(want string) {
		t.Helper()
		e, was, err := w.BeginEffect(t.Context(), r.id, key)
		if err != nil || was != want || e.Key != key || e.Template != "approval_needed" {
			t.Errorf("was %q, want %q: %+v, %v", was, want, e, err)
		}
	}
	begin("owed")
	begin("attempting")
	w.ok(w.FinishEffect(t.Context(), r.id, key, "failed", "smtp_down"))
	begin("failed")
	if left, err := w.LeftEffects(t.Context(), r.id); err != nil || !slices.Equal(left, []string{key}) {
		t.Errorf("left %v, %v", left, err)
	}
	w.ok(w.FinishEffect(t.Context(), r.id, key, "done", ""))
	begin("done")
	w.ok(w.FinishEffect(t.Context(), r.id, key, "failed", "late"))
	begin("done")
	if left, err := w.LeftEffects(t.Context(), r.id); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
	full, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	if e := full.Effects[0]; e.State != "done" || e.Attempts != 3 || e.DoneAt.IsZero() || e.Code != "" {
		t.Errorf("%+v", e)
	}
	_, _, err = w.BeginEffect(t.Context(), r.id, "no such")
	refused(t, err, mla.CodeNotFound, "effect")
	refused(t, w.FinishEffect(t.Context(), r.id, "no such", "done", ""), mla.CodeNotFound, "effect")
	refused(t, w.FinishEffect(t.Context(), r.id, key, "attempting", ""), mla.CodeUnknownValue, "state")
}

func TestAFailedEffectIsToldAndTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	r.do(w.magistrate, mla.Withdraw{Reason: r.text(w.magistrate, "no longer needed")})
	i := slices.IndexFunc(r.s.Effects, func(e mla.Effect) bool { return e.Kind == mla.EffectLetter })
	key := r.s.Effects[i].Key
	state := func() string {
		_, was, err := w.BeginEffect(t.Context(), r.id, key)
		w.ok(err)
		return was
	}
	if got := state(); got != "owed" {
		t.Errorf("at first %s", got)
	}
	r.do(mla.Automaton, mla.CompleteEffect{Effect: key, Outcome: "failed", Code: "missing_glyph", Final: true})
	if got := state(); got != "failed" {
		t.Errorf("after the event %s", got)
	}
	r.do(w.officer, mla.RetryEffect{Effect: key})
	if got := state(); got != "owed" {
		t.Errorf("after the retry %s", got)
	}
	letter := activities.NewDocument{RequestID: r.id, Kind: "withdrawal", Doc: doc("letter"), Lang: "en", Name: "withdrawal", By: "system", Key: key}
	_, err := w.Filed(t.Context(), r.id, "withdrawal", key)
	refused(t, err, mla.CodeNotFound, "document")
	// A repeat after the request has moved on words it differently: the first stays.
	for _, content := range []string{"letter", "letter", "letter, later"} {
		letter.Doc = doc(content)
		filed, err := w.AddDocument(t.Context(), letter)
		w.ok(err)
		if filed != doc("letter") {
			t.Errorf("filed %s for %q", filed.SHA256, content)
		}
	}
	if filed, err := w.Filed(t.Context(), r.id, "withdrawal", key); err != nil || filed != doc("letter") {
		t.Errorf("filed %v, %v", filed, err)
	}
	r.do(mla.Automaton, mla.CompleteEffect{Effect: key, Outcome: "done", Docs: []mla.DocRef{doc("letter")}})
	if got := state(); got != "done" {
		t.Errorf("in the end %s", got)
	}
	if id := r.document("withdrawal"); id == "" {
		t.Error("no letter")
	}
	letter.RequestID = "no such"
	_, err = w.AddDocument(t.Context(), letter)
	refused(t, err, mla.CodeNotFound, "document")
}

func TestRecipients(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().ready()
	for _, tc := range []struct {
		role     mla.Role
		org, not string
		want     []string
	}{
		{mla.Officer, "", "", []string{"u-officer"}},
		{mla.Officer, "", "u-officer", nil},
		{mla.Magistrate, "", "", []string{"u-magistrate"}},
		{mla.Translator, "", "", []string{"u-translator"}},
		{mla.Clerk, "bepi", "", []string{"u-bepi"}},
		{mla.Clerk, "", "", nil},
		{mla.Auditor, "", "", []string{"u-auditor"}},
		{mla.Admin, "", "", []string{"u-admin"}},
	} {
		got, err := w.Recipients(t.Context(), r.id, tc.role, tc.org, tc.not)
		w.ok(err)
		var ids []string
		for _, p := range got {
			ids = append(ids, p.UserID)
		}
		if diff := cmp.Diff(tc.want, ids); diff != "" {
			t.Errorf("%s %s: %s", tc.role, tc.org, diff)
		}
	}
	w.ok(w.SetDisabled(t.Context(), "u-magistrate", true))
	if got, err := w.Recipients(t.Context(), r.id, mla.Magistrate, "", ""); err != nil || len(got) != 0 {
		t.Errorf("disabled: %+v, %v", got, err)
	}
}

func TestAMailIsQueuedOnceAndSeenByItsReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	m := activities.OutboxMail{MessageID: "<1@rogatory>", RequestID: r.id, UserID: "u-bepi", To: "u-bepi@example.org", Subject: r.ref, Text: "Please."}
	queue := func(want bool) {
		t.Helper()
		if sent, err := w.QueueMail(t.Context(), m); err != nil || sent != want {
			t.Errorf("sent %v, %v", sent, err)
		}
	}
	queue(false)
	queue(false)
	w.ok(w.MarkMail(t.Context(), m.MessageID, "failed"))
	queue(false)
	w.ok(w.MarkMail(t.Context(), m.MessageID, "sent"))
	queue(true)
	w.ok(w.MarkMail(t.Context(), m.MessageID, "failed"))
	queue(true)
	refused(t, w.MarkMail(t.Context(), "no such", "sent"), mla.CodeNotFound, "mail")
	digestMail := activities.OutboxMail{MessageID: "<2@rogatory>", UserID: "u-officer", To: "u-officer@example.org", Subject: "Today", Text: "."}
	_, err := w.QueueMail(t.Context(), digestMail)
	w.ok(err)
	for who, want := range map[mla.Actor]int{w.bepi: 1, w.officer: 2, w.magistrate: 1, w.strangeOfficer: 0, w.admin: 0, w.registry: 0} {
		mails, err := w.Outbox(t.Context(), who, 0)
		w.ok(err)
		if len(mails) != want {
			t.Errorf("%s sees %d mails, want %d", who.ID, len(mails), want)
		}
	}
}

func TestTheInboxIsEmptiedByTheEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	cmd := mla.Command{ID: "calendar/1", Actor: mla.Automaton, Body: mla.RefreshCalendar{Home: r.p.HomeCalendar, Abroad: r.p.AbroadCalendar, Cause: "import"}}
	open := func(want ...string) {
		t.Helper()
		items, err := w.OpenInbox(t.Context(), 10)
		w.ok(err)
		var ids []string
		for _, it := range items {
			ids = append(ids, it.Command.ID)
			if it.RequestID != r.id {
				t.Errorf("%+v", it)
			}
		}
		if diff := cmp.Diff(want, ids); diff != "" {
			t.Error(diff)
		}
	}
	for range 2 {
		w.ok(w.PutInbox(t.Context(), r.id, cmd))
	}
	second := cmd
	second.ID = "calendar/2"
	w.ok(w.PutInbox(t.Context(), r.id, second))
	open("calendar/1", "calendar/2")
	r.doAs(mla.Automaton, cmd.ID, cmd.Body)
	open("calendar/2")
	w.ok(w.CloseInbox(t.Context(), r.id, second.ID))
	open()
	// One that was recorded before is not taken up again.
	r.doAs(mla.Automaton, "calendar/3", cmd.Body)
	second.ID = "calendar/3"
	w.ok(w.PutInbox(t.Context(), r.id, second))
	open()
	refused(t, w.PutInbox(t.Context(), "no such", cmd), mla.CodeNotFound, "request")
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	cmd := mla.Command{ID: "note-1", Actor: w.officer, Body: mla.Note{Text: r.text(w.officer, "x")}}
	_, err := w.Outcome(t.Context(), w.officer, cmd.ID)
	refused(t, err, mla.CodeNotFound, "command")
	for range 2 {
		w.ok(w.MarkReceived(t.Context(), w.officer, r.id, cmd))
	}
	got, err := w.Outcome(t.Context(), w.officer, cmd.ID)
	if err != nil || got.Status != "received" || got.Digest != cmd.Digest() || got.Reference != r.ref {
		t.Errorf("%+v, %v", got, err)
	}
	r.doAs(w.officer, cmd.ID, cmd.Body)
	w.ok(w.MarkReceived(t.Context(), w.officer, r.id, cmd))
	got, err = w.Outcome(t.Context(), w.officer, cmd.ID)
	if err != nil || got.Status != "done" || got.Seq != r.s.Seq || got.Phase != mla.PhaseDraft || got.Kind != mla.KindNote || got.Digest != cmd.Digest() {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = w.Outcome(t.Context(), w.colleague, cmd.ID)
	refused(t, err, mla.CodeNotFound, "command")
	refused(t, w.MarkReceived(t.Context(), w.strangeOfficer, r.id, cmd), mla.CodeNotFound, "request")
}
