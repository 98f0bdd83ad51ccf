package activities

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// LetterJob asks for one letter about a request.
type LetterJob struct {
	// Kind names the letter: a paper of the profile, reminder_eio_ack, withdrawal …
	Kind string
	Lang string
	Snap Snapshot
	// Obligation and Basis are what a reminder is about.
	Obligation *mla.Obligation
	Basis      string
	// Supplement is what a supplement brings; Text is its words as they are printed.
	Supplement *mla.Supplement
	Text       string
	// From and To are the hops that a paper of a package goes from and to; both
	// zero for a letter that is of no package.
	From, To int
	// Parts are the documents that a slip lists.
	Parts []Part
	On    workday.Date
	At    time.Time
}

// Part is one document of a package. Kind and Lang name it.
type Part struct {
	Kind, Lang string
	Doc        mla.DocRef
}

// Letters renders letters. A refusal (a missing glyph) is an *mla.Error.
type Letters interface {
	Letter(ctx context.Context, job LetterJob) ([]byte, error)
}

// transmit builds what the holder's clerk hands over, verifies the digest of
// every part, and so queues it: the clerk's list shows a request whose package
// is done. It sends nothing to anybody.
func (a *Activities) transmit(ctx context.Context, snap Snapshot, e mla.Effect) error {
	hop, err := strconv.Atoi(e.Template)
	if err != nil {
		return mla.Refuse(mla.CodeUnknownValue, "hop")
	}
	s := snap.State
	if hop+1 >= len(s.Hops) || s.Frozen == nil {
		return nil // the request went back to draft meanwhile
	}
	parts := travelling(s)
	if t := s.Translation; t != nil && t.SourceSHA256 != s.Frozen.DraftSHA256 {
		return mla.Refuse(mla.CodeStaleTranslation, "source_sha256")
	}
	for _, p := range parts {
		if err := a.Files.Verify(ctx, p.Doc); err != nil {
			return fmt.Errorf("verify a part of the package: %w", mla.Refuse("damaged_file", "package"))
		}
	}
	_, err = a.file(ctx, s.ID, papersOf(snap, e, hop, parts))
	return err
}

// travelling are the parts of a package that exist: the request, the signed
// original, the translation, and what completed them.
func travelling(s mla.State) []Part {
	parts := []Part{{Kind: "request", Lang: "fr", Doc: s.ReferenceFile()}}
	if !s.SignedDoc.IsZero() {
		parts = append(parts, Part{Kind: "signed", Lang: "fr", Doc: s.SignedDoc})
	}
	if t := s.Translation; t != nil {
		parts = append(parts, Part{Kind: "translation", Lang: t.Language, Doc: t.Doc})
	}
	for _, d := range s.CureDocs {
		parts = append(parts, Part{Kind: "cure", Doc: d})
	}
	return parts
}

// PackageJobs are the letters that are made for the hand-over from a hop, in the
// order in which they are made: a slip lists those before it.
func PackageJobs(snap Snapshot, hop int, at time.Time) []LetterJob {
	var out []LetterJob
	for _, p := range papersOf(snap, mla.Effect{OwedAt: at}, hop, travelling(snap.State)) {
		out = append(out, p.job)
	}
	return out
}

// papersOf are the papers that the profile has for the hand-over from a hop. The
// slip comes last: it lists the others.
func papersOf(snap Snapshot, e mla.Effect, hop int, parts []Part) []paper {
	s, p := snap.State, snap.Profile
	if len(p.Papers) == 0 {
		return papersBefore(snap, e, hop, parts)
	}
	var papers, slips []paper
	for _, due := range p.PapersAt(s.Hops, hop) {
		if due.When == mla.PaperReciprocity && !snap.Draft.ReciprocityOffered {
			continue
		}
		job := LetterJob{Kind: due.ID, Lang: due.Lang, Snap: snap, From: hop, To: due.To, Parts: parts, At: e.OwedAt}
		made := paper{job: job, key: e.Key + "/" + due.ID + "/" + due.Lang}
		if due.ID == kindSlip {
			slips = append(slips, made)
		} else {
			papers = append(papers, made)
		}
	}
	return append(papers, slips...)
}

// papersBefore are those of a profile from before papers were data, under the
// keys they had.
func papersBefore(snap Snapshot, e mla.Effect, hop int, parts []Part) []paper {
	var papers []paper
	if hop == 0 && snap.State.Track == mla.Judicial {
		papers = append(papers, paper{job: LetterJob{Kind: "cover", Lang: "fr", Snap: snap, From: hop, At: e.OwedAt}, key: e.Key + "/cover"})
	}
	slip := LetterJob{Kind: kindSlip, Lang: "fr", Snap: snap, From: hop, To: hop + 1, Parts: parts, At: e.OwedAt}
	return append(papers, paper{job: slip, key: e.Key + "/slip"})
}
