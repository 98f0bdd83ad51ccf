package translation

import (
	"io"

	"github.com/rogatory/rogatory/internal/mla"
)

// States of a segment, as XLIFF names them.
const (
	StateInitial    = "initial"
	StateTranslated = "translated"
	StateReviewed   = "reviewed"
	StateFinal      = "final"
)

// Job is what travels to a translator's tool and back: the units of one request
// in one version and one pair of languages.
type Job struct {
	// ID names the request (or the item of evidence); it stands in the file in
	// clear, so it is nothing personal.
	ID string
	// SourceSHA256 is the digest of the version that is translated.
	SourceSHA256           string
	SourceLang, TargetLang string
	// Names are the names of the case and their form in the target language.
	Names map[string]string
	Units []JobUnit
}

// JobUnit is a unit with its translation.
type JobUnit struct {
	ID, Place, Source, Target string
	// State is one of the State constants; empty is StateInitial.
	State string
	// Notes are shown to the translator beside the unit.
	Notes []string
}

// Limits bound what is read from outside, before and while it is parsed. Work
// is linear in the size, so they bound the time as well.
type Limits struct {
	Bytes    int64 // of the file
	Depth    int   // of nested elements
	Elements int
	Units    int
}

// DefaultLimits are wide for a request of a hundred pages.
var DefaultLimits = Limits{Bytes: 16 << 20, Depth: 64, Elements: 1 << 20, Units: 50_000}

// EncodeXLIFF writes a job as XLIFF 2.0. Names, identifiers, labels and
// references are <ph> elements; the same job gives the same bytes.
func EncodeXLIFF(job Job) []byte { return encodeXLIFF(job) }

// DecodeXLIFF reads what a tool returned. Refusals are *mla.Error with a code
// xliff_…; nothing is resolved, fetched or unpacked. In the units, placeholders
// stand as ⟦name1⟧: give the job to Reconcile, which compares it with what was
// sent and writes them out.
func DecodeXLIFF(r io.Reader, limits Limits) (Job, error) { return decodeXLIFF(r, limits) }

// Import is what a returned file brings, unit by unit; nothing is lost silently.
type Import struct {
	// Taken are units with a translation that differs from the one in sent.
	Taken []JobUnit
	// Unchanged are the ids of units that came back as they are in sent.
	Unchanged []string
	// Empty are the ids of units that came back without a translation.
	Empty []string
	// Missing are the ids of units that did not come back.
	Missing []string
	// Refused are units that cannot be taken, and why.
	Refused []UnitRefusal
	// Older says that the file was made from another version of the text.
	Older bool
}

// UnitRefusal is a unit that was not taken. Target is what the file has for it,
// so that nobody's work is lost.
type UnitRefusal struct {
	Unit, Target string
	Err          *mla.Error
}

// Reconcile compares a returned job with the one that would be sent today. It
// refuses a file of another request or in another language whole
// (xliff_other_request, xliff_wrong_language, xliff_no_job); everything else is
// decided unit by unit.
func Reconcile(sent, back Job) (Import, error) { return reconcile(sent, back) }
