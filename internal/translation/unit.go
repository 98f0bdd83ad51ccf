package translation

// Unit is a sentence, or a line of a list, of one free text. Source never ends
// in whitespace; Sep is the whitespace that follows it in the text.
type Unit struct {
	// ID is Place, a short digest of the source and the number of its
	// occurrence in that place: "facts/9f2c51d0a7-1". It stays the same while
	// other sentences are edited, inserted or moved.
	ID string `json:"id"`
	// Place is the id of the free text (letter.Segment.ID): "facts".
	Place  string `json:"place"`
	Source string `json:"source"`
	Sep    string `json:"sep,omitempty"`
}

// Split cuts the text of a place into units in reading order. Line ends become
// "\n"; apart from that Source+Sep of all units is the text again. A text of
// blanks has no units. Lao has no full stop: it is cut at line ends and at wide
// gaps only.
func Split(place, lang, text string) []Unit { return split(place, lang, text) }

// Join puts translations (by Unit.ID) together as Split took the source apart.
// missing are the ids without a translation, in order; their place stays empty
// in the text.
func Join(units []Unit, target map[string]string) (text string, missing []string) {
	return join(units, target)
}
