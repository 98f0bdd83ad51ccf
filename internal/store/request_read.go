package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Request reads one opened request by id or reference, as far as the actor may
// see it: a translator no notes and no history beside the translation's, a clerk
// no draft, no evidence and only the texts of the way.
func (s *Store) Request(ctx context.Context, who mla.Actor, ref string) (out desk.Request, err error) {
	defer wrap(&err, "Request")
	err = s.As(ctx, who, func(tx pgx.Tx) error {
		one, err := oneRequest(ctx, tx, who, ref)
		if err != nil {
			return err
		}
		if one.Phase == "" {
			return notFound("request")
		}
		rows, err := s.requestRows(ctx, tx, who, `r.id = $1`, one.ID)
		if err != nil {
			return err
		}
		out.RequestRow, out.State = rows[0], one.State
		if out.Case, err = caseFor(ctx, tx, who, one); err != nil {
			return err
		}
		var c caseCipher
		if c, err = s.readParts(ctx, tx, who, one.ID, one.CaseID, &out); err != nil {
			return err
		}
		if err := s.readSecrets(ctx, tx, who, c, &out); err != nil {
			return err
		}
		out.Names, err = namesOnPage(ctx, tx, &out)
		return err
	})
	return out, err
}

// caseFor gives members the case, others its reference only.
func caseFor(ctx context.Context, tx pgx.Tx, who mla.Actor, one oneRow) (desk.Case, error) {
	if !readsWholeCase(who) {
		return desk.Case{ID: one.CaseID, Ref: one.CaseRef}, nil
	}
	found, err := listCases(ctx, tx, who, `c.id = $1`, one.CaseID)
	if err != nil || len(found) == 0 {
		return desk.Case{ID: one.CaseID, Ref: one.CaseRef}, err
	}
	return found[0], nil
}

// readParts reads profile, events, documents, mails, effects and the case's key in one round trip.
func (s *Store) readParts(ctx context.Context, tx pgx.Tx, who mla.Actor, id, caseID string, out *desk.Request) (c caseCipher, err error) {
	b := &pgx.Batch{}
	b.Queue(currentProfileSQL, id).QueryRow(func(row pgx.Row) error {
		var body []byte
		if err := row.Scan(&body); err != nil {
			return orNotFound(err, "profile")
		}
		return json.Unmarshal(body, &out.Profile)
	})
	b.Queue(`SELECT event, hash FROM request_events WHERE request_id = $1 ORDER BY seq`, id).Query(func(rows pgx.Rows) (err error) {
		out.Events, err = pgx.CollectRows(rows, scanEvent)
		out.Events = slices.DeleteFunc(out.Events, func(ev desk.Event) bool { return !seesEvent(who, ev.Event) })
		return err
	})
	b.Queue(documentsSQL+` AND d.request_id = $1 AND `+visibleDocuments(who)+documentsOrder, id).Query(func(rows pgx.Rows) (err error) {
		out.Documents, err = pgx.CollectRows(rows, scanDocument)
		return err
	})
	if readsWholeCase(who) {
		b.Queue(mailSQL+` WHERE o.request_id = $1 ORDER BY o.n`, id).Query(func(rows pgx.Rows) (err error) {
			out.Mails, err = pgx.CollectRows(rows, scanMail)
			return err
		})
		b.Queue(effectsSQL, id).Query(func(rows pgx.Rows) (err error) {
			out.Effects, err = pgx.CollectRows(rows, scanEffect)
			return err
		})
	}
	b.Queue(caseKeySQL, caseID).QueryRow(func(row pgx.Row) (err error) {
		c, err = s.scanCipher(row, caseID)
		return err
	})
	return c, tx.SendBatch(ctx, b).Close()
}

func scanEvent(row pgx.CollectableRow) (ev desk.Event, err error) {
	var body, hash []byte
	if err := row.Scan(&body, &hash); err != nil {
		return ev, err
	}
	ev.Hash = hex.EncodeToString(hash)
	return ev, json.Unmarshal(body, &ev.Event)
}

// readSecrets opens what the actor may read of draft and texts.
func (s *Store) readSecrets(ctx context.Context, tx pgx.Tx, who mla.Actor, c caseCipher, out *desk.Request) error {
	if revision, ok := readableRevision(who, &out.State); ok {
		d, err := readDraft(ctx, tx, c, out.ID, revision)
		if err != nil {
			return err
		}
		out.Draft = &d
	}
	out.Texts = map[string]string{}
	var err error
	switch {
	case readsWholeCase(who):
		out.Texts, err = readTexts(ctx, tx, c, `request_id = $1`, out.ID)
	case who.Role == mla.Clerk:
		out.Texts, err = readTexts(ctx, tx, c, `request_id = $1 AND (id = ANY ($2) OR by_id = $3)`, out.ID, textsOfTheWay(out.Events), who.ID)
	}
	return err
}

// readableRevision is the revision that the actor reads, 0 for the latest.
func readableRevision(who mla.Actor, s *mla.State) (int, bool) {
	if who.Role == mla.Translator {
		if s.Frozen == nil {
			return 0, false
		}
		return s.Frozen.Revision, true
	}
	return 0, readsDrafts(who)
}

// seesEvent keeps from a translator what is not about the translation.
func seesEvent(who mla.Actor, ev mla.Event) bool {
	if who.Role != mla.Translator {
		return true
	}
	switch ev.Body.(type) {
	case mla.Opened, mla.PhaseChanged, mla.Submitted, mla.Approved, mla.SignedAttached, mla.TranslatorAssigned,
		mla.TranslationCertified, mla.AnswerTranslated:
		return true
	}
	return false
}

// textsOfTheWay are the texts that a clerk needs: about hand-overs and returns.
func textsOfTheWay(events []desk.Event) []string {
	ids := []string{}
	add := func(refs ...mla.TextRef) {
		for _, r := range refs {
			if !r.IsZero() {
				ids = append(ids, r.ID)
			}
		}
	}
	for _, ev := range events {
		switch b := ev.Body.(type) {
		case mla.HandedOver:
			add(b.Proof.Person)
		case mla.CameBackIncomplete:
			add(b.Note)
		case mla.Cured:
			add(b.Note)
		case mla.StatusLogged:
			add(b.Note)
		case mla.SupplementAsked:
			add(b.Question)
		case mla.SupplementAnswered:
			add(b.Text)
		case mla.DutyDone:
			add(b.Note, b.Proof.Person)
		}
	}
	return ids
}

// namesOnPage finds the display names of all who appear on the page.
func namesOnPage(ctx context.Context, tx pgx.Tx, r *desk.Request) (map[string]string, error) {
	ids := []string{r.State.Officer, r.State.Translator}
	for _, ev := range r.Events {
		ids = append(ids, ev.Actor.ID)
	}
	for _, d := range r.Documents {
		ids = append(ids, d.By)
	}
	if r.Draft != nil {
		ids = append(append(ids, r.Draft.By), r.Draft.Contributors...)
	}
	if r.State.Frozen != nil {
		ids = append(ids, r.State.Frozen.Contributors...)
	}
	slices.Sort(ids)
	return displayNames(ctx, tx, `= ANY ($1)`, slices.Compact(ids))
}

// displayNames are the names of our users whose id is as SQL says, by id.
func displayNames(ctx context.Context, tx pgx.Tx, is string, args ...any) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT id, name FROM users WHERE id `+is, args...)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var id, name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		out[id] = name
		return nil
	})
	return out, err
}
