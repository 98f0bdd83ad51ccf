package main

import (
	"context"
	"time"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/store"
)

// law resolves the profile of a new request from the data in the binary, in the
// version of the day, with the holidays imported since.
type law struct {
	book  *jurisdiction.Book
	store *store.Store
	now   func() time.Time
}

func (a *app) law() law { return law{a.book, a.store, a.clock.Now} }

// overlayWait bounds the reading of imported holidays.
const overlayWait = 5 * time.Second

// Profile implements api.Law. An error that is no refusal means that the
// imported holidays could not be read.
func (l law) Profile(d mla.Draft) (mla.Profile, error) {
	ctx, cancel := context.WithTimeout(context.Background(), overlayWait)
	defer cancel()
	overlay, err := overlayOf(ctx, l.store)
	if err != nil {
		return mla.Profile{}, err
	}
	in := profileInput(d)
	in.Overlay, in.On = overlay, l.book.Today(l.now())
	return l.book.Profile(in)
}

// profileInput is what of a draft chooses the law that governs it.
func profileInput(d mla.Draft) jurisdiction.ProfileInput {
	in := jurisdiction.ProfileInput{
		State: d.State, Track: d.Track, Form: d.Form, Channel: d.Channel, TranslateTo: d.TranslateTo, Urgency: d.Urgency.Level,
	}
	for _, b := range d.LegalBasis {
		in.Instruments = append(in.Instruments, b.Instrument)
	}
	if d.ReciprocityOffered && len(in.Instruments) > 0 && d.Track == mla.Judicial && d.Form != mla.FormEIO && d.Form != mla.FormBudapest31 {
		in.Instruments = append(in.Instruments, "RECIPROCITY")
	}
	for _, m := range d.Measures {
		in.Measures = append(in.Measures, m.Kind)
	}
	return in
}
