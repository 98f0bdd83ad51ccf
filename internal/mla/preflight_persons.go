package mla

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// minors is R21: nothing that leads to a minor is written in the request.
func (x *examination) minors() {
	for i, p := range x.d.Persons {
		if !p.BornOn.IsZero() && !x.Today.IsZero() && p.BornOn.AddMonths(18*12).After(x.Today) {
			x.hit("R21", "person_minor", at("persons", i)+".born_on", arg("value", p.Label), dateArg("date", p.BornOn))
		}
	}
	for i, v := range x.d.Victims {
		if !minorLabel.MatchString(v.Label) {
			x.hit("R21", "label", at("victims", i)+".label")
		}
	}
	for i, m := range x.d.Measures {
		if minorLabel.MatchString(m.Person) && !blank(m.Place) && x.leadsTo(m.Place) {
			x.hit("R21", "place", at("measures", i)+".place", arg("value", m.Person))
		}
	}
	for _, t := range x.texts {
		x.minorText(t)
	}
}

var (
	minorNamed = regexp.MustCompile(`\bV[1-9][0-9]?\b,?\s*(?:\(\s*(?:de son |alias )?|,?\s*(?:de son vrai nom|se nommant|dont le nom est|whose name is|alias|c’est-à-dire|known as)\s*:?\s*)([\p{Lu}][\p{L}’'-]+)`)
	// minorBorn is the exact date of birth of somebody called a minor.
	minorBorn    = regexp.MustCompile(` (?:ne|nee|born) (?:le|on) `)
	streetNumber = regexp.MustCompile(` \d+ (?:bis |ter )?(?:rue|avenue|boulevard|allee|chemin|impasse|place|route|quai) | \d+ [a-z]+ (?:[a-z]+ )?(?:street|road|avenue|lane|drive) | (?:strada|bulevardul|aleea|calea) [a-z]+ (?:[a-z]+ )?(?:nr )?\d+ `)
)

// leadsTo reports whether a text gives an address at which somebody is found.
func (x *examination) leadsTo(s string) bool {
	words := fold(s)
	return streetNumber.MatchString(words) || says(words, x.p.DwellingWords) != "" || says(words, x.p.StreetWords) != "" || says(words, x.p.SchoolWords) != ""
}

func (x *examination) minorText(t draftText) {
	if m := minorNamed.FindStringSubmatch(t.text); m != nil {
		x.hit("R21", "name", t.field)
	}
	for _, s := range t.sentences {
		words := s.words
		if says(words, x.p.MinorWords) == "" && !minorInText.MatchString(s.text) {
			continue
		}
		if says(words, x.p.SchoolWords) != "" {
			x.hit("R21", "school", t.field)
		}
		if streetNumber.MatchString(words) || says(words, x.p.DwellingWords) != "" && says(words, x.p.StreetWords) != "" {
			x.hit("R21", "address", t.field)
		}
		if minorBorn.MatchString(words) && len(datesIn(s.text)) > 0 {
			x.hit("R21", "birth", t.field)
		}
	}
}

var minorInText = regexp.MustCompile(`\bV[1-9][0-9]?\b`)

// translationAndNames is R08: a language nobody there reads, or one person under
// two spellings.
func (x *examination) translationAndNames() {
	if to := x.d.TranslateTo; to != "" && len(x.Profile.AcceptedLanguages) > 0 && !slices.Contains(x.Profile.AcceptedLanguages, to) {
		x.hit("R08", "language_not_accepted", "translate_to", arg("value", to), arg("known", strings.Join(x.Profile.AcceptedLanguages, ", ")), arg("state", x.d.State))
	}
	x.spellings()
	for i, p := range x.d.Persons {
		field := at("persons", i) + ".name"
		if mixedScripts(p.Name) {
			x.hit("R08", "script_mixed", field, arg("value", p.Name))
		}
		block := x.p.Scripts[x.d.State]
		if p.Local && x.judicial() && len(block) == 2 && !blank(p.Name) && !inScript(p.Name+p.OtherNames, block) {
			x.hit("R08", "original_script", field, arg("value", p.Name), arg("state", x.d.State))
		}
	}
}

func inScript(s string, block []int) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return int(r) >= block[0] && int(r) <= block[1] })
}

// mixedScripts: one word in Latin and Cyrillic letters is a slip of the keyboard.
func mixedScripts(name string) bool {
	for _, w := range strings.Fields(name) {
		latin := strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		other := strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r) })
		if latin && other {
			return true
		}
	}
	return false
}

var properWord = regexp.MustCompile(`\p{Lu}[\p{L}\p{M}’'-]+`)

// spellings compares the capitalised words of the texts with the family names:
// one or two letters apart is the same person written otherwise.
func (x *examination) spellings() {
	type family struct{ raw, folded, label string }
	var names []family
	exact := map[string]bool{}
	for _, p := range x.d.Persons {
		for _, w := range properWord.FindAllString(p.Name+" "+p.OtherNames+" "+p.BornAt, -1) {
			exact[fold(w)] = true
		}
		for _, w := range familyNames(p.Name) {
			names = append(names, family{w, fold(w), p.Label})
		}
	}
	for _, m := range x.d.Measures {
		for _, w := range properWord.FindAllString(m.Custodian+" "+m.Place, -1) {
			exact[fold(w)] = true
		}
	}
	if len(names) == 0 {
		return
	}
	done := map[string]bool{}
	for _, t := range x.texts {
		for _, w := range properWord.FindAllString(t.text, -1) {
			key := fold(w)
			if done[w] {
				continue
			}
			done[w] = true
			for _, n := range names {
				if key == n.folded {
					if !strings.EqualFold(w, n.raw) && bare(w) != bare(n.raw) {
						x.hit("R08", "spelling_mixed", t.field, arg("value", w), arg("known", n.raw), arg("person", n.label))
					}
					break
				}
				if !exact[key] && near(strings.TrimSpace(key), strings.TrimSpace(n.folded)) {
					x.hit("R08", "name_variant", t.field, arg("value", w), arg("known", n.raw), arg("person", n.label))
					break
				}
			}
		}
	}
}

// bare evens out apostrophes and case, and nothing else.
func bare(s string) string { return strings.ToLower(strings.ReplaceAll(s, "’", "'")) }

// familyNames are the words of a name in capitals; else its last word.
func familyNames(name string) []string {
	var out []string
	words := properWord.FindAllString(name, -1)
	for _, w := range words {
		if len([]rune(w)) >= 4 && strings.ToUpper(w) == w {
			out = append(out, w)
		}
	}
	if len(out) == 0 && len(words) > 1 && len([]rune(words[len(words)-1])) >= 4 {
		out = append(out, words[len(words)-1])
	}
	return out
}

// near reports whether two different words are one letter apart, or two where
// both are long.
func near(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	limit := 1
	if len(ra) >= 7 && len(rb) >= 7 {
		limit = 2
	}
	if a == b || len(ra) < 4 || len(ra)-len(rb) > limit || len(rb)-len(ra) > limit || ra[0] != rb[0] && limit == 1 {
		return false
	}
	return distance(ra, rb) <= limit
}

// distance is Levenshtein's.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		last := row[0]
		row[0] = i + 1
		for j := range b {
			cost := last
			if a[i] != b[j] {
				cost = 1 + min(last, row[j], row[j+1])
			}
			last, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
