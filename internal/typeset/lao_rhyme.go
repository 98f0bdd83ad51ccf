package typeset

// rhyme collects the possible ends of the vowel and final consonant that
// follow an onset.
type rhyme struct {
	t    []rune
	ends []int
}

// end adds the end after j, and with mayFinal the one after a final consonant,
// unless that consonant carries a vowel of its own and so begins a syllable.
func (r *rhyme) end(j int, needFinal, mayFinal bool) {
	if k := j + 1; mayFinal && in(laoFinals, at(r.t, j)) && !in(laoVowels+laoTones+laoTrailing, at(r.t, k)) {
		r.ends = append(r.ends, k)
		if at(r.t, k) == laoKaran {
			r.ends = append(r.ends, k+1)
		}
	}
	if !needFinal {
		r.ends = append(r.ends, j)
	}
}

// laoRhymes returns the possible ends of the rhyme at i; pre is the vowel sign
// that stood before the onset, zero if none.
func laoRhymes(t []rune, i int, pre rune) []int {
	r := &rhyme{t: t}
	j, mark := i, rune(0)
	if in(laoVowels, at(t, j)) {
		mark = t[j]
		j++
	}
	for in(laoTones, at(t, j)) {
		j++
	}
	if pre != 0 {
		r.afterPrevowel(j, pre, mark)
	} else {
		r.plain(j, mark)
	}
	return r.ends
}

func (r *rhyme) afterPrevowel(j int, pre, mark rune) {
	a, b := at(r.t, j), at(r.t, j+1)
	switch {
	case pre == 'ໃ' || pre == 'ໄ':
		r.end(j, false, false)
		if a == 'ຍ' {
			r.end(j+1, false, false)
		}
	case pre == 'ເ' && mark == 'ົ' && a == 'າ':
		r.end(j+1, false, false)
	case pre == 'ເ' && mark != 0 && a == 'ອ':
		r.end(j+1, false, true)
	case pre == 'ເ' && mark == 'ັ' && a == 'ຍ':
		r.end(j+1, false, true)
	case a == 'າ' && b == 'ະ':
		r.end(j+2, false, false)
	case a == 'າ':
		r.end(j+1, false, pre != 'ເ')
	case a == 'ະ':
		r.end(j+1, false, false)
	case pre == 'ເ' && (a == 'ຍ' || a == 'ຽ'):
		r.end(j+1, false, true)
		r.end(j, false, true)
	default:
		r.end(j, false, true)
	}
}

func (r *rhyme) plain(j int, mark rune) {
	a, b := at(r.t, j), at(r.t, j+1)
	switch {
	case mark == 'ັ':
		if a == 'ວ' && b == 'ະ' {
			r.end(j+2, false, false)
		} else if a == 'ວ' {
			r.end(j+1, false, false)
		}
		r.end(j, true, true)
	case mark == 'ົ':
		if a == 'ວ' {
			r.end(j+1, false, false)
		}
		r.end(j, true, true)
	case mark == laoNiggahit:
		r.end(j, false, true)
	case mark != 0:
		r.end(j, false, true)
	case a == 'ະ' || a == laoAM:
		r.end(j+1, false, false)
	case a == laoAA:
		r.end(j+1, false, true)
	case a == 'ຽ' || a == 'ວ' || a == 'ອ':
		r.end(j+1, a != 'ອ', true)
	}
}
