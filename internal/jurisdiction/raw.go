package jurisdiction

import (
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// fact is what every leaf of the data carries: how sure we are, and the source.
type fact struct {
	Mark mla.Mark `yaml:"mark"`
	Src  string   `yaml:"src"`
}

type rawManifest struct {
	Schema    string       `yaml:"schema"`
	Version   string       `yaml:"version"`
	CheckedOn workday.Date `yaml:"checked_on"`
	Home      string       `yaml:"home"`
	States    []string     `yaml:"states"`
}

type rawSource struct {
	Title string `yaml:"title"`
	URL   string `yaml:"url"`
}

type rawSources struct {
	Schema    string               `yaml:"schema"`
	CheckedOn workday.Date         `yaml:"checked_on"`
	Sources   map[string]rawSource `yaml:"sources"`
}

type rawState struct {
	Schema       string             `yaml:"schema"`
	Code         string             `yaml:"code"`
	Name         mla.Text           `yaml:"name"`
	Zone         rawZone            `yaml:"zone"`
	Languages    []rawLanguage      `yaml:"languages"`
	Instruments  []rawInstrumentUse `yaml:"instruments"`
	Authorities  []rawAuthority     `yaml:"authorities"`
	Channels     []rawChannel       `yaml:"channels"`
	Expectations []rawExpectation   `yaml:"expectations"`
	Gates        []rawGate          `yaml:"gates"`
}

type rawZone struct {
	ID   string `yaml:"id"`
	fact `yaml:",inline"`
}

type rawLanguage struct {
	Code   string      `yaml:"code"`
	Tracks []mla.Track `yaml:"tracks"`
	fact   `yaml:",inline"`
}

// rawInstrumentUse is an instrument's standing between France and a State.
type rawInstrumentUse struct {
	ID string `yaml:"id"`
	// Status is in_force, fallback or not_in_force.
	Status      string       `yaml:"status"`
	InForceHome workday.Date `yaml:"in_force_home"`
	InForce     workday.Date `yaml:"in_force"`
	fact        `yaml:",inline"`
}

type rawAuthority struct {
	ID       string `yaml:"id"`
	Role     string `yaml:"role"`
	ClerkOrg string `yaml:"clerk_org"`
	mla.Text `yaml:",inline"`
	Address  string `yaml:"address"`
	fact     `yaml:",inline"`
}

type rawChannel struct {
	ID    string     `yaml:"id"`
	Name  mla.Text   `yaml:"name"`
	Forms []mla.Form `yaml:"forms"`
	Paper bool       `yaml:"paper"`
	Note  mla.Text   `yaml:"note"`
	Hops  []rawHop   `yaml:"hops"`
	// When limits the proposal of the path; NotYet says that it cannot be used yet.
	When   rawWhen  `yaml:"when"`
	NotYet rawWhy   `yaml:"not_yet"`
	Clocks []string `yaml:"clocks"`
	fact   `yaml:",inline"`
}

type rawHop struct {
	At       string   `yaml:"at"`
	Role     string   `yaml:"role"`
	Least    int      `yaml:"least"`
	Expected int      `yaml:"expected"`
	Proofs   []string `yaml:"proofs"`
	fact     `yaml:",inline"`
}

// rawExpectation is a practice duration; the first that fits is taken.
type rawExpectation struct {
	Tracks   []mla.Track `yaml:"tracks"`
	Forms    []mla.Form  `yaml:"forms"`
	Channels []string    `yaml:"channels"`
	MinDays  int         `yaml:"min_days"`
	MaxDays  int         `yaml:"max_days"`
	fact     `yaml:",inline"`
}

type rawGate struct {
	ID       string `yaml:"id"`
	mla.Text `yaml:",inline"`
	Tracks   []mla.Track `yaml:"tracks"`
	// When, in a proposal, names what must hold; an open request always shows the gate.
	When []string `yaml:"when"`
	fact `yaml:",inline"`
}

type rawInstrument struct {
	ID   string     `yaml:"id"`
	Name mla.Text   `yaml:"name"`
	Kind string     `yaml:"kind"`
	Form []mla.Form `yaml:"forms"`
	// Auto instruments are relied on unless others are chosen.
	Auto      bool     `yaml:"auto"`
	Condition mla.Text `yaml:"condition"`
	// Applies says when a proposal relies on it, Cited how a sentence names it.
	Applies  *rawRelied    `yaml:"applies"`
	Cited    mla.Text      `yaml:"cited"`
	Clocks   []string      `yaml:"clocks"`
	Articles []rawArticles `yaml:"articles"`
	fact     `yaml:",inline"`
}

type rawArticles struct {
	Forms []mla.Form `yaml:"forms"`
	// Measures limits the articles to requests that ask for one of these kinds.
	Measures []string `yaml:"measures"`
	List     []string `yaml:"list"`
	fact     `yaml:",inline"`
}

type rawCalendar struct {
	Schema     string       `yaml:"schema"`
	State      string       `yaml:"state"`
	AsOf       string       `yaml:"as_of"`
	CoversFrom workday.Date `yaml:"covers_from"`
	CoversTo   workday.Date `yaml:"covers_to"`
	Weekend    rawWeekend   `yaml:"weekend"`
	Holidays   []rawHoliday `yaml:"holidays"`
	// ComputedFrom is the first year for which the rules are known to hold.
	ComputedFrom int `yaml:"computed_from"`
	// Rules give the days of any year that can be computed; Missing says which cannot.
	Rules   []rawDayRule `yaml:"rules"`
	Missing rawMissing   `yaml:"missing"`
	// Incomplete are years whose list waits for an act still to come.
	Incomplete []rawIncomplete `yaml:"incomplete"`
}

type rawIncomplete struct {
	Year     int `yaml:"year"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// rawDayRule is a day of every year: a month and day, the last given weekday of
// a month, or a distance in days from Easter Sunday.
type rawDayRule struct {
	Month    int    `yaml:"month"`
	Day      int    `yaml:"day"`
	Last     string `yaml:"last"`
	Easter   string `yaml:"easter"`
	Offset   int    `yaml:"offset"`
	FromYear int    `yaml:"from_year"`
	ToYear   int    `yaml:"to_year"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawMissing struct {
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawWeekend struct {
	Days []string `yaml:"days"`
	fact `yaml:",inline"`
}

type rawHoliday struct {
	Date     workday.Date `yaml:"date"`
	mla.Text `yaml:",inline"`
	Status   string `yaml:"status"`
	fact     `yaml:",inline"`
}

func list[T ~string](vs []T) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
