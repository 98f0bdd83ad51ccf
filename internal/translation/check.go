package translation

// The codes of Check.
const (
	IssueUntranslated       = "untranslated"
	IssuePlaceholderMissing = "placeholder_missing" // args: kind, expected
	IssuePlaceholderAdded   = "placeholder_added"   // args: kind, found
	IssueNumberDiffers      = "number_differs"      // args: expected, found (either may be empty)
	IssueDateDiffers        = "date_differs"        // args: expected, found
	IssueDateAmbiguous      = "date_ambiguous"      // args: found
	IssueTermMissing        = "term_missing"        // args: term, expected
	IssueTermForbidden      = "term_forbidden"      // args: found, expected
	IssueSameAsSource       = "same_as_source"
	IssueLengthOdd          = "length_odd"  // args: source, target (characters)
	IssuePunctuation        = "punctuation" // args: expected, found: the end of the sentence
	IssueBracket            = "bracket"     // args: found: a bracket or quote without its pair
	IssueScript             = "script"      // args: expected: lo, hi
)

// Issue is something a translator should look at. Blocking ones stand in the
// way of certification. Args are words to show; they come from the text, so an
// Issue is never logged.
type Issue struct {
	Unit     string            `json:"unit"`
	Code     string            `json:"code"`
	Args     map[string]string `json:"args,omitempty"`
	Blocking bool              `json:"blocking,omitempty"`
}

// Term is a pair of the glossary; Also are other renderings that are accepted.
type Term struct {
	Source, Target string
	Also           []string
}

// Forbidden is a word that a translation must not use, and the one to use.
type Forbidden struct{ Word, Instead string }

// Options say what Check knows of the case and of the languages.
type Options struct {
	SourceLang, TargetLang string
	// Names are the names of the case, with their form in the target language;
	// an empty form means that none is registered.
	Names map[string]string
	// Identifiers are values of the case (accounts, pseudonyms) that are kept as
	// they are although nothing in their shape says so.
	Identifiers []string
	Glossary    []Term
	Forbidden   []Forbidden
}

// Check compares translations (by Unit.ID) with their sources. Issues come in
// the order of the units.
func Check(units []Unit, target map[string]string, opts Options) []Issue {
	return newChecker(opts).all(units, target)
}
