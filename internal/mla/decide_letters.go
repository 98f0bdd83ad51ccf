package mla

// letterLang is the language of letters to the foreign side. A judicial one is in
// the language of the request: French where that was accepted.
func (d *decision) letterLang() string {
	if d.logic >= logicLettersOfAnswers && d.s.Track != Judicial {
		return d.p.Reads(Hop{Side: Abroad})
	}
	if d.s.TranslateTo != "" {
		return d.s.TranslateTo
	}
	return "fr"
}

// supplementLetter owes the letter that brings an answer abroad. Its text is what
// a person typed: without a translation of it the letter is in French.
func (d *decision) supplementLetter(b AnswerSupplement) {
	if d.logic < logicLettersOfAnswers || d.s.Track != Judicial {
		return
	}
	lang := d.letterLang()
	if b.Translated.IsZero() {
		lang = "fr"
	}
	d.owe(Effect{Kind: EffectLetter, Template: "supplement", Lang: lang, Supplement: len(d.s.Supplements)})
}

// thanks owes, once, the letter that thanks for an answer that lies in the
// originating case and says what it was good for.
func (d *decision) thanks() {
	if d.logic < logicLettersOfAnswers || d.s.Track != Judicial || d.s.Responses == 0 {
		return
	}
	for _, e := range d.s.Effects {
		if e.Kind == EffectLetter && e.Template == "thanks" {
			return
		}
	}
	d.owe(Effect{Kind: EffectLetter, Template: "thanks", Lang: d.letterLang()})
}
