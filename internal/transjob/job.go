package transjob

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/translation"
)

// FreeUnit is the id and place of the one unit of a text without a source to cut.
const FreeUnit = "free"

// Part is a free text that is translated as a whole: a field of the draft, or
// the text of an item of evidence.
type Part struct{ ID, Field, Text string }

// Todo is the status of a unit without a translation.
const Todo = "todo"

// Unit is a sentence of the source with its translation.
type Unit struct {
	translation.Unit
	// Field is the field of the draft that the sentence stands in.
	Field string
	// Target, State, Note, Version, By and At are what was saved last; Version 0 for nothing.
	Target  string
	State   desk.UnitState
	Note    string
	Version int
	By      string
	// Before is the translation of the sentence that stood here before the source
	// was edited; nil where the sentence is not new or nothing resembles it.
	Before *desk.TranslationUnit
	// Earlier is what was translated of the whole part before it was cut.
	Earlier string
	Issues  []translation.Issue
}

// Status is todo, or the state of the translation.
func (u Unit) Status() string {
	if strings.TrimSpace(u.Target) == "" {
		return Todo
	}
	return string(u.State)
}

// Free reports whether the unit has no source of its own.
func (u Unit) Free() bool { return u.ID == FreeUnit }

// Job is a text under translation.
type Job struct {
	desk.TextKey
	// Name stands in files that leave: the reference, with the item's number.
	Name         string
	SourceSHA256 string
	Units        []Unit
	// Gone are saved translations whose sentence is no longer in the source.
	Gone []desk.TranslationUnit
}

// Build cuts the parts and puts to each sentence what was saved for it.
func Build(k desk.TextKey, name, sourceSHA256 string, parts []Part, saved []desk.TranslationUnit, earlier []desk.EarlierText) Job {
	j := Job{TextKey: k, Name: name, SourceSHA256: sourceSHA256}
	have := make(map[string]desk.TranslationUnit, len(saved))
	for _, u := range saved {
		have[u.ID] = u
	}
	whole := map[string]string{}
	for _, e := range earlier {
		whole[e.Place] = e.Target
	}
	for _, p := range parts {
		j.add(p, have, whole[p.ID])
	}
	for _, u := range saved {
		if _, gone := have[u.ID]; gone && strings.TrimSpace(u.Target) != "" {
			j.Gone = append(j.Gone, u)
		}
	}
	j.claim()
	return j
}

// Free is the job of a text whose translation is written as one.
func Free(k desk.TextKey, name, sourceSHA256 string, saved []desk.TranslationUnit) Job {
	j := Job{TextKey: k, Name: name, SourceSHA256: sourceSHA256}
	u := Unit{Unit: translation.Unit{ID: FreeUnit, Place: FreeUnit}}
	for _, s := range saved {
		switch {
		case s.ID == FreeUnit:
			u.take(s)
		case strings.TrimSpace(s.Target) != "":
			j.Gone = append(j.Gone, s)
		}
	}
	j.Units = []Unit{u}
	return j
}

func (u *Unit) take(s desk.TranslationUnit) {
	u.Target, u.State, u.Note, u.Version, u.By = s.Target, s.State, s.Note, s.Version, s.By
}

// add appends the units of a part and removes from have what they take.
func (j *Job) add(p Part, have map[string]desk.TranslationUnit, earlier string) {
	at, untouched := len(j.Units), true
	for _, tu := range translation.Split(p.ID, j.From, p.Text) {
		u := Unit{Unit: tu, Field: p.Field}
		if s, ok := have[tu.ID]; ok {
			u.take(s)
			delete(have, tu.ID)
			untouched = false
		}
		j.Units = append(j.Units, u)
	}
	if earlier == "" || !untouched || len(j.Units) == at {
		return
	}
	// As many sentences as the source has: each stands beside its own.
	if cut := translation.Split(p.ID, j.To, earlier); len(cut) == len(j.Units)-at {
		for i := range cut {
			j.Units[at+i].Earlier = cut[i].Source
		}
		return
	}
	j.Units[at].Earlier = earlier
}

// leastAlike is how much a sentence must resemble the one that stood there.
const leastAlike = 40

// maxPairs bounds how many sentences are compared in search of what stood there before.
const maxPairs = 10_000

// claim gives the new sentences of a place the translations that lost theirs,
// those that are most alike first.
func (j *Job) claim() {
	type pair struct{ unit, gone, score int }
	var pairs []pair
	for g, s := range j.Gone {
		for i, u := range j.Units {
			if u.Version > 0 || u.Place != s.Place || len(pairs) > maxPairs {
				continue
			}
			if n := translation.Similarity(u.Source, s.Source); n >= leastAlike {
				pairs = append(pairs, pair{i, g, n})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.score - a.score })
	taken := map[int]bool{}
	for _, p := range pairs {
		if u := &j.Units[p.unit]; u.Before == nil && !taken[p.gone] {
			before := j.Gone[p.gone]
			u.Before, taken[p.gone] = &before, true
		}
	}
	var left []desk.TranslationUnit
	for g, s := range j.Gone {
		if !taken[g] {
			left = append(left, s)
		}
	}
	j.Gone = left
}

// Progress counts the units that have a translation.
func (j *Job) Progress() (done, all int) {
	for _, u := range j.Units {
		if u.Status() != Todo {
			done++
		}
	}
	return done, len(j.Units)
}

// Unit finds a unit by id.
func (j *Job) Unit(id string) (*Unit, bool) {
	for i := range j.Units {
		if j.Units[i].ID == id {
			return &j.Units[i], true
		}
	}
	return nil, false
}

// targets are the translations by unit.
func (j *Job) targets() map[string]string {
	out := make(map[string]string, len(j.Units))
	for _, u := range j.Units {
		out[u.ID] = u.Target
	}
	return out
}

// Parts are the translations put together by place, as letters are made of them.
func (j *Job) Parts() map[string]string {
	byPlace := map[string][]translation.Unit{}
	for _, u := range j.Units {
		byPlace[u.Place] = append(byPlace[u.Place], u.Unit)
	}
	out, targets := make(map[string]string, len(byPlace)), j.targets()
	for place, units := range byPlace {
		text, _ := translation.Join(units, targets)
		out[place] = strings.TrimSpace(text)
	}
	return out
}

// Text is the whole translation, its parts one after the other.
func (j *Job) Text() string {
	parts := j.Parts()
	var out []string
	seen := map[string]bool{}
	for _, u := range j.Units {
		if !seen[u.Place] {
			seen[u.Place] = true
			out = append(out, parts[u.Place])
		}
	}
	return strings.Join(out, "\n\n")
}

// Digest names the translation: of which source, between which languages, and
// every sentence of it in order.
func (j *Job) Digest() string {
	units := make([][2]string, len(j.Units))
	for i, u := range j.Units {
		units[i] = [2]string{u.ID, u.Target}
	}
	b, err := json.Marshal(struct {
		Source, From, To string
		Units            [][2]string
	}{j.SourceSHA256, j.From, j.To, units})
	if err != nil {
		panic("transjob: a list of strings always marshals")
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// SourceDigest names the source of an item: the file that came, and the text
// that was read from it.
func SourceDigest(fileSHA256 string, src desk.EvidenceSource) string {
	sum := sha256.Sum256([]byte(fileSHA256 + "\x00" + src.Text))
	return hex.EncodeToString(sum[:])
}
