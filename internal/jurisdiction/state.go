package jurisdiction

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
)

// State is what the data says about one State.
type State struct {
	raw  rawState
	book *Book
}

// Code is the ISO code.
func (s *State) Code() string { return s.raw.Code }

// Name is the State's name.
func (s *State) Name() mla.Text { return s.raw.Name }

// ZoneName is the IANA zone of its capital.
func (s *State) ZoneName() string { return s.raw.Zone.ID }

// Channel is a path that can be chosen, with the forms it carries.
type Channel struct {
	ID     string     `json:"id"`
	Name   mla.Text   `json:"name"`
	Forms  []mla.Form `json:"forms"`
	Paper  bool       `json:"paper"`
	Note   mla.Text   `json:"note,omitzero"`
	Source mla.Source `json:"source"`
}

// Channels gives the State's paths, the preferred first. An empty form means any.
func (s *State) Channels(form mla.Form) []Channel {
	var out []Channel
	for _, c := range s.raw.Channels {
		if form == "" || slices.Contains(c.Forms, form) {
			out = append(out, Channel{
				ID: c.ID, Name: c.Name, Forms: slices.Clone(c.Forms), Paper: c.Paper, Note: c.Note,
				Source: s.book.source(c.fact),
			})
		}
	}
	return out
}

// Forms gives the forms that some path of the State carries, each once.
func (s *State) Forms() []mla.Form {
	var out []mla.Form
	for _, c := range s.raw.Channels {
		for _, f := range c.Forms {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// Languages gives the languages in which the State takes requests of a track,
// the preferred first.
func (s *State) Languages(track mla.Track) []string {
	var out []string
	for _, l := range s.raw.Languages {
		if slices.Contains(l.Tracks, track) && !slices.Contains(out, l.Code) {
			out = append(out, l.Code)
		}
	}
	return out
}

// LetterLanguages are those that a letter about a request to the State may be in:
// French, and what the State takes.
func (s *State) LetterLanguages() []string {
	out := []string{"fr"}
	for _, l := range s.raw.Languages {
		out = union(out, []string{l.Code})
	}
	return out
}

// Instrument is a legal basis with its standing between the two States.
type Instrument struct {
	mla.Instrument
	// Status is in_force, fallback or not_in_force.
	Status string     `json:"status"`
	Forms  []mla.Form `json:"forms"`
	// Auto instruments are relied on unless others are chosen.
	Auto bool `json:"auto"`
}

// Instruments gives the legal bases known with the State, best first, those not
// in force included. An empty form means any.
func (s *State) Instruments(form mla.Form) []Instrument {
	var out []Instrument
	for _, use := range s.raw.Instruments {
		raw := s.book.instruments[use.ID]
		if form != "" && !slices.Contains(raw.Form, form) {
			continue
		}
		i := mla.Instrument{
			ID: raw.ID, Name: raw.Name, Kind: raw.Kind, Articles: []string{}, Condition: raw.Condition,
			Source: s.book.source(use.fact),
		}
		i.Articles = union(i.Articles, raw.articles(form, nil))
		out = append(out, Instrument{Instrument: i, Status: use.Status, Forms: slices.Clone(raw.Form), Auto: raw.Auto})
	}
	slices.SortStableFunc(out, func(a, b Instrument) int { return rank(a.Kind) - rank(b.Kind) })
	return out
}

// articles are those that found a request on the form that asks for the measures.
func (i rawInstrument) articles(form mla.Form, measures []string) []string {
	var out []string
	for _, a := range i.Articles {
		asked := len(a.Measures) == 0 || slices.ContainsFunc(a.Measures, func(m string) bool { return slices.Contains(measures, m) })
		if form != "" && slices.Contains(a.Forms, form) && asked {
			out = union(out, a.List)
		}
	}
	return out
}

// kinds ranks legal bases (dossier 1.1): bilateral, then European Union, then
// multilateral, then reciprocity.
var kinds = []string{"bilateral", "eu", "multilateral", "reciprocity", "police"}

func rank(kind string) int { return slices.Index(kinds, kind) }

// authority finds a holder by id, here or at home.
func (s *State) authority(id string) (rawAuthority, mla.Side, bool) {
	find := func(in []rawAuthority) int {
		return slices.IndexFunc(in, func(a rawAuthority) bool { return a.ID == id })
	}
	if i := find(s.raw.Authorities); i >= 0 {
		return s.raw.Authorities[i], mla.Abroad, true
	}
	home := s.book.Home().raw.Authorities
	if i := find(home); i >= 0 {
		return home[i], mla.Home, true
	}
	return rawAuthority{}, "", false
}
