package translation

import (
	"slices"
	"strings"
	"unicode"
)

// publicWords are written with a capital and name nobody: States, institutions
// and words of the law.
var publicWords = wordSet(`france français française françaises républiques république état états europe européen européenne union roumanie roumain roumaine inde indien
	indienne laos philippines philippin philippine code convention conseil protocole traité article ministère ministre justice procureur cour parquet constitution
	juge magistrat internet utc lao lpdr
	french republic state states european romania romanian india indian philippine lao council protocol treaty ministry minister court prosecutor supreme
	attorney general central authority english english department judge penal criminal procedure
	franța francez franceză românia roman română statul statului uniunea codul codului convenția consiliul curtea tribunalul ministerul justiției parchetul`)

// shareable decides word by word. Only words count that stand outside placeholders.
func shareable(masked, lang string) (bool, string) {
	lang = primary(lang)
	var reason string
	var words []string
	first := true
	cutPlaceholders(masked, func(text, id string) {
		if reason == "" {
			reason = telling(text, first, lang, &words)
		}
		if !isBlank(text) || id != "" {
			first = false
		}
	})
	switch {
	case reason != "":
		return false, reason
	case len(words) < 3:
		return false, "short"
	case lang == "fr" && len(strange(masked)) > 0:
		return false, "word"
	}
	return true, ""
}

// telling says what in a text may tell of a person, or "". first says that the
// text begins the sentence.
func telling(text string, first bool, lang string, words *[]string) string {
	for _, r := range text {
		switch {
		case digit(r) >= 0, unicode.IsNumber(r):
			return "digit"
		case strings.ContainsRune("\"«»“”„‹›", r):
			return "quote"
		case strings.ContainsRune("@_/\\#+=<>{}[]|*~^⟦⟧", r), unicode.IsControl(r) && r != '\n':
			return "sign"
		case uncased(r), unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
			return "script"
		}
	}
	for i, w := range cutWords(text) {
		word := text[w.start:w.end]
		*words = append(*words, word)
		folded := fold(word)
		switch {
		case !strings.ContainsFunc(word, unicode.IsUpper):
		case strings.ContainsFunc(word[1:], unicode.IsUpper):
			return "capital" // initials, surnames in capitals, handles
		case i == 0 && first && w.start == len(text)-len(strings.TrimLeftFunc(text, blankOrDash)) && starters[lang][folded]:
		case publicWords[folded]:
		default:
			return "capital"
		}
	}
	return ""
}

func blankOrDash(r rune) bool {
	return unicode.IsSpace(r) || r == '-' || r == '–' || r == '—' || r == '•'
}

// withoutCapitals are the languages whose names nothing shows.
func withoutCapitals(lang string) bool {
	return gapped(lang) || lang == "hi" || lang == "mr" || lang == "ar" || lang == "ta" || lang == "zh" || lang == "ja"
}

func shareablePair(source, sourceLang, target, targetLang string) (bool, string) {
	if withoutCapitals(primary(sourceLang)) {
		return false, "script"
	}
	if primary(sourceLang) != "fr" && primary(targetLang) != "fr" {
		return false, "word" // neither side can be read word by word
	}
	if ok, reason := shareable(source, sourceLang); !ok {
		return false, reason
	}
	if !slices.Equal(placeholdersIn(source), placeholdersIn(target)) {
		return false, "placeholder"
	}
	if !withoutCapitals(primary(targetLang)) {
		return shareable(target, targetLang)
	}
	reason := ""
	cutPlaceholders(target, func(text, _ string) {
		for _, r := range text {
			switch {
			case digit(r) >= 0, unicode.IsNumber(r):
				reason = "digit"
			case unicode.Is(unicode.Latin, r):
				reason = "capital"
			case strings.ContainsRune("\"«»“”@_/\\#+=<>⟦⟧", r):
				reason = "sign"
			}
		}
	})
	return reason == "", reason
}

// placeholdersIn lists the different placeholders of a masked text, sorted.
func placeholdersIn(masked string) []string {
	var out []string
	cutPlaceholders(masked, func(_, id string) {
		if id != "" {
			out = append(out, id)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}
