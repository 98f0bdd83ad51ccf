package activities

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// LetterJob asks for one letter about a request.
type LetterJob struct {
	// Kind is cover, slip, reminder_letter, status_request or withdrawal.
	Kind string
	Lang string
	Snap Snapshot
	// Obligation and Basis are what a reminder is about.
	Obligation *mla.Obligation
	Basis      string
	// Hop is the index of the hop a slip leads to.
	Hop int
	On  workday.Date
	At  time.Time
}

// Letters renders letters. A refusal (a missing glyph) is an *mla.Error.
type Letters interface {
	Letter(ctx context.Context, job LetterJob) ([]byte, error)
}

// maxLetter bounds a rendered letter, in bytes.
const maxLetter = 32 << 20

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
	parts := []mla.DocRef{s.ReferenceFile()}
	if !s.SignedDoc.IsZero() {
		parts = append(parts, s.SignedDoc)
	}
	if s.Translation != nil {
		if s.Translation.SourceSHA256 != s.Frozen.DraftSHA256 {
			return mla.Refuse(mla.CodeStaleTranslation, "source_sha256")
		}
		parts = append(parts, s.Translation.Doc)
	}
	parts = append(parts, s.CureDocs...)
	for _, p := range parts {
		if err := a.Files.Verify(ctx, p); err != nil {
			return fmt.Errorf("verify a part of the package: %w", mla.Refuse("damaged_file", "package"))
		}
	}
	var papers []paper
	if hop == 0 && s.Track == mla.Judicial {
		papers = append(papers, paper{job: LetterJob{Kind: "cover", Lang: "fr", Snap: snap, At: e.OwedAt}, key: e.Key + "/cover"})
	}
	papers = append(papers, paper{job: LetterJob{Kind: "slip", Lang: "fr", Snap: snap, Hop: hop + 1, At: e.OwedAt}, key: e.Key + "/slip"})
	_, err = a.file(ctx, s.ID, papers)
	return err
}

// paper is a letter to make and where it is filed.
type paper struct {
	job             LetterJob
	key, obligation string
}

func (p paper) place() Place { return Place{Kind: documentKind(p.job.Kind), Key: p.key} }

// file makes the letters of one effect and files them together. An attempt that
// was cut off may have filed them already; what the request has become meanwhile
// does not change those.
func (a *Activities) file(ctx context.Context, requestID string, papers []paper) ([]mla.DocRef, error) {
	places := make([]Place, len(papers))
	for i, p := range papers {
		places[i] = p.place()
	}
	refs, err := a.Documents.Filed(ctx, requestID, places)
	if err != nil {
		return nil, err
	}
	var made []NewDocument
	for i, p := range papers {
		if !refs[i].IsZero() {
			continue
		}
		d, err := a.makePaper(ctx, p)
		if err != nil {
			return nil, err
		}
		made = append(made, d)
	}
	if len(made) == 0 {
		return refs, nil
	}
	filed, err := a.Documents.AddDocuments(ctx, made)
	if err != nil {
		return nil, err
	}
	for i := range refs {
		if refs[i].IsZero() {
			refs[i], filed = filed[0], filed[1:]
		}
	}
	return refs, nil
}

// makePaper renders a letter and keeps it.
func (a *Activities) makePaper(ctx context.Context, p paper) (NewDocument, error) {
	job, place := p.job, p.place()
	job.On = job.Snap.Profile.HomeZone.Date(job.At)
	pdf, err := a.Letters.Letter(ctx, job)
	if err != nil {
		return NewDocument{}, err
	}
	ref, err := a.Files.Put(ctx, bytes.NewReader(pdf), "application/pdf", maxLetter)
	if err != nil {
		return NewDocument{}, err
	}
	return NewDocument{
		RequestID: job.Snap.State.ID, Kind: place.Kind, Doc: ref, Lang: job.Lang,
		Name:       fmt.Sprintf("%s-%s-%s.pdf", job.Snap.State.Reference, place.Kind, job.Lang),
		Obligation: p.obligation, By: mla.Automaton.ID, Key: p.key, At: job.At,
	}, nil
}

// documentKind files every reminder as one, whatever its wording
// (reminder_eio_ack, reminder_eio_decision …).
func documentKind(letter string) string {
	if strings.HasPrefix(letter, "reminder") {
		return "reminder"
	}
	return letter
}

// MakeLetter renders a letter to a foreign authority and files it. Nothing is
// sent: a clerk's duty to hand it over follows.
func (a *Activities) MakeLetter(ctx context.Context, in EffectInput) (EffectEnd, error) {
	return a.one(ctx, in, func(e mla.Effect) (EffectEnd, error) {
		snap, err := a.Snapshots.Snapshot(ctx, in.RequestID)
		if err != nil {
			return EffectEnd{}, err
		}
		job := LetterJob{Kind: e.Template, Lang: e.Lang, Snap: snap, Basis: e.Basis, At: e.OwedAt}
		if o, ok := snap.State.Obligation(e.Obligation); ok {
			job.Obligation = o
		}
		docs, err := a.file(ctx, snap.State.ID, []paper{{job: job, key: e.Key, obligation: e.Obligation}})
		if err != nil {
			return EffectEnd{}, err
		}
		return EffectEnd{Outcome: "done", Docs: docs}, nil
	})
}
