package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// maxUnits bounds what is read or written of one text at once.
const maxUnits = 20_000

// unitBody is what of a unit is sealed.
type unitBody struct {
	Place  string `json:"place"`
	Source string `json:"source"`
	Target string `json:"target"`
	Note   string `json:"note,omitempty"`
}

// unitRow is a saved version of a unit. Of readers from other requests of the
// case, Own says whether they see the request.
type unitRow struct {
	RequestID string         `db:"request_id"`
	Item      string         `db:"item"`
	Lang      string         `db:"lang"`
	Unit      string         `db:"unit"`
	Version   int            `db:"version"`
	State     desk.UnitState `db:"state"`
	Body      []byte         `db:"body"`
	ByID      string         `db:"by_id"`
	At        time.Time      `db:"at"`
	Own       bool           `db:"own"`
}

const unitColumns = `u.request_id, u.item, u.lang, u.unit, u.version, u.state, u.body, u.by_id, u.at`

// unitPlace binds a unit's text to its row.
func unitPlace(requestID, item, lang, unit string, version int) string {
	return "request/" + requestID + "/unit/" + item + "/" + lang + "/" + unit + "/" + strconv.Itoa(version)
}

// open gives the unit; one of an erased case has neither source nor target.
func (row unitRow) open(c caseCipher) (desk.TranslationUnit, error) {
	u := desk.TranslationUnit{ID: row.Unit, State: row.State, Version: row.Version, By: row.ByID, At: row.At.UTC()}
	plain, err := c.open(unitPlace(row.RequestID, row.Item, row.Lang, row.Unit, row.Version), row.Body)
	if err != nil || plain == nil {
		return u, err
	}
	var b unitBody
	if err := json.Unmarshal(plain, &b); err != nil {
		return u, fmt.Errorf("unit: %w", err)
	}
	u.Place, u.Source, u.Target, u.Note = b.Place, b.Source, b.Target, b.Note
	return u, nil
}

func openUnits(rows pgx.Rows, c caseCipher) ([]desk.TranslationUnit, error) {
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[unitRow])
	if err != nil {
		return nil, err
	}
	out := make([]desk.TranslationUnit, 0, len(found))
	for _, row := range found {
		u, err := row.open(c)
		if err != nil {
			return nil, err
		}
		if u.Place != "" {
			out = append(out, u)
		}
	}
	return out, nil
}

// latestUnits reads the last version of units of a text, of all for nil.
func latestUnits(ctx context.Context, tx pgx.Tx, c caseCipher, k desk.TextKey, ids []string) ([]desk.TranslationUnit, error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT ON (u.unit) `+unitColumns+`, true AS own FROM translation_units u
		WHERE u.request_id = $1 AND u.item = $2 AND u.lang = $3 AND ($4::text[] IS NULL OR u.unit = ANY ($4))
		ORDER BY u.unit, u.version DESC LIMIT $5`, k.RequestID, k.Item, k.To, ids, maxUnits)
	if err != nil {
		return nil, err
	}
	return openUnits(rows, c)
}

// TranslationUnits are the units of a text as they were last saved, those of
// sentences that are no longer in it included, and the parts that were saved
// whole before. Whoever reads drafts may read them; others find no request.
func (s *Store) TranslationUnits(ctx context.Context, who mla.Actor, k desk.TextKey) (units []desk.TranslationUnit, earlier []desk.EarlierText, err error) {
	defer wrap(&err, "TranslationUnits")
	err = s.readText(ctx, who, k.RequestID, func(tx pgx.Tx, r oneRow, c caseCipher) (err error) {
		k.RequestID = r.ID
		if units, err = latestUnits(ctx, tx, c, k, nil); err != nil || k.Item != "" {
			return err
		}
		earlier, err = earlierTexts(ctx, tx, c, r.ID)
		return err
	})
	return units, earlier, err
}

// readText runs fn for those who may read the texts of a request.
func (s *Store) readText(ctx context.Context, who mla.Actor, requestID string, fn func(pgx.Tx, oneRow, caseCipher) error) error {
	if !readsDrafts(who) {
		return notFound("request")
	}
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		return fn(tx, r, c)
	})
}

// earlierTexts are the last whole parts that were saved, from whichever version of the text.
func earlierTexts(ctx context.Context, tx pgx.Tx, c caseCipher, requestID string) ([]desk.EarlierText, error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT ON (segment) segment, source, body, at FROM translations WHERE request_id = $1 ORDER BY segment, at DESC`, requestID)
	if err != nil {
		return nil, err
	}
	var out []desk.EarlierText
	var segment, source string
	var body []byte
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&segment, &source, &body, &at}, func() error {
		plain, err := c.open(segmentPlace(requestID, source, segment), body)
		if err == nil && len(plain) > 0 {
			out = append(out, desk.EarlierText{Place: segment, Target: string(plain), At: at.UTC()})
		}
		return err
	})
	return out, err
}

// UnitVersions is every saved version of one unit, the last first.
func (s *Store) UnitVersions(ctx context.Context, who mla.Actor, k desk.TextKey, unit string) (out []desk.TranslationUnit, err error) {
	defer wrap(&err, "UnitVersions")
	err = s.readText(ctx, who, k.RequestID, func(tx pgx.Tx, r oneRow, c caseCipher) error {
		rows, err := tx.Query(ctx, `
			SELECT `+unitColumns+`, true AS own FROM translation_units u
			WHERE u.request_id = $1 AND u.item = $2 AND u.lang = $3 AND u.unit = $4 ORDER BY u.version DESC LIMIT 100`, r.ID, k.Item, k.To, unit)
		if err != nil {
			return err
		}
		out, err = openUnits(rows, c)
		return err
	})
	return out, err
}

// SaveUnits saves units of a text, each on top of the version it names. One that
// somebody else saved meanwhile is a conflict and stays as it is; the others are
// saved. The same content again is the version that is there. Only the assigned
// translator may, while the text is theirs to translate (mla.State.Translating).
func (s *Store) SaveUnits(ctx context.Context, who mla.Actor, k desk.TextKey, units []desk.TranslationUnit) (out desk.SavedUnits, err error) {
	defer wrap(&err, "SaveUnits")
	err = s.writeText(ctx, who, k, func(tx pgx.Tx, r oneRow, c caseCipher) (err error) {
		k.RequestID = r.ID
		out, err = s.saveUnits(ctx, tx, c, who, k, units)
		return err
	})
	return out, err
}

// writeText runs fn for the translator of a text, with the request locked.
func (s *Store) writeText(ctx context.Context, who mla.Actor, k desk.TextKey, fn func(pgx.Tx, oneRow, caseCipher) error) error {
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := lockRequest(ctx, tx, who, k.RequestID)
		if err != nil {
			return err
		}
		if refusal := r.State.Translating(who, k.Item); refusal != nil {
			return refusal
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		if c.erased {
			return mla.Refuse("case_erased", "case")
		}
		return fn(tx, r, c)
	})
}

func (s *Store) saveUnits(ctx context.Context, tx pgx.Tx, c caseCipher, who mla.Actor, k desk.TextKey, units []desk.TranslationUnit) (desk.SavedUnits, error) {
	var out desk.SavedUnits
	if len(units) > maxUnits {
		return out, mla.Refuse(mla.CodeTooLong, "units", "max", strconv.Itoa(maxUnits))
	}
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	have, err := latestUnits(ctx, tx, c, k, ids)
	if err != nil {
		return out, err
	}
	b, now := &pgx.Batch{}, s.now()
	for _, u := range units {
		if len(u.Target) > maxText || len(u.Source) > maxText || len(u.Note) > maxText {
			return out, mla.Refuse(mla.CodeTooLong, "units", "max", strconv.Itoa(maxText))
		}
		last := desk.TranslationUnit{}
		if i := slices.IndexFunc(have, func(h desk.TranslationUnit) bool { return h.ID == u.ID }); i >= 0 {
			last = have[i]
		}
		switch {
		case u.Target == last.Target && (u.State == last.State || u.Target == "") && u.Note == last.Note:
			out.Saved = append(out.Saved, kept(last, u))
			continue
		case u.Version != last.Version:
			out.Conflicts = append(out.Conflicts, last)
			continue
		}
		u.Version, u.By, u.At = last.Version+1, who.ID, now
		body, err := json.Marshal(unitBody{u.Place, u.Source, u.Target, u.Note})
		if err != nil {
			return out, err
		}
		sealed, err := c.seal(unitPlace(k.RequestID, k.Item, k.To, u.ID, u.Version), body)
		if err != nil {
			return out, err
		}
		b.Queue(`
			INSERT INTO translation_units (request_id, item, source_lang, lang, unit, version, case_id, state, body, by_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			k.RequestID, k.Item, k.From, k.To, u.ID, u.Version, c.caseID, u.State, sealed, u.By, u.At)
		out.Saved = append(out.Saved, u)
	}
	return out, tx.SendBatch(ctx, b).Close()
}

// kept is the unit that a saving without a change leaves.
func kept(last, u desk.TranslationUnit) desk.TranslationUnit {
	if last.Version == 0 {
		return u
	}
	return last
}
