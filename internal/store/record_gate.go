package store

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

// labelled is a document of a request that carries the label "draft, not
// reviewed", and the template that nobody had released.
type labelled struct {
	Kind         string `db:"kind"`
	Lang         string `db:"lang"`
	SHA256       string `db:"sha256"`
	Key          string `db:"key"`
	Form         string `db:"form"`
	TemplateLang string `db:"template_lang"`
}

const labelledSQL = `
	SELECT d.kind, d.lang, d.sha256, d.key, u.form, u.lang AS template_lang
	FROM documents d JOIN unreviewed_files u ON u.sha256 = d.sha256 WHERE d.request_id = $1 ORDER BY d.at, d.id, u.form, u.lang`

// handsOver reports whether the events say that something left the house.
func handsOver(events []mla.Event) bool {
	return slices.ContainsFunc(events, func(ev mla.Event) bool {
		switch ev.Body.(type) {
		case mla.HandedOver, mla.DutyDone:
			return true
		}
		return false
	})
}

// queueLabelled reads the labelled documents where the events hand something over.
func queueLabelled(b *pgx.Batch, requestID string, events []mla.Event, out *[]labelled) {
	if !handsOver(events) {
		return
	}
	b.Queue(labelledSQL, requestID).Query(func(rows pgx.Rows) (err error) {
		*out, err = pgx.CollectRows(rows, pgx.RowToStructByName[labelled])
		return err
	})
}

// refuseLabelled refuses to hand over a document that carries the label: the
// file with the papers that travel with it, or a letter. It is a condition that
// only the store can see, because only it knows what the bytes say.
func refuseLabelled(h *head, docs []labelled, events []mla.Event) *mla.Error {
	if len(docs) == 0 || h.state.DraftsMayTravel() {
		return nil
	}
	for _, ev := range events {
		for _, d := range docs {
			ref := mla.DocRef{SHA256: d.SHA256}
			travels := false
			switch b := ev.Body.(type) {
			case mla.HandedOver:
				travels = h.state.Carries(ref, d.Key)
			case mla.DutyDone:
				o, ok := h.state.Obligation(b.Obligation)
				travels = ok && o.Clock == mla.DutyHandOverLetter && o.Doc.SHA256 == d.SHA256
			}
			if travels {
				return mla.Refuse(mla.CodeTemplateNotReleased, "package", "doc", d.Kind, "lang", d.TemplateLang, "form", d.Form)
			}
		}
	}
	return nil
}
