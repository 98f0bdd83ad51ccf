package main

import (
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// law resolves the profile of a new request from the data in the binary.
type law struct{ book *jurisdiction.Book }

// Profile implements api.Law.
func (l law) Profile(d mla.Draft) (mla.Profile, error) {
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
	return l.book.Profile(in)
}
