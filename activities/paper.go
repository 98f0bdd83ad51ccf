package activities

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

// maxLetter bounds a rendered letter, in bytes.
const maxLetter = 32 << 20

// The kinds that this package treats in a way of their own.
const (
	kindSlip       = "slip"
	kindPoliceText = "police_text"
	kindSupplement = "supplement"
)

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
	var parts []Part
	for i, p := range papers {
		ref := refs[i]
		if ref.IsZero() {
			if p.job.Kind == kindSlip {
				p.job.Parts = append(slices.Clone(p.job.Parts), parts...)
			}
			d, err := a.makePaper(ctx, p)
			if err != nil {
				return nil, err
			}
			made, ref = append(made, d), d.Doc
		}
		parts = append(parts, Part{Kind: p.place().Kind, Lang: p.job.Lang, Doc: ref})
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

// makePaper renders a letter and keeps it. Where nobody wrote its template in the
// language of its reader yet, it is made in French.
func (a *Activities) makePaper(ctx context.Context, p paper) (NewDocument, error) {
	job, place := p.job, p.place()
	job.On = job.Snap.Profile.HomeZone.Date(job.At)
	file, err := a.Letters.Letter(ctx, job)
	if codeOf(err, "") == "no_template" && job.Lang != "fr" {
		job.Lang = "fr"
		file, err = a.Letters.Letter(ctx, job)
	}
	if err != nil {
		return NewDocument{}, err
	}
	mime, ext := "application/pdf", ".pdf"
	if job.Kind == kindPoliceText {
		mime, ext = "text/plain; charset=utf-8", ".txt"
	}
	ref, err := a.Files.Put(ctx, bytes.NewReader(file), mime, maxLetter)
	if err != nil {
		return NewDocument{}, err
	}
	return NewDocument{
		RequestID: job.Snap.State.ID, Kind: place.Kind, Doc: ref, Lang: job.Lang,
		Name:       job.Snap.State.Reference + "-" + nameOf(job, place.Kind) + "-" + job.Lang + ext,
		Obligation: p.obligation, By: mla.Automaton.ID, Key: p.key, At: job.At,
	}, nil
}

// nameOf tells the slips of a path apart by the number of their hand-over: a clerk
// who keeps several in one folder has no two of one name.
func nameOf(job LetterJob, kind string) string {
	if kind == kindSlip && len(job.Snap.State.Hops) > 2 {
		return fmt.Sprintf("%s-%d", kind, job.From+1)
	}
	return kind
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
		if err := a.addSupplement(ctx, &job, e); err != nil {
			return EffectEnd{}, err
		}
		docs, err := a.file(ctx, snap.State.ID, []paper{{job: job, key: e.Key, obligation: e.Obligation}})
		if err != nil {
			return EffectEnd{}, err
		}
		return EffectEnd{Outcome: "done", Docs: docs}, nil
	})
}

// addSupplement reads what a supplement answers, in the language of the letter.
func (a *Activities) addSupplement(ctx context.Context, job *LetterJob, e mla.Effect) error {
	if e.Template != kindSupplement {
		return nil
	}
	all := job.Snap.State.Supplements
	if e.Supplement < 1 || e.Supplement > len(all) {
		return mla.Refuse(mla.CodeNotFound, "supplement")
	}
	s := all[e.Supplement-1]
	text := s.Text
	if e.Lang != "fr" {
		text = s.Translated
	}
	words, err := a.Snapshots.Text(ctx, job.Snap.State.ID, text.ID)
	if err != nil {
		return err
	}
	job.Supplement, job.Text = &s, words
	return nil
}
