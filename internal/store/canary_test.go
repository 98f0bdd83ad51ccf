package store_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// dump is every table as the application's role could read it.
func dump(w *world) string {
	w.t.Helper()
	conn := w.Owner(w.t)
	rows, err := conn.Query(w.t.Context(), `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
	w.ok(err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	w.ok(err)
	if len(tables) < 25 {
		w.t.Fatalf("only %d tables: %v", len(tables), tables)
	}
	var all strings.Builder
	for _, table := range tables {
		rows, err := conn.Query(w.t.Context(), `SELECT row_to_json(t)::text FROM `+pgx.Identifier{table}.Sanitize()+` t`)
		w.ok(err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		w.ok(err)
		for _, line := range lines {
			all.WriteString(table + ": " + line + "\n")
		}
	}
	return all.String()
}

func TestNoNameOfAPersonIsFoundInAnyTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const suspect, witness, minor, taker, segment = "Zyxwvut Canariensis", "Qponmlk Canariensis", "Kjihgfe Canariensis", "Mlkjihg Canariensis", "Wvutsrq Canariensis"
	d := draft()
	d.Persons = []mla.Person{{Label: "P1", Role: "suspect", Name: suspect}}
	d.Facts = "What " + suspect + " did."
	res, err := w.Reserve(t.Context(), w.officer, "open", d)
	w.ok(err)
	r := &request{w: w, id: res.RequestID, ref: res.Reference, p: profile()}
	r.do(w.officer, mla.Open{
		RequestID: r.id, Reference: r.ref, CaseID: w.c.ID, Officer: w.officer.ID, Track: mla.Judicial, Form: mla.FormEIO, State: "PH", Measures: d.MeasureIDs(),
	})
	d.Necessity = "Because of " + witness
	_, err = w.SaveDraft(t.Context(), w.officer, r.id, 1, d)
	w.ok(err)
	note := r.text(w.officer, "Spoke to "+witness)
	r.do(w.officer, mla.Note{Text: note})
	w.ok(w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "V1", Name: minor, BornOn: workday.MustDate("2014-05-06"), Address: minor + " street"}))
	r.submit()
	r.do(w.officer, mla.AssignTranslator{Translator: w.translator.ID})
	w.ok(w.KeepCertificate(t.Context(), w.translator, desk.Certificate{TextKey: r.key(), SourceSHA256: r.submitted.DraftSHA256, TextSHA256: "t", Parts: map[string]string{"facts": segment}}))
	_, err = w.SaveUnits(t.Context(), w.translator, r.key(), []desk.TranslationUnit{{ID: "facts/1", Place: "facts", Source: "About " + suspect, Target: segment, State: desk.UnitDraft}})
	w.ok(err)
	w.ok(w.BringCaseMemory(t.Context(), w.translator, r.key(), []desk.MemoryEntry{{Source: suspect, Target: segment}}))
	r.ready()
	r.do(w.registry, mla.HandOver{ToHop: 1, Proof: mla.Proof{Kind: "bordereau", Number: "B-1", On: r.today(), Doc: doc("the scan").SHA256, Person: r.text(w.registry, taker)}})

	all := dump(w)
	for _, name := range []string{suspect, witness, minor, taker, segment} {
		// Also as bytea is printed, whole or in part.
		for _, form := range []string{name, strings.Fields(name)[0], hex.EncodeToString([]byte(strings.Fields(name)[0]))} {
			if i := strings.Index(all, form); i >= 0 {
				line := all[strings.LastIndex(all[:i], "\n")+1:]
				t.Errorf("%q is found in %s", form, line[:min(len(line), 300)])
			}
		}
	}
	if !strings.Contains(all, "Name of u-officer") {
		t.Error("the canary looks in the wrong place: users have names")
	}

	// And those who may still read it all.
	got, err := w.Request(t.Context(), w.magistrate, r.id)
	w.ok(err)
	if got.Draft.Body.Persons[0].Name != suspect || got.Texts[note.ID] != "Spoke to "+witness {
		t.Errorf("draft %+v, texts %v", got.Draft, got.Texts)
	}
	sealed, err := w.Sealed(t.Context(), w.magistrate, r.id)
	w.ok(err)
	if len(sealed) != 1 || sealed[0].Name != minor {
		t.Errorf("sealed %+v", sealed)
	}
}

func TestEveryLookAtASealedIdentityIsLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	refused(t, w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "a name", Name: "x"}), "minor_by_label_only", "label")
	w.ok(w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "V1", Name: "x"}))
	w.ok(w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "V1", Name: "y"}))
	got, err := w.Sealed(t.Context(), w.magistrate, r.id)
	w.ok(err)
	if len(got) != 1 || got[0].Name != "y" {
		t.Errorf("%+v", got)
	}
	_, err = w.Sealed(t.Context(), w.colleague, r.id)
	refused(t, err, mla.CodeNotFound, "sealed")
	w.ok(w.SealedAnnexMade(t.Context(), w.magistrate, r.id, []string{"V1"}, doc("the annex").SHA256))
	refused(t, w.SealedAnnexMade(t.Context(), w.colleague, r.id, []string{"V1"}, doc("the annex").SHA256), mla.CodeNotFound, "sealed")
	var log []string
	rows, err := w.Owner(t).Query(t.Context(), `SELECT user_id || ' ' || action || ' ' || array_to_string(labels, ',') || left(sha256, 1) FROM sealed_access ORDER BY id`)
	w.ok(err)
	log, err = pgx.CollectRows(rows, pgx.RowTo[string])
	w.ok(err)
	if got := strings.Join(log, "; "); got != "u-officer write V1; u-officer write V1; u-magistrate read V1; u-magistrate annex V1"+doc("the annex").SHA256[:1] {
		t.Errorf("log: %s", got)
	}
}

func TestErasingACaseLeavesItsProofsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	note := r.text(w.officer, "a remark")
	r.do(w.officer, mla.Note{Text: note})
	w.ok(w.PutSealed(t.Context(), w.officer, r.id, desk.Sealed{Label: "V1", Name: "x"}))
	w.ok(w.EraseCase(t.Context(), w.c.ID))
	refused(t, w.EraseCase(t.Context(), w.c.ID), mla.CodeNotFound, "case")
	got, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	if got.Draft.Body.Facts != "" || got.Draft.SHA256 == "" || len(got.Texts) != 0 || len(got.Events) != len(r.events) {
		t.Errorf("%+v", got)
	}
	if text, err := w.Text(t.Context(), r.id, note.ID); text != "" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if sealed, err := w.Sealed(t.Context(), w.officer, r.id); len(sealed) != 0 || err != nil {
		t.Errorf("%+v, %v", sealed, err)
	}
	if _, err := w.PutText(t.Context(), w.officer, r.id, "", "more"); err == nil {
		t.Error("an erased case takes new texts")
	}
	w.ok(w.VerifyChain(t.Context(), r.id))
}

func TestATextIsErasedAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	a, b := r.text(w.officer, "first"), r.text(w.officer, "second")
	w.ok(w.EraseText(t.Context(), a.ID))
	refused(t, w.EraseText(t.Context(), "no such"), mla.CodeNotFound, "text")
	for id, want := range map[string]string{a.ID: "", b.ID: "second"} {
		if got, err := w.Text(t.Context(), r.id, id); got != want || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	_, err := w.Text(t.Context(), r.id, "no such")
	refused(t, err, mla.CodeNotFound, "text")
	if a.Digest == r.text(w.officer, "first").Digest {
		t.Error("the digest of a text says which text it is")
	}
}

func TestASealedRowDoesNotOpenElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	a, b := r.text(w.officer, "first"), r.text(w.officer, "second")
	_, err := w.Owner(t).Exec(t.Context(), `UPDATE request_texts SET body = (SELECT body FROM request_texts WHERE id = $1) WHERE id = $2`, a.ID, b.ID)
	w.ok(err)
	var refusal *mla.Error
	if text, err := w.Text(t.Context(), r.id, b.ID); err == nil || errors.As(err, &refusal) || text != "" {
		t.Errorf("%q, %v", text, err)
	}
}
