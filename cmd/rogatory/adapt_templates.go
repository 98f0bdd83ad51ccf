package main

import (
	"context"
	"errors"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
)

// templateDesk lists the texts of letters with who released them, and releases
// them.
type templateDesk struct{ store *store.Store }

// warnOfDrafts tells an operator that letters will be made which nobody may hand
// over. A database that does not answer yet is told elsewhere.
func (a *app) warnOfDrafts(ctx context.Context) {
	all, err := templateDesk{a.store}.List(ctx)
	drafts, faults := 0, 0
	for _, t := range all {
		switch {
		case t.Fault != nil:
			faults++
		case t.Release == nil:
			drafts++
		}
	}
	if err == nil && drafts+faults > 0 {
		a.log.WarnContext(ctx, "templates are not released: what is made from them is not handed over", "drafts", drafts, "faults", faults, "of", len(all))
	}
}

// List implements api.Templates.
func (d templateDesk) List(ctx context.Context) ([]desk.Template, error) {
	covers, err := letter.Coverage("")
	if err != nil {
		return nil, err
	}
	releases, err := d.store.TemplateReleases(ctx, "", "")
	if err != nil {
		return nil, err
	}
	last := map[string]desk.TemplateRelease{}
	for _, r := range releases {
		if _, later := last[r.Digest]; !later {
			last[r.Digest] = r
		}
	}
	out := make([]desk.Template, len(covers))
	for i, c := range covers {
		out[i] = desk.Template{Form: c.Form, Lang: c.Lang, Title: c.Title, Version: c.Version, Digest: c.Digest, Fault: refusalIn(c.Fault)}
		if r, ok := last[c.Digest]; ok && !r.Withdrawn && c.Digest != "" {
			out[i].Release = &r
		}
	}
	return out, nil
}

// refusalIn is a fault in words for people; an error of ours without any is told
// by its code only.
func refusalIn(err error) *mla.Error {
	var e *mla.Error
	if err != nil && !errors.As(err, &e) {
		return mla.Refuse(letter.FaultOther, "")
	}
	return e
}

// Template implements api.Templates.
func (d templateDesk) Template(ctx context.Context, form, lang string) (desk.Template, error) {
	all, err := d.List(ctx)
	if err != nil {
		return desk.Template{}, err
	}
	for _, t := range all {
		if t.Form != form || t.Lang != lang {
			continue
		}
		if t.Source, err = letter.Source(form, lang); err != nil {
			return t, err
		}
		t.History, err = d.store.TemplateReleases(ctx, form, lang)
		return t, err
	}
	return desk.Template{}, mla.Refuse(mla.CodeNotFound, "template")
}

// Preview implements api.Templates. Nothing of it is kept: a preview is never
// handed over.
func (d templateDesk) Preview(ctx context.Context, form, lang string) ([]byte, error) {
	released, err := d.store.ReleasedTemplates(ctx)
	if err != nil {
		return nil, err
	}
	res, err := letter.Preview(form, lang, released)
	return res.PDF, err
}

// Drafts implements api.Templates.
func (d templateDesk) Drafts(ctx context.Context, draft mla.Draft, p mla.Profile, langs ...string) ([]mla.TemplateRef, error) {
	released, err := d.store.ReleasedTemplates(ctx)
	if err != nil {
		return nil, err
	}
	form := letter.Input{Kind: letter.KindRequest, Draft: draft, Profile: p}.Template()
	var out []mla.TemplateRef
	for _, lang := range langs {
		covers, err := letter.Coverage(lang)
		if err != nil {
			return nil, err
		}
		for _, c := range covers {
			if c.Form == form && !released[c.Digest] {
				out = append(out, mla.TemplateRef{Form: c.Form, Lang: c.Lang, Digest: c.Digest})
			}
		}
	}
	return out, nil
}

// Release implements api.Templates.
func (d templateDesk) Release(ctx context.Context, who mla.Actor, r desk.TemplateRelease) error {
	t, err := d.current(ctx, r)
	if err != nil {
		return err
	}
	r.Version = t.Version
	_, err = d.store.ReleaseTemplate(ctx, who, r)
	return err
}

// Withdraw implements api.Templates.
func (d templateDesk) Withdraw(ctx context.Context, who mla.Actor, r desk.TemplateRelease) error {
	t, err := d.current(ctx, r)
	if err != nil {
		return err
	}
	r.Version = t.Version
	return d.store.WithdrawTemplate(ctx, who, r)
}

// current is the template that a statement is about: one that changed since it
// was read, or has a fault, is not released.
func (d templateDesk) current(ctx context.Context, r desk.TemplateRelease) (desk.Template, error) {
	t, err := d.Template(ctx, r.Form, r.Lang)
	switch {
	case err != nil:
		return t, err
	case t.Fault != nil:
		return t, t.Fault
	case r.Digest == "":
		return t, mla.Refuse(mla.CodeRequired, "digest")
	case t.Digest != r.Digest:
		return t, mla.Refuse(mla.CodeStaleFile, "digest")
	}
	return t, nil
}
