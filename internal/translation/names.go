package translation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameIndex finds names word by word. A name is found whole whatever its case
// and its marks, in another order (surname first), and in parts, where the part
// is written with a capital.
type nameIndex struct {
	words map[string][]int // folded word → the names that have it
	names []nameWords
}

type nameWords struct {
	words []string
	// lower is a name that is itself written small: a pseudonym.
	lower bool
	// body is an authority or a company: its words are words of the language.
	body bool
}

func newNameIndex() nameIndex { return nameIndex{words: map[string][]int{}} }

// particles are words of names that are words of sentences as well: alone they
// are nobody's name.
var particles = wordSet(`de du des la le les d l von van der den und et and of the al el bin binti ibn da di do dos das san santa st saint sainte
	mr mrs ms mme m mlle jr sr ii iii barangay brgy muang ban rue street strada avenue place road sa srl inc ltd pvt co cabinet tribunal banca banque bank service services
	en sur sous lès aux`)

// institutions are words by which an authority or a company is known. Such a name
// may be translated, all but the words that are its own (Vauclair).
var institutions = wordSet(`tribunal judiciaire cour appel cassation parquet greffe juge instruction procureur vice procureure république cabinet ministère bureau
	service services direction office officier police gendarmerie banque société agence autorité centrale pole pôle
	court judge judicial prosecutor prosecution department ministry justice home affairs division office cybercrime attorney general supreme people peoples bank
	agency company corporation remittance wallet telecom services inc ltd pvt llc sole co corp authority central bureau national international
	tribunalul judecătoria curtea parchetul parchet lângă ministerul justiției direcția serviciul poliția banca banca agenția societatea sa srl`)

// ownWords are the words of a name that no institution and no sentence has.
func ownWords(name string) []string {
	var out []string
	for _, w := range strings.Fields(nameKey(name)) {
		if !particles[w] && !institutions[w] && !publicWords[w] {
			out = append(out, w)
		}
	}
	return out
}

// isBody reports whether a name is that of an authority or a company.
func isBody(name string) bool {
	return slices.ContainsFunc(strings.Fields(nameKey(name)), func(w string) bool { return institutions[w] })
}

// add takes a name that is made of cased words; it declines any other.
func (x *nameIndex) add(name string) bool {
	words := cutWords(name)
	if len(words) == 0 || strings.ContainsFunc(name, func(r rune) bool {
		return digit(r) >= 0 || uncased(r) || strings.ContainsRune("@_/:\\#+", r)
	}) {
		return false
	}
	n := nameWords{lower: true, body: isBody(name)}
	for _, w := range words {
		text := name[w.start:w.end]
		n.words = append(n.words, fold(text))
		n.lower = n.lower && !capital(text)
	}
	for _, w := range n.words {
		if !slices.Contains(x.words[w], len(x.names)) {
			x.words[w] = append(x.words[w], len(x.names))
		}
	}
	x.names = append(x.names, n)
	return true
}

type span struct{ start, end int }

// cutWords cuts a text into runs of letters.
func cutWords(s string) []span {
	out := make([]span, 0, len(s)/6+1)
	start := -1
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r))
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			out = append(out, span{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, span{start, len(s)})
	}
	return out
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// find gives the names in a text.
func (x *nameIndex) find(s string) []found {
	if len(x.names) == 0 {
		return nil
	}
	words := cutWords(s)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = fold(s[w.start:w.end])
	}
	var out []found
	for i := 0; i < len(words); i++ {
		n := 0
		for _, name := range x.words[folded[i]] {
			n = max(n, x.length(x.names[name], s, words[i:], folded[i:]))
		}
		if n == 0 {
			continue
		}
		start, end := words[i].start, words[i+n-1].end
		out = append(out, found{Token: Token{KindName, s[start:end], start, end}})
		i += n - 1
	}
	return out
}

// length gives how many words, from the first, are of the name; 0 if what is
// there does not name anybody.
func (x *nameIndex) length(name nameWords, s string, words []span, folded []string) int {
	left := slices.Clone(name.words)
	n, capitals, telling, own := 0, 0, 0, 0
	for i := range words {
		k := slices.Index(left, folded[i])
		if k < 0 || i > 0 && !joined(s[words[i-1].end:words[i].start]) {
			break
		}
		text := s[words[i].start:words[i].end]
		small := particles[folded[i]] || utf8.RuneCountInString(text) < 2
		if i == 0 && small && folded[0] != name.words[0] {
			return 0
		}
		left = slices.Delete(left, k, k+1)
		if !small {
			telling++
			if capital(text) {
				capitals++
			}
			if !institutions[folded[i]] && !publicWords[folded[i]] {
				own++
			}
		}
		if !small || len(left) == 0 {
			n = i + 1
		}
	}
	switch whole := len(left) == 0; {
	case whole && (n > 1 || name.lower || capitals > 0):
		return n
	case capitals == telling && own > 0 && (telling > 1 || !name.body && !compound(s, words[0].start, words[n-1].end)):
		return n
	}
	return 0
}

// compound reports whether a hyphen ties the span to another word: Saint-Exemple
// is no part of the name Exemple.
func compound(s string, start, end int) bool {
	return strings.HasSuffix(s[:start], "-") || strings.HasPrefix(s[end:], "-")
}

// joined reports whether what stands between two words may stand within a name.
func joined(between string) bool {
	switch between {
	case " ", "-", "'", "’", "\u00a0", "\u202f", "‑", ". ", ".", "' ", ", ":
		return true
	}
	return false
}

// inWord reports whether letters or digits touch the span from outside, for
// scripts that put blanks between words.
func inWord(s string, start, end int) bool {
	first, _ := utf8.DecodeRuneInString(s[start:end])
	last, _ := utf8.DecodeLastRuneInString(s[start:end])
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	wordly := func(r rune) bool { return (unicode.IsLetter(r) || digit(r) >= 0) && !uncased(r) }
	return wordly(first) && start > 0 && wordly(before) || wordly(last) && end < len(s) && wordly(after)
}
