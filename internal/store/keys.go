package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/secret"
)

func masterRing(keys [][]byte) (secret.Ring, error) {
	if len(keys) == 0 {
		return secret.Ring{}, errors.New("no master key")
	}
	all := make([]secret.Key, len(keys))
	for i, b := range keys {
		k, err := secret.NewKey(b)
		if err != nil {
			return secret.Ring{}, err
		}
		all[i] = k
	}
	return secret.NewRing(all[0], all[1:]...), nil
}

// caseCipher seals and opens what belongs to one case. It is read with every
// transaction and never kept, so that an erased key is gone everywhere at once.
type caseCipher struct {
	caseID          string
	texts, identity secret.Ring
	erased          bool
}

var errErased = errors.New("the case was erased")

const caseKeySQL = `SELECT texts, identity FROM case_keys WHERE case_id = $1`

func (s *Store) cipher(ctx context.Context, tx pgx.Tx, caseID string) (caseCipher, error) {
	return s.scanCipher(tx.QueryRow(ctx, caseKeySQL, caseID), caseID)
}

func (s *Store) scanCipher(row pgx.Row, caseID string) (caseCipher, error) {
	var texts, identity []byte
	err := row.Scan(&texts, &identity)
	if errors.Is(err, pgx.ErrNoRows) {
		return caseCipher{caseID: caseID, erased: true}, nil
	}
	if err != nil {
		return caseCipher{}, err
	}
	c := caseCipher{caseID: caseID}
	if c.texts, err = s.unwrap(texts, "case/"+caseID+"/texts"); err != nil {
		return caseCipher{}, err
	}
	c.identity, err = s.unwrap(identity, "case/"+caseID+"/identity")
	return c, err
}

func (s *Store) unwrap(sealed []byte, aad string) (secret.Ring, error) {
	raw, err := secret.Open(s.ring, []byte(aad), sealed)
	if err != nil {
		return secret.Ring{}, err
	}
	k, err := secret.NewKey(raw)
	if err != nil {
		return secret.Ring{}, err
	}
	return secret.NewRing(k), nil
}

// newCaseKeys makes and wraps the two keys of a case.
func (s *Store) newCaseKeys(caseID string) (texts, identity []byte) {
	return secret.Seal(s.ring, []byte("case/"+caseID+"/texts"), secret.GenerateKey().Bytes()),
		secret.Seal(s.ring, []byte("case/"+caseID+"/identity"), secret.GenerateKey().Bytes())
}

// seal binds the text to its place, so that a row copied elsewhere does not open there.
func (c caseCipher) seal(place string, plain []byte) ([]byte, error) {
	if c.erased {
		return nil, errErased
	}
	return secret.Seal(c.texts, []byte(place), plain), nil
}

// open returns nothing for what was erased.
func (c caseCipher) open(place string, sealed []byte) ([]byte, error) {
	if c.erased || sealed == nil {
		return nil, nil
	}
	plain, err := secret.Open(c.texts, []byte(place), sealed)
	if errors.Is(err, secret.ErrUnknownKey) {
		return nil, nil
	}
	return plain, err
}

// RewrapKeys wraps the keys of every case under the current master key, after
// which older master keys can be destroyed. What is sealed under the keys stays
// as it is. It returns how many cases it did, and is safe to repeat.
func (s *Store) RewrapKeys(ctx context.Context) (n int, err error) {
	defer wrap(&err, "RewrapKeys")
	err = s.asSystem(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT case_id, texts, identity FROM case_keys ORDER BY case_id FOR UPDATE`)
		if err != nil {
			return err
		}
		b := &pgx.Batch{}
		var id string
		var texts, identity []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &texts, &identity}, func() error {
			t, err := s.rewrapped(texts, "case/"+id+"/texts")
			if err != nil {
				return err
			}
			i, err := s.rewrapped(identity, "case/"+id+"/identity")
			b.Queue(`UPDATE case_keys SET texts = $2, identity = $3 WHERE case_id = $1`, id, t, i)
			return err
		})
		if err != nil {
			return err
		}
		n = b.Len()
		return tx.SendBatch(ctx, b).Close()
	})
	return n, err
}

func (s *Store) rewrapped(sealed []byte, aad string) ([]byte, error) {
	raw, err := secret.Open(s.ring, []byte(aad), sealed)
	if err != nil {
		return nil, err
	}
	return secret.Seal(s.ring, []byte(aad), raw), nil
}
