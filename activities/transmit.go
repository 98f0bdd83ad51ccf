package activities

import (
	"bytes"
	"context"
	"fmt"
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
func (a *Activities) transmit(ctx context.Context, snap Snapshot, e mla.Effect, hop int) error {
	s := snap.State
	if hop+1 >= len(s.Hops) || s.Frozen == nil {
		return nil // the request went back to draft meanwhile
	}
	parts := []mla.DocRef{s.Frozen.PDF}
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
	if hop == 0 && s.Track == mla.Judicial {
		if _, err := a.file(ctx, LetterJob{Kind: "cover", Lang: "fr", Snap: snap, At: e.OwedAt}, e.Key+"/cover", ""); err != nil {
			return err
		}
	}
	_, err := a.file(ctx, LetterJob{Kind: "slip", Lang: "fr", Snap: snap, Hop: hop + 1, At: e.OwedAt}, e.Key+"/slip", "")
	return err
}

// file makes a letter and files it. An attempt that was cut off may have filed it
// already; what the request has become meanwhile does not change that letter.
func (a *Activities) file(ctx context.Context, job LetterJob, key, obligation string) (mla.DocRef, error) {
	kind := documentKind(job.Kind)
	ref, err := a.Documents.Filed(ctx, job.Snap.State.ID, kind, key)
	if codeOf(err, "") != mla.CodeNotFound {
		return ref, err
	}
	job.On = job.Snap.Profile.HomeZone.Date(job.At)
	pdf, err := a.Letters.Letter(ctx, job)
	if err != nil {
		return mla.DocRef{}, err
	}
	if ref, err = a.Files.Put(ctx, bytes.NewReader(pdf), "application/pdf", maxLetter); err != nil {
		return mla.DocRef{}, err
	}
	return a.Documents.AddDocument(ctx, NewDocument{
		RequestID: job.Snap.State.ID, Kind: kind, Doc: ref, Lang: job.Lang,
		Name:       fmt.Sprintf("%s-%s-%s.pdf", job.Snap.State.Reference, kind, job.Lang),
		Obligation: obligation, By: mla.Automaton.ID, Key: key, At: job.At,
	})
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
		doc, err := a.file(ctx, job, e.Key, e.Obligation)
		if err != nil {
			return EffectEnd{}, err
		}
		return EffectEnd{Outcome: "done", Docs: []mla.DocRef{doc}}, nil
	})
}
