package letter

import (
	"fmt"

	"github.com/rogatory/rogatory/internal/workday"
)

var months = map[string][12]string{
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"ro": {"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"},
	"lo": {"ມັງກອນ", "ກຸມພາ", "ມີນາ", "ເມສາ", "ພຶດສະພາ", "ມິຖຸນາ", "ກໍລະກົດ", "ສິງຫາ", "ກັນຍາ", "ຕຸລາ", "ພະຈິກ", "ທັນວາ"},
}

// date is a date as the letter writes it: in words, or for machines in digits.
func (in Input) date(d workday.Date) value {
	if in.Kind == KindPoliceText {
		return dateIn("", d)
	}
	return dateIn(in.Lang, d)
}

// dateIn writes a civil date out in a language, as 2026-11-23 where its months
// are not known; the zero date is empty.
func dateIn(lang string, d workday.Date) value {
	m, ok := months[lang]
	if d.IsZero() {
		return ""
	}
	if !ok {
		return value(d.String())
	}
	day := fmt.Sprint(d.Day())
	if lang == "fr" && d.Day() == 1 {
		day = "1er"
	}
	return value(fmt.Sprintf("%s\u00A0%s\u00A0%d", day, m[d.Month()-1], d.Year()))
}
