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
	"errors"
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
	paths       rawPaths
	papers      rawPapers
	sources     map[string]rawSource
	calendars   map[string]workday.Calendar
	almanacs    map[string]almanac
	zones       map[string]workday.Zone
	country     rawCountry
	preflight   mla.PreflightRules
}

// Load gives the law shipped with the binary, extended by the folder that
// DataVar names, read and validated once. An error is Faults: every defect with
// its file, line and cure.
var Load = sync.OnceValues(func() (*Book, error) {
	over, err := fromEnvironment()
	if err != nil {
		return nil, err
	}
	return LoadFrom(over)
})

// Check reads a folder of data files as Load reads those shipped, and gives
// every fault, none for sound data.
func Check(data fs.FS) Faults {
	_, err := read(data)
	var faults Faults
	if err != nil && !errors.As(err, &faults) {
		return Faults{{File: ".", What: err.Error()}}
	}
	return faults
}

// CheckShipped checks what Load reads: the data shipped with the binary and the
// folder that DataVar names.
func CheckShipped() Faults {
	over, err := fromEnvironment()
	if err != nil {
		return Faults{{File: ".", What: err.Error(), Cure: "name a folder, or unset " + DataVar}}
	}
	return Check(extended(over))
}

// shipped is the embedded folder; its name is fixed at build time.
func shipped() fs.FS {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return embedded // an empty book, which read refuses
	}
	return data
}

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
