package api

import (
	"context"
	"strconv"
	"strings"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
	"github.com/rogatory/rogatory/internal/translation"
)

// answersInto is the language that answers are translated into.
const answersInto = "fr"

// text is one text under translation as its pages and endpoints read it: the job
// is checked, with the words of the case.
type text struct {
	req   desk.Request
	draft desk.Draft
	// item is the item of the answer; nil for the request. source is what was read from it.
	item   *mla.Evidence
	source desk.EvidenceSource
	job    transjob.Job
	words  transjob.Words
	// mayWrite is its translator, while the translation is theirs to write.
	mayWrite bool
}

// openText reads a text for whoever may see it: the assigned translator and the
// members of the case. Refusals: not_found; wrong_phase before a submission;
// translation_skipped where the path needs none.
func (s *Server) openText(ctx context.Context, user desk.User, ref, item string) (text, error) {
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), ref)
	if err != nil {
		return text{}, err
	}
	return s.openTextOf(ctx, user, req, item)
}

func (s *Server) openTextOf(ctx context.Context, user desk.User, req desk.Request, item string) (text, error) {
	t := text{req: req}
	switch user.Role {
	case mla.Translator, mla.Officer, mla.Magistrate, mla.Auditor:
	default:
		return t, mla.Refuse(mla.CodeNotFound, "translation")
	}
	t.mayWrite = req.State.Translating(user.Actor(), item) == nil
	var err error
	if item == "" {
		err = s.readRequestText(ctx, user, &t)
	} else {
		err = s.readItemText(ctx, user, &t, item)
	}
	if err != nil {
		return t, err
	}
	t.words = transjob.WordsOf(t.draft.Body)
	registered, err := s.namesOf(ctx, user.Actor(), req.ID)
	if err != nil {
		return t, err
	}
	t.words.Register(registered, t.job.From, t.job.To)
	terms, err := s.cfg.Letters.Terms(t.job.From, t.job.To)
	if err != nil {
		return t, err
	}
	for _, term := range terms {
		t.words.Terms = append(t.words.Terms, translation.Term{Source: term.Source, Target: term.Target})
	}
	t.job.Check(t.words)
	return t, nil
}

func (s *Server) readRequestText(ctx context.Context, user desk.User, t *text) (err error) {
	st := t.req.State
	if st.TranslateTo == "" {
		return mla.Refuse(codeTranslationSkipped, "")
	}
	if st.Frozen == nil {
		return mla.Refuse(mla.CodeWrongPhase, "phase", "phase", string(st.Phase), "command", string(mla.KindCertifyTranslation), "needs", string(mla.PhaseInTranslation))
	}
	if t.draft, err = s.cfg.Desk.Draft(ctx, user.Actor(), t.req.ID, st.Frozen.Revision); err != nil {
		return err
	}
	k := desk.TextKey{RequestID: t.req.ID, From: "fr", To: st.TranslateTo}
	saved, earlier, err := s.cfg.Desk.TranslationUnits(ctx, user.Actor(), k)
	if err != nil {
		return err
	}
	var parts []transjob.Part
	for _, seg := range s.cfg.Letters.Segments(t.draft.Body) {
		parts = append(parts, transjob.Part{ID: seg.ID, Field: seg.Field, Text: seg.Text})
	}
	t.job = transjob.Build(k, t.req.Reference, st.Frozen.DraftSHA256, parts, saved, earlier)
	return nil
}

// itemPart is the place of an item's text.
const itemPart = "text"

func (s *Server) readItemText(ctx context.Context, user desk.User, t *text, item string) (err error) {
	e, ok := t.req.State.Item(item)
	if !ok || user.Role == mla.Translator && e.Language == answersInto {
		return mla.Refuse(mla.CodeNotFound, "evidence", "value", printable(item))
	}
	t.item = e
	if t.req.Draft != nil {
		t.draft = *t.req.Draft
	}
	if t.source, err = s.cfg.Desk.EvidenceSource(ctx, user.Actor(), t.req.ID, item); err != nil {
		return err
	}
	k := desk.TextKey{RequestID: t.req.ID, Item: item, From: e.Language, To: answersInto}
	saved, _, err := s.cfg.Desk.TranslationUnits(ctx, user.Actor(), k)
	if err != nil {
		return err
	}
	name, sha := t.req.Reference+"/"+item, transjob.SourceDigest(e.Doc.SHA256, t.source)
	if t.source.Free {
		t.job = transjob.Free(k, name, sha, saved)
		return nil
	}
	t.job = transjob.Build(k, name, sha, []transjob.Part{{ID: itemPart, Field: "evidence", Text: t.source.Text}}, saved, nil)
	return nil
}

// mostAlike bounds for how many sentences at once the shared memory looks for
// what only resembles them; for the others it finds the same sentence.
const mostAlike = 200

// suggestions asks both memories for units, with one query each.
func (s *Server) suggestions(ctx context.Context, user desk.User, t *text, units []transjob.Unit) ([][]transjob.Suggestion, error) {
	if !t.mayWrite || len(units) == 0 {
		return make([][]transjob.Suggestion, len(units)), nil
	}
	inCase, err := s.cfg.Desk.CaseMemory(ctx, user.Actor(), t.job.TextKey)
	if err != nil {
		return nil, err
	}
	f := transjob.NewFinder(&t.job, t.words)
	ask := f.Queries(units)
	shared, err := s.cfg.Desk.SharedMemory(ctx, user.Actor(), t.job.From, t.job.To, ask[:min(mostAlike, len(ask))])
	if err != nil {
		return nil, err
	}
	if len(ask) > mostAlike {
		same := ask[mostAlike:]
		for i := range same {
			same[i].Bands = nil
		}
		more, err := s.cfg.Desk.SharedMemory(ctx, user.Actor(), t.job.From, t.job.To, same)
		if err != nil {
			return nil, err
		}
		shared = append(shared, more...)
	}
	return f.Suggest(units, inCase, shared), nil
}

// typedUnit is a unit as somebody sends it.
type typedUnit struct {
	ID      string         `json:"id"`
	Target  string         `json:"target"`
	State   desk.UnitState `json:"state,omitempty"`
	Version int            `json:"version,omitempty"`
	// Note is the translator's remark; nil leaves what is there.
	Note *string `json:"note,omitempty"`
}

// The longest translation of one unit and the longest note to it, in characters.
const (
	maxTarget = 20_000
	maxNote   = 2_000
)

// saveUnits saves what was typed, for units that the text has. Unknown ones are
// refused by name, so that a page of an older text loses nothing silently.
func (s *Server) saveUnits(ctx context.Context, user desk.User, t *text, typed []typedUnit) (desk.SavedUnits, error) {
	var units []desk.TranslationUnit
	var errs []*mla.Error
	for _, in := range typed {
		u, ok := t.job.Unit(in.ID)
		if !ok {
			errs = append(errs, mla.Refuse(codeUnitGone, "units", "unit", printable(in.ID)))
			continue
		}
		target := norm(in.Target)
		if err := checkText(target, "units"); err != nil {
			return desk.SavedUnits{}, err
		}
		if len([]rune(target)) > maxTarget {
			errs = append(errs, mla.Refuse(mla.CodeTooLong, "units", "max", strconv.Itoa(maxTarget)))
			continue
		}
		note := u.Note
		if in.Note != nil {
			note = norm(*in.Note)
		}
		if err := checkText(note, "note"); err != nil {
			return desk.SavedUnits{}, err
		}
		if len([]rune(note)) > maxNote {
			errs = append(errs, mla.Refuse(mla.CodeTooLong, "note", "max", strconv.Itoa(maxNote)))
			continue
		}
		state := in.State
		switch state {
		case desk.UnitChecked:
		case desk.UnitFromMemory:
			if u.State == desk.UnitFromMemory && target != u.Target {
				state = desk.UnitDraft // it was changed by hand
			}
		default:
			state = desk.UnitDraft
		}
		units = append(units, desk.TranslationUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: target, State: state, Note: note, Version: in.Version})
	}
	if err := refusals(errs); err != nil {
		return desk.SavedUnits{}, err
	}
	saved, err := s.cfg.Desk.SaveUnits(ctx, user.Actor(), t.job.TextKey, units)
	if err != nil {
		return saved, err
	}
	for _, n := range saved.Saved {
		if u, ok := t.job.Unit(n.ID); ok {
			u.Target, u.State, u.Note, u.Version, u.By = n.Target, n.State, n.Note, n.Version, n.By
		}
	}
	t.job.Check(t.words)
	return saved, nil
}

// numbers lists the first numbers of units for people.
func numbers(ns []int) string {
	const most = 12
	var out []string
	for i, n := range ns {
		if i == most {
			out = append(out, "…")
			break
		}
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}
