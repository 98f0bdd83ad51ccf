package main

import (
	"context"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/letter"
)

// Evidence renders the certified translation of an item of an answer.
func (l letters) Evidence(ctx context.Context, in api.EvidenceInput) ([]byte, error) {
	return l.render(ctx, letter.Input{
		Kind: letter.KindEvidenceTranslation, Lang: in.Certificate.To, Reference: in.Reference, Date: in.Profile.HomeZone.Date(in.At),
		Draft: in.Draft, Profile: in.Profile, DraftSHA256: in.Certificate.SourceSHA256, Certificate: certificateOf(&in.Certificate),
		Evidence: &letter.EvidenceInfo{Item: in.Item, Lang: in.Lang, FileSHA256: in.FileSHA256, Text: in.Text},
	})
}

// Terms are the words of the glossary that a translator may meet.
func (letters) Terms(from, to string) ([]api.Term, error) {
	pairs, err := letter.Terms(from, to)
	out := make([]api.Term, len(pairs))
	for i, p := range pairs {
		out[i] = api.Term{Source: p[0], Target: p[1]}
	}
	return out, err
}

func certificateOf(c *api.Certificate) *letter.CertificateInfo {
	if c == nil {
		return nil
	}
	return &letter.CertificateInfo{
		Name: c.Oath.Name, Court: c.Oath.Court, Number: c.Oath.Number, Sworn: c.Oath.Sworn, On: c.On,
		From: c.From, To: c.To, SourceSHA256: c.SourceSHA256, TextSHA256: c.TextSHA256,
	}
}
