package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const releasesSQL = `SELECT form, lang, version, digest, withdrawn, name, court, oath_number, coalesce(oath_on::text, ''), statement, reason, by_id, role, at FROM template_releases`

func scanRelease(row pgx.CollectableRow) (r desk.TemplateRelease, err error) {
	var oath string
	err = row.Scan(&r.Form, &r.Lang, &r.Version, &r.Digest, &r.Withdrawn, &r.Name, &r.Court, &r.OathNumber, &oath, &r.Statement, &r.Reason, &r.By, &r.Role, &r.At)
	r.OathOn, r.At = parseDate(oath), r.At.UTC()
	return r, err
}

// TemplateReleases lists releases and withdrawals, the latest first; of a form
// in a language, or of all where form is empty. Anybody may read them.
func (s *Store) TemplateReleases(ctx context.Context, form, lang string) (out []desk.TemplateRelease, err error) {
	defer wrap(&err, "TemplateReleases")
	rows, err := s.pool.Query(ctx, releasesSQL+` WHERE $1 = '' OR form = $1 AND lang = $2 ORDER BY n DESC`, form, lang)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRelease)
}

// ReleaseTemplate records that somebody states that a text may leave the house,
// and in the same transaction owes anew the papers that were made from it while
// it was a draft and have not been handed over; so a crash loses neither. A text
// released already is left as it is. It reports how many effects make their
// papers anew.
func (s *Store) ReleaseTemplate(ctx context.Context, who mla.Actor, r desk.TemplateRelease) (anew int, err error) {
	defer wrap(&err, "ReleaseTemplate")
	if err := checkRelease(who, r, s.now()); err != nil {
		return 0, err
	}
	r.Withdrawn, r.Reason = false, ""
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		n, err := appendRelease(ctx, tx, who, r, s.now())
		if err != nil || n == 0 {
			return err
		}
		anew, err = s.owePapers(ctx, tx, r, n)
		return err
	})
	return anew, err
}

// WithdrawTemplate ends a release. What was handed over stays; what is made from
// now on is labelled again. Withdrawing what nobody released is mla.CodeNotFound.
func (s *Store) WithdrawTemplate(ctx context.Context, who mla.Actor, r desk.TemplateRelease) (err error) {
	defer wrap(&err, "WithdrawTemplate")
	if err := checkWithdrawal(who, r); err != nil {
		return err
	}
	r.Withdrawn, r.Statement, r.Court, r.OathNumber = true, "", "", ""
	return s.As(ctx, who, func(tx pgx.Tx) error {
		n, err := appendRelease(ctx, tx, who, r, s.now())
		if err == nil && n == 0 {
			err = notFound("template")
		}
		return err
	})
}

func notAllowed(who mla.Actor, command string) *mla.Error {
	return mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", command)
}

// appendRelease adds an entry unless the last one for the digest says the same;
// 0 then. Whoever comes second waits for the first.
func appendRelease(ctx context.Context, tx pgx.Tx, who mla.Actor, r desk.TemplateRelease, at time.Time) (n int64, err error) {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('rogatory templates'))`); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO template_releases (form, lang, version, digest, withdrawn, name, court, oath_number, oath_on, statement, reason, by_id, role, at)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
		WHERE $5::boolean = coalesce((SELECT NOT withdrawn FROM template_releases WHERE digest = $4 ORDER BY n DESC LIMIT 1), false)
		RETURNING n`,
		r.Form, r.Lang, r.Version, r.Digest, r.Withdrawn, r.Name, r.Court, r.OathNumber, dateArg(r.OathOn), r.Statement, r.Reason, who.ID, who.Role, at).Scan(&n)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err == nil {
		_, err = tx.Exec(ctx, `SELECT pg_notify($1, '')`, templateChannel)
	}
	return n, err
}

// effectMark stands in a command's text for the effect it is about.
const effectMark = "@effect@"

// owePapers owes anew the packages and letters that a release frees: those not
// handed over with a document made from the text while it was a draft. The
// domain decides, request by request, whether there is still anything to do.
func (s *Store) owePapers(ctx context.Context, tx pgx.Tx, r desk.TemplateRelease, n int64) (int, error) {
	cmd := mla.Command{ID: mla.ReceiptCommand(fmt.Sprintf("template/%d/%s", n, effectMark)), Actor: mla.Automaton, Body: mla.RemakePapers{Effect: effectMark}}
	text, err := json.Marshal(cmd)
	if err != nil {
		return 0, err
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO inbox (request_id, command_id, case_id, command, at)
		SELECT e.request_id, replace($3, '`+effectMark+`', e.key), e.case_id, replace($4, '`+effectMark+`', e.key)::json, $5
		FROM unreviewed_files u
			JOIN documents d ON d.sha256 = u.sha256
			JOIN effects e ON e.request_id = d.request_id AND e.kind IN ('package', 'letter') AND (d.key = e.key OR starts_with(d.key, e.key || '/'))
			JOIN requests q ON q.id = e.request_id
		WHERE u.form = $1 AND u.lang = $2
			AND (NOT q.terminal OR EXISTS (SELECT FROM obligations o WHERE o.request_id = q.id AND o.state = 'open'))
		ON CONFLICT DO NOTHING`, r.Form, r.Lang, cmd.ID, string(text), s.now())
	return int(tag.RowsAffected()), err
}

// NoteDraft remembers that a file carries the label, and for which templates. It
// is idempotent.
func (s *Store) NoteDraft(ctx context.Context, sha256 string, made []mla.TemplateRef) (err error) {
	defer wrap(&err, "NoteDraft")
	b := &pgx.Batch{}
	for _, t := range made {
		b.Queue(`INSERT INTO unreviewed_files (sha256, form, lang, digest, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			sha256, t.Form, t.Lang, t.Digest, s.now())
	}
	return s.pool.SendBatch(ctx, b).Close()
}
