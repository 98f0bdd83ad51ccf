package store

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/mla"
)

// projection queues the rows that lists and other requests read, for what
// changed between two states. From the empty state it writes everything, which
// is how a projection is rebuilt.
type projection struct {
	b             *pgx.Batch
	id, caseID    string
	before, after *mla.State
	held          []string
}

// addHolder adds the organisation that holds the file now to those that ever did.
func addHolder(held []string, s *mla.State) []string {
	if h, ok := s.HolderHop(); ok && h.ClerkOrg != "" && !slices.Contains(held, h.ClerkOrg) {
		return append(slices.Clone(held), h.ClerkOrg)
	}
	return held
}

// orgs are the organisations whose clerks see the request: those that hold or
// held the file, and those with an open duty.
func orgs(held []string, s *mla.State) []string {
	out := slices.Clone(held)
	for _, o := range s.Obligations {
		if o.State == mla.ObligationOpen && !o.Owed.Foreign && o.Owed.Org != "" && !slices.Contains(out, o.Owed.Org) {
			out = append(out, o.Owed.Org)
		}
	}
	slices.Sort(out)
	return out
}

// next is the soonest open obligation, estimates excluded.
func next(s *mla.State) (due time.Time, clock string) {
	for _, o := range s.Obligations {
		if o.State == mla.ObligationOpen && o.Kind != mla.Expected && (clock == "" || o.Due.Before(due)) {
			due, clock = o.Due, o.Clock
		}
	}
	return due, clock
}

func (p projection) queue(hash []byte) error {
	s := p.after
	snapshot, err := json.Marshal(s)
	if err != nil {
		return err
	}
	measures, err := json.Marshal(s.Measures)
	if err != nil {
		return err
	}
	var holder mla.HopState
	if h, ok := s.HolderHop(); ok {
		holder = h
	}
	due, clock := next(s)
	held := slices.Clone(p.held)
	if held == nil {
		held = []string{}
	}
	visible := orgs(held, s)
	if visible == nil {
		visible = []string{}
	}
	p.b.Queue(`
		UPDATE requests SET seq = $2, head = $3, snapshot = $4, officer_id = $5, translator_id = $6, state = $7, track = $8,
			form = $9, phase = $10, phase_at = $11, terminal = $12, urgent = $13, danger = $14, holder_fr = $15, holder_en = $16,
			holder_org = $17, held_orgs = $18, orgs = $19, opened_on = $20, measures = $21, next_due = $22, next_clock = $23
		WHERE id = $1`,
		p.id, s.Seq, hash, snapshot, s.Officer, s.Translator, s.State, s.Track,
		s.Form, s.Phase, s.PhaseAt, s.Phase.Terminal(), s.Urgent, s.Safeguard.Open(), holder.Actor.FR, holder.Actor.EN,
		holder.ClerkOrg, held, visible, dateArg(s.OpenedOn), measures, instantArg(due), clock)
	if s.Officer != p.before.Officer {
		// Whoever is in charge can open the case.
		p.b.Queue(`INSERT INTO case_members (case_id, user_id) SELECT $1, id FROM users WHERE id = $2 AND role = 'officer' ON CONFLICT DO NOTHING`,
			p.caseID, s.Officer)
	}
	return p.queueParts()
}

func (p projection) queueParts() error {
	for i, o := range p.after.Obligations {
		if i < len(p.before.Obligations) && reflect.DeepEqual(p.before.Obligations[i], o) {
			continue
		}
		if err := p.obligation(o); err != nil {
			return err
		}
	}
	for i, h := range p.after.Hops {
		if i < len(p.before.Hops) && reflect.DeepEqual(p.before.Hops[i], h) {
			continue
		}
		if err := p.hop(i, h); err != nil {
			return err
		}
	}
	for i, e := range p.after.Evidence {
		if i < len(p.before.Evidence) && reflect.DeepEqual(p.before.Evidence[i], e) {
			continue
		}
		if err := p.evidence(e); err != nil {
			return err
		}
	}
	for i, d := range p.after.Deliveries {
		if i < len(p.before.Deliveries) && reflect.DeepEqual(p.before.Deliveries[i], d) {
			continue
		}
		if err := p.delivery(d); err != nil {
			return err
		}
	}
	return nil
}

func (p projection) obligation(o mla.Obligation) error {
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	p.b.Queue(`
		INSERT INTO obligations (request_id, id, case_id, clock, kind, owed_foreign, owed_role, owed_org, owed_user, due, due_date, state, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (request_id, id) DO UPDATE SET due = excluded.due, due_date = excluded.due_date, state = excluded.state,
			clock = excluded.clock, kind = excluded.kind, owed_foreign = excluded.owed_foreign, owed_role = excluded.owed_role,
			owed_org = excluded.owed_org, owed_user = excluded.owed_user, body = excluded.body`,
		p.id, o.ID, p.caseID, o.Clock, o.Kind, o.Owed.Foreign, o.Owed.Role, o.Owed.Org, o.Owed.User, o.Due, dateArg(o.DueDate), o.State, body)
	return nil
}

func (p projection) hop(i int, h mla.HopState) error {
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	p.b.Queue(`
		INSERT INTO hops (request_id, idx, case_id, hop, clerk_org, taken_on, left_on, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (request_id, idx) DO UPDATE SET hop = excluded.hop, clerk_org = excluded.clerk_org,
			taken_on = excluded.taken_on, left_on = excluded.left_on, body = excluded.body`,
		p.id, i, p.caseID, h.ID, h.ClerkOrg, dateArg(h.TakenOn), dateArg(h.LeftOn), body)
	return nil
}

func (p projection) evidence(e mla.Evidence) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	p.b.Queue(`
		INSERT INTO evidence (request_id, id, case_id, sha256, translated, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (request_id, id) DO UPDATE SET sha256 = excluded.sha256, translated = excluded.translated, body = excluded.body`,
		p.id, e.ID, p.caseID, e.Doc.SHA256, e.Translated.SHA256, body)
	return nil
}

func (p projection) delivery(d mla.Delivery) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	items := d.Items
	if items == nil {
		items = []string{}
	}
	p.b.Queue(`
		INSERT INTO deliveries (id, request_id, case_id, status, items, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET status = excluded.status, items = excluded.items, body = excluded.body`,
		d.ID, p.id, p.caseID, d.Status, items, body)
	return nil
}
