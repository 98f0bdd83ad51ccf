package mla

import (
	"slices"
	"strings"
)

// Replacement is the words that a finding wants written otherwise, as they were
// typed, and what to write.
type Replacement struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// registeredNames is the part of R08 that holds the draft against the register of
// the case: one name, one spelling, in every document.
func (x *examination) registeredNames() {
	if len(x.Names) == 0 {
		return
	}
	for i, p := range x.d.Persons {
		x.registered(NamePerson, at("persons", i)+".name", p.Name)
		for _, part := range PlaceParts(p.BornAt) {
			x.registered(NamePlace, at("persons", i)+".born_at", part)
		}
		for _, part := range PlaceParts(p.Address) {
			x.registered(NamePlace, at("persons", i)+".address", part)
		}
	}
	for i, m := range x.d.Measures {
		x.registered(NameOrganisation, at("measures", i)+".custodian", m.Custodian)
		for _, part := range PlaceParts(m.Place) {
			x.registered(NamePlace, at("measures", i)+".place", part)
		}
	}
	x.variantsInTexts()
}

// registered compares one spelling with the register.
func (x *examination) registered(kind NameKind, field, typed string) {
	if blank(typed) || slices.ContainsFunc(x.Names, func(n KnownName) bool { return n.Kind == kind && n.Canonical == typed }) {
		return
	}
	key, letters := NewNameKey(kind, typed), lettersOf(typed)
	matches := func(spelling string) NameMatch {
		if its := lettersOf(spelling); its.far(&letters, kind) {
			return NamesApart
		}
		other := NewNameKey(kind, spelling)
		return other.Match(&key)
	}
	same, near := "", ""
	for i := range x.Names {
		n := &x.Names[i]
		if n.Kind != kind {
			continue
		}
		match := matches(n.Canonical)
		if match == NamesSame && EvenName(n.Canonical) == EvenName(typed) {
			return // case and the order of the words are the signatory's
		}
		for _, v := range n.Variants {
			match = max(match, matches(v))
		}
		if match == NamesApart || slices.ContainsFunc(n.Different, func(d string) bool { return matches(d) == NamesSame }) {
			continue
		}
		if match == NamesSame && same == "" {
			same = n.Canonical
		}
		if near == "" {
			near = n.Canonical
		}
	}
	switch {
	case same != "":
		x.replaceable("register_differs", field, strings.TrimSpace(typed), same)
	case near != "":
		x.replaceable("register_near", field, strings.TrimSpace(typed), near)
	}
}

// replaceable records a finding of R08 that the register's spelling cures.
func (x *examination) replaceable(check, field, from, to string) {
	n := len(x.out)
	x.hit("R08", check, field, arg("value", from), arg("known", to))
	if len(x.out) > n {
		x.out[n].Replace = &Replacement{From: from, To: to}
	}
}

// variantsInTexts finds registered variants in the free texts. One that the draft
// itself lists among a person's other names is written on purpose.
func (x *examination) variantsInTexts() {
	var listed strings.Builder
	for _, p := range x.d.Persons {
		listed.WriteString(fold(p.OtherNames))
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(x.all) {
		words[w] = true
	}
	for _, n := range x.Names {
		for _, v := range n.Variants {
			first, _, _ := strings.Cut(v, " ")
			if !words[firstOf(fold(first))] {
				continue
			}
			folded := fold(v)
			if len(folded) < 6 || strings.Contains(listed.String(), folded) {
				continue // too short to be told from a word, or written on purpose
			}
			same := folded == fold(n.Canonical) // they differ in marks or hyphens only
			for _, t := range x.texts {
				if same && !strings.Contains(t.text, v) || !strings.Contains(t.words, folded) || partOf(t.words, folded, fold(n.Canonical)) {
					continue
				}
				typed := v
				if !same {
					typed = quote(t.text, strings.TrimSpace(folded))
				}
				x.replaceable("register_text", t.field, typed, n.Canonical)
				break
			}
		}
	}
}

// firstOf is the first word of a folded text.
func firstOf(folded string) string {
	w, _, _ := strings.Cut(folded[1:], " ")
	return w
}

// partOf reports whether words stand in a text only as a part of the whole name.
func partOf(text, words, whole string) bool {
	return words != whole && strings.Contains(whole, words) && !strings.Contains(strings.ReplaceAll(text, whole, " "), words)
}

// EvenName is a spelling without what no reader stumbles over: case, the order of
// the words, commas, and the shape of apostrophes.
func EvenName(s string) string {
	words := strings.Fields(strings.ReplaceAll(bare(s), ",", " "))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// PlaceParts are the names of places in an address: its parts without a number.
func PlaceParts(address string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(address, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" && !strings.ContainsAny(part, "0123456789") {
			out = append(out, part)
		}
	}
	return out
}

// inLocalScript reports whether the register gives the name in the script.
func (x *examination) inLocalScript(name string, block []int) bool {
	for _, n := range x.Names {
		if n.Kind != NamePerson || n.Canonical != name && !slices.Contains(n.Variants, name) {
			continue
		}
		for _, f := range n.Forms {
			if inScript(f, block) {
				return true
			}
		}
	}
	return false
}
