package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// FindSharedMemory lists pairs of the shared memory for an administrator, each
// once, in the order of their sources: those that have text on one side, all for
// an empty one. Nothing says where a pair came from.
func (s *Store) FindSharedMemory(ctx context.Context, who mla.Actor, from, to, text string, skip, limit int) (out []desk.MemoryEntry, err error) {
	defer wrap(&err, "FindSharedMemory")
	if who.Role != mla.Admin {
		return nil, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "export_memory")
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		out, err = sharedPairs(ctx, tx, from, to, `AND (source ILIKE $3 OR target ILIKE $3)
			GROUP BY source, target ORDER BY source, target OFFSET $4 LIMIT $5`, like, max(0, skip), limited(limit, 50, maxCandidates))
		return err
	})
	return out, err
}

// ChangeSharedMemory gives a pair of the shared memory another translation, or
// takes it out for an empty one; from every text that it came from. Only an
// administrator may. Refusals: not_found when it is not there, or no longer.
func (s *Store) ChangeSharedMemory(ctx context.Context, who mla.Actor, pair desk.MemoryEntry, target string) (err error) {
	defer wrap(&err, "ChangeSharedMemory")
	if who.Role != mla.Admin {
		return mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "import_memory")
	}
	const which = ` WHERE m.certified AND m.source_lang = $1 AND m.target_lang = $2 AND md5(m.source) = md5($3) AND m.source = $3 AND m.target = $4`
	return s.As(ctx, who, func(tx pgx.Tx) error {
		args := []any{pair.From, pair.To, pair.Source, pair.Target}
		changed := int64(0)
		if target != "" && target != pair.Target {
			// Of a text that has the pair as it is to be already, one row is enough.
			tag, err := tx.Exec(ctx, `
				UPDATE translation_memory m SET target = $5`+which+`
				AND NOT EXISTS (SELECT FROM translation_memory o WHERE o.source_lang = $1 AND o.target_lang = $2 AND md5(o.source) = md5($3) AND md5(o.target) = md5($5)
					AND o.case_id = m.case_id AND o.certificate = m.certificate)`, append(args, target)...)
			if err != nil {
				return err
			}
			changed = tag.RowsAffected()
		}
		if target == pair.Target {
			return nil
		}
		tag, err := tx.Exec(ctx, `DELETE FROM translation_memory m`+which, args...)
		if err != nil {
			return err
		}
		if changed+tag.RowsAffected() == 0 {
			return mla.Refuse(mla.CodeNotFound, "memory")
		}
		return nil
	})
}
