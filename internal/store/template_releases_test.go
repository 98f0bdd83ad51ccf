package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func french(digestOf string) desk.TemplateRelease {
	return desk.TemplateRelease{Form: "slip", Lang: "fr", Version: "slip/fr 1.0.0", Digest: digest(digestOf), Name: "Dominique Exemple", Statement: "Relu."}
}

func lao(digestOf string) desk.TemplateRelease {
	return desk.TemplateRelease{
		Form: "cover", Lang: "lo", Version: "cover/lo 1.0.0", Digest: digest(digestOf), Name: "Camille Exemple",
		Court: "Cour d’appel d’Exempleville", OathNumber: "T-1", OathOn: workday.MustDate("2020-01-02"), Statement: "Relu.",
	}
}

func TestATemplateIsReleasedByWhoMayAndSaysWho(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	for name, tt := range map[string]struct {
		who         mla.Actor
		r           desk.TemplateRelease
		change      func(*desk.TemplateRelease)
		code, field string
	}{
		"an officer":                {w.officer, french("a"), nil, mla.CodeNotAllowed, "actor"},
		"an administrator":          {w.admin, french("a"), nil, mla.CodeNotAllowed, "actor"},
		"a translator, of French":   {w.translator, french("a"), nil, mla.CodeNotAllowed, "actor"},
		"a magistrate, of Lao":      {w.magistrate, lao("a"), nil, mla.CodeNotAllowed, "actor"},
		"nobody in particular":      {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Name = " " }, mla.CodeRequired, "name"},
		"without a statement":       {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Statement = "" }, mla.CodeRequired, "statement"},
		"a translator of no court":  {w.translator, lao("a"), func(r *desk.TemplateRelease) { r.Court = "" }, mla.CodeRequired, "court"},
		"a translator of no number": {w.translator, lao("a"), func(r *desk.TemplateRelease) { r.OathNumber = "" }, mla.CodeRequired, "oath_number"},
		"a translator of no oath":   {w.translator, lao("a"), func(r *desk.TemplateRelease) { r.OathOn = workday.Date{} }, mla.CodeRequired, "oath_on"},
		"an oath not sworn yet":     {w.translator, lao("a"), func(r *desk.TemplateRelease) { r.OathOn = workday.MustDate("2099-01-02") }, mla.CodeDateInFuture, "oath_on"},
		"of no text":                {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Digest = "" }, mla.CodeRequired, "digest"},
		"a name of two lines":       {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Name = "Dominique\nExemple" }, mla.CodeInvalidText, "name"},
		"a name that turns back":    {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Name = "Dominique \u202eelpmexE" }, mla.CodeInvalidText, "name"},
		"a name without an end":     {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Name = strings.Repeat("é", 201) }, mla.CodeTooLong, "name"},
		"a statement of a book":     {w.magistrate, french("a"), func(r *desk.TemplateRelease) { r.Statement = strings.Repeat("mot ", 2000) }, mla.CodeTooLong, "statement"},
	} {
		if tt.change != nil {
			tt.change(&tt.r)
		}
		_, err := w.ReleaseTemplate(ctx, tt.who, tt.r)
		t.Run(name, func(t *testing.T) { refused(t, err, tt.code, tt.field) })
	}
	if set, err := w.ReleasedTemplates(ctx); err != nil || len(set) != 0 {
		t.Fatalf("released: %v, %v", set, err)
	}
	for who, r := range map[mla.Actor]desk.TemplateRelease{w.magistrate: french("a"), w.translator: lao("b")} {
		for range 2 { // a repeat is nothing new
			_, err := w.ReleaseTemplate(ctx, who, r)
			w.ok(err)
		}
	}
	all, err := w.TemplateReleases(ctx, "", "")
	w.ok(err)
	got, err := w.TemplateReleases(ctx, "cover", "lo")
	w.ok(err)
	if len(all) != 2 || len(got) != 1 || got[0].OathOn != workday.MustDate("2020-01-02") || got[0].By != w.translator.ID || got[0].Court == "" {
		t.Errorf("%d releases, %+v", len(all), got)
	}
}

func TestAReleaseIsWithdrawnWithAReasonAndCanBeGivenAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	released := func(want bool) {
		t.Helper()
		set, err := w.ReleasedTemplates(ctx)
		w.ok(err)
		if set[digest("a")] != want {
			t.Errorf("released: %v, want %v", set[digest("a")], want)
		}
	}
	r := french("a")
	r.Reason = "Une faute à la ligne 12."
	refused(t, w.WithdrawTemplate(ctx, w.magistrate, r), mla.CodeNotFound, "template")
	_, err := w.ReleaseTemplate(ctx, w.magistrate, french("a"))
	w.ok(err)
	released(true)
	refused(t, w.WithdrawTemplate(ctx, w.magistrate, french("a")), mla.CodeRequired, "reason")
	for reason, code := range map[string]string{strings.Repeat("x", 4001): mla.CodeTooLong, "un\x00deux": mla.CodeInvalidText} {
		hostile := french("a")
		hostile.Reason = reason
		refused(t, w.WithdrawTemplate(ctx, w.magistrate, hostile), code, "reason")
	}
	refused(t, w.WithdrawTemplate(ctx, w.translator, r), mla.CodeNotAllowed, "actor")
	w.ok(w.WithdrawTemplate(ctx, w.admin, r))
	eventually(t, "the withdrawal is heard", func() bool {
		set, err := w.ReleasedTemplates(ctx)
		return err == nil && !set[digest("a")]
	})
	_, err = w.ReleaseTemplate(ctx, w.magistrate, french("a"))
	w.ok(err)
	eventually(t, "the release is heard", func() bool {
		set, err := w.ReleasedTemplates(ctx)
		return err == nil && set[digest("a")]
	})
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what + ": it did not")
		}
	}
}

func TestReleasesAreNeverChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.ReleaseTemplate(t.Context(), w.magistrate, french("a"))
	w.ok(err)
	for _, sql := range []string{`UPDATE template_releases SET name = 'x'`, `DELETE FROM template_releases`} {
		err := w.As(t.Context(), mla.Automaton, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), sql)
			return err
		})
		if err == nil {
			t.Errorf("%s was carried out", sql)
		}
	}
}

// packageKey is the key of the package that lies with the holder.
func (r *request) packageKey() string {
	key := ""
	for _, e := range r.s.Effects {
		if e.Kind == mla.EffectPackage {
			key = e.Key
		}
	}
	return key
}

func (r *request) paper(kind, content, key string) {
	r.w.t.Helper()
	_, err := r.w.AddDocuments(context.Background(), []activities.NewDocument{{
		RequestID: r.id, Kind: kind, Doc: doc(content), Lang: "fr", Name: content, By: mla.Automaton.ID, Key: key, At: r.w.Clock.Now(),
	}})
	r.w.ok(err)
}

func (r *request) handOverRefused(t *testing.T, by mla.Actor, to int) *mla.Error {
	t.Helper()
	in := r.decide(by, "try", mla.HandOver{ToHop: to, Proof: mla.Proof{Kind: "bordereau", Number: "B-1", On: r.today(), Doc: doc("the scan").SHA256}})
	answer, err := r.w.Record(t.Context(), in)
	r.w.ok(err)
	if answer.Kind != activities.Refused {
		t.Fatalf("%+v", answer)
	}
	return answer.Refusal
}

func TestALabelledDocumentIsNotHandedOver(t *testing.T) {
	t.Parallel()
	slip := []mla.TemplateRef{{Form: "slip", Lang: "fr", Digest: digest("draft slip")}}
	t.Run("a paper of the package", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		r := w.open().ready()
		w.ok(w.NoteDraft(t.Context(), doc("slip 1").SHA256, slip))
		r.paper("slip", "slip 1", r.packageKey()+"/slip")
		e := r.handOverRefused(t, w.registry, 1)
		if e.Code != mla.CodeTemplateNotReleased || e.Args["doc"] != "slip" || e.Args["lang"] != "fr" || e.Args["form"] != "slip" {
			t.Errorf("refused %+v", e)
		}
		found, err := w.Request(t.Context(), w.registry, r.id)
		w.ok(err)
		marked := 0
		for _, d := range found.Documents {
			if d.Unreviewed {
				marked++
			}
		}
		if marked != 1 {
			t.Errorf("%d documents are marked", marked)
		}
	})
	t.Run("the request itself", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		r := w.open().ready()
		w.ok(w.NoteDraft(t.Context(), doc("the pdf").SHA256, []mla.TemplateRef{{Form: "eio", Lang: "fr", Digest: digest("x")}}))
		if e := r.handOverRefused(t, w.registry, 1); e.Args["doc"] != "request" {
			t.Errorf("refused %+v", e)
		}
	})
	t.Run("its translation", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		r := w.open().ready()
		w.ok(w.NoteDraft(t.Context(), doc("the translation").SHA256, []mla.TemplateRef{{Form: "eio", Lang: "en", Digest: digest("x")}}))
		if e := r.handOverRefused(t, w.registry, 1); e.Args["doc"] != "translation" || e.Args["lang"] != "en" {
			t.Errorf("refused %+v", e)
		}
	})
	t.Run("not what stays at home", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		r := w.open().ready()
		w.ok(w.NoteDraft(t.Context(), doc("slip 1").SHA256, slip))
		r.paper("slip", "slip 1", "another/package/1/slip")
		r.handOver(w.registry, 1)
	})
	t.Run("a child in danger waits for no paper", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		r := w.open().ready()
		w.ok(w.NoteDraft(t.Context(), doc("the pdf").SHA256, []mla.TemplateRef{{Form: "eio", Lang: "fr", Digest: digest("x")}}))
		r.do(w.officer, mla.DeclareDanger{})
		r.handOver(w.registry, 1)
	})
}

func TestALabelledLetterIsNotHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	r.do(w.magistrate, mla.Withdraw{Reason: r.text(w.magistrate, "w")})
	e := r.s.Effects[len(r.s.Effects)-1]
	for i := range r.s.Effects {
		if r.s.Effects[i].Kind == mla.EffectLetter {
			e = r.s.Effects[i]
		}
	}
	r.paper("withdrawal", "the withdrawal", e.Key)
	w.ok(w.NoteDraft(t.Context(), doc("the withdrawal").SHA256, []mla.TemplateRef{{Form: "withdrawal", Lang: "en", Digest: digest("x")}}))
	r.do(mla.Automaton, mla.CompleteEffect{Effect: e.Key, Outcome: "done", Docs: []mla.DocRef{doc("the withdrawal")}})
	duty, ok := openDuty(r.s, mla.DutyHandOverLetter)
	if !ok {
		t.Fatal("no duty")
	}
	in := r.decide(w.registry, "try", mla.CompleteDuty{Obligation: duty.ID, Proof: mla.Proof{Kind: "bordereau", Number: "B", On: r.today(), Doc: doc("the withdrawal").SHA256}})
	answer, err := w.Record(t.Context(), in)
	w.ok(err)
	if answer.Kind != activities.Refused || answer.Refusal.Code != mla.CodeTemplateNotReleased || answer.Refusal.Args["doc"] != "withdrawal" {
		t.Errorf("%+v", answer)
	}
}

func TestAReleaseHasThePapersThatWaitMadeAnewAndNoOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	waits, other, gone := w.open().ready(), w.open().ready(), w.open().ready()
	slip := mla.TemplateRef{Form: "slip", Lang: "fr", Digest: digest("a")}
	for content, r := range map[string]*request{"slip 1": waits, "slip 2": gone} {
		r.paper("slip", content, r.packageKey()+"/slip")
	}
	first := gone.packageKey()
	gone.handOver(w.registry, 1)
	other.paper("cover", "cover 1", other.packageKey()+"/cover")
	w.ok(w.NoteDraft(ctx, doc("slip 1").SHA256, []mla.TemplateRef{slip}))
	w.ok(w.NoteDraft(ctx, doc("slip 2").SHA256, []mla.TemplateRef{slip}))
	w.ok(w.NoteDraft(ctx, doc("cover 1").SHA256, []mla.TemplateRef{{Form: "cover", Lang: "fr", Digest: digest("b")}}))

	n, err := w.ReleaseTemplate(ctx, w.magistrate, french("a"))
	w.ok(err)
	items, err := w.OpenInbox(ctx, 10)
	w.ok(err)
	want := map[string]bool{waits.packageKey(): true, first: true} // the domain leaves what was handed over
	if n != 2 || len(items) != 2 {
		t.Fatalf("%d owed, %d in the inbox", n, len(items))
	}
	for _, it := range items {
		b, ok := it.Command.Body.(mla.RemakePapers)
		if !ok || !want[b.Effect] || !strings.HasPrefix(b.Effect, it.RequestID+"/") || !mla.FromInbox(it.Command.ID) {
			t.Errorf("owed %+v", it)
		}
	}
	for _, it := range items {
		if it.RequestID != waits.id {
			continue
		}
		before := waits.packageKey()
		waits.doAs(mla.Automaton, it.Command.ID, it.Command.Body)
		if waits.packageKey() == before {
			t.Fatal("nothing is made anew")
		}
		if e := waits.handOverRefused(t, w.registry, 1); e.Code != mla.CodeTemplateNotReleased {
			t.Errorf("while the papers are made anew: %+v", e)
		}
		again := waits.packageKey()
		_, err := w.BeginEffects(ctx, waits.id, []string{again})
		w.ok(err)
		w.ok(w.FinishEffects(ctx, waits.id, []activities.EffectEnd{{Key: again, Outcome: "done"}}))
		waits.handOver(w.registry, 1) // the labelled slip belongs to the package before
	}
	if left, err := w.OpenInbox(ctx, 10); err != nil || len(left) != 1 {
		t.Errorf("%d left in the inbox, %v", len(left), err)
	}
}
