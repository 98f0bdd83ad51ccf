package transjob

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/translation"
)

// Where a suggestion comes from.
const (
	FromText    = "text"    // another sentence of the same text
	FromCase    = "case"    // the case
	FromShared  = "shared"  // the memory that cases share
	FromBefore  = "before"  // the sentence that stood here
	FromEarlier = "earlier" // the part as it was translated whole
)

// Suggestion is a translation that may be taken. Score is 100 for a sentence
// that is the same but for its names, numbers and identifiers.
type Suggestion struct {
	From           string
	Source, Target string
	Score          int
}

const (
	leastScore     = 70
	maxSuggestions = 3
)

// masked is a sentence without what is its own.
type masked struct {
	text   string
	values []translation.Token
}

// Finder looks for suggestions in one job.
type Finder struct {
	job   *Job
	words Words
	guard *translation.Guard
}

// NewFinder prepares a search with the names of the case.
func NewFinder(j *Job, w Words) *Finder {
	return &Finder{job: j, words: w, guard: w.Guard(j.From)}
}

func (f *Finder) mask(s string) masked {
	text, values := f.guard.Mask(s)
	return masked{text, values}
}

// Queries are what to ask the shared memory, one for each unit.
func (f *Finder) Queries(units []Unit) []desk.MemoryQuery {
	out := make([]desk.MemoryQuery, len(units))
	for i, u := range units {
		m := f.mask(u.Source)
		out[i] = desk.MemoryQuery{Source: m.text, Bands: Bands(m.text)}
	}
	return out
}

// Suggest gives the suggestions for units, best first: from the job itself and
// its case, and from what the shared memory found for each of them. A text of
// the case that the reader may not see serves only where its sentence is the same,
// and then gives nothing that is not in the unit already.
func (f *Finder) Suggest(units []Unit, inCase []desk.MemoryEntry, shared [][]desk.MemoryEntry) [][]Suggestion {
	local := f.local(inCase)
	near := indexOf(local)
	out := make([][]Suggestion, len(units))
	for i, u := range units {
		if u.Free() {
			continue
		}
		m := f.mask(u.Source)
		var found []Suggestion
		if u.Before != nil {
			found = append(found, Suggestion{FromBefore, u.Before.Source, u.Before.Target, min(99, translation.Similarity(u.Source, u.Before.Source))})
		}
		if u.Earlier != "" {
			found = append(found, Suggestion{FromEarlier, "", u.Earlier, 0})
		}
		candidates := near.to(m.text)
		sources := make([]string, len(candidates))
		for k, c := range candidates {
			sources[k] = local[c].text
		}
		for _, match := range translation.Rank(m.text, sources, leastScore, 20) {
			l := local[candidates[match.Index]]
			if l.unit == u.ID {
				continue
			}
			if s, ok := f.fit(l, m, match.Score); ok {
				found = append(found, s)
			}
		}
		if i < len(shared) {
			found = append(found, f.fromShared(m, shared[i])...)
		}
		out[i] = best(found)
	}
	return out
}

// bandIndex finds sentences by the bands that they share, as the store's index does.
type bandIndex map[int32][]int

func indexOf(entries []localEntry) bandIndex {
	out := bandIndex{}
	for i, e := range entries {
		for _, b := range Bands(e.text) {
			out[b] = append(out[b], i)
		}
	}
	return out
}

// to lists the sentences that share a band with a text, in order.
func (x bandIndex) to(text string) []int {
	var out []int
	for _, b := range Bands(text) {
		out = append(out, x[b]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// localEntry is a sentence of the case.
type localEntry struct {
	masked
	unit, from, source, target string
	own                        bool
}

func (f *Finder) local(inCase []desk.MemoryEntry) []localEntry {
	var out []localEntry
	for _, u := range f.job.Units {
		if u.Status() != Todo && !u.Free() {
			out = append(out, localEntry{f.mask(u.Source), u.ID, FromText, u.Source, u.Target, true})
		}
	}
	for _, e := range inCase {
		if strings.TrimSpace(e.Source) != "" {
			out = append(out, localEntry{f.mask(e.Source), "", FromCase, e.Source, e.Target, e.Own})
		}
	}
	return out
}

// fit words a translation of the case for a unit: with the unit's own names and
// numbers where the two sentences carry the same number of them.
func (f *Finder) fit(l localEntry, m masked, score int) (Suggestion, bool) {
	target, ok := translation.MaskTarget(l.target, f.job.To, l.values, f.job.From, f.words.Names)
	switch {
	case ok && (l.own || score == 100):
		s := Suggestion{l.from, l.source, translation.Fill(target, m.values, f.job.From, f.job.To, f.words.Names), score}
		if !l.own {
			s.Source = translation.Unmask(l.text, m.values)
		}
		return s, !strings.ContainsRune(s.Target, '⟦') || l.own
	case l.own:
		return Suggestion{l.from, l.source, l.target, min(score, 99)}, true
	}
	return Suggestion{}, false
}

func (f *Finder) fromShared(m masked, entries []desk.MemoryEntry) []Suggestion {
	sources := make([]string, len(entries))
	for i, e := range entries {
		sources[i] = e.Source
	}
	var out []Suggestion
	for _, match := range translation.Rank(m.text, sources, leastScore, maxSuggestions*3) {
		e := entries[match.Index]
		out = append(out, Suggestion{
			FromShared, translation.Unmask(e.Source, m.values), translation.Fill(e.Target, m.values, f.job.From, f.job.To, f.words.Names), match.Score,
		})
	}
	return out
}

// best drops what says the same and keeps the first few; what stood in the place
// before comes first.
func best(found []Suggestion) []Suggestion {
	first := func(s Suggestion) int {
		if s.From == FromBefore || s.From == FromEarlier {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(found, func(a, b Suggestion) int {
		if n := first(b) - first(a); n != 0 {
			return n
		}
		return b.Score - a.Score
	})
	var out []Suggestion
	for _, s := range found {
		if len(out) < maxSuggestions && !slices.ContainsFunc(out, func(o Suggestion) bool { return o.Target == s.Target }) {
			out = append(out, s)
		}
	}
	return out
}

// Shareable are the sentences of a translation that may enter the memory which
// cases share: masked, and free of anything that looks like a name, a number or
// an identifier.
func (f *Finder) Shareable() []desk.MemoryEntry {
	var out []desk.MemoryEntry
	for _, u := range f.job.Units {
		if u.Free() || u.Status() == Todo {
			continue
		}
		m := f.mask(u.Source)
		target, ok := translation.MaskTarget(u.Target, f.job.To, m.values, f.job.From, f.words.Names)
		if !ok {
			continue
		}
		if ok, _ := translation.ShareablePair(m.text, f.job.From, target, f.job.To); ok {
			out = append(out, desk.MemoryEntry{From: f.job.From, To: f.job.To, Source: m.text, Target: target, Bands: Bands(m.text)})
		}
	}
	return out
}

const (
	// bands are what two sentences are compared by, rows how many hashes must agree
	// for one: sentences that share six features in ten have a band in common almost
	// surely, those that share one in ten hardly ever.
	bands = 32
	rows  = 4
)

// Bands hashes the features of a masked sentence (min-hashing), so that an index
// finds what resembles it. Case and the numbers of placeholders make no difference.
func Bands(source string) []int32 {
	grams := features(source)
	out := make([]int32, bands)
	for b := range out {
		sum := mix(uint64(b) + 1)
		for r := range rows {
			seed, least := mix(uint64(b*rows+r)+0x9e3779b97f4a7c15), ^uint64(0)
			for _, g := range grams {
				least = min(least, mix(g^seed))
			}
			sum = mix(sum ^ least)
		}
		out[b] = int32(uint32(sum)) //nolint:gosec // a hash, all bits are as good
	}
	return out
}

const (
	stem    = 5  // letters of a word that count: its ending may differ
	longest = 16 // a longer run is a script that writes without spaces
	run     = 4  // signs of such a run that make a feature
)

// features are the pairs of neighbouring words, by their beginnings, and in scripts
// without spaces the runs of signs.
func features(source string) []uint64 {
	var out []uint64
	add := func(parts ...string) {
		h := fnv.New64a()
		for _, p := range parts {
			_, _ = h.Write([]byte(p + "\x00"))
		}
		out = append(out, h.Sum64())
	}
	before := ""
	for _, w := range append(strings.Fields(words(source)), "") {
		letters := []rune(w)
		if len(letters) > longest {
			for i := 0; i+run <= len(letters); i++ {
				add(string(letters[i : i+run]))
			}
		}
		w = string(letters[:min(stem, len(letters))])
		add(before, w)
		before = w
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// words is a text in small letters with single spaces around and between its
// words; placeholders lose their number.
func words(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	inside, gap := false, true
	for _, r := range strings.ToLower(s) {
		switch {
		case r == '⟦':
			inside = true
			b.WriteRune(r)
			gap = false
		case r == '⟧':
			inside = false
			b.WriteRune(r)
		case inside && unicode.IsDigit(r):
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			b.WriteRune(r)
			gap = false
		case !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	if !gap {
		b.WriteByte(' ')
	}
	return b.String()
}
