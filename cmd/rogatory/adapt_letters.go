package main

import (
	"context"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// letters renders every letter of the product.
type letters struct{}

// Request renders the request itself, as a preview or to be frozen.
func (letters) Request(_ context.Context, in api.LetterInput) ([]byte, error) {
	res, err := letter.Render(requestInput(in))
	return res.PDF, err
}

// SealedAnnex renders the identities of minors on their own.
func (letters) SealedAnnex(_ context.Context, in api.LetterInput, rows []desk.Sealed) ([]byte, error) {
	out := requestInput(in)
	out.Kind, out.Beside = letter.KindSealedAnnex, ""
	for _, r := range rows {
		out.Sealed = append(out.Sealed, letter.SealedPerson{
			Label: r.Label, Name: r.Name, BornOn: r.BornOn, Document: r.Document, Address: r.Address, Note: r.Note,
		})
	}
	res, err := letter.Render(out)
	return res.PDF, err
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

// Letter renders a letter about a request: a PDF, or for the police channel text.
func (letters) Letter(_ context.Context, job activities.LetterJob) ([]byte, error) {
	in := letterInput(job)
	if in.Kind == letter.KindPoliceText {
		return letter.Text(in)
	}
	res, err := letter.Render(in)
	return res.PDF, err
}
