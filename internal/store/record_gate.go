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

// gate is what a hand-over depends on besides the state: the labelled documents,
// and the packages that are not made yet.
type gate struct {
	labelled []labelled
	unmade   []string
}

// queue reads the gate where the events hand something over.
func (g *gate) queue(b *pgx.Batch, requestID string, events []mla.Event) {
	if !handsOver(events) {
		return
	}
	b.Queue(labelledSQL, requestID).Query(func(rows pgx.Rows) (err error) {
		g.labelled, err = pgx.CollectRows(rows, pgx.RowToStructByName[labelled])
		return err
	})
	b.Queue(`SELECT key FROM effects WHERE request_id = $1 AND kind = 'package' AND state <> 'done'`, requestID).Query(func(rows pgx.Rows) (err error) {
		g.unmade, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
}

// refuse refuses to hand over a document that carries the label: the
// file with the papers that travel with it, or a letter. It is a condition that
// only the store can see, because only it knows what the bytes say.
func (g *gate) refuse(h *head, events []mla.Event) *mla.Error {
	if len(g.labelled) == 0 || h.state.DraftsMayTravel() {
		return nil
	}
	packages := h.state.HolderPackages()
	remaking := len(packages) > 0 && slices.Contains(g.unmade, packages[len(packages)-1])
	for _, ev := range events {
		for _, d := range g.labelled {
			ref := mla.DocRef{SHA256: d.SHA256}
			travels := false
			switch b := ev.Body.(type) {
			case mla.HandedOver:
				travels = h.state.Carries(ref, d.Key, remaking)
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
