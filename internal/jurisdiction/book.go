// Package jurisdiction holds the law as data: which authorities, paths, legal
// bases, clocks, reminder ladders, calendars and languages govern a French
// request to another State. It reads files embedded in the binary once, refuses
// them if any fact lacks its mark of certainty, and fills mla.Profile, the
// plain snapshot that travels with a request.
//
// A State is a key into the data. No code here or elsewhere asks which it is.
package jurisdiction

import (
	"embed"
	"io/fs"
	"slices"
	"sync"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

//go:embed data
var embedded embed.FS

// Book is the law of one version. It is immutable and safe for concurrent use.
type Book struct {
	version   string
	checkedOn workday.Date
	home      string
	order     []string
	states    map[string]*State
	// instruments keeps the file's order within a kind.
	instruments map[string]rawInstrument
	clocks      []rawClock
	ladders     map[string][]rawRung
	measures    []rawMeasure
	sources     map[string]rawSource
	calendars   map[string]workday.Calendar
	zones       map[string]workday.Zone
	preflight   mla.PreflightRules
}

// Load gives the law shipped with the binary, read and validated once. An
// error names the file and the key.
var Load = sync.OnceValues(func() (*Book, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return read(data)
})

// Version is the version of the data.
func (b *Book) Version() string { return b.version }

// CheckedOn is the day on which the sources were read.
func (b *Book) CheckedOn() workday.Date { return b.checkedOn }

// States gives the States that can be requested, in the data's order.
func (b *Book) States() []*State {
	out := make([]*State, len(b.order))
	for i, code := range b.order {
		out[i] = b.states[code]
	}
	return out
}

// Home is the requesting State.
func (b *Book) Home() *State { return b.states[b.home] }

// State gives a State by its ISO code, the requesting one included. The error
// is an *mla.Error with code unknown_state.
func (b *Book) State(code string) (*State, error) {
	if s, ok := b.states[code]; ok {
		return s, nil
	}
	return nil, mla.Refuse("unknown_state", "state", "state", code, "known", list(b.order))
}

// requested is State without the requesting State.
func (b *Book) requested(code string) (*State, error) {
	s, err := b.State(code)
	if err == nil && code == b.home {
		return nil, mla.Refuse("unknown_state", "state", "state", code, "known", list(b.order))
	}
	return s, err
}

// Calendar gives a State's days off; the zero Calendar for an unknown State.
func (b *Book) Calendar(code string) workday.Calendar { return b.calendars[code] }

// Holidays gives a State's holidays of one year, in order. The error is an
// *mla.Error: unknown_state, or year_not_covered when the list does not reach
// that year.
func (b *Book) Holidays(code string, year int) ([]workday.Holiday, error) {
	if _, err := b.State(code); err != nil {
		return nil, err
	}
	cal := b.calendars[code]
	if year < cal.CoversFrom.Year() || year > cal.CoversTo.Year() {
		return nil, mla.Refuse("year_not_covered", "year", "state", code,
			"from", cal.CoversFrom.String(), "to", cal.CoversTo.String())
	}
	var out []workday.Holiday
	for _, h := range cal.Days {
		if h.Date.Year() == year {
			out = append(out, h)
		}
	}
	return out, nil
}

// SourceOf gives an entry of the register of sources by its number, as S9.
func (b *Book) SourceOf(id string) (title, url string, ok bool) {
	s, ok := b.sources[id]
	return s.Title, s.URL, ok
}

// source says where a fact comes from.
func (b *Book) source(f fact) mla.Source {
	ref := f.Src
	if ref == "" && f.Mark == mla.Design {
		ref = string(mla.Design)
	}
	return mla.Source{Mark: f.Mark, Ref: ref, URL: b.sources[f.Src].URL, CheckedOn: b.checkedOn}
}

// has reports whether an empty limit, which means any, or one naming v holds.
func has[T comparable](limit []T, v T) bool {
	return len(limit) == 0 || slices.Contains(limit, v)
}
