package translation

// Unmask puts the values of Mask back, as they stood in the source.
func Unmask(masked string, values []Token) string { return unmask(masked, values) }

// Fill puts the values of Mask into a translation: numbers and dates in the way
// of the target language, names in the form that names gives for them (by their
// form in the source), everything else as it is. Placeholders that values do
// not know stay, and Check reports them.
func Fill(masked string, values []Token, sourceLang, targetLang string, names map[string]string) string {
	return fill(masked, values, sourceLang, targetLang, names)
}

// MaskTarget masks a translation with the placeholders of its source: each token
// in it gets the placeholder of the value that it renders. ok is false if a
// token in it renders none, or a value is not rendered; such a pair does not
// belong in a memory.
func MaskTarget(target, targetLang string, values []Token, sourceLang string, names map[string]string) (masked string, ok bool) {
	return maskTarget(target, targetLang, values, sourceLang, names)
}

// Shareable reports whether a masked sentence may enter the memory that cases
// share, and if not why: "digit", "capital", "quote", "sign", "script", "short".
// When in doubt, it may not: anything that still looks like a name, a number
// or an identifier keeps it in its case.
func Shareable(masked, lang string) (ok bool, reason string) { return shareable(masked, lang) }

// ShareablePair is Shareable for a sentence and its translation, which must hold
// the same placeholders ("placeholder"). A translation into a script without
// capitals is judged with its source; a source in such a script never is.
func ShareablePair(source, sourceLang, target, targetLang string) (ok bool, reason string) {
	return shareablePair(source, sourceLang, target, targetLang)
}
