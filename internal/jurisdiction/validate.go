package jurisdiction

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

const (
	statusNotInForce = "not_in_force"
	cureBothWords    = "write {fr: …, en: …}"
)

var (
	statuses = []string{"in_force", "fallback", statusNotInForce}
	hopRoles = []string{"draft", "control", "transmit", "receive", "execute"}
	proofs   = []string{"bordereau", "email_id", "valise", "registered_mail", "ecodex_id", "i247_id", "note_verbale"}
)

// validator faults names that lead nowhere, so that a profile never has a hole.
type validator struct {
	*reader
	b *Book
}

// one faults a value that is none of those known.
func one[T ~string](v validator, file string, p place, what string, value T, known []T) {
	if !slices.Contains(known, value) {
		v.fault(file, p, fmt.Sprintf("unknown %s %q", what, value), "use one of "+list(known))
	}
}

func (v validator) bilingual(file string, p place, t mla.Text) {
	if !bilingual(t) {
		v.fault(file, p, "French and English are needed", cureBothWords)
	}
}

// instrument faults a legal basis that is not in the register.
func (v validator) instrument(file string, p place, id string) {
	if _, ok := v.b.instruments[id]; !ok && !v.broken["instruments.yaml"] {
		v.fault(file, p, fmt.Sprintf("unknown instrument %q", id), "name an id of instruments.yaml")
	}
}

// state faults a State that the manifest does not name.
func (v validator) state(file string, p place, code string) {
	if code != v.b.home && !slices.Contains(v.b.order, code) && !v.broken["manifest.yaml"] {
		v.fault(file, p, fmt.Sprintf("unknown State %q", code), "name a State of manifest.yaml")
	}
}

// twice faults an id that a list holds already.
func (v validator) twice(file string, p place, seen map[string]bool, id string) {
	if id == "" {
		v.fault(file, p, "no id", "give it an id of its own")
	} else if seen[id] {
		v.fault(file, p, fmt.Sprintf("%q stands twice", id), "take one away, or give it an id of its own")
	}
	seen[id] = true
}

func (v validator) manifest() {
	if v.broken["manifest.yaml"] {
		return
	}
	if v.b.version == "" {
		v.fault("manifest.yaml", at("version"), "version is needed", "write the version of the data, as 2026-11-25.1")
	}
	if v.b.home == "" {
		v.fault("manifest.yaml", at("home"), "home is needed", "name the requesting State")
	}
	if len(v.b.order) == 0 {
		v.fault("manifest.yaml", at("states"), "states are needed", "name the requested States")
	}
	for n, code := range v.b.order {
		p := at("states", n)
		switch {
		case code == v.b.home:
			v.fault("manifest.yaml", p, code+" is the requesting State", "name requested States only")
		case slices.Contains(v.b.order[:n], code):
			v.fault("manifest.yaml", p, fmt.Sprintf("%q stands twice", code), "take one away")
		case len(code) != 2 || strings.ToUpper(code) != code:
			v.fault("manifest.yaml", p, fmt.Sprintf("%q is no ISO code", code), "write two capital letters, as PH")
		}
	}
}

func (v validator) instruments(all []rawInstrument) {
	const file = "instruments.yaml"
	seen := map[string]bool{}
	for n, i := range all {
		p := at("instruments", n)
		v.twice(file, p, seen, i.ID)
		v.bilingual(file, p.under("name"), i.Name)
		one(v, file, p.under("kind"), "kind", i.Kind, kinds)
	}
}

func (v validator) states() {
	for _, code := range slices.Sorted(maps.Keys(v.b.states)) {
		v.oneState(v.b.states[code], strings.ToLower(code)+".yaml")
	}
}

func (v validator) oneState(s *State, file string) {
	v.bilingual(file, at("name"), s.raw.Name)
	if len(s.raw.Languages) == 0 {
		v.fault(file, at("languages"), "none", "name at least one language")
	}
	seen := map[string]bool{}
	for n, a := range s.raw.Authorities {
		v.twice(file, at("authorities", n), seen, a.ID)
		v.bilingual(file, at("authorities", n), a.Text)
	}
	for n, i := range s.raw.Instruments {
		v.instrument(file, at("instruments", n, "id"), i.ID)
		one(v, file, at("instruments", n, "status"), "status", i.Status, statuses)
	}
	for n, e := range s.raw.Expectations {
		if e.MinDays < 0 || e.MaxDays < max(e.MinDays, 1) {
			v.fault(file, at("expectations", n), fmt.Sprintf("an impossible range: %d to %d", e.MinDays, e.MaxDays), "write the days in order, the lower end first")
		}
	}
	for n, c := range s.raw.Channels {
		v.channel(s, file, at("channels", n), c)
	}
}

func (v validator) channel(s *State, file string, p place, c rawChannel) {
	v.bilingual(file, p.under("name"), c.Name)
	if len(c.Forms) == 0 {
		v.fault(file, p.under("forms"), "no form", "name the forms that travel this way")
	}
	if len(c.Hops) < 2 {
		v.fault(file, p.under("hops"), "fewer than two hops", "name every holder of the file, the last one executes")
	}
	for n, f := range c.Forms {
		if _, ok := tracks[f]; !ok {
			v.fault(file, p.under("forms", n), fmt.Sprintf("unknown form %q", f), "use one of "+list(slices.Sorted(maps.Keys(tracks))))
		}
	}
	home := v.b.states[v.b.home]
	for n, h := range c.Hops {
		hop := p.under("hops", n)
		one(v, file, hop.under("role"), "role", h.Role, hopRoles)
		if n == len(c.Hops)-1 && h.Role != "execute" {
			v.fault(file, hop.under("role"), "the last holder executes", "write role: execute")
		}
		for i, proof := range h.Proofs {
			one(v, file, hop.under("proofs", i), "proof", proof, proofs)
		}
		if home == nil {
			continue // the file of the requesting State is broken
		}
		a, _, ok := s.authority(h.At)
		if !ok {
			v.fault(file, hop.under("at"), fmt.Sprintf("unknown authority %q", h.At), "name an authority of this State or of the requesting one")
		} else if n == 0 && a.ClerkOrg == "" {
			v.fault(file, hop.under("at"), h.At+" has no clerk to hand the file over", "give that authority a clerk_org")
		}
	}
}

func (v validator) measures() {
	const file = "measures.yaml"
	seen := map[string]bool{}
	for n, m := range v.b.measures {
		p := at("measures", n)
		v.twice(file, p, seen, m.ID)
		v.bilingual(file, p.under("name"), m.Name)
		for i, note := range m.Notes {
			v.state(file, p.under("notes", i, "state"), note.State)
			v.bilingual(file, p.under("notes", i), note.Text)
		}
	}
}

func bilingual(t mla.Text) bool { return t.FR != "" && t.EN != "" }
