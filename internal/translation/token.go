package translation

// The kinds of what is protected in a sentence.
const (
	KindName      = "name"      // a person or place of the case
	KindNumber    = "number"    // 1 234,56
	KindDate      = "date"      // 3 février 2026, 2026-02-03, 3/2/2026, février 2026
	KindLabel     = "label"     // V1, P2, M1
	KindReference = "reference" // FR-2026-PH-0042, 121-7, 26/001/0001
	KindAccount   = "account"   // a handle, or a long number
	KindIP        = "ip"
	KindIBAN      = "iban"
	KindMTCN      = "mtcn" // 000-000-0001
	KindPhone     = "phone"
	KindEmail     = "email"
	KindURL       = "url"
	KindHash      = "hash" // MD5, SHA-1, SHA-256, SHA-512 in hexadecimal
	KindSign      = "sign" // a bracket ⟦ or ⟧ of the text itself
)

// Token is a part of a sentence that is not translated: kept as it is
// (identifiers, labels, references), written in the other language's way
// (numbers, dates) or in its registered form (names). Start and End are byte
// offsets into the text.
type Token struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Protect finds the tokens of a sentence, in order and without overlap. names
// are the persons, places and accounts of the case, in every form that may
// stand in a text of this language; they are found whatever their accents,
// in parts too where they are written with a capital.
func Protect(source, lang string, names []string) []Token {
	return NewGuard(lang, names).Protect(source)
}

// Mask replaces every token by a placeholder such as ⟦name1⟧; the same text
// has the same placeholder. values[i] is what the i-th different placeholder
// stands for (its first occurrence), for Unmask and Fill.
func Mask(source, lang string, names []string) (masked string, values []Token) {
	return NewGuard(lang, names).Mask(source)
}
