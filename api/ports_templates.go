package api

import (
	"context"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// Templates are the texts of letters, and who released them. Refusals are
// *mla.Error; a text that changed since it was read is mla.CodeStaleFile.
type Templates interface {
	// List gives every template, by form and language, without sources.
	List(ctx context.Context) ([]desk.Template, error)
	// Template gives one with its source and history, or mla.CodeNotFound.
	Template(ctx context.Context, form, lang string) (desk.Template, error)
	// Preview renders it with sample data.
	Preview(ctx context.Context, form, lang string) ([]byte, error)
	// Drafts are the templates, of those that a request would be printed from in
	// these languages, that nobody released. It costs no query.
	Drafts(ctx context.Context, d mla.Draft, p mla.Profile, langs ...string) ([]mla.TemplateRef, error)
	// Release states that the text of r's digest may leave the house; Withdraw ends
	// that, with r's reason.
	Release(ctx context.Context, who mla.Actor, r desk.TemplateRelease) error
	Withdraw(ctx context.Context, who mla.Actor, r desk.TemplateRelease) error
}
