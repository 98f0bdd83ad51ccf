package desk

import (
	"time"

	"github.com/rogatory/rogatory/internal/mla"
)

// Name is a registered name as letters, translators and the pre-flight read it.
type Name = mla.KnownName

// NameForm is how a name is written in another language, and who says so.
type NameForm struct {
	Text string `json:"text"`
	// Source is where it comes from, one of names.Sources.
	Source string    `json:"source"`
	Note   string    `json:"note,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// NameEntry is a name of a case's register with all that is known of it.
type NameEntry struct {
	ID string `json:"id"`
	// Revision counts the changes; a change names the one it was made on.
	Revision  int          `json:"revision"`
	Kind      mla.NameKind `json:"kind"`
	Canonical string       `json:"canonical"`
	Variants  []string     `json:"variants,omitempty"`
	Different []string     `json:"different,omitempty"`
	// Forms hold by language. Proposed are those that a translator would rather
	// have than one that somebody else set; an officer or a magistrate decides.
	Forms    map[string]NameForm `json:"forms,omitempty"`
	Proposed map[string]NameForm `json:"proposed,omitempty"`
	Source   string              `json:"source,omitempty"`
	Note     string              `json:"note,omitempty"`
	// MergedInto is the entry that took this one up, Gone that it is none any more.
	MergedInto string    `json:"merged_into,omitempty"`
	Gone       bool      `json:"gone,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

// Known is the entry as its readers need it.
func (e NameEntry) Known() Name {
	n := Name{ID: e.ID, Kind: e.Kind, Canonical: e.Canonical, Variants: e.Variants, Different: e.Different}
	for lang, f := range e.Forms {
		if n.Forms == nil {
			n.Forms = make(map[string]string, len(e.Forms))
		}
		n.Forms[lang] = f.Text
	}
	return n
}

// Spellings are the canonical one and the variants.
func (e NameEntry) Spellings() []string { return append([]string{e.Canonical}, e.Variants...) }

// NameMet is a name in a draft of the case.
type NameMet struct {
	Kind mla.NameKind `json:"kind"`
	Text string       `json:"text"`
	// Variants are near spellings that the draft gives beside it, Forms what it
	// gives in another script, by language.
	Variants []string          `json:"variants,omitempty"`
	Forms    map[string]string `json:"forms,omitempty"`
	// References are the requests, each once.
	References []string `json:"references"`
}

// NameRegister is the register of a case, with what its drafts name.
type NameRegister struct {
	CaseID  string      `json:"case_id"`
	CaseRef string      `json:"case_ref"`
	Entries []NameEntry `json:"entries"`
	Met     []NameMet   `json:"met"`
	// States are the requested States of the case's requests.
	States []string `json:"states"`
	// People are the display names of those who wrote in it, by user id.
	People map[string]string `json:"-"`
	// Erased says that the case was erased: nothing is left to read.
	Erased bool `json:"erased,omitempty"`
}

// Entry finds an entry by its id.
func (r NameRegister) Entry(id string) (NameEntry, bool) {
	for _, e := range r.Entries {
		if e.ID == id {
			return e, true
		}
	}
	return NameEntry{}, false
}

// NameChange asks for one change of the register. Entry.Revision is the revision it
// was made on, 0 for a new entry.
type NameChange struct {
	// Action is add, edit, form, merge, merged, different or remove.
	Action string
	Entry  NameEntry
}

// NameRevision is an entry as it was after one change.
type NameRevision struct {
	NameEntry
	Action string `json:"action"`
}
