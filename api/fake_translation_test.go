package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// fakeTranslations is a TranslationDesk in memory. The real one is tested in
// internal/store, and with these pages in translation_story_test.go.
type fakeTranslations struct {
	w       *world
	units   map[desk.TextKey][]desk.TranslationUnit
	sources map[string]desk.EvidenceSource
	kept    []desk.Certificate
	oaths   map[string]desk.Oath
	shared  []desk.MemoryEntry
	brought []desk.MemoryEntry
}

func newFakeTranslations(w *world) *fakeTranslations {
	return &fakeTranslations{
		w: w, units: map[desk.TextKey][]desk.TranslationUnit{}, sources: map[string]desk.EvidenceSource{},
		oaths: map[string]desk.Oath{"u-translator": {
			UserID: "u-translator", Name: "Sacha Lindt", Court: "cour d’appel d’Exemple", Number: "T-1", Sworn: workday.MustDate("2020-01-15"),
		}},
	}
}

// translateAll saves a translation of every sentence, over the API.
func (w *world) translateAll(user, base string) answered {
	w.t.Helper()
	text := w.call(user, http.MethodGet, base+"/translation", nil).want(w.t, http.StatusOK)
	var units []any
	for _, u := range text.body["units"].([]any) {
		u := u.(map[string]any)
		units = append(units, map[string]any{"id": u["id"], "target": "Identify the holder of the account.", "version": u["version"], "state": "checked"})
	}
	return w.call(user, http.MethodPut, base+"/translation", map[string]any{"units": units}).want(w.t, http.StatusOK)
}

func (f *fakeTranslations) TranslationUnits(_ context.Context, _ mla.Actor, k desk.TextKey) ([]desk.TranslationUnit, []desk.EarlierText, error) {
	return slices.Clone(f.units[k]), nil, nil
}

func (f *fakeTranslations) UnitVersions(_ context.Context, _ mla.Actor, k desk.TextKey, unit string) ([]desk.TranslationUnit, error) {
	return slices.DeleteFunc(slices.Clone(f.units[k]), func(u desk.TranslationUnit) bool { return u.ID != unit }), nil
}

func (f *fakeTranslations) SaveUnits(_ context.Context, who mla.Actor, k desk.TextKey, units []desk.TranslationUnit) (out desk.SavedUnits, err error) {
	if refusal := f.w.reqs[k.RequestID].state.Translating(who, k.Item); refusal != nil {
		return out, refusal
	}
	for _, u := range units {
		i := slices.IndexFunc(f.units[k], func(h desk.TranslationUnit) bool { return h.ID == u.ID })
		if i < 0 {
			f.units[k] = append(f.units[k], desk.TranslationUnit{ID: u.ID, Place: u.Place, Source: u.Source})
			i = len(f.units[k]) - 1
		}
		last := &f.units[k][i]
		switch {
		case last.Target == u.Target && last.State == u.State:
		case last.Version != u.Version:
			out.Conflicts = append(out.Conflicts, *last)
			continue
		default:
			last.Target, last.State, last.By, last.At, last.Version = u.Target, u.State, who.ID, f.w.now, last.Version+1
		}
		out.Saved = append(out.Saved, *last)
	}
	return out, nil
}

func (f *fakeTranslations) EvidenceSource(_ context.Context, _ mla.Actor, id, item string) (desk.EvidenceSource, error) {
	return f.sources[id+item], nil
}

func (f *fakeTranslations) PutEvidenceSource(_ context.Context, who mla.Actor, id, item string, src desk.EvidenceSource) (desk.EvidenceSource, error) {
	if f.sources[id+item].Version != src.Version {
		return src, mla.Refuse(mla.CodeTranslationConflict, "source_text")
	}
	src.Version, src.By = src.Version+1, who.ID
	f.sources[id+item] = src
	return src, nil
}

func (f *fakeTranslations) KeepCertificate(_ context.Context, _ mla.Actor, c desk.Certificate) error {
	f.kept = append(f.kept, c)
	return nil
}

func (f *fakeTranslations) CaseMemory(context.Context, mla.Actor, desk.TextKey) ([]desk.MemoryEntry, error) {
	return f.brought, nil
}

func (f *fakeTranslations) SharedMemory(_ context.Context, _ mla.Actor, _, _ string, ask []desk.MemoryQuery) ([][]desk.MemoryEntry, error) {
	out := make([][]desk.MemoryEntry, len(ask))
	for i := range ask {
		out[i] = f.shared
	}
	return out, nil
}

func (f *fakeTranslations) BringCaseMemory(_ context.Context, _ mla.Actor, _ desk.TextKey, entries []desk.MemoryEntry) error {
	f.brought = append(f.brought, entries...)
	return nil
}

func (f *fakeTranslations) AddSharedMemory(_ context.Context, _ mla.Actor, entries []desk.MemoryEntry) (int, error) {
	f.shared = append(f.shared, entries...)
	return len(entries), nil
}

func (f *fakeTranslations) ListSharedMemory(context.Context, mla.Actor, string, string, int) ([]desk.MemoryEntry, error) {
	return f.shared, nil
}

func (f *fakeTranslations) FindSharedMemory(context.Context, mla.Actor, string, string, string, int, int) ([]desk.MemoryEntry, error) {
	return f.shared, nil
}

func (f *fakeTranslations) ChangeSharedMemory(context.Context, mla.Actor, desk.MemoryEntry, string) error {
	return nil
}

func (f *fakeTranslations) CountSharedMemory(_ context.Context, who mla.Actor) (map[string]int, error) {
	if who.Role != mla.Admin {
		return nil, mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(who.Role), "command", "export_memory")
	}
	return map[string]int{"fr en": len(f.shared)}, nil
}

func (f *fakeTranslations) Oath(_ context.Context, who mla.Actor, userID string) (desk.Oath, error) {
	if who.ID != userID && who.Role != mla.Admin {
		return desk.Oath{}, mla.Refuse(mla.CodeNotFound, "user")
	}
	o := f.oaths[userID]
	o.UserID = userID
	return o, nil
}

func (f *fakeTranslations) PutOath(_ context.Context, who mla.Actor, o desk.Oath) error {
	if who.ID != o.UserID && who.Role != mla.Admin {
		return mla.Refuse(mla.CodeNotFound, "user")
	}
	f.oaths[o.UserID] = o
	return nil
}
