// Package verify answers what a file is: what its bytes prove, what it says of
// itself, and what the store knows of it. The three are kept apart, because only
// the first and the last can be relied on.
package verify

import (
	"context"
	"io"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/typeset"
)

// Conclusion is the answer in a word.
type Conclusion string

// The conclusions.
const (
	// Intact: no byte differs from what was sealed, or from what is filed.
	Intact Conclusion = "intact"
	// Altered: something was changed, added or cut off.
	Altered Conclusion = "altered"
	// Undecided: the file proves nothing, and nothing is known of it.
	Undecided Conclusion = "undecided"
)

// Conclusions lists them, for words and documentation.
var Conclusions = []Conclusion{Intact, Altered, Undecided}

// Result is the whole answer.
type Result struct {
	Conclusion Conclusion `json:"conclusion"`
	// Seal is what the bytes prove.
	Seal seal.Report `json:"seal"`
	// Says is what the file says of itself; anybody can write that.
	Says *Says `json:"file_says,omitempty"`
	// Searched says that the store was asked; Known is where it holds exactly these bytes.
	Searched bool                 `json:"searched"`
	Known    []desk.FoundDocument `json:"known"`
}

// Superseded reports that the bytes are filed, and everywhere as a version that is
// not in force any more: intact, and not to be relied on.
func (r Result) Superseded() bool {
	for _, d := range r.Known {
		if d.Standing != mla.StandsSuperseded {
			return false
		}
	}
	return len(r.Known) > 0
}

// Says is the proof of origin that a file carries.
type Says struct {
	Reference   string `json:"reference"`
	Kind        string `json:"kind"`
	DraftSHA256 string `json:"draft_sha256"`
	Template    string `json:"template"`
	Lang        string `json:"lang"`
	// Vouched says that a trusted seal covers these words too.
	Vouched bool `json:"vouched"`
}

// Finder looks a content up among the documents that somebody may see.
type Finder interface {
	DocumentsByDigest(ctx context.Context, who mla.Actor, sha256 string) ([]desk.FoundDocument, error)
}

// Verifier is safe for concurrent use.
type Verifier struct {
	Inspector seal.Inspector
	// Finder is nil where no store is at hand.
	Finder Finder
}

// maxProof is the largest file of which the words about itself are read, in bytes;
// nothing that Rogatory makes comes near it.
const maxProof = 16 << 20

// File answers for a file. It keeps nothing of it. Errors are those of reading it
// or of the store.
func (v Verifier) File(ctx context.Context, who mla.Actor, r io.ReaderAt, size int64) (Result, error) {
	report, err := v.Inspector.Inspect(ctx, r, size)
	if err != nil {
		return Result{}, err
	}
	out := Result{Seal: report, Known: []desk.FoundDocument{}}
	if out.Says, err = says(r, size); err != nil {
		return Result{}, err
	}
	if out.Says != nil {
		out.Says.Vouched = report.Verdict == seal.Intact
	}
	if v.Finder != nil {
		found, err := v.Finder.DocumentsByDigest(ctx, who, report.SHA256)
		if err != nil {
			return Result{}, err
		}
		out.Searched, out.Known = true, append(out.Known, found...)
	}
	out.Conclusion = Conclude(report.Verdict, len(out.Known) > 0)
	return out, nil
}

// Known finds where a content is filed, for who knows its digest only.
func (v Verifier) Known(ctx context.Context, who mla.Actor, sha256 string) ([]desk.FoundDocument, error) {
	if v.Finder == nil {
		return nil, nil
	}
	return v.Finder.DocumentsByDigest(ctx, who, sha256)
}

// Conclude puts the verdict on the bytes and the store's knowledge together. Bytes
// that are filed are the bytes that were filed, whatever else can be said of them.
func Conclude(verdict seal.Verdict, known bool) Conclusion {
	switch {
	case known || verdict == seal.Intact:
		return Intact
	case verdict == seal.Altered || verdict == seal.Extended || verdict == seal.Truncated:
		return Altered
	}
	return Undecided
}

func says(r io.ReaderAt, size int64) (*Says, error) {
	if size > maxProof {
		return nil, nil
	}
	b := make([]byte, size)
	if n, err := r.ReadAt(b, 0); err != nil && (err != io.EOF || int64(n) < size) {
		return nil, err
	}
	p, ok := typeset.ReadProof(b)
	if !ok {
		return nil, nil
	}
	return &Says{Reference: p.Reference, Kind: p.Kind, DraftSHA256: p.DraftSHA256, Template: p.Template, Lang: p.Lang}, nil
}
