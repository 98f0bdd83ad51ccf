package desk

import (
	"time"

	"github.com/rogatory/rogatory/internal/workday"
)

// UnitState is how far the translation of a unit is. A unit without a
// translation has none.
type UnitState string

// The states of a unit.
const (
	UnitFromMemory UnitState = "memory"  // taken from the memory as it was
	UnitDraft      UnitState = "draft"   // typed
	UnitChecked    UnitState = "checked" // read once more and found right
)

// UnitStates lists the states in the order in which a unit meets them.
var UnitStates = []UnitState{UnitFromMemory, UnitDraft, UnitChecked}

// TextKey names one text under translation: the approved text of a request
// (Item empty) or an item of its answer, from one language into another.
type TextKey struct {
	RequestID string
	Item      string
	From, To  string
}

// TranslationUnit is a sentence with its translation as it was saved. Source is
// the sentence as it stood then, so that a later change of it can be shown.
type TranslationUnit struct {
	ID     string
	Place  string
	Source string
	Target string
	State  UnitState
	// Note is what the translator remarks to the officer and the magistrate; it is
	// no part of the translation.
	Note string
	// Version counts the savings of the unit, 0 for none. A saving names the one
	// it is based on.
	Version int
	By      string
	At      time.Time
}

// SavedUnits is what became of a saving.
type SavedUnits struct {
	// Saved are the units with their new versions; those that were saved before
	// with the same content are among them, unchanged.
	Saved []TranslationUnit
	// Conflicts are the units that somebody else saved meanwhile, as they are now.
	Conflicts []TranslationUnit
}

// EvidenceSource is the text of an item of evidence, as the translator read it.
// Free means that the item has no text to cut: its translation is written as one.
type EvidenceSource struct {
	Text    string
	Free    bool
	Version int
	By      string
	At      time.Time
}

// EarlierText is the translation of a whole part, saved before parts were cut
// into sentences.
type EarlierText struct {
	Place, Target string
	At            time.Time
}

// MemoryEntry is a pair of sentences that translators may take again. In the
// memory shared between cases both are masked.
type MemoryEntry struct {
	From, To       string
	Source, Target string
	// Bands are what the entry is found by, from the source alone.
	Bands []int32
	// Own says that the entry comes from a text that the reader may see.
	Own bool
	At  time.Time
}

// MemoryQuery asks the shared memory for one masked sentence.
type MemoryQuery struct {
	Source string
	Bands  []int32
}

// Certificate is what a certification at the desk leaves in the store before the
// request is told of it.
type Certificate struct {
	TextKey
	SourceSHA256, TextSHA256 string
	// Parts are the translated texts by place, as letters are made of them.
	Parts map[string]string
	// Memory are the sentences that may be shared; they are seen by nobody until
	// the certification is recorded.
	Memory []MemoryEntry
}

// Oath is what a sworn translator certifies with.
type Oath struct {
	UserID string `json:"user_id"`
	// Name is the translator's name as sworn, Court the court whose list they are
	// on, Number their number on it.
	Name   string       `json:"name"`
	Court  string       `json:"court"`
	Number string       `json:"number"`
	Sworn  workday.Date `json:"sworn_on"`
	By     string       `json:"by,omitempty"`
	At     time.Time    `json:"at,omitzero"`
}

// Complete reports whether a translation can be certified with it.
func (o Oath) Complete() bool {
	return o.Name != "" && o.Court != "" && o.Number != "" && !o.Sworn.IsZero()
}
