package mla

import (
	"slices"
	"strings"
	"unicode"
)

// NameKind is what a name is of.
type NameKind string

// The kinds.
const (
	NamePerson       NameKind = "person"
	NamePlace        NameKind = "place"
	NameOrganisation NameKind = "organisation"
)

// NameKinds lists them.
var NameKinds = []NameKind{NamePerson, NamePlace, NameOrganisation}

// KnownName is a name as the register of its case has it.
type KnownName struct {
	ID   string   `json:"id"`
	Kind NameKind `json:"kind"`
	// Canonical is the spelling for documents in French.
	Canonical string `json:"canonical"`
	// Variants are other spellings met of the same; Different are spellings that
	// somebody said are of another.
	Variants  []string `json:"variants,omitempty"`
	Different []string `json:"different,omitempty"`
	// Forms are how it is written in other languages, by language.
	Forms map[string]string `json:"forms,omitempty"`
}

// NameBook is the register of names of one case.
type NameBook []KnownName

// In gives, for every registered spelling, what a document in lang prints beside
// it: the form in that language, and those of the languages in also that another
// script writes. A form that repeats the spelling is left out; nil is no forms.
func (b NameBook) In(lang string, also ...string) map[string]string {
	var out map[string]string
	for _, n := range b {
		var forms []string
		keep := func(l string) {
			if f := n.Forms[l]; f != "" && !slices.Contains(forms, f) {
				forms = append(forms, f)
			}
		}
		keep(lang)
		for _, l := range also {
			if l != lang && ScriptOf(l) != ScriptOf(lang) {
				keep(l)
			}
		}
		if len(forms) == 0 {
			continue
		}
		if out == nil {
			out = make(map[string]string, 2*len(b))
		}
		for _, spelling := range append([]string{n.Canonical}, n.Variants...) {
			rest := slices.DeleteFunc(slices.Clone(forms), func(f string) bool { return f == spelling })
			if len(rest) > 0 && out[spelling] == "" {
				out[spelling] = strings.Join(rest, ", ")
			}
		}
	}
	return out
}

// ScriptOf is the script in which a language of the product is written, by its
// name in Unicode.
func ScriptOf(lang string) string {
	switch lang {
	case "lo":
		return "Lao"
	case "hi":
		return "Devanagari"
	}
	return "Latin"
}

// InScriptOf reports whether every letter of a text is of the language's script.
// A text without letters is of none.
func InScriptOf(lang, s string) bool {
	table, letters := unicode.Scripts[ScriptOf(lang)], 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if !unicode.Is(table, r) {
			return false
		}
		letters++
	}
	return letters > 0
}
