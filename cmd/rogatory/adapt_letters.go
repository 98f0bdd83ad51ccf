package main

import (
	"context"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// letters renders every letter of the product.
type letters struct{}

// Request renders the request itself, as a preview or to be frozen.
func (letters) Request(_ context.Context, in api.LetterInput) ([]byte, error) {
	res, err := letter.Render(letter.Input{
		Kind: letter.KindRequest, Lang: in.Lang, Reference: in.Reference, Date: in.Profile.HomeZone.Date(in.At),
		Draft: in.Draft, Profile: in.Profile, DraftSHA256: in.DraftSHA256, Translation: in.Translations, Names: in.Names,
	})
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

// Letter renders a letter about a request.
func (letters) Letter(_ context.Context, job activities.LetterJob) ([]byte, error) {
	s := job.Snap.State
	in := letter.Input{
		Kind: letter.KindOf(job.Kind), Lang: job.Lang, Reference: s.Reference, Date: job.On,
		Draft: job.Snap.Draft, Profile: job.Snap.Profile, DraftSHA256: job.Snap.DraftSHA256, Translation: job.Snap.Translations,
		Names: namesIn(job.Snap, job.Lang),
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
	res, err := letter.Render(in)
	return res.PDF, err
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
