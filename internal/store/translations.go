package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

func segmentPlace(requestID, source, segment string) string {
	return "request/" + requestID + "/translation/" + source + "/" + segment
}

// readSegments opens the segments typed for one frozen draft.
func readSegments(ctx context.Context, tx pgx.Tx, c caseCipher, requestID, source string) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT segment, body FROM translations WHERE request_id = $1 AND source = $2`, requestID, source)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var segment string
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&segment, &body}, func() error {
		plain, err := c.open(segmentPlace(requestID, source, segment), body)
		if err == nil && plain != nil {
			out[segment] = string(plain)
		}
		return err
	})
	return out, err
}

// Translations are the segments of the frozen draft; none where nothing is frozen.
func (s *Store) Translations(ctx context.Context, who mla.Actor, requestID string) (out map[string]string, err error) {
	defer wrap(&err, "Translations")
	if !readsDrafts(who) {
		return nil, notFound("request")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := oneRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		out = map[string]string{}
		if r.State.Frozen == nil {
			return nil
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		out, err = readSegments(ctx, tx, c, r.ID, r.State.Frozen.DraftSHA256)
		return err
	})
	return out, err
}

// SaveTranslations stores segments of the frozen draft named by source; others
// stay as they are. Only the assigned translator may; another source is
// mla.CodeStaleTranslation.
func (s *Store) SaveTranslations(ctx context.Context, who mla.Actor, requestID, source string, segments map[string]string) (err error) {
	defer wrap(&err, "SaveTranslations")
	if who.Role != mla.Translator {
		return mla.Refuse(mla.CodeNotAllowed, "translator", "role", string(who.Role), "command", "save_translations")
	}
	return s.As(ctx, who, func(tx pgx.Tx) error {
		r, err := lockRequest(ctx, tx, who, requestID)
		if err != nil {
			return err
		}
		if r.State.Frozen == nil || r.State.Frozen.DraftSHA256 != source {
			return mla.Refuse(mla.CodeStaleTranslation, "source_sha256")
		}
		c, err := s.cipher(ctx, tx, r.CaseID)
		if err != nil {
			return err
		}
		b, now := &pgx.Batch{}, s.now()
		for id, text := range segments {
			if len(text) > maxText {
				return mla.Refuse(mla.CodeTooLong, "segments", "max", "65536")
			}
			body, err := c.seal(segmentPlace(r.ID, source, id), []byte(text))
			if err != nil {
				return err
			}
			b.Queue(`
				INSERT INTO translations (request_id, source, segment, case_id, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (request_id, source, segment) DO UPDATE SET body = excluded.body, by_id = excluded.by_id, at = excluded.at`,
				r.ID, source, id, r.CaseID, body, who.ID, now)
		}
		return tx.SendBatch(ctx, b).Close()
	})
}
