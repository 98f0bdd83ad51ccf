package jurisdiction

import "github.com/rogatory/rogatory/internal/mla"

// rawCountry is what the files of people's knowledge say: refusals.yaml,
// questions.yaml, contacts.yaml and notes.yaml.
type rawCountry struct {
	refusals struct {
		Schema   string         `yaml:"schema"`
		Grounds  []rawGround    `yaml:"grounds"`
		Offences []rawProvision `yaml:"offences"`
	}
	questions struct {
		Schema    string        `yaml:"schema"`
		Questions []rawQuestion `yaml:"questions"`
	}
	contacts struct {
		Schema   string       `yaml:"schema"`
		Contacts []rawContact `yaml:"contacts"`
	}
	notes struct {
		Schema string         `yaml:"schema"`
		Notes  []rawStateNote `yaml:"notes"`
	}
}

type rawGround struct {
	ID      string        `yaml:"id"`
	Name    mla.Text      `yaml:"name"`
	Entries []rawRefusing `yaml:"entries"`
	fact    `yaml:",inline"`
}

// rawRefusing is a ground under an instrument, or in the practice of one State.
type rawRefusing struct {
	Instrument string   `yaml:"instrument"`
	State      string   `yaml:"state"`
	Effect     string   `yaml:"effect"`
	Article    string   `yaml:"article"`
	Text       mla.Text `yaml:"text"`
	fact       `yaml:",inline"`
}

type rawProvision struct {
	State    string `yaml:"state"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawQuestion struct {
	ID       string   `yaml:"id"`
	States   []string `yaml:"states"`
	Owner    string   `yaml:"owner"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

type rawContact struct {
	ID       string `yaml:"id"`
	State    string `yaml:"state"`
	Role     string `yaml:"role"`
	mla.Text `yaml:",inline"`
	Address  string `yaml:"address"`
	fact     `yaml:",inline"`
}

type rawStateNote struct {
	ID       string   `yaml:"id"`
	States   []string `yaml:"states"`
	Topic    string   `yaml:"topic"`
	mla.Text `yaml:",inline"`
	fact     `yaml:",inline"`
}

// What the fields of those files may say.
var (
	refusalEffects = []string{"refuse", "postpone", "condition", "none"}
	questionOwners = []string{"bepi", "meae"}
	contactRoles   = []string{"central", "executing", "specialised_police", "fiu", "child_protection", "cooperation", "directory", "french_relay"}
	noteTopics     = []string{"basis", "local_law", "language", "package", "practice", "safeguard"}
)

// country reads the files; r keeps the faults.
func (r *reader) country() rawCountry {
	var c rawCountry
	r.facts("refusals.yaml", &c.refusals)
	r.facts("questions.yaml", &c.questions)
	r.facts("contacts.yaml", &c.contacts)
	r.facts("notes.yaml", &c.notes)
	return c
}

// countryFiles faults what leads nowhere in those files.
func (v validator) countryFiles() {
	v.refusals()
	seen := map[string]bool{}
	for n, q := range v.b.country.questions.Questions {
		p := at("questions", n)
		v.remark("questions.yaml", p, seen, q.ID, q.Text, q.States)
		one(v, "questions.yaml", p.under("owner"), "owner", q.Owner, questionOwners)
	}
	seen = map[string]bool{}
	for n, c := range v.b.country.contacts.Contacts {
		p := at("contacts", n)
		v.remark("contacts.yaml", p, seen, c.ID, c.Text, nil)
		v.state("contacts.yaml", p.under("state"), c.State)
		one(v, "contacts.yaml", p.under("role"), "role", c.Role, contactRoles)
	}
	seen = map[string]bool{}
	for n, note := range v.b.country.notes.Notes {
		p := at("notes", n)
		v.remark("notes.yaml", p, seen, note.ID, note.Text, note.States)
		one(v, "notes.yaml", p.under("topic"), "topic", note.Topic, noteTopics)
	}
}

// remark holds for every entry of words: an id of its own, both languages, States that exist.
func (v validator) remark(file string, p place, seen map[string]bool, id string, text mla.Text, states []string) {
	v.twice(file, p, seen, id)
	v.bilingual(file, p, text)
	for n, code := range states {
		v.state(file, p.under("states", n), code)
	}
}

func (v validator) refusals() {
	const file = "refusals.yaml"
	seen := map[string]bool{}
	for n, g := range v.b.country.refusals.Grounds {
		ground := at("grounds", n)
		v.twice(file, ground, seen, g.ID)
		v.bilingual(file, ground.under("name"), g.Name)
		for k, e := range g.Entries {
			p := ground.under("entries", k)
			one(v, file, p.under("effect"), "effect", e.Effect, refusalEffects)
			switch {
			case (e.Instrument == "") == (e.State == ""):
				v.fault(file, p, "neither an instrument nor a State, or both", "name either an instrument or a State")
			case e.State != "":
				v.state(file, p.under("state"), e.State)
			default:
				v.instrument(file, p.under("instrument"), e.Instrument)
			}
			if (e.Text.FR == "") != (e.Text.EN == "") {
				v.fault(file, p.under("text"), "one language only", cureBothWords+", or no text")
			}
		}
	}
	for n, o := range v.b.country.refusals.Offences {
		v.state(file, at("offences", n, "state"), o.State)
		v.bilingual(file, at("offences", n), o.Text)
	}
}
