package store_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

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
		e, was, err := w.beginEffect(r.id, key)
		if err != nil || was != want || e.Key != key || e.Template != "approval_needed" {
			t.Errorf("was %q, want %q: %+v, %v", was, want, e, err)
		}
	}
	begin("owed")
	begin("attempting")
	w.ok(w.finishEffect(r.id, key, "failed", "smtp_down"))
	begin("failed")
	if left, err := w.LeftEffects(t.Context(), r.id); err != nil || !slices.Equal(left, []string{key}) {
		t.Errorf("left %v, %v", left, err)
	}
	w.ok(w.finishEffect(r.id, key, "done", ""))
	begin("done")
	w.ok(w.finishEffect(r.id, key, "failed", "late"))
	begin("done")
	if left, err := w.LeftEffects(t.Context(), r.id); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
	full, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	if e := full.Effects[0]; e.State != "done" || e.Attempts != 3 || e.DoneAt.IsZero() || e.Code != "" {
		t.Errorf("%+v", e)
	}
	_, _, err = w.beginEffect(r.id, "no such")
	refused(t, err, mla.CodeNotFound, "effect")
	refused(t, w.finishEffect(r.id, "no such", "done", ""), mla.CodeNotFound, "effect")
	refused(t, w.finishEffect(r.id, key, "attempting", ""), mla.CodeUnknownValue, "state")
}

// beginEffect begins one effect.
func (w *world) beginEffect(requestID, key string) (mla.Effect, string, error) {
	begun, err := w.BeginEffects(w.t.Context(), requestID, []string{key})
	if err != nil || len(begun) == 0 {
		return mla.Effect{}, "", cmp.Or(err, error(mla.Refuse(mla.CodeNotFound, "effect")))
	}
	return begun[0].Effect, begun[0].Was, nil
}

func (w *world) finishEffect(requestID, key, state, code string) error {
	return w.FinishEffects(w.t.Context(), requestID, []activities.EffectEnd{{Key: key, Outcome: state, Code: code}})
}

func TestEffectsAreBegunAndEndedTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().ready()
	var keys []string
	for _, e := range r.s.Effects {
		if e.State != mla.EffectDone { // the seal is
			keys = append(keys, e.Key)
		}
	}
	if len(keys) < 3 {
		t.Fatalf("%d effects", len(keys))
	}
	slices.Reverse(keys)
	w.ok(w.finishEffect(r.id, keys[1], "done", ""))
	states := func() (out []string) {
		t.Helper()
		begun, err := w.BeginEffects(t.Context(), r.id, append([]string{"no such"}, keys...))
		w.ok(err)
		for i, b := range begun {
			if b.Effect.Key != keys[i] {
				t.Errorf("effect %d is %s, want %s: the order of the keys", i, b.Effect.Key, keys[i])
			}
			out = append(out, b.Was)
		}
		return out
	}
	want := slices.Repeat([]string{"owed"}, len(keys))
	want[1] = "done"
	if diff := gocmp.Diff(want, states()); diff != "" {
		t.Error(diff)
	}
	ends := []activities.EffectEnd{{Key: keys[0], Outcome: "done"}, {Key: keys[1], Outcome: "failed", Code: "late"}, {Key: keys[2], Outcome: "failed", Code: "smtp_down"}}
	w.ok(w.FinishEffects(t.Context(), r.id, ends))
	want = slices.Repeat([]string{"attempting"}, len(keys))
	want[0], want[1], want[2] = "done", "done", "failed"
	if diff := gocmp.Diff(want, states()); diff != "" {
		t.Error(diff)
	}
	// One that is gone is told, and the others are ended all the same.
	err := w.FinishEffects(t.Context(), r.id, []activities.EffectEnd{{Key: "no such", Outcome: "done"}, {Key: keys[2], Outcome: "done"}})
	refused(t, err, mla.CodeNotFound, "effect")
	if got := states(); got[2] != "done" {
		t.Errorf("the other is %s", got[2])
	}
}

func TestWithoutAServerMailsAreKeptInTheOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	mail := func(id string) activities.OutboxMail {
		return activities.OutboxMail{MessageID: id, RequestID: r.id, UserID: "u-officer", To: "u-officer@example.org", Subject: r.ref, Text: "Please."}
	}
	_, err := w.QueueMails(t.Context(), []activities.OutboxMail{mail("1"), mail("2"), mail("3")}, "owed")
	w.ok(err)
	w.ok(w.MarkMail(t.Context(), "2", "sent"))
	w.ok(w.MarkMail(t.Context(), "3", "failed"))
	settled, err := w.QueueMails(t.Context(), []activities.OutboxMail{mail("3"), mail("4"), mail("1"), mail("2")}, "outbox")
	if err != nil || slices.Contains(settled, false) || len(settled) != 4 {
		t.Errorf("settled %v, %v", settled, err)
	}
	mails, err := w.Outbox(t.Context(), w.officer, 0)
	w.ok(err)
	got := map[string]string{}
	for _, m := range mails {
		got[m.ID] = m.State
	}
	if diff := gocmp.Diff(map[string]string{"1": "outbox", "2": "sent", "3": "outbox", "4": "outbox"}, got); diff != "" {
		t.Error(diff)
	}
	// Of several, one that cannot be kept leaves none.
	bad := mail("6")
	bad.Subject = "\x00"
	_, err = w.QueueMails(t.Context(), []activities.OutboxMail{mail("5"), bad}, "outbox")
	refused(t, err, mla.CodeUnknownValue, "text")
	if mails, err := w.Outbox(t.Context(), w.officer, 0); err != nil || len(mails) != 4 {
		t.Errorf("%d mails, %v", len(mails), err)
	}
}

func TestThePapersOfAPackageStandInOneOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	paper := func(kind, lang string) activities.NewDocument {
		return activities.NewDocument{RequestID: r.id, Kind: kind, Doc: doc(kind + lang), Lang: lang, Name: kind, By: "system", Key: "e1/" + kind + "/" + lang, At: at}
	}
	_, err := w.AddDocuments(t.Context(), []activities.NewDocument{paper("slip", "ro"), paper("eio_form_b", "ro"), paper("request", "fr"), paper("cover", "en"), paper("cover", "fr"), paper("eio_form_b", "fr")})
	w.ok(err)
	req, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	var got []string
	for _, d := range req.Documents {
		got = append(got, d.Kind+" "+d.Lang)
	}
	if diff := gocmp.Diff([]string{"request fr", "cover fr", "cover en", "eio_form_b fr", "eio_form_b ro", "slip ro"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsAreFiledTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	paper := func(kind, content string) activities.NewDocument {
		return activities.NewDocument{RequestID: r.id, Kind: kind, Doc: doc(content), Lang: "fr", Name: kind, By: "system", Key: "e1"}
	}
	add := func(want []mla.DocRef, docs ...activities.NewDocument) {
		t.Helper()
		got, err := w.AddDocuments(t.Context(), docs)
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	add([]mla.DocRef{doc("cover")}, paper("cover", "cover"))
	add([]mla.DocRef{doc("slip"), doc("cover")}, paper("slip", "slip"), paper("cover", "another cover"))
	got, err := w.Filed(t.Context(), r.id, []activities.Place{{Kind: "slip", Key: "e1"}, {Kind: "slip", Key: "e2"}, {Kind: "cover", Key: "e1"}})
	if diff := gocmp.Diff([]mla.DocRef{doc("slip"), {}, doc("cover")}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	bad := paper("reminder", "x")
	bad.Name = "\x00"
	_, err = w.AddDocuments(t.Context(), []activities.NewDocument{paper("withdrawal", "w"), bad})
	refused(t, err, mla.CodeUnknownValue, "text")
	got, err = w.Filed(t.Context(), r.id, []activities.Place{{Kind: "withdrawal", Key: "e1"}})
	if err != nil || !got[0].IsZero() {
		t.Errorf("filed %v, %v", got, err)
	}
}

func TestAFailedEffectIsToldAndTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	r.do(w.magistrate, mla.Withdraw{Reason: r.text(w.magistrate, "no longer needed")})
	i := slices.IndexFunc(r.s.Effects, func(e mla.Effect) bool { return e.Kind == mla.EffectLetter })
	key := r.s.Effects[i].Key
	state := func() string {
		_, was, err := w.beginEffect(r.id, key)
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
	place := []activities.Place{{Kind: "withdrawal", Key: key}}
	if filed, err := w.Filed(t.Context(), r.id, place); err != nil || len(filed) != 1 || !filed[0].IsZero() {
		t.Errorf("filed before it was made: %v, %v", filed, err)
	}
	// A repeat after the request has moved on words it differently: the first stays.
	for _, content := range []string{"letter", "letter", "letter, later"} {
		letter.Doc = doc(content)
		filed, err := w.AddDocuments(t.Context(), []activities.NewDocument{letter})
		w.ok(err)
		if len(filed) != 1 || filed[0] != doc("letter") {
			t.Errorf("filed %v for %q", filed, content)
		}
	}
	if filed, err := w.Filed(t.Context(), r.id, place); err != nil || filed[0] != doc("letter") {
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
	_, err := w.AddDocuments(t.Context(), []activities.NewDocument{letter})
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
		all, err := w.Recipients(t.Context(), r.id, []activities.Audience{{Role: mla.Clerk}, {Role: tc.role, Org: tc.org, NotUser: tc.not}})
		w.ok(err)
		if len(all[0]) != 0 {
			t.Errorf("clerks of no organisation: %+v", all[0])
		}
		var ids []string
		for _, p := range all[1] {
			ids = append(ids, p.UserID)
		}
		if diff := gocmp.Diff(tc.want, ids); diff != "" {
			t.Errorf("%s %s: %s", tc.role, tc.org, diff)
		}
	}
	w.ok(w.SetDisabled(t.Context(), "u-magistrate", true))
	if got, err := w.Recipients(t.Context(), r.id, []activities.Audience{{Role: mla.Magistrate}}); err != nil || len(got[0]) != 0 {
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
		if sent, err := w.QueueMails(t.Context(), []activities.OutboxMail{m}, "owed"); err != nil || sent[0] != want {
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
	// Both in one go: the first is sent already, the second is new.
	sent, err := w.QueueMails(t.Context(), []activities.OutboxMail{m, digestMail}, "owed")
	if err != nil || !sent[0] || sent[1] {
		t.Errorf("sent %v, %v", sent, err)
	}
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
		if diff := gocmp.Diff(want, ids); diff != "" {
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
