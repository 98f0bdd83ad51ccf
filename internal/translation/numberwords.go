package translation

import (
	"strconv"
	"strings"
)

// spelt gives the ways a whole number is written in words, folded, so that
// “onze transferts” agrees with “11 transfers”. It knows 0–99, 100 and 1000.
func spelt(n int, lang string) []string {
	w, ok := spelling[lang]
	if !ok || n < 0 || n > 99 && n != 100 && n != 1000 {
		return nil
	}
	return w[n]
}

var spelling = map[string]map[int][]string{"fr": frenchNumbers(), "en": englishNumbers(), "ro": romanianNumbers(), "lo": laoNumbers()}

// below reads "a b|c d": the words for from, from+1 …, variants set apart by |.
func below(m map[int][]string, from, step int, words string) {
	for i, w := range strings.Fields(words) {
		for _, v := range strings.Split(w, "|") {
			m[from+i*step] = append(m[from+i*step], fold(v))
		}
	}
}

func compose(m map[int][]string, tens []int, units func(ten, unit int) []string) {
	for _, t := range tens {
		for u := 1; u <= 9; u++ {
			if len(m[t+u]) == 0 {
				m[t+u] = units(t, u)
			}
		}
	}
}

func frenchNumbers() map[int][]string {
	m := map[int][]string{}
	below(m, 0, 1, `zéro|aucun|aucune un|une|premier|première deux|deuxième|second|seconde trois|troisième quatre|quatrième cinq|cinquième six|sixième sept|septième
		huit|huitième neuf|neuvième dix|dixième onze|onzième douze|douzième treize quatorze quinze seize dix-sept dix-huit dix-neuf`)
	below(m, 20, 10, "vingt trente quarante cinquante soixante soixante-dix quatre-vingts|quatre-vingt quatre-vingt-dix cent")
	m[1000] = []string{"mille"}
	compose(m, []int{20, 30, 40, 50, 60, 80}, func(t, u int) []string {
		ten := m[t][len(m[t])-1]
		if u == 1 && t < 80 {
			return []string{ten + " et un", ten + " et une", ten + "-et-un", ten + "-et-une"}
		}
		return []string{ten + "-" + m[u][0], ten + " " + m[u][0]}
	})
	compose(m, []int{70, 90}, func(t, u int) []string {
		if t == 70 && u == 1 {
			return []string{"soixante et onze", "soixante-et-onze"}
		}
		return []string{m[t-10][len(m[t-10])-1] + "-" + m[10+u][0]}
	})
	return m
}

func englishNumbers() map[int][]string {
	m := map[int][]string{}
	below(m, 0, 1, `zero|no|nil one|first two|second three|third four|fourth five|fifth six|sixth seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh
		twelve|twelfth thirteen fourteen fifteen sixteen seventeen eighteen nineteen`)
	below(m, 20, 10, "twenty thirty forty fifty sixty seventy eighty ninety hundred")
	m[1000] = []string{"thousand"}
	compose(m, []int{20, 30, 40, 50, 60, 70, 80, 90}, func(t, u int) []string {
		return []string{m[t][0] + "-" + m[u][0], m[t][0] + " " + m[u][0]}
	})
	return m
}

func romanianNumbers() map[int][]string {
	m := map[int][]string{}
	below(m, 0, 1, `zero unu|una|un|o|primul|prima doi|două|al-doilea|a-doua trei patru cinci șase șapte opt nouă zece unsprezece doisprezece|douăsprezece
		treisprezece paisprezece|patrusprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece`)
	below(m, 20, 10, "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci sută|suta")
	m[1000] = []string{"mie", "o mie"}
	compose(m, []int{20, 30, 40, 50, 60, 70, 80, 90}, func(t, u int) []string {
		var out []string
		for _, w := range m[u] {
			out = append(out, m[t][0]+" si "+w)
		}
		return out
	})
	return m
}

func laoNumbers() map[int][]string {
	m := map[int][]string{}
	below(m, 0, 1, "ສູນ ໜຶ່ງ|ນຶ່ງ|ຫນຶ່ງ ສອງ ສາມ ສີ່ ຫ້າ ຫົກ ເຈັດ ແປດ ເກົ້າ ສິບ ສິບເອັດ")
	m[20], m[100], m[1000] = []string{"ຊາວ"}, []string{"ຮ້ອຍ", "ໜຶ່ງຮ້ອຍ"}, []string{"ພັນ", "ໜຶ່ງພັນ"}
	for t := 30; t <= 90; t += 10 {
		m[t] = []string{m[t/10][0] + m[10][0]}
	}
	compose(m, []int{10, 20, 30, 40, 50, 60, 70, 80, 90}, func(t, u int) []string {
		if u == 1 {
			return []string{m[t][0] + "ເອັດ"}
		}
		return []string{m[t][0] + m[u][0]}
	})
	return m
}

// speaks reports whether a folded text spells a value in a language.
func speaks(folded, value, lang string) bool {
	n, err := strconv.Atoi(value)
	if err != nil {
		return false
	}
	for _, w := range spelt(n, lang) {
		if lang == "lo" && strings.Contains(folded, w) || hasWord(folded, w) {
			return true
		}
	}
	return false
}
