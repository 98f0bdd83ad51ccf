package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
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
func (l letters) render(ctx context.Context, in letter.Input) (pdf []byte, err error) {
	if in.Released, err = l.drafts.ReleasedTemplates(ctx); err != nil {
		return nil, err
	}
	res, err := letter.Render(in)
	if err != nil || res.Reviewed {
		return res.PDF, err
	}
	var made []mla.TemplateRef
	for _, t := range res.Templates {
		if !t.Released {
			made = append(made, mla.TemplateRef{Form: t.Form, Lang: t.Lang, Digest: t.Digest})
		}
	}
	sum := sha256.Sum256(res.PDF)
	return res.PDF, l.drafts.NoteDraft(ctx, hex.EncodeToString(sum[:]), made)
}

// Request renders the request itself, as a preview or to be frozen.
func (l letters) Request(ctx context.Context, in api.LetterInput) ([]byte, error) {
	return l.render(ctx, letter.Input{
		Kind: letter.KindRequest, Lang: in.Lang, Reference: in.Reference, Date: in.Profile.HomeZone.Date(in.At),
		Draft: in.Draft, Profile: in.Profile, DraftSHA256: in.DraftSHA256, Translation: in.Translations,
	})
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
	s := job.Snap.State
	in := letter.Input{
		Kind: letter.KindOf(job.Kind), Lang: job.Lang, Reference: s.Reference, Date: job.On,
		Draft: job.Snap.Draft, Profile: job.Snap.Profile, DraftSHA256: job.Snap.DraftSHA256, Translation: job.Snap.Translations,
	}
	switch in.Kind {
	case letter.KindSlip:
		in.Hop = hopInfo(s, job.Hop)
	case letter.KindCover:
		in.Hop = hopInfo(s, firstAbroad(s))
	case letter.KindWithdrawal:
		in.Withdrawal = &letter.WithdrawalInfo{On: job.On, SentOn: s.SentAbroad}
	case letter.KindReminder, letter.KindStatusRequest:
		in.Reminder = reminderInfo(s, job)
	}
	return l.render(ctx, in)
}

func hopInfo(s mla.State, to int) *letter.HopInfo {
	if to < 1 || to >= len(s.Hops) {
		to = len(s.Hops) - 1
	}
	from, next := s.Hops[to-1], s.Hops[to]
	return &letter.HopInfo{
		From: from.Actor.FR, To: next.Actor.FR, Position: to, Of: len(s.Hops) - 1,
		Number: next.Proof.Number, Proof: next.Proof.Kind, SHA256: s.Travelling(),
	}
}

func firstAbroad(s mla.State) int {
	for i, h := range s.Hops {
		if h.Side == mla.Abroad {
			return i
		}
	}
	return len(s.Hops) - 1
}

func reminderInfo(s mla.State, job activities.LetterJob) *letter.ReminderInfo {
	r := &letter.ReminderInfo{Letter: job.Kind, Basis: job.Basis, SentOn: s.SentAbroad}
	if o := job.Obligation; o != nil {
		r.Clock, r.Due = o.Clock, o.DueDate
		if o.Kind == mla.Expected {
			r.Due = job.On
		}
	}
	for _, h := range s.Hops {
		if h.Side == mla.Abroad && h.Proof.Number != "" {
			r.LatestNumber = h.Proof.Number
			r.AddressedTo = h.Actor.FR
			break
		}
	}
	return r
}
