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
	// namedMinor is somebody called a minor and then by name; V1 is none.
	namedMinor = regexp.MustCompile(`\b(?:mineure?|enfant|fillette|garçon|child|girl|boy)s? (?:prénommée? |nommée? |named |called )?\p{Lu}\p{Ll}{2,}`)
	// agedMinor is a name followed by an age under eighteen; littleNamed a child by the words.
	nameAndAge  = regexp.MustCompile(`\b\p{Lu}\p{Ll}{2,}(?: \p{Lu}[\p{L}.]*)?(?:, (?:âgée? de |aged )?| \(| âgée? de | aged )(?:[1-9]|1[0-7]) (?:ans|years old)(?:[,.;)]|$| et | and | qui | est | vit | a )`)
	littleNamed = regexp.MustCompile(`\b[Ll](?:a petite|e petit) \p{Lu}\p{Ll}{2,}`)
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
	called, named := x.minorWords(), false
	for _, s := range t.sentences {
		words := s.words
		aged := x.agedMinor(s)
		if says(words, called) == "" && !strings.Contains(words, " v") && !aged {
			continue // expressions cost more than words
		}
		if !named && (aged || minorNamed.MatchString(s.text) || namedMinor.MatchString(s.text)) {
			x.hit("R21", "name", t.field)
			named = true
		}
		if i := indexOf(words, x.p.SchoolWords); i >= 0 && x.ofMinor(words, i) {
			x.hit("R21", "school", t.field)
		}
		i := -1
		if strings.ContainsAny(words, "0123456789") {
			if at := streetNumber.FindStringIndex(words); at != nil {
				i = at[0]
			}
		}
		if i < 0 && says(words, x.p.DwellingWords) != "" {
			i = indexOf(words, x.p.StreetWords)
		}
		if i >= 0 && (aged || x.ofMinor(words, i)) {
			x.hit("R21", "address", t.field)
		}
		if at := minorBorn.FindStringIndex(words); at != nil && len(datesIn(s.text)) > 0 && x.ofMinor(words, at[0]) {
			x.hit("R21", "birth", t.field)
		}
	}
}

// agedMinor reports whether a sentence gives a child's name with an age, as "Maricel,
// 12 ans" or "la petite Maricel" beside one. A place or a penalty with a number of
// years is none: "condamné à Lyon (3 ans)".
func (x *examination) agedMinor(s sentence) bool {
	if !strings.Contains(s.words, " ans ") && !strings.Contains(s.words, " years ") {
		return false
	}
	for _, at := range nameAndAge.FindAllStringIndex(s.text, -1) {
		before := strings.Fields(fold(s.text[:at[0]]))
		name := strings.Fields(fold(s.text[at[0]:at[1]]))[0]
		if (len(before) == 0 || !slices.Contains(notBeforeNames, before[len(before)-1])) && !slices.Contains(penalties, name) {
			return true
		}
	}
	return littleNamed.MatchString(s.text)
}

var (
	notBeforeNames = []string{"a", "de", "du", "en", "sur", "depuis", "par", "in", "at", "from", "of"}
	penalties      = []string{"emprisonnement", "prison", "reclusion", "peine", "detention", "interdiction", "suivi", "prescription"}
)

// indexOf finds the first of the folded words in a folded text.
func indexOf(text string, words []string) int {
	first := -1
	for _, w := range words {
		if i := strings.Index(text, w); i >= 0 && w != "" && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

// ofMinor reports whether what stands at i of a sentence is said of a minor: the
// person named last before it, else the first named after it, is one.
func (x *examination) ofMinor(words string, i int) bool {
	called := x.minorWords()
	last := func(s string) (minor, adult int) {
		minor, adult = -1, -1
		for _, at := range minorInWords.FindAllStringIndex(s, -1) {
			minor = max(minor, at[0])
		}
		for _, w := range called {
			minor = max(minor, strings.LastIndex(s, w))
		}
		for _, at := range adultInWords.FindAllStringIndex(s, -1) {
			adult = max(adult, at[0])
		}
		return minor, adult
	}
	if minor, adult := last(words[:i+1]); minor >= 0 || adult >= 0 {
		return minor > adult
	}
	after := words[i:]
	minor := indexOf(after, called)
	if at := minorInWords.FindStringIndex(after); at != nil && (minor < 0 || at[0] < minor) {
		minor = at[0]
	}
	adult := adultInWords.FindStringIndex(after)
	return minor >= 0 && (adult == nil || minor < adult[0])
}

// minorWords are the words for a minor in this draft: "the victim" is one where
// every victim it presents is.
func (x *examination) minorWords() []string {
	adult := slices.ContainsFunc(x.d.Persons, func(p Person) bool { return p.Role == "victim" })
	if len(x.d.Victims) == 0 || adult {
		return x.p.MinorWords
	}
	return append(slices.Clip(x.p.MinorWords), " victim")
}

var (
	minorInWords = regexp.MustCompile(` v[1-9][0-9]? `)
	adultInWords = regexp.MustCompile(` (?:p[1-9][0-9]? |suspect|mise? en cause|mise? en examen|prevenu|temoin|titulaire|gerant|enquet|monsieur |madame |mme |m |mr )`)
)

// translationAndNames is R08: a language nobody there reads, or one person under
// two spellings.
func (x *examination) translationAndNames() {
	if to := x.d.TranslateTo; to != "" && len(x.Profile.AcceptedLanguages) > 0 && !slices.Contains(x.Profile.AcceptedLanguages, to) {
		x.hit("R08", "language_not_accepted", "translate_to", arg("value", to), arg("known", strings.Join(x.Profile.AcceptedLanguages, ", ")), x.stateArg("state", x.d.State))
	}
	x.registeredNames()
	x.spellings()
	for i, p := range x.d.Persons {
		field := at("persons", i) + ".name"
		if mixedScripts(p.Name) {
			x.hit("R08", "script_mixed", field, arg("value", p.Name))
		}
		block := x.p.Scripts[x.d.State]
		if p.Local && x.judicial() && len(block) == 2 && !blank(p.Name) && !inScript(p.Name+p.OtherNames, block) && !x.inLocalScript(p.Name, block) {
			x.hit("R08", "original_script", field, arg("value", p.Name), x.stateArg("state", x.d.State))
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
