package names

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Apply makes changes to a register, all or none, and gives the entries as they are
// after each. newID names a new entry. Who may what: officers and magistrates
// everything; a translator sets forms, and only proposes one where somebody else set
// it. Refusals: not_allowed, not_found, name_conflict, name_duplicate, those of Check.
func Apply(entries []desk.NameEntry, changes []desk.NameChange, who mla.Actor, now time.Time, newID func() string) ([]desk.NameRevision, error) {
	current := slices.Clone(entries)
	var out []desk.NameRevision
	for _, c := range changes {
		r, err := applyOne(current, c, who, now, newID)
		if err != nil {
			return nil, err
		}
		current = slices.DeleteFunc(current, func(e desk.NameEntry) bool { return e.ID == r.ID })
		if !r.Gone {
			current = append(current, r.NameEntry)
		}
		out = append(out, r)
	}
	return out, nil
}

func applyOne(current []desk.NameEntry, c desk.NameChange, who mla.Actor, now time.Time, newID func() string) (desk.NameRevision, error) {
	decides := who.Role == mla.Officer || who.Role == mla.Magistrate
	if !decides && (who.Role != mla.Translator || c.Action != Form) {
		return desk.NameRevision{}, mla.Refuse(mla.CodeNotAllowed, "names", "role", string(who.Role), "command", "change_names")
	}
	next := desk.NameEntry{ID: newID()}
	if c.Action != Add {
		i := slices.IndexFunc(current, func(e desk.NameEntry) bool { return e.ID == c.Entry.ID })
		if i < 0 {
			return desk.NameRevision{}, mla.Refuse(mla.CodeNotFound, "name")
		}
		next = current[i]
		if next.Revision != c.Entry.Revision {
			return desk.NameRevision{}, mla.Refuse(CodeConflict, "revision", "revision", strconv.Itoa(next.Revision))
		}
	} else if len(current) >= MaxEntries {
		return desk.NameRevision{}, mla.Refuse(CodeTooMany, "names", "max", strconv.Itoa(MaxEntries))
	}
	asked := Tidy(c.Entry)
	switch c.Action {
	case Add, Edit, Merge:
		next = rewritten(next, asked, who, now)
	case Form:
		for lang, f := range c.Entry.Forms {
			f.Text = tidy(f.Text)
			if err := checkForm(lang, f); err != nil {
				return desk.NameRevision{}, err
			}
			next = withForm(next, lang, f, who, now)
		}
	case Different:
		next.Different = tidyList(append(slices.Clone(next.Different), asked.Different...), next.Canonical)
	case Merged:
		next.Gone, next.MergedInto = true, c.Entry.MergedInto
		if !slices.ContainsFunc(current, func(e desk.NameEntry) bool { return e.ID == next.MergedInto && e.ID != next.ID }) {
			return desk.NameRevision{}, mla.Refuse(mla.CodeNotFound, "merged_into")
		}
	case Remove:
		next.Gone = true
	default:
		return desk.NameRevision{}, mla.Refuse(mla.CodeUnknownValue, "action")
	}
	if !next.Gone {
		if errs := Check(next); len(errs) > 0 {
			return desk.NameRevision{}, errs[0]
		}
		if c.Action == Add || c.Action == Edit { // a merge takes up what the other still has
			if err := duplicate(current, next); err != nil {
				return desk.NameRevision{}, err
			}
		}
	}
	next.Revision, next.By, next.At = next.Revision+1, who.ID, now
	return desk.NameRevision{NameEntry: next, Action: c.Action}, nil
}

// duplicate refuses a spelling that another entry has already, as its own or as a
// variant; case and the order of the words do not make it another.
func duplicate(current []desk.NameEntry, e desk.NameEntry) error {
	taken := map[string]bool{}
	for _, o := range current {
		if o.ID != e.ID && o.Kind == e.Kind {
			for _, s := range o.Spellings() {
				taken[mla.EvenName(s)] = true
			}
		}
	}
	if taken[mla.EvenName(e.Canonical)] {
		return mla.Refuse(CodeDuplicate, "canonical")
	}
	if slices.ContainsFunc(e.Variants, func(v string) bool { return taken[mla.EvenName(v)] }) {
		return mla.Refuse(CodeDuplicate, "variants")
	}
	return nil
}

// rewritten takes what the form says; a form of a language that stays as it is keeps
// who set it.
func rewritten(next, asked desk.NameEntry, who mla.Actor, now time.Time) desk.NameEntry {
	before := next
	next.Kind, next.Canonical, next.Variants, next.Different = asked.Kind, asked.Canonical, asked.Variants, asked.Different
	next.Source, next.Note, next.Forms, next.Proposed = asked.Source, asked.Note, nil, maps.Clone(before.Proposed)
	for lang, f := range asked.Forms {
		next = withForm(next, lang, f, who, now)
		if had, ok := before.Forms[lang]; ok && had.Text == f.Text {
			if f.Source == "" || f.Source == had.Source {
				had.Note = f.Note
				next.Forms[lang] = had
			}
			if p, ok := before.Proposed[lang]; ok && p.Text != f.Text { // not decided by leaving it
				next.Proposed = put(next.Proposed, lang, p)
			}
		}
	}
	return next
}

// withForm sets the form of a language, or proposes it where it is not the writer's
// to change. Deciding ends the proposal; an empty text takes the form away.
func withForm(e desk.NameEntry, lang string, f desk.NameForm, who mla.Actor, now time.Time) desk.NameEntry {
	f.By, f.At = who.ID, now
	had, ok := e.Forms[lang]
	if who.Role == mla.Translator {
		f.Source = "translator"
		if ok && had.By != who.ID {
			if f.Text == "" || f.Text == had.Text {
				e.Proposed = without(e.Proposed, lang)
				return e
			}
			e.Proposed = put(e.Proposed, lang, f)
			return e
		}
	}
	e.Proposed = without(e.Proposed, lang)
	if f.Text == "" {
		e.Forms = without(e.Forms, lang)
		return e
	}
	e.Forms = put(e.Forms, lang, f)
	return e
}

func put(m map[string]desk.NameForm, lang string, f desk.NameForm) map[string]desk.NameForm {
	if m = maps.Clone(m); m == nil {
		m = map[string]desk.NameForm{}
	}
	m[lang] = f
	return m
}

func without(m map[string]desk.NameForm, lang string) map[string]desk.NameForm {
	m = maps.Clone(m)
	if delete(m, lang); len(m) == 0 {
		return nil
	}
	return m
}

// Merging gives the changes that make two entries one: keep takes up the spellings
// and the missing forms of the other, which goes.
func Merging(keep, other desk.NameEntry) []desk.NameChange {
	merged := Absorb(keep, desk.NameMet{Text: other.Canonical, Variants: other.Variants})
	merged.Different = tidyList(slices.DeleteFunc(append(slices.Clone(keep.Different), other.Different...), func(s string) bool {
		return slices.Contains(merged.Spellings(), s)
	}), merged.Canonical)
	for lang, f := range other.Forms {
		if _, ok := merged.Forms[lang]; !ok {
			merged.Forms = put(merged.Forms, lang, f)
		}
	}
	return []desk.NameChange{
		{Action: Merge, Entry: merged},
		{Action: Merged, Entry: desk.NameEntry{ID: other.ID, Revision: other.Revision, MergedInto: keep.ID}},
	}
}

// Absorb adds a spelling that is met to an entry, with what stood beside it.
func Absorb(e desk.NameEntry, m desk.NameMet) desk.NameEntry {
	e.Variants = tidyList(append(append(slices.Clone(e.Variants), m.Text), m.Variants...), e.Canonical)
	e.Different = slices.DeleteFunc(slices.Clone(e.Different), func(s string) bool { return slices.Contains(e.Variants, s) })
	for lang, text := range m.Forms {
		if _, ok := e.Forms[lang]; !ok {
			e.Forms = put(e.Forms, lang, desk.NameForm{Text: text, Source: "case_file"})
		}
	}
	return e
}

// Registered makes an entry of a name that is met.
func Registered(m desk.NameMet) desk.NameEntry {
	return Absorb(desk.NameEntry{Kind: m.Kind, Canonical: m.Text, Source: "case_file"}, desk.NameMet{Variants: m.Variants, Forms: m.Forms})
}
