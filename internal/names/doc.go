// Package names keeps the names of one case in one spelling: what the drafts name,
// which spellings may be of the same, what a change of the register may be, and how
// a passport would write a name. It is pure; the store keeps the register and api
// shows it.
//
// It invents no transliteration. A form in Lao or Devanagari is typed by somebody
// who reads it, and carries who that was.
package names

// Sources are where a spelling can come from.
var Sources = []string{"passport_mrz", "identity_document", "civil_status", "case_file", "translator", "liaison_officer", "interpreter"}

// Languages are those that a form can be in.
var Languages = []string{"en", "ro", "lo", "hi"}

// Bounds of a register. A name of more than maxName letters is none: the machine
// readable line of a passport holds 39.
const (
	maxName     = 200
	maxNote     = 500
	maxVariants = 30
	// MaxEntries bounds the names of a case.
	MaxEntries = 2000
)

// The refusals of the package.
const (
	CodeInvisible = "name_invisible" // a control or formatting character
	CodeTooLong   = "name_too_long"
	CodeNoLetter  = "name_no_letter"
	CodeDuplicate = "name_duplicate"
	CodeConflict  = "name_conflict" // somebody changed the entry meanwhile
	CodeTooMany   = "name_too_many"
)

// The actions of a change, as the history tells them.
const (
	Add       = "add"
	Edit      = "edit"
	Form      = "form"
	Merge     = "merge"
	Merged    = "merged"
	Different = "different"
	Remove    = "remove"
)
