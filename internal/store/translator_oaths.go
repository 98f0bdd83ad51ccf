package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// maxOath is the longest name, court or number, in bytes.
const maxOath = 200

// Oath is what a translator certifies with: their own, or anybody's for an
// administrator. Of a translator who has stated none the fields are empty.
func (s *Store) Oath(ctx context.Context, who mla.Actor, userID string) (o desk.Oath, err error) {
	defer wrap(&err, "Oath")
	if err := keepsOath(who, userID); err != nil {
		return o, err
	}
	o.UserID = userID
	var sworn string
	var at time.Time
	err = s.pool.QueryRow(ctx, `SELECT name, court, number, sworn_on::text, by_id, at FROM translator_oaths WHERE user_id = $1`, userID).
		Scan(&o.Name, &o.Court, &o.Number, &sworn, &o.By, &at)
	if errors.Is(err, pgx.ErrNoRows) {
		return o, nil
	}
	o.Sworn, o.At = parseDate(sworn), at.UTC()
	return o, err
}

// PutOath states or changes it. Whoever is no translator has none.
func (s *Store) PutOath(ctx context.Context, who mla.Actor, o desk.Oath) (err error) {
	defer wrap(&err, "PutOath")
	if err := keepsOath(who, o.UserID); err != nil {
		return err
	}
	for _, f := range []struct{ field, value string }{{"oath.name", o.Name}, {"oath.court", o.Court}, {"oath.number", o.Number}} {
		if f.value == "" {
			return mla.Refuse(mla.CodeRequired, f.field)
		}
		if len(f.value) > maxOath {
			return mla.Refuse(mla.CodeTooLong, f.field, "max", strconv.Itoa(maxOath))
		}
	}
	if o.Sworn.IsZero() {
		return mla.Refuse(mla.CodeRequired, "oath.sworn_on")
	}
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO translator_oaths (user_id, name, court, number, sworn_on, by_id, at)
		SELECT u.id, $2, $3, $4, $5::date, $6, $7 FROM users u WHERE u.id = $1 AND u.role = 'translator'
		ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, court = excluded.court, number = excluded.number,
			sworn_on = excluded.sworn_on, by_id = excluded.by_id, at = excluded.at`,
		o.UserID, o.Name, o.Court, o.Number, o.Sworn.String(), who.ID, s.now())
	if err == nil && tag.RowsAffected() == 0 {
		return notFound("user")
	}
	return err
}

func keepsOath(who mla.Actor, userID string) error {
	if userID != "" && (who.Role == mla.Translator && who.ID == userID || who.Role == mla.Admin || who.Role == mla.System) {
		return nil
	}
	return notFound("user")
}
