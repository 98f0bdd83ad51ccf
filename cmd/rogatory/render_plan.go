package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// renderPlan is what the letters of a request are made from, as if it had just
// been approved and lay with its first holder.
type renderPlan struct {
	draft       mla.Draft
	profile     mla.Profile
	on          workday.Date
	reference   string
	translation map[string]string
	released    map[string]bool
}

// planned is one letter to make. of is the hand-over it belongs to, from 1.
type planned struct {
	kind, lang string
	of         int
	input      func() letter.Input
}

// planned lists the letters of the path in the order in which they are needed:
// the request, in French and as it is translated; for each hand-over by a clerk
// of ours the papers of the package; the letters of each ladder; and the
// withdrawal. What tells of an event that has not happened (a supplement, thanks)
// is not made.
func (p *renderPlan) planned(parts func() []activities.Part) []planned {
	var out []planned
	langs := []string{letter.SourceLang}
	if to := p.profile.TranslateTo; to != "" && to != letter.SourceLang {
		langs = append(langs, to)
	}
	for _, lang := range langs {
		out = append(out, planned{"request", lang, 0, func() letter.Input { return p.request(lang) }})
	}
	snap := p.snapshot(nil)
	job := func(j activities.LetterJob, of int) {
		out = append(out, planned{j.Kind, j.Lang, of, func() letter.Input {
			j.Snap, j.On, j.Parts = p.snapshot(parts()), p.on, parts()
			return letterInput(j)
		}})
	}
	hops := snap.State.Hops
	for k := 0; k+1 < len(hops); k++ {
		if hops[k].ClerkOrg == "" {
			continue
		}
		for _, j := range activities.PackageJobs(snap, k, p.profile.HomeZone.Midnight(p.on)) {
			job(j, k+1)
		}
	}
	reader := p.profile.Reads(mla.Hop{Side: mla.Abroad})
	for _, name := range p.rungLetters() {
		job(activities.LetterJob{Kind: name.letter, Lang: reader, Basis: name.basis, Obligation: &mla.Obligation{Clock: name.clock, Kind: mla.Expected}}, 0)
	}
	job(activities.LetterJob{Kind: string(letter.KindWithdrawal), Lang: reader}, 0)
	return out
}

// rungLetter is a letter that a ladder sends, and on what.
type rungLetter struct{ letter, basis, clock string }

// rungLetters are the letters of the path's ladders, each wording once.
func (p *renderPlan) rungLetters() []rungLetter {
	var out []rungLetter
	for _, c := range p.profile.Clocks {
		if !c.Active {
			continue
		}
		for _, r := range p.profile.Ladders[c.Ladder] {
			if r.Action != mla.ReminderLetter && r.Action != mla.StatusRequest {
				continue
			}
			name := r.Letter
			if name == "" {
				name = string(r.Action)
			}
			if !slices.ContainsFunc(out, func(have rungLetter) bool { return have.letter == name && have.basis == r.Basis }) {
				out = append(out, rungLetter{name, r.Basis, c.ID})
			}
		}
	}
	return out
}

// offers are the kinds and languages of the path.
func (p *renderPlan) offers() (kinds, langs []string) {
	for _, l := range p.planned(func() []activities.Part { return nil }) {
		kinds, langs = append(kinds, l.kind), append(langs, l.lang)
	}
	slices.Sort(kinds)
	slices.Sort(langs)
	return slices.Compact(kinds), slices.Compact(langs)
}

func (p *renderPlan) digest() string {
	digest, err := p.draft.Digest()
	if err != nil {
		return ""
	}
	return digest
}

func (p *renderPlan) request(lang string) letter.Input {
	return requestInput(api.LetterInput{
		Draft: p.draft, Profile: p.profile, Reference: p.reference, DraftSHA256: p.digest(), Lang: lang,
		Translations: p.translation, At: p.profile.HomeZone.Midnight(p.on),
	})
}

// snapshot is the request as it will lie with its first holder.
func (p *renderPlan) snapshot(parts []activities.Part) activities.Snapshot {
	s := mla.State{
		Reference: p.reference, State: p.draft.State, Track: p.draft.Track, Form: p.draft.Form, TranslateTo: p.profile.TranslateTo,
		Measures: p.draft.MeasureIDs(), Frozen: &mla.Frozen{DraftSHA256: p.digest()},
	}
	for _, part := range parts {
		switch part.Kind {
		case "request":
			s.Frozen.PDF = part.Doc
		case "translation":
			s.Translation = &mla.Translation{Doc: part.Doc, SourceSHA256: s.Frozen.DraftSHA256, Language: part.Lang}
		}
	}
	for _, h := range p.profile.Path.Hops {
		s.Hops = append(s.Hops, mla.HopState{Hop: h})
	}
	return activities.Snapshot{
		State: s, Profile: p.profile, CaseRef: p.draft.CaseRef, Draft: p.draft, DraftSHA256: s.Frozen.DraftSHA256, Translations: p.translation,
	}
}

// letters makes the letters that are wanted. A letter that cannot be made is in
// the answer with the cause; an error is a fault of the machine.
func (p *renderPlan) letters(wants func(kind, lang string) bool) ([]renderedLetter, error) {
	var out []renderedLetter
	var parts []activities.Part // what a slip lists of the package so far
	hand := 0
	begin := 0
	for _, l := range p.planned(func() []activities.Part { return parts }) {
		if l.of != hand {
			hand, parts = l.of, slices.Clone(parts[:begin])
		}
		made, err := p.make(l)
		if err != nil {
			return nil, err
		}
		if made.made() && (l.kind == "request" || l.of > 0) {
			parts = append(parts, partOf(l, made.content))
		}
		if l.kind == "request" {
			begin = len(parts)
		}
		if wants(l.kind, l.lang) {
			out = append(out, made)
		}
	}
	p.name(out)
	return out, nil
}

func partOf(l planned, content []byte) activities.Part {
	sum := sha256.Sum256(content)
	kind := l.kind
	if kind == "request" && l.lang != letter.SourceLang {
		kind = "translation"
	}
	return activities.Part{Kind: kind, Lang: l.lang, Doc: mla.DocRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), MIME: "application/pdf"}}
}

// make renders one letter. As in the product, a paper whose template nobody wrote
// in the language of its reader is made in French.
func (p *renderPlan) make(l planned) (renderedLetter, error) {
	out := renderedLetter{Kind: l.kind, Lang: l.lang}
	in := l.input()
	in.Released = p.released
	if l.kind == "request" && l.lang != letter.SourceLang {
		if out.Missing = p.missing(); len(out.Missing) > 0 {
			return out, nil
		}
	}
	res, err := letter.Render(in)
	var refusal *mla.Error
	if errors.As(err, &refusal) && refusal.Code == "no_template" && l.kind != "request" && l.lang != letter.SourceLang {
		in.Lang, out.Lang = letter.SourceLang, letter.SourceLang
		res, err = letter.Render(in)
	}
	if errors.As(err, &refusal) {
		out.refusal = refusal
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Pages, out.Template, out.Released, out.content = res.Pages, res.TemplateVersion, res.Reviewed, res.PDF
	if res.Text != nil {
		out.Pages, out.content = 0, res.Text
	}
	return out, nil
}

// missing are the segments that nobody translated.
func (p *renderPlan) missing() (ids []string) {
	for _, s := range letter.Segments(p.draft) {
		if strings.TrimSpace(p.translation[s.ID]) == "" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// name gives each letter a file: its kind and language, numbered where a path has
// several.
func (p *renderPlan) name(letters []renderedLetter) {
	count := map[string]int{}
	for i := range letters {
		l := &letters[i]
		if !l.made() {
			continue
		}
		base := l.Kind + "-" + l.Lang
		count[base]++
		if n := count[base]; n > 1 {
			base += fmt.Sprintf("-%d", n)
		}
		ext := ".pdf"
		if l.Pages == 0 {
			ext = ".txt"
		}
		l.File = p.reference + "-" + base + ext
	}
}
