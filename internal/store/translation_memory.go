package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

const (
	// maxCandidates bounds what one sentence may find in the shared memory.
	maxCandidates = 200
	// maxCaseMemory bounds the sentences of a case that are opened for a page.
	maxCaseMemory = 5000
	// maxImport is how many pairs one file may bring.
	maxImport = 50_000
)

// SharedMemory finds, for each masked sentence, the entries of the memory shared
// between cases that resemble it, in no order: all that share a band with it, up
// to a bound; for those asked for without bands, the same sentence alone. One query
// serves all. Nothing says where an entry came from.
func (s *Store) SharedMemory(ctx context.Context, who mla.Actor, from, to string, ask []desk.MemoryQuery) (out [][]desk.MemoryEntry, err error) {
	defer wrap(&err, "SharedMemory")
	out = make([][]desk.MemoryEntry, len(ask))
	if who.Role != mla.Translator || len(ask) == 0 {
		return out, nil
	}
	width := len(ask[0].Bands)
	sources, bands := make([]string, len(ask)), make([]int32, 0, width*len(ask))
	for i, q := range ask {
		if len(q.Bands) != width {
			return nil, fmt.Errorf("sentence %d has %d bands, the first %d", i, len(q.Bands), width)
		}
		sources[i], bands = q.Source, append(bands, q.Bands...)
	}
	// A plan of many small look-ups: compiling it would take longer than running it.
	err = s.as(ctx, who, ", set_config('jit', 'off', true)", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT q.n, x.source, x.target, x.at
			FROM unnest($3::text[]) WITH ORDINALITY AS q (source, n) CROSS JOIN LATERAL (
				(SELECT m.source, m.target, m.at FROM translation_memory m
				WHERE md5(m.source) = md5(q.source) AND m.certified AND m.source_lang = $1 AND m.target_lang = $2 LIMIT 5)
				UNION
				(SELECT m.source, m.target, m.at FROM translation_memory m
				WHERE m.bands && ($4::int[])[(q.n - 1) * $5 + 1 : q.n * $5] AND m.certified AND m.source_lang = $1 AND m.target_lang = $2
				LIMIT $6)
			) x ORDER BY q.n, x.at DESC, x.source, x.target`, from, to, sources, bands, width, maxCandidates)
		if err != nil {
			return err
		}
		var n int64
		e := desk.MemoryEntry{From: from, To: to}
		_, err = pgx.ForEachRow(rows, []any{&n, &e.Source, &e.Target, &e.At}, func() error {
			out[n-1] = append(out[n-1], e)
			return nil
		})
		return err
	})
	return out, err
}

// CaseMemory are the sentences that were translated in the case of a text, from
// its other texts and from files that were brought, newest first. Own says that
// the reader may see the text it comes from.
func (s *Store) CaseMemory(ctx context.Context, who mla.Actor, k desk.TextKey) (out []desk.MemoryEntry, err error) {
	defer wrap(&err, "CaseMemory")
	err = s.readText(ctx, who, k.RequestID, func(tx pgx.Tx, r oneRow, c caseCipher) error {
		brought, err := broughtMemory(ctx, tx, c, who, k)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT * FROM (
				SELECT DISTINCT ON (u.request_id, u.item, u.unit) `+unitColumns+`, `+visible(who)+` AS own
				FROM translation_units u JOIN requests r ON r.id = u.request_id
				WHERE u.case_id = $1 AND u.source_lang = $2 AND u.lang = $3 AND NOT (u.request_id = $4 AND u.item = $5)
				ORDER BY u.request_id, u.item, u.unit, u.version DESC) u
			ORDER BY u.at DESC, u.request_id, u.item, u.unit LIMIT $6`, r.CaseID, k.From, k.To, r.ID, k.Item, maxCaseMemory)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, pgx.RowToStructByName[unitRow])
		if err != nil {
			return err
		}
		for _, row := range found {
			u, err := row.open(c)
			if err != nil {
				return err
			}
			if u.Target != "" {
				out = append(out, desk.MemoryEntry{From: k.From, To: k.To, Source: u.Source, Target: u.Target, Own: row.Own, At: u.At})
			}
		}
		out = append(out, brought...)
		return nil
	})
	return out, err
}

func caseMemoryPlace(id string) string { return "case-memory/" + id }

// broughtMemory opens the files of pairs that were brought into the case. A
// translator sees whole those that they brought.
func broughtMemory(ctx context.Context, tx pgx.Tx, c caseCipher, who mla.Actor, k desk.TextKey) ([]desk.MemoryEntry, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, body, by_id, at FROM case_memory WHERE case_id = $1 AND source_lang = $2 AND target_lang = $3 ORDER BY at DESC, id LIMIT 50`,
		c.caseID, k.From, k.To)
	if err != nil {
		return nil, err
	}
	var out []desk.MemoryEntry
	var id, by string
	var body []byte
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &body, &by, &at}, func() error {
		plain, err := c.open(caseMemoryPlace(id), body)
		if err != nil || plain == nil {
			return err
		}
		var pairs [][2]string
		if err := json.Unmarshal(plain, &pairs); err != nil {
			return fmt.Errorf("case memory: %w", err)
		}
		for _, p := range pairs {
			if len(out) < maxCaseMemory {
				out = append(out, desk.MemoryEntry{From: k.From, To: k.To, Source: p[0], Target: p[1], Own: by == who.ID || who.Role != mla.Translator, At: at.UTC()})
			}
		}
		return nil
	})
	return out, err
}

// BringCaseMemory keeps pairs from a file for the case of a text, under its key.
// Only its translator may.
func (s *Store) BringCaseMemory(ctx context.Context, who mla.Actor, k desk.TextKey, entries []desk.MemoryEntry) (err error) {
	defer wrap(&err, "BringCaseMemory")
	if len(entries) > maxCaseMemory {
		return mla.Refuse("tmx_too_many", "file", "max", strconv.Itoa(maxCaseMemory))
	}
	return s.writeText(ctx, who, k, func(tx pgx.Tx, r oneRow, c caseCipher) error {
		pairs := make([][2]string, len(entries))
		for i, e := range entries {
			pairs[i] = [2]string{e.Source, e.Target}
		}
		body, err := json.Marshal(pairs)
		if err != nil {
			return err
		}
		id := uuid.NewString()
		sealed, err := c.seal(caseMemoryPlace(id), body)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO case_memory (id, case_id, source_lang, target_lang, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, r.CaseID, k.From, k.To, sealed, who.ID, s.now())
		return err
	})
}

const insertMemorySQL = `
	INSERT INTO translation_memory (source_lang, target_lang, source, target, bands, case_id, certificate, certified, at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`

// KeepCertificate stores what a certification rests on, before the request is
// told: the translated parts under the digest of the text, and the sentences that
// may be shared, which nobody finds until the certification is recorded. It may be
// repeated. Only the text's translator may.
func (s *Store) KeepCertificate(ctx context.Context, who mla.Actor, cert desk.Certificate) (err error) {
	defer wrap(&err, "KeepCertificate")
	return s.writeText(ctx, who, cert.TextKey, func(tx pgx.Tx, r oneRow, c caseCipher) error {
		if cert.Item == "" && r.State.Frozen.DraftSHA256 != cert.SourceSHA256 {
			return mla.Refuse(mla.CodeStaleTranslation, "source_sha256")
		}
		b, now := &pgx.Batch{}, s.now()
		for place, text := range cert.Parts {
			body, err := c.seal(segmentPlace(r.ID, cert.TextSHA256, place), []byte(text))
			if err != nil {
				return err
			}
			b.Queue(`
				INSERT INTO translations (request_id, source, segment, case_id, body, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (request_id, source, segment) DO UPDATE SET body = excluded.body, by_id = excluded.by_id, at = excluded.at`,
				r.ID, cert.TextSHA256, place, r.CaseID, body, who.ID, now)
		}
		for _, e := range cert.Memory {
			b.Queue(insertMemorySQL, e.From, e.To, e.Source, e.Target, e.Bands, r.CaseID, cert.TextSHA256, false, now)
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

// shareMemory lets the sentences of a certified text be found.
func (p projection) shareMemory(textSHA256 string) {
	if textSHA256 != "" {
		p.b.Queue(`UPDATE translation_memory SET certified = true WHERE certificate = $1 AND NOT certified AND case_id = $2`, textSHA256, p.caseID)
	}
}

// AddSharedMemory takes pairs that an administrator answers for. Those that are
// there already are left out; added counts the others.
func (s *Store) AddSharedMemory(ctx context.Context, who mla.Actor, entries []desk.MemoryEntry) (added int, err error) {
	defer wrap(&err, "AddSharedMemory")
	if who.Role != mla.Admin {
		return 0, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "import_memory")
	}
	if len(entries) > maxImport {
		return 0, mla.Refuse("tmx_too_many", "file", "max", strconv.Itoa(maxImport))
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		for part := range slices.Chunk(entries, 2000) {
			n, err := addShared(ctx, tx, part, s.now())
			if added += n; err != nil {
				return err
			}
		}
		return nil
	})
	return added, err
}

// addShared writes pairs without a case, with one statement.
func addShared(ctx context.Context, tx pgx.Tx, entries []desk.MemoryEntry, now time.Time) (int, error) {
	n := len(entries)
	from, to, sources, targets := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	width := len(entries[0].Bands)
	bands := make([]int32, 0, n*width)
	for i, e := range entries {
		if len(e.Bands) != width {
			return 0, fmt.Errorf("entry %d has %d bands, the first %d", i, len(e.Bands), width)
		}
		from[i], to[i], sources[i], targets[i], bands = e.From, e.To, e.Source, e.Target, append(bands, e.Bands...)
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO translation_memory (source_lang, target_lang, source, target, bands, certified, at)
		SELECT q.a, q.b, q.c, q.d, ($5::int[])[(q.n - 1) * $6 + 1 : q.n * $6], true, $7
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS q (a, b, c, d, n)
		ON CONFLICT DO NOTHING`, from, to, sources, targets, bands, width, now)
	return int(tag.RowsAffected()), err
}

// ListSharedMemory reads the shared memory of a pair of languages for an
// administrator, for a file: at most limit pairs, each once.
func (s *Store) ListSharedMemory(ctx context.Context, who mla.Actor, from, to string, limit int) (out []desk.MemoryEntry, err error) {
	defer wrap(&err, "ListSharedMemory")
	if who.Role != mla.Admin {
		return nil, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "export_memory")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		out, err = sharedPairs(ctx, tx, from, to, `GROUP BY source, target ORDER BY min(id) LIMIT $3`, limited(limit, maxImport, maxImport))
		return err
	})
	return out, err
}

// sharedPairs reads the certified pairs of two languages, $1 and $2; more narrows, groups and orders them.
func sharedPairs(ctx context.Context, tx pgx.Tx, from, to, more string, args ...any) ([]desk.MemoryEntry, error) {
	rows, err := tx.Query(ctx, `
		SELECT source, target, max(at) FROM translation_memory WHERE certified AND source_lang = $1 AND target_lang = $2 `+more,
		append([]any{from, to}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e desk.MemoryEntry, err error) {
		e.From, e.To = from, to
		return e, row.Scan(&e.Source, &e.Target, &e.At)
	})
}

// CountSharedMemory counts the pairs of the shared memory by languages, "fr lo", for an administrator.
func (s *Store) CountSharedMemory(ctx context.Context, who mla.Actor) (out map[string]int, err error) {
	defer wrap(&err, "CountSharedMemory")
	out = map[string]int{}
	if who.Role != mla.Admin {
		return nil, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "export_memory")
	}
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT source_lang || ' ' || target_lang, count(*) FROM translation_memory WHERE certified GROUP BY source_lang, target_lang`)
		if err != nil {
			return err
		}
		var pair string
		var n int
		_, err = pgx.ForEachRow(rows, []any{&pair, &n}, func() error {
			out[pair] = n
			return nil
		})
		return err
	})
	return out, err
}
