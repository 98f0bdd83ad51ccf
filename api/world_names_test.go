package api

import (
	"slices"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

const theCase = "JIRS-2026-0117"

// entries are the entries of the world's one register as they are now.
func (w *world) entries() (out []desk.NameEntry) {
	for _, r := range w.names {
		out = slices.DeleteFunc(out, func(e desk.NameEntry) bool { return e.ID == r.ID })
		if !r.Gone {
			out = append(out, r.NameEntry)
		}
	}
	return out
}

func (w *world) nameRegister(who mla.Actor, ref string) (desk.NameRegister, error) {
	if ref != theCase && ref != "case-1" || who.Role == mla.Clerk || who.Role == mla.Admin {
		return desk.NameRegister{}, mla.Refuse(mla.CodeNotFound, "case")
	}
	out := desk.NameRegister{CaseID: "case-1", CaseRef: theCase, Entries: w.entries(), States: []string{"PH"}, People: map[string]string{}}
	var drafts []names.Draft
	for _, r := range w.reqs {
		drafts = append(drafts, names.Draft{Reference: r.ref, Body: r.drafts[len(r.drafts)-1].Body})
	}
	for id, u := range w.users {
		out.People[id] = u.Name
	}
	if who.Role != mla.Translator {
		out.Met = names.Collect(drafts)
	}
	return out, nil
}

func (w *world) changeNames(who mla.Actor, _ string, changes []desk.NameChange) (out []desk.NameEntry, err error) {
	done, err := names.Apply(w.entries(), changes, who, w.now, newID)
	for _, r := range done {
		out = append(out, r.NameEntry)
	}
	w.names = append(w.names, done...)
	return out, err
}

func (w *world) nameHistory(_ mla.Actor, _, id string) (out []desk.NameRevision, err error) {
	for _, r := range w.names {
		if r.ID == id {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, mla.Refuse(mla.CodeNotFound, "name")
	}
	return out, nil
}
