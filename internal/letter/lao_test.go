package letter

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/templates"
)

// laoFaults are marks of Lao that stand where no writer puts them. They say that
// a text is well formed, and nothing of what it means: nobody has reviewed it.
func laoFaults(text string) []string {
	const (
		consonants = "ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອຮໜໝຼ"
		leading    = "ເແໂໃໄ"
		vowels     = "ັິີຶືຸູົໍ" // above and below
		tones      = "່້໊໋"
		following  = "ະາຳຽ"
	)
	in := func(set string, r rune) bool { return r != 0 && strings.ContainsRune(set, r) }
	var out []string
	prev := rune(0)
	runes := []rune(text)
	for i, r := range runes {
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		var fault string
		switch {
		case in(leading, r) && !in(consonants, next):
			fault = "a vowel before no consonant"
		case in(vowels, r) && !in(consonants, prev):
			fault = "a vowel on no consonant"
		case in(tones, r) && !in(consonants, prev) && !in(vowels, prev):
			fault = "a tone on nothing"
		case in(following, r) && !in(consonants+vowels+tones, prev) && !(r == 'ະ' && prev == 'າ'): // ເກາະ
			fault = "a vowel after nothing"
		case r == 'າ' && prev == 'ໍ', r == 'າ' && in(tones, prev) && i > 1 && runes[i-2] == 'ໍ':
			fault = "sara am in two pieces"
		case r == '◌':
			fault = "a dotted circle"
		}
		if fault != "" {
			out = append(out, fault+": "+string(runes[max(0, i-6):min(len(runes), i+6)]))
		}
		prev = r
	}
	return out
}

func TestTheLaoOfLettersIsWellFormed(t *testing.T) {
	t.Parallel()
	for bad, n := range map[string]int{"ຜູ້ເຍົາ ເໝາະ": 0, "ນ້ຳ ຊ່ວຍເຫຼືອ": 0, "ຜ\u0EC9\u0EB9": 1, "ເ ຍ": 1, "ນໍ້າ": 1, "ນໍາ": 1, "ກ◌": 1} {
		if got := laoFaults(bad); len(got) != n {
			t.Errorf("%q: %v", bad, got)
		}
	}
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for key, words := range l.glossary {
		for _, f := range laoFaults(words["lo"]) {
			t.Errorf("glossary %s: %s", key, f)
		}
	}
	paths, err := fs.Glob(templates.LettersFS, "letters/*/lo.tmpl")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d templates, %v", len(paths), err)
	}
	for _, p := range paths {
		src, err := fs.ReadFile(templates.LettersFS, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range laoFaults(string(src)) {
			t.Errorf("%s: %s", p, f)
		}
	}
	for _, m := range months["lo"] {
		for _, f := range laoFaults(m) {
			t.Errorf("month %s: %s", m, f)
		}
	}
}
