package translation

import "io"

// Entry is a pair of sentences of a translation memory. Source and Target may
// hold placeholders as Mask writes them.
type Entry struct {
	SourceLang, TargetLang string
	Source, Target         string
}

// EncodeTMX writes a memory as TMX 1.4b; the same entries give the same bytes.
func EncodeTMX(entries []Entry) []byte { return encodeTMX(entries) }

// DecodeTMX reads a memory in the given pair of languages; pairs in other
// languages are counted in skipped. Refusals have codes tmx_….
func DecodeTMX(r io.Reader, sourceLang, targetLang string, limits Limits) (entries []Entry, skipped int, err error) {
	return decodeTMX(r, sourceLang, targetLang, limits)
}
