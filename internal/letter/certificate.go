package letter

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
	"github.com/rogatory/rogatory/internal/workday"
)

// The papers of the translation desk.
const (
	// KindEvidenceTranslation is the translation of an item of an answer.
	KindEvidenceTranslation Kind = "evidence_translation"
	// KindCertificate is the page that a certified translation ends with; on its
	// own it is made for previews only.
	KindCertificate Kind = "certificate"
)

// CertificateInfo is what a sworn translator certifies: who, under which oath,
// and which text of which source.
type CertificateInfo struct {
	Name, Court, Number string
	Sworn, On           workday.Date
	From, To            string // languages
	// SourceSHA256 and TextSHA256 are the digests of the source and of the translated text.
	SourceSHA256, TextSHA256 string
}

// EvidenceInfo is an item of an answer with its translation.
type EvidenceInfo struct {
	Item, Lang string
	FileSHA256 string
	Text       string
}

type certificateView struct {
	Name, Court, Number, Sworn, On, SourceSHA256, TextSHA256 value
	From, To                                                 string
}

type evidenceView struct {
	Item, FileSHA256 value
	Lang             string
	Paragraphs       []value
}

// addDesk fills what the papers of the translation desk show.
func (v *view) addDesk(in Input) {
	if c := in.Certificate; c != nil {
		v.Certificate = &certificateView{
			Name: newValue("certificate.name", c.Name), Court: newValue("certificate.court", c.Court), Number: newValue("certificate.number", c.Number),
			Sworn: dateIn(in.Lang, c.Sworn), On: dateIn(in.Lang, c.On), From: c.From, To: c.To,
			SourceSHA256: newValue("certificate.source_sha256", c.SourceSHA256), TextSHA256: newValue("certificate.text_sha256", c.TextSHA256),
		}
	}
	if e := in.Evidence; e != nil {
		v.Evidence = &evidenceView{Item: newValue("evidence.item", e.Item), FileSHA256: newValue("evidence.file_sha256", e.FileSHA256), Lang: e.Lang}
		for _, line := range strings.Split(strings.ReplaceAll(e.Text, "\r\n", "\n"), "\n") {
			if p := newValue("evidence.text", line); p != "" {
				v.Evidence.Paragraphs = append(v.Evidence.Paragraphs, p)
			}
		}
	}
}

func needsDesk(in Input) error {
	switch {
	case in.Kind == KindCertificate && in.Certificate == nil:
		return mla.Refuse(mla.CodeRequired, "certificate")
	case in.Kind == KindEvidenceTranslation && in.Evidence == nil:
		return mla.Refuse(mla.CodeRequired, "evidence")
	}
	return nil
}

// certified ends a translation with the page of its certificate: a request in
// another language than the draft's, or an item of an answer.
func (l *library) certified(in Input, c composed) (composed, error) {
	translated := in.Kind == KindEvidenceTranslation || in.Kind == KindRequest && in.Lang != in.draftLang()
	if in.Certificate == nil || in.Certificate.To != in.Lang || !translated {
		return c, nil
	}
	in.Kind, in.Beside = KindCertificate, ""
	page, err := l.composeIn(in)
	if err != nil {
		return composed{}, err
	}
	c.used = append(c.used, page.used...)
	c.doc.Blocks = append(append(c.doc.Blocks, typeset.Block{Kind: typeset.Break}), page.doc.Blocks...)
	c.doc.Version += " + " + page.doc.Version
	c.doc.Proof.Template = c.doc.Version
	if c.doc.Label == "" {
		c.doc.Label = page.doc.Label
	}
	return c, nil
}

// termKeys are the entries of the glossary that are terms of the law; the others are
// labels of forms, which a sentence uses in their plain sense.
var termKeys = []string{
	"eio_category/", "measure/", "nature/", "role/", "state/", "requesting_authority", "executing_authority", "requested_state",
	"legal_basis", "proceedings", "offence", "offences", "provisions", "max_penalty", "prescription", "victims", "custodian",
	"authorisation", "remedies", "data_protection",
}

// Terms are the terms of the glossary in two languages that a translator of free
// text may meet; whole sentences are none.
func Terms(from, to string) ([][2]string, error) {
	l, err := embedded()
	if err != nil {
		return nil, err
	}
	var out [][2]string
	for key, words := range l.glossary {
		group, code, grouped := strings.Cut(key, "/")
		if grouped {
			group += "/"
		}
		a, b := words[from], words[to]
		if !slices.Contains(termKeys, group) || code == "other" || !strings.ContainsFunc(a, unicode.IsLetter) || !strings.ContainsFunc(b, unicode.IsLetter) || len([]rune(a)) > 40 {
			continue // a dash is a line that a form in that language does not have
		}
		if group != "state/" {
			a, b = withinSentence(a), withinSentence(b)
		}
		out = append(out, [2]string{a, b})
	}
	sortTerms(out)
	return out, nil
}

// withinSentence takes the capital from a label, as a sentence writes the term; a
// State (l’État requis) keeps it.
func withinSentence(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	second, _ := utf8.DecodeRuneInString(label[size:])
	if strings.HasPrefix(label, "État") || !unicode.IsLower(second) {
		return label
	}
	return string(unicode.ToLower(first)) + label[size:]
}

// sortTerms puts longer terms first, so that the more exact one is shown first.
func sortTerms(terms [][2]string) {
	slices.SortFunc(terms, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(len(b[0]), len(a[0])), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
}
