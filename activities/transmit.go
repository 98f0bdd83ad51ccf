package activities

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	parts := []Part{{Kind: "request", Lang: "fr", Doc: s.Frozen.PDF}}
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
		Name:       fmt.Sprintf("%s-%s-%s%s", job.Snap.State.Reference, place.Kind, job.Lang, ext),
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
