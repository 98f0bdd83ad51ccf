package mla

import (
	"strconv"
	"strings"
)

// CodeTemplateNotReleased refuses a hand-over of a document that carries the
// label "draft, not reviewed". Its arguments are the document's kind, and the
// form and language of the template.
const CodeTemplateNotReleased = "template_not_released"

// TemplateRef names the text that a document was made from. Digest changes with
// every word of it.
type TemplateRef struct {
	Form   string `json:"form"`
	Lang   string `json:"lang"`
	Digest string `json:"digest"`
}

// RemakePapers makes the papers of an effect anew, because their template was
// released since: a package for the holder to hand over, or a letter that a
// clerk has not handed over yet. It comes from the system, by the release.
type RemakePapers struct {
	Effect string `json:"effect"`
}

// Kind implements CommandBody.
func (RemakePapers) Kind() CommandKind { return KindRemakePapers }

// Shape implements CommandBody.
func (b RemakePapers) Shape() *Error { return needString(b.Effect, "effect") }

// remakePapers owes the same again under a key of its own, so that what was
// filed stays filed. What was handed over meanwhile, or is no longer due, is
// left alone: no event.
func (d *decision) remakePapers(b RemakePapers) {
	e, ok := d.s.Effect(b.Effect)
	if !ok || d.s.Superseded(b.Effect) {
		return
	}
	again := *e // owe gives it a key and a day of its own
	again.Attempts, again.Code, again.NextTry = 0, "", noInstant
	switch e.Kind {
	case EffectPackage:
		if _, holds := d.s.HolderHop(); !holds || e.Template != strconv.Itoa(d.s.Holder) || d.s.Frozen == nil {
			return
		}
		d.owe(again)
	case EffectLetter:
		key, due := e.Key, false
		for _, o := range d.s.Obligations {
			if o.Effect == key && o.Clock == DutyHandOverLetter && o.State == ObligationOpen {
				due = true
				d.end(o.ID, ObligationCancelled)
			}
		}
		if due {
			d.owe(again)
		}
	}
}

// packageBegins cuts an effect's key out of a document's, which it begins.
func packageBegins(documentKey, effect string) bool {
	return documentKey == effect || strings.HasPrefix(documentKey, effect+"/")
}

// Superseded reports whether the papers under a key, an effect's or a
// document's, were made again since: a later package for the same hand-over.
func (s *State) Superseded(key string) bool {
	for i, e := range s.Effects {
		if e.Kind != EffectPackage || !packageBegins(key, e.Key) {
			continue
		}
		for _, later := range s.Effects[i+1:] {
			if later.Kind == EffectPackage && later.Template == e.Template {
				return true
			}
		}
	}
	return false
}

// Carries reports whether a document travels with the file now: the request as
// approved, its translation, or a paper of the package that lies with the holder.
// remaking says that the last package of the holder is not made yet; until it is,
// those are the papers that there are.
func (s *State) Carries(doc DocRef, key string, remaking bool) bool {
	if s.Frozen != nil && doc.SHA256 == s.Frozen.PDF.SHA256 || s.Translation != nil && doc.SHA256 == s.Translation.Doc.SHA256 {
		return true
	}
	packages := s.HolderPackages()
	for i, p := range packages {
		if packageBegins(key, p) {
			return i == len(packages)-1 || remaking
		}
	}
	return false
}

// HolderPackages are the keys of the packages made for the hand-over by the
// present holder, in order: the last one counts.
func (s *State) HolderPackages() (keys []string) {
	for _, e := range s.Effects {
		if e.Kind == EffectPackage && e.Template == strconv.Itoa(s.Holder) {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// DraftsMayTravel reports whether a document that carries the label may be
// handed over all the same: where a child is in present danger, and by urgent
// police message, nothing waits for paper. The label stays printed on it.
func (s *State) DraftsMayTravel() bool {
	return s.Safeguard.Open() || s.Track == Police && s.Urgent
}

// MayReleaseTemplate reports whether a role may state that a template's text
// may leave the house: in French, the language of ours, a magistrate; in any
// other, a translator under oath. Who may release may withdraw, and an
// administrator too.
func MayReleaseTemplate(r Role, lang string, withdraw bool) bool {
	switch {
	case r == Admin:
		return withdraw
	case lang == "fr":
		return r == Magistrate
	}
	return r == Translator
}
