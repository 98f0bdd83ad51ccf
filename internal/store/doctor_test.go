package store_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestARebuiltProjectionIsTheOneThatWasThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().delivered()
	back := w.open().abroad()
	back.do(w.officer, mla.ReturnIncomplete{Cause: "R04", On: back.today(), BackTo: 1})
	back.do(w.officer, mla.Rework{Reason: back.text(w.officer, "the text must change")})
	for _, id := range []string{r.id, back.id} {
		for range 2 {
			differed, err := w.RebuildProjection(t.Context(), id)
			w.ok(err)
			if differed {
				t.Errorf("rebuilding %s changed what was recorded step by step", id)
			}
		}
	}
}

func TestADamagedProjectionIsMended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().delivered()
	before, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	owner := w.Owner(t)
	for name, sql := range map[string]string{
		"the row":                  `UPDATE requests SET phase = 'draft', seq = 1, next_clock = 'x', orgs = '{}', snapshot = '{}' WHERE id = $1`,
		"an obligation lost":       `DELETE FROM obligations WHERE request_id = $1`,
		"an obligation added":      `UPDATE obligations SET id = 'x' || id WHERE request_id = $1`,
		"a hop":                    `UPDATE hops SET left_on = NULL, body = '{}' WHERE request_id = $1 AND idx = 0`,
		"evidence":                 `DELETE FROM evidence WHERE request_id = $1`,
		"a delivery":               `UPDATE deliveries SET status = 'owed' WHERE request_id = $1`,
		"documents":                `DELETE FROM documents WHERE request_id = $1`,
		"effects":                  `DELETE FROM effects WHERE request_id = $1 AND kind <> 'deliver'`,
		"the fate of the delivery": `UPDATE effects SET state = 'failed' WHERE request_id = $1 AND kind = 'deliver'`,
	} {
		tag, err := owner.Exec(t.Context(), sql, r.id)
		w.ok(err)
		if tag.RowsAffected() == 0 {
			t.Fatalf("%s: nothing was damaged", name)
		}
		differed, err := w.RebuildProjection(t.Context(), r.id)
		w.ok(err)
		if !differed {
			t.Errorf("%s: the damage was not noticed", name)
		}
	}
	if differed, err := w.RebuildProjection(t.Context(), r.id); differed || err != nil {
		t.Errorf("once mended: %v, %v", differed, err)
	}
	after, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	before.Effects, after.Effects = nil, nil // quiet ones that were lost are owed again
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	w.ok(w.VerifyChain(t.Context(), r.id))
}

func TestTheSameEventsGiveTheSameRowsInAnyDatabase(t *testing.T) {
	t.Parallel()
	in := func() (*world, []byte) {
		w := newWorld(t)
		r := &request{w: w, id: "r-same", ref: "FR-2026-PH-0001", p: profile()}
		r.do(w.officer, mla.Open{
			RequestID: r.id, Reference: r.ref, CaseID: w.c.ID, Officer: w.officer.ID, Track: mla.Judicial, Form: mla.FormEIO, State: "PH",
			Measures: draft().MeasureIDs(),
		})
		r.do(w.officer, mla.DeclareDanger{})
		r.do(w.magistrate, mla.Reassign{Officer: w.colleague.ID})
		var dump []byte
		w.ok(w.Owner(t).QueryRow(t.Context(), `
			SELECT jsonb_build_array(
				(SELECT to_jsonb(r) - 'case_id' - 'snapshot' - 'head' FROM requests r),
				(SELECT jsonb_agg(to_jsonb(o) - 'case_id' ORDER BY id) FROM obligations o),
				(SELECT jsonb_agg(to_jsonb(e) - 'case_id' ORDER BY key) FROM effects e))`).Scan(&dump))
		return w, dump
	}
	_, a := in()
	_, b := in()
	if !bytes.Equal(a, b) {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestAllRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reserve("not opened")
	r := w.open()
	all, err := w.AllRequests(t.Context())
	w.ok(err)
	if len(all) != 1 || all[0].ID != r.id || all[0].Seq != r.s.Seq || all[0].Terminal {
		t.Errorf("%+v", all)
	}
	_, err = w.RebuildProjection(t.Context(), "no such")
	refused(t, err, mla.CodeNotFound, "request")
}

func TestTheCaseFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().delivered()
	w.open()
	f, err := w.CaseFile(t.Context(), w.magistrate, "24/00123")
	w.ok(err)
	if len(f.Rows) != 2 || f.Requests != 2 || len(f.Members) != 4 {
		t.Errorf("%+v", f)
	}
	if len(f.Evidence) != 1 || f.Evidence[0].Detail != "Statement of account" || f.Evidence[0].Reference != r.ref || f.Evidence[0].Delivery == "" {
		t.Errorf("evidence %+v", f.Evidence)
	}
	if len(f.Deliveries) != 1 || f.Deliveries[0].Receipt != "R-1" {
		t.Errorf("deliveries %+v", f.Deliveries)
	}
	ref, name, err := w.DeliveryFile(t.Context(), r.id+"/delivery/1", doc("the evidence").SHA256)
	if err != nil || ref != doc("the evidence") || name != r.ref+"-E1.pdf" {
		t.Errorf("%+v %q %v", ref, name, err)
	}
	for _, tc := range [][2]string{{r.id + "/delivery/1", digest("x")}, {"no such", doc("the evidence").SHA256}} {
		_, _, err = w.DeliveryFile(t.Context(), tc[0], tc[1])
		refused(t, err, mla.CodeNotFound, "document")
	}
	if mine, err := w.Cases(t.Context(), w.officer); err != nil || len(mine) != 1 {
		t.Errorf("%+v, %v", mine, err)
	}
}

func TestUploads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().submit()
	scan, err := w.AddUpload(t.Context(), w.officer, r.id, "signed", "scan.pdf", "fr", doc("the scan"))
	w.ok(err)
	again, err := w.AddUpload(t.Context(), w.colleague, r.id, "signed", "scan2.pdf", "fr", doc("the scan"))
	w.ok(err)
	if diff := cmp.Diff(scan, again); diff != "" {
		t.Errorf("the same file again: %s", diff)
	}
	r.ready()
	full, err := w.Request(t.Context(), w.officer, r.id)
	w.ok(err)
	n := 0
	for _, d := range full.Documents {
		if d.Kind == "signed" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the scan that was uploaded and then named by an event is filed %d times", n)
	}
	_, err = w.AddUpload(t.Context(), w.translator, r.id, "signed", "x", "fr", doc("y"))
	refused(t, err, mla.CodeNotAllowed, "actor")
	_, err = w.AddUpload(t.Context(), w.auditor, r.id, "attachment", "x", "fr", doc("y"))
	refused(t, err, mla.CodeNotAllowed, "actor")
	_, err = w.AddUpload(t.Context(), w.officer, r.id, "picture", "x", "fr", doc("y"))
	refused(t, err, mla.CodeUnknownValue, "kind")
	_, err = w.AddUpload(t.Context(), w.strangeOfficer, r.id, "attachment", "x", "fr", doc("y"))
	refused(t, err, mla.CodeNotFound, "request")
	_, err = w.AddUpload(t.Context(), w.translator, r.id, "translation", "t.pdf", "en", doc("t"))
	w.ok(err)
}
