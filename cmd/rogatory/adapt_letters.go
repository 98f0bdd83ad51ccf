package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// letters renders every letter of the product.
type letters struct{ drafts drafts }

// drafts knows which templates are released, and remembers the files that carry
// the label of one that is not.
type drafts interface {
	ReleasedTemplates(ctx context.Context) (map[string]bool, error)
	NoteDraft(ctx context.Context, sha256 string, made []mla.TemplateRef) error
}

// render makes a letter. What carries the label is remembered before anybody can
// file it: a hand-over asks for it.
func (l letters) render(ctx context.Context, in letter.Input) (file []byte, err error) {
	if in.Released, err = l.drafts.ReleasedTemplates(ctx); err != nil {
		return nil, err
	}
	res, err := letter.Render(in)
	if file = res.PDF; res.Text != nil {
		file = res.Text
	}
	if err != nil || res.Reviewed {
		return file, err
	}
	var made []mla.TemplateRef
	for _, t := range res.Templates {
		if !t.Released {
			made = append(made, mla.TemplateRef{Form: t.Form, Lang: t.Lang, Digest: t.Digest})
		}
	}
	sum := sha256.Sum256(file)
	return file, l.drafts.NoteDraft(ctx, hex.EncodeToString(sum[:]), made)
}

// forgetful is for what is looked at and not filed.
type forgetful struct{ drafts }

// NoteDraft implements drafts.
func (forgetful) NoteDraft(context.Context, string, []mla.TemplateRef) error { return nil }

// Request renders the request itself, as a preview or to be frozen.
func (l letters) Request(ctx context.Context, in api.LetterInput) ([]byte, error) {
	if in.Preview {
		l.drafts = forgetful{l.drafts}
	}
	return l.render(ctx, requestInput(in))
}

// SealedAnnex renders the identities of minors on their own.
func (l letters) SealedAnnex(ctx context.Context, in api.LetterInput, rows []desk.Sealed) ([]byte, error) {
	out := requestInput(in)
	out.Kind, out.Beside = letter.KindSealedAnnex, ""
	for _, r := range rows {
		out.Sealed = append(out.Sealed, letter.SealedPerson{
			Label: r.Label, Name: r.Name, BornOn: r.BornOn, Document: r.Document, Address: r.Address, Note: r.Note,
		})
	}
	return l.render(ctx, out)
}

// Segments are the texts that a translator translates.
func (letters) Segments(d mla.Draft) []api.Segment {
	segs := letter.Segments(d)
	out := make([]api.Segment, len(segs))
	for i, s := range segs {
		out[i] = api.Segment{ID: s.ID, Field: s.Field, Text: s.Text}
	}
	return out
}

// Letter renders a letter about a request.
func (l letters) Letter(ctx context.Context, job activities.LetterJob) ([]byte, error) {
	return l.render(ctx, letterInput(job))
}
