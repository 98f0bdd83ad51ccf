package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

func namePlace(caseID, id string, revision int) string {
	return "case/" + caseID + "/name/" + id + "/" + strconv.Itoa(revision)
}

// nameBody is what is sealed of an entry.
type nameBody struct {
	Kind      mla.NameKind             `json:"kind"`
	Canonical string                   `json:"canonical"`
	Variants  []string                 `json:"variants,omitempty"`
	Different []string                 `json:"different,omitempty"`
	Forms     map[string]desk.NameForm `json:"forms,omitempty"`
	Proposed  map[string]desk.NameForm `json:"proposed,omitempty"`
	Source    string                   `json:"source,omitempty"`
	Note      string                   `json:"note,omitempty"`
	Into      string                   `json:"into,omitempty"`
}

const nameColumns = `id, revision, action, gone, body, by_id, at`

// currentNamesSQL reads the entries that hold; the latest revision of each says so.
const currentNamesSQL = `
	SELECT ` + nameColumns + ` FROM (
		SELECT DISTINCT ON (id) ` + nameColumns + ` FROM case_names WHERE case_id = $1 ORDER BY id, revision DESC
	) latest WHERE NOT gone`

// scanNames opens entries; of an erased case there are none.
func scanNames(rows pgx.Rows, c caseCipher) ([]desk.NameRevision, error) {
	var out []desk.NameRevision
	var r desk.NameRevision
	var body []byte
	_, err := pgx.ForEachRow(rows, []any{&r.ID, &r.Revision, &r.Action, &r.Gone, &body, &r.By, &r.At}, func() error {
		plain, err := c.open(namePlace(c.caseID, r.ID, r.Revision), body)
		if err != nil || plain == nil {
			return err
		}
		var b nameBody
		if err := json.Unmarshal(plain, &b); err != nil {
			return fmt.Errorf("name: %w", err)
		}
		e := r
		e.At = r.At.UTC()
		e.Kind, e.Canonical, e.Variants, e.Different, e.Forms = b.Kind, b.Canonical, b.Variants, b.Different, b.Forms
		e.Proposed, e.Source, e.Note, e.MergedInto = b.Proposed, b.Source, b.Note, b.Into
		out = append(out, e)
		return nil
	})
	return out, err
}

// inOrder puts entries in the order of a page: by kind, then as an index has them.
func inOrder(entries []desk.NameEntry) {
	words := make(map[string]string, len(entries))
	for _, e := range entries {
		words[e.ID] = mla.FoldName(e.Canonical)
	}
	slices.SortFunc(entries, func(a, b desk.NameEntry) int {
		return cmp.Or(cmp.Compare(slices.Index(mla.NameKinds, a.Kind), slices.Index(mla.NameKinds, b.Kind)),
			cmp.Compare(words[a.ID], words[b.ID]), cmp.Compare(a.ID, b.ID))
	})
}

// readNames reads the register of a case whose key is at hand.
func readNames(ctx context.Context, tx pgx.Tx, c caseCipher) ([]desk.NameEntry, error) {
	if c.erased {
		return nil, nil
	}
	rows, err := tx.Query(ctx, currentNamesSQL, c.caseID)
	if err != nil {
		return nil, err
	}
	found, err := scanNames(rows, c)
	out := make([]desk.NameEntry, len(found))
	for i, r := range found {
		out[i] = r.NameEntry
	}
	return out, err
}

// bookOf is the register as letters and the pre-flight read it.
func bookOf(entries []desk.NameEntry) mla.NameBook {
	out := make(mla.NameBook, len(entries))
	for i, e := range entries {
		out[i] = e.Known()
	}
	return out
}

// nameCase finds a case by id or reference for those who may look at its register:
// its members, and the translators of its requests.
func nameCase(ctx context.Context, tx pgx.Tx, who mla.Actor, ref string) (id, caseRef string, err error) {
	may := memberCases(who)
	if who.Role == mla.Translator {
		may = `(EXISTS (SELECT FROM requests r WHERE r.case_id = c.id AND ` + visible(who) + `))`
	}
	err = tx.QueryRow(ctx, `SELECT c.id, c.ref FROM cases c WHERE (c.ref = $1 OR c.id = $1) AND `+may, ref).Scan(&id, &caseRef)
	return id, caseRef, orNotFound(err, "case")
}

// namingDraftsSQL reads the draft that names somebody of every visible request of a
// case: the latest for those who write, the frozen one for a translator.
func namingDraftsSQL(who mla.Actor) string {
	revision := `ORDER BY revision DESC LIMIT 1`
	if who.Role == mla.Translator {
		revision = `AND revision = (r.snapshot #>> '{frozen,revision}')::int`
	}
	return `
		SELECT r.id, r.reference, r.state, d.revision, d.body FROM requests r
		JOIN LATERAL (SELECT revision, body FROM draft_revisions WHERE request_id = r.id ` + revision + `) d ON true
		WHERE r.case_id = $1 AND ` + visible(who) + ` ORDER BY r.reference`
}

// namingDrafts opens them, with the requested States.
func namingDrafts(ctx context.Context, tx pgx.Tx, who mla.Actor, c caseCipher) (drafts []names.Draft, states []string, err error) {
	rows, err := tx.Query(ctx, namingDraftsSQL(who), c.caseID)
	if err != nil {
		return nil, nil, err
	}
	var id, reference, state string
	var revision int
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &reference, &state, &revision, &body}, func() error {
		if !slices.Contains(states, state) {
			states = append(states, state)
		}
		plain, err := c.open(draftPlace(id, revision), body)
		if err != nil || plain == nil {
			return err
		}
		d := names.Draft{Reference: reference}
		if err := json.Unmarshal(plain, &d.Body); err != nil {
			return fmt.Errorf("draft of %s: %w", id, err)
		}
		drafts = append(drafts, d)
		return nil
	})
	return drafts, states, err
}

// NameRegister reads the register of a case by id or reference, with the names that
// its drafts have. A translator reads the names of the drafts that they translate,
// and nothing that is only met.
func (s *Store) NameRegister(ctx context.Context, who mla.Actor, ref string) (out desk.NameRegister, err error) {
	defer wrap(&err, "NameRegister")
	err = s.listAs(ctx, who, func(tx pgx.Tx) error {
		if out.CaseID, out.CaseRef, err = nameCase(ctx, tx, who, ref); err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, out.CaseID)
		if err != nil {
			return err
		}
		out.Erased = c.erased
		drafts, states, err := namingDrafts(ctx, tx, who, c)
		if err != nil {
			return err
		}
		out.States = states
		if out.Entries, err = readNames(ctx, tx, c); err != nil {
			return err
		}
		if who.Role == mla.Translator {
			out.Entries = forTranslator(out.Entries, drafts)
		} else {
			out.Met = names.Collect(drafts)
		}
		inOrder(out.Entries)
		out.People, err = writersOfNames(ctx, tx, out.CaseID)
		return err
	})
	return out, err
}

// forTranslator leaves what a translator needs: the spellings and the forms.
func forTranslator(entries []desk.NameEntry, drafts []names.Draft) []desk.NameEntry {
	bodies := make([]mla.Draft, len(drafts))
	for i, d := range drafts {
		bodies[i] = d.Body
	}
	out := names.NamedIn(entries, bodies...)
	for i := range out {
		out[i].Note, out[i].Different = "", nil
	}
	return out
}

// writersOfNames are the display names of those who ever wrote in a register.
func writersOfNames(ctx context.Context, tx pgx.Tx, caseID string) (map[string]string, error) {
	return displayNames(ctx, tx, `IN (SELECT by_id FROM case_names WHERE case_id = $1)`, caseID)
}

// NamesOf is the register of a request's case for those who read or translate its
// draft; a translator's holds the names of that draft only.
func (s *Store) NamesOf(ctx context.Context, who mla.Actor, requestID string) (out mla.NameBook, err error) {
	defer wrap(&err, "NamesOf")
	if !readsDrafts(who) {
		return nil, notFound("request")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		entries, err := readNames(ctx, tx, c)
		if err != nil || len(entries) == 0 {
			return err
		}
		if who.Role == mla.Translator {
			if r.State.Frozen == nil {
				return nil
			}
			d, err := readDraft(ctx, tx, c, r.ID, r.State.Frozen.Revision)
			if err != nil {
				return err
			}
			entries = forTranslator(entries, []names.Draft{{Body: d.Body}})
		}
		out = bookOf(entries)
		return nil
	})
	return out, err
}
