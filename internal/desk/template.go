package desk

import (
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Template is the text of a letter in a language, with who released it.
type Template struct {
	// Form is the form of a request or the kind of another letter.
	Form    string `json:"form"`
	Lang    string `json:"lang"`
	Title   string `json:"title"`
	Version string `json:"version"`
	// Digest is what is released: it changes with every word.
	Digest string `json:"digest"`
	// Source is the text, with the front matter; filled for one template only.
	Source string `json:"source,omitempty"`
	// Fault is what keeps it from being printed; nil for none.
	Fault *mla.Error `json:"fault,omitempty"`
	// Release is the one that holds; nil while it is a draft.
	Release *TemplateRelease `json:"release,omitempty"`
	// History are the releases and withdrawals of all its versions, the latest
	// first; filled for one template only.
	History []TemplateRelease `json:"history,omitempty"`
}

// Released reports whether letters are printed from it without the label.
func (t Template) Released() bool { return t.Release != nil && t.Fault == nil }

// TemplateRelease is a statement that a text may leave the house, or its
// withdrawal.
type TemplateRelease struct {
	Form      string `json:"form"`
	Lang      string `json:"lang"`
	Version   string `json:"version"`
	Digest    string `json:"digest"`
	Withdrawn bool   `json:"withdrawn,omitempty"`
	// Name, and of a sworn translator Court, OathNumber and OathOn, are as stated.
	Name       string       `json:"name"`
	Court      string       `json:"court,omitempty"`
	OathNumber string       `json:"oath_number,omitempty"`
	OathOn     workday.Date `json:"oath_on,omitzero"`
	// Statement is the sentence that was signed; Reason that of a withdrawal.
	Statement string    `json:"statement,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	By        string    `json:"by"`
	Role      mla.Role  `json:"role"`
	At        time.Time `json:"at"`
}
