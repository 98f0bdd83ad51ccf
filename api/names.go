package api

import (
	"context"
	"slices"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

// namesOf is the register of names of a request's case, empty for whom it does not exist.
func (s *Server) namesOf(ctx context.Context, who mla.Actor, requestID string) (mla.NameBook, error) {
	book, err := s.cfg.Desk.NamesOf(ctx, who, requestID)
	if err != nil {
		return nil, unlessRefused(err)
	}
	return book, nil
}

// namesIn are the forms of the register's names for a document of the request in a language: by the text typed, what
// stands beside it, the script of the State included.
func (s *Server) namesIn(ctx context.Context, who mla.Actor, req desk.Request, lang string) (map[string]string, error) {
	registered, err := s.namesOf(ctx, who, req.ID)
	if err != nil || len(registered) == 0 {
		return nil, err
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, err
	}
	return registered.In(lang, book.NameLanguages(req.State.State)...), nil
}

// decidesNames reports who may change everything of a register; a translator sets forms only.
func decidesNames(who mla.Actor) bool { return who.Role == mla.Officer || who.Role == mla.Magistrate }

func setsForms(who mla.Actor) bool { return decidesNames(who) || who.Role == mla.Translator }

// nameLanguages are the languages in which the names of a case need a form: those of the States that it asks, and
// those that somebody already gave one in.
func nameLanguages(r desk.NameRegister) ([]string, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, err
	}
	needed := map[string]bool{}
	for _, state := range r.States {
		for _, l := range book.NameLanguages(state) {
			needed[l] = true
		}
	}
	for _, e := range r.Entries {
		for l := range e.Forms {
			needed[l] = true
		}
		for l := range e.Proposed {
			needed[l] = true
		}
	}
	var out []string
	for _, l := range names.Languages {
		if needed[l] {
			out = append(out, l)
		}
	}
	return out, nil
}

// changeName makes one change and gives the entry as it is now. What refuses an entry is named field by field.
func (s *Server) changeName(ctx context.Context, who mla.Actor, ref string, c desk.NameChange) (desk.NameEntry, error) {
	if c.Action == names.Add || c.Action == names.Edit {
		if err := refusals(names.Check(names.Tidy(c.Entry))); err != nil {
			return desk.NameEntry{}, err
		}
	}
	out, err := s.cfg.Desk.ChangeNames(ctx, who, ref, []desk.NameChange{c})
	if err != nil {
		return desk.NameEntry{}, err
	}
	return out[0], nil
}

// pair is two spellings that somebody decided about; an empty id is a name that is only met.
type pair struct {
	Kind mla.NameKind
	// KeepID and KeepRevision are the entry that stays, or whose spelling is told apart.
	KeepID, KeepText   string
	KeepRevision       int
	OtherID, OtherText string
	OtherRevision      int
}

// samePair are the changes that make two spellings one name.
func samePair(r desk.NameRegister, p pair) ([]desk.NameChange, error) {
	keep, kept, err := side(r, p.KeepID, p.KeepRevision)
	if err != nil {
		return nil, err
	}
	other, registered, err := side(r, p.OtherID, p.OtherRevision)
	switch {
	case err != nil:
		return nil, err
	case kept && registered:
		if keep.Kind != other.Kind {
			return nil, mla.Refuse(mla.CodeUnknownValue, "merge_with")
		}
		return names.Merging(keep, other), nil
	case kept:
		return []desk.NameChange{{Action: names.Merge, Entry: names.Absorb(keep, metAs(r, p.Kind, p.OtherText))}}, nil
	case registered: // the register's spelling becomes the variant
		swapped := names.Absorb(other, metAs(r, p.Kind, p.KeepText))
		swapped.Variants = append(swapped.Variants, swapped.Canonical)
		swapped.Canonical = p.KeepText
		return []desk.NameChange{{Action: names.Merge, Entry: swapped}}, nil
	}
	both := names.Absorb(names.Registered(metAs(r, p.Kind, p.KeepText)), metAs(r, p.Kind, p.OtherText))
	return []desk.NameChange{{Action: names.Add, Entry: both}}, nil
}

// differentPair are the changes after which the two are never asked about again.
func differentPair(r desk.NameRegister, p pair) ([]desk.NameChange, error) {
	keep, kept, err := side(r, p.KeepID, p.KeepRevision)
	if err != nil {
		return nil, err
	}
	other, registered, err := side(r, p.OtherID, p.OtherRevision)
	if err != nil {
		return nil, err
	}
	switch {
	case kept:
		return []desk.NameChange{{Action: names.Different, Entry: desk.NameEntry{ID: keep.ID, Revision: keep.Revision, Different: []string{p.OtherText}}}}, nil
	case registered:
		return []desk.NameChange{{Action: names.Different, Entry: desk.NameEntry{ID: other.ID, Revision: other.Revision, Different: []string{p.KeepText}}}}, nil
	}
	a, b := names.Registered(metAs(r, p.Kind, p.KeepText)), names.Registered(metAs(r, p.Kind, p.OtherText))
	a.Different = append(a.Different, p.OtherText)
	return []desk.NameChange{{Action: names.Add, Entry: a}, {Action: names.Add, Entry: b}}, nil
}

// side finds the entry of one side, on the revision that the reader saw.
func side(r desk.NameRegister, id string, revision int) (desk.NameEntry, bool, error) {
	if id == "" {
		return desk.NameEntry{}, false, nil
	}
	e, ok := r.Entry(id)
	if !ok {
		return e, false, mla.Refuse(mla.CodeNotFound, "name")
	}
	if e.Revision != revision {
		return e, false, mla.Refuse(names.CodeConflict, "revision")
	}
	return e, true, nil
}

// metAs is the name as the drafts have it, or only its spelling where they have it no more.
func metAs(r desk.NameRegister, kind mla.NameKind, text string) desk.NameMet {
	for _, m := range r.Met {
		if m.Kind == kind && m.Text == text {
			return m
		}
	}
	return desk.NameMet{Kind: kind, Text: text}
}

// registerMet are the changes that register names which are met, told by kind and spelling.
func registerMet(r desk.NameRegister, chosen []string) ([]desk.NameChange, error) {
	var out []desk.NameChange
	taken := map[string]bool{}
	for _, m := range names.Unregistered(r) {
		even := string(m.Kind) + "|" + mla.EvenName(m.Text) // two that differ in case or order are one entry
		if slices.Contains(chosen, metKey(m)) && !taken[even] {
			taken[even] = true
			out = append(out, desk.NameChange{Action: names.Add, Entry: names.Registered(m)})
		}
	}
	if len(out) == 0 {
		return nil, mla.Refuse(codeNoneTicked, "met")
	}
	return out, nil
}

func metKey(m desk.NameMet) string { return string(m.Kind) + "|" + m.Text }
