package letter

import (
	"slices"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
)

// Used is a template that a letter was made from.
type Used struct {
	Form, Lang string
	// Version is "eio/fr 0.1.0 3fa9c2d1", Digest all 64 digits of it, see digestOf.
	Version, Digest string
	Released        bool
}

// Compose executes the template of a letter and reads its blocks.
func Compose(in Input) (typeset.Document, error) {
	l, err := embedded()
	if err != nil {
		return typeset.Document{}, err
	}
	c, err := l.compose(in)
	return c.doc, err
}

// composed is a letter before layout.
type composed struct {
	doc      typeset.Document
	segments []Segment
	used     []Used
}

// compose gives the letter in its language, and in a second column in the
// language beside it if one is asked for.
func (l *library) compose(in Input) (composed, error) {
	if err := checkInput(in); err != nil {
		return composed{}, err
	}
	c, err := l.composeIn(in)
	if err != nil {
		return c, err
	}
	if in.Beside == "" || in.Beside == in.Lang {
		return l.certified(in, c)
	}
	first := in
	in.Lang, in.besides = in.Beside, true
	second, err := l.composeIn(in)
	if err != nil {
		return composed{}, err
	}
	c.used = append(c.used, second.used...)
	c.doc.BesideLang = in.Lang
	c.doc.Blocks = pairBlocks(c.doc.Blocks, second.doc.Blocks, c.segments)
	c.doc.Version += " + " + second.doc.Version
	c.doc.Proof.Template, c.doc.Proof.Lang = c.doc.Version, c.doc.Proof.Lang+"+"+in.Lang
	if c.doc.Label == "" && second.doc.Label != "" {
		c.doc.Label = l.glossary["label_draft"][c.doc.Lang]
	}
	return l.certified(first, c)
}

func (l *library) composeIn(in Input) (composed, error) {
	t, err := l.get(in.form(), in.Lang)
	if err != nil {
		return composed{}, err
	}
	segs, byID, err := segmentsOf(in)
	if err != nil {
		return composed{}, err
	}
	v, err := viewOf(in, byID)
	if err != nil {
		return composed{}, err
	}
	written, err := t.execute(v)
	if err != nil {
		return composed{}, err
	}
	blocks, err := parseMarkup(written)
	if err != nil {
		return composed{}, err
	}
	u := Used{t.form, t.lang, t.version, t.digest, in.Released[t.digest]}
	doc := typeset.Document{
		Title: in.Reference + " " + in.form(), Lang: in.Lang, Reference: in.Reference, Digest: v.Digest,
		Version: t.version, PageWord: l.glossary["page"][in.Lang], On: in.Date, Blocks: blocks,
		Proof: typeset.Proof{
			Reference: in.Reference, Kind: string(in.Kind), DraftSHA256: in.DraftSHA256, Template: t.version, Lang: in.Lang,
		},
	}
	if !u.Released {
		doc.Label = l.glossary["label_draft"][in.Lang]
	}
	return composed{doc, segs, []Used{u}}, nil
}

func checkInput(in Input) error {
	need := func(ok bool, field string) error {
		if ok {
			return nil
		}
		return mla.Refuse(mla.CodeRequired, field)
	}
	if !slices.Contains(Kinds(), in.Kind) {
		return mla.Refuse(mla.CodeUnknownValue, "kind", "value", string(in.Kind))
	}
	return firstOf(
		need(in.Reference != "", "reference"),
		need(!in.Date.IsZero(), "date"),
		need(in.Kind != KindRequest && in.Kind != KindCourtesy || in.Draft.Form != "", "form"),
		need(in.Kind != KindSlip || in.Hop != nil, "hop"),
		need(in.Kind != KindReminder && in.Kind != KindStatusRequest || in.Reminder != nil, "reminder"),
		need(in.Kind != KindSupplement || in.Supplement != nil, "supplement"),
		need(in.Kind != KindWithdrawal || in.Withdrawal != nil, "withdrawal"),
		needsDesk(in),
		need(in.Kind != KindThanks || in.Thanks != nil, "thanks"),
		need(in.Kind != KindNoteVerbale || in.Hop != nil, "hop"),
	)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
