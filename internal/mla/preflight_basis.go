package mla

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// legalBasis is R01: no or incorrect legal basis, or a way that does not exist.
func (x *examination) legalBasis() {
	if len(x.Forms) > 0 && !slices.Contains(x.Forms, x.d.Form) {
		x.hit("R01", "form_not_carried", "form", x.stateArg("state", x.d.State), arg("value", string(x.d.Form)), arg("known", joinCodes(x.Forms)))
	} else if x.d.Channel != "" && len(x.Channels) > 0 && !slices.Contains(x.Channels, x.d.Channel) {
		x.hit("R01", "channel_unknown", "channel", arg("value", x.d.Channel), arg("known", strings.Join(x.Channels, ", ")))
	}
	if x.judicial() && len(x.d.LegalBasis) == 0 && !x.d.ReciprocityOffered {
		x.hit("R01", "none", "legal_basis", arg("known", x.usable()))
	}
	for i, b := range x.d.LegalBasis {
		x.instrument(at("legal_basis", i), b)
	}
	x.measuresKnown()
	x.europeanOrder()
	if len(x.d.LegalBasis) == 1 && x.relies("UNTOC") && says(x.all, x.p.GroupWords) == "" {
		x.hit("R01", "group_not_shown", at("legal_basis", 0)+".instrument")
	}
}

func (x *examination) instrument(field string, b LegalBasis) {
	if len(x.Instruments) == 0 {
		return // the State is not known
	}
	i := slices.IndexFunc(x.Instruments, func(k KnownInstrument) bool { return k.ID == b.Instrument })
	if i < 0 {
		check := "unknown"
		if slices.Contains(x.Elsewhere, b.Instrument) {
			check = "not_with_state"
		}
		x.hit("R01", check, field+".instrument", arg("value", b.Instrument), x.stateArg("state", x.d.State), arg("known", x.usable()))
		return
	}
	k := x.Instruments[i]
	switch {
	case !k.InForce:
		x.hitFrom("R01", "not_in_force", field+".instrument", k.Source, textOf("value", k.Name), arg("known", x.usable()))
	case !slices.Contains(k.Forms, x.d.Form) && x.d.Form != "":
		x.hit("R01", "not_for_form", field+".instrument", textOf("value", k.Name), arg("form", string(x.d.Form)), arg("known", x.usable()))
	case len(k.FormArticles) == 0 || k.Kind != "multilateral":
		// A form of its own, or a bilateral treaty, says by itself what founds it.
	case len(b.Articles) == 0:
		x.hit("R01", "articles_missing", field+".articles", textOf("value", k.Name), arg("known", strings.Join(k.FormArticles, ", ")))
	case !slices.ContainsFunc(b.Articles, func(a string) bool { return citesOne(a, k.FormArticles) }):
		x.hit("R01", "articles_other", field+".articles", textOf("value", k.Name),
			arg("typed", strings.Join(b.Articles, ", ")), arg("known", strings.Join(k.FormArticles, ", ")))
	}
}

var number = regexp.MustCompile(`\d+`)

// citesOne compares the first numbers, so that "art. 18 §15" cites article 18.
func citesOne(typed string, known []string) bool {
	n := number.FindString(typed)
	return n == "" || slices.ContainsFunc(known, func(k string) bool { return number.FindString(k) == n })
}

// usable lists the instruments in force that fit the form.
func (x *examination) usable() string {
	var out []string
	for _, k := range x.Instruments {
		if k.InForce && slices.Contains(k.Forms, x.d.Form) {
			out = append(out, k.ID)
		}
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, ", ")
}

func (x *examination) measuresKnown() {
	if len(x.Measures) == 0 {
		return
	}
	for i, m := range x.d.Measures {
		if _, ok := x.Measures[m.Kind]; m.Kind != "" && !ok {
			known := make([]string, 0, len(x.Measures))
			for k, needs := range x.Measures {
				if !needs.Retired {
					known = append(known, k)
				}
			}
			slices.Sort(known)
			x.hit("R01", "measure_unknown", at("measures", i)+".kind", arg("value", m.Kind), arg("known", strings.Join(known, ", ")))
		}
		// Expedited preservation is Budapest's: where no channel carries its form, nobody answers in time.
		if m.Kind == "preservation" && x.judicial() && len(x.Forms) > 0 && !slices.Contains(x.Forms, FormBudapest29) {
			x.hit("R01", "no_preservation", at("measures", i)+".kind", x.stateArg("state", x.d.State), arg("known", joinCodes(x.Forms)))
		}
	}
}

// europeanOrder: between Member States the order is the rule (CPP 694-15), and no
// other judicial form is.
func (x *examination) europeanOrder() {
	bound := slices.ContainsFunc(x.Instruments, func(k KnownInstrument) bool {
		return k.Kind == "eu" && k.InForce && slices.Contains(k.Forms, FormEIO)
	})
	if x.judicial() && bound && (x.d.Form == FormMLA || x.d.Form == FormLetterRogatory) {
		x.hit("R01", "eio_is_the_rule", "form", arg("value", string(x.d.Form)))
	}
}

var renumbered = regexp.MustCompile(`^[LRD]\.? ?\d{4}-`)

// lawText is R03: the French texts are not reproduced.
func (x *examination) lawText() {
	if x.d.Track == Police {
		return
	}
	if x.judicial() && len(x.d.Offences) == 0 {
		x.hit("R03", "offences_missing", "offences")
	}
	attached := slices.ContainsFunc(x.d.Attachments, func(a Attachment) bool { return says(fold(a.Title), x.p.LawAttached) != "" })
	for i, o := range x.d.Offences {
		field := at("offences", i)
		if len(o.Articles) == 0 {
			x.hit("R03", "articles_missing", field+".articles", arg("value", o.Qualification))
		}
		for _, a := range o.Articles {
			if renumbered.MatchString(strings.TrimSpace(a)) {
				x.hit("R03", "renumbered", field+".articles", arg("value", a))
			}
		}
		switch {
		case !x.judicial() || attached:
		case blank(o.LawText) || x.placeholder(o.LawText):
			x.hit("R03", "text_missing", field+".law_text", arg("value", strings.Join(o.Articles, ", ")))
		case size(o.LawText) < x.p.MinLawText:
			x.hit("R03", "text_short", field+".law_text", arg("n", strconv.Itoa(size(o.LawText))), arg("min", strconv.Itoa(x.p.MinLawText)))
		}
	}
}

var acquired = regexp.MustCompile(` (?:est|etait|sont|actuellement) (?:desormais |deja )?(?:prescrit|acquise)| prescription acquise| time barred| faits prescrits`)
var notAcquired = regexp.MustCompile(` (?:non|pas|not|nullement|n est) `)

// penaltyAndPrescription is R04.
func (x *examination) penaltyAndPrescription() {
	if !x.judicial() {
		return
	}
	for i, o := range x.d.Offences {
		field := at("offences", i)
		if blank(o.MaxPenalty) || x.placeholder(o.MaxPenalty) {
			x.hit("R04", "penalty_missing", field+".max_penalty", arg("value", o.Qualification))
		}
		switch words := fold(o.Prescription); {
		case blank(o.Prescription) || x.placeholder(o.Prescription):
			x.hit("R04", "prescription_missing", field+".prescription", arg("value", o.Qualification))
		case (acquired.MatchString(words) || words == " acquise " || words == " prescrite " || words == " prescrits ") && !notAcquired.MatchString(words):
			x.hit("R04", "prescribed", field+".prescription", arg("value", o.Prescription))
		}
	}
}

// dualCriminality is R05: shown by conduct, where the State may ask for it.
func (x *examination) dualCriminality() {
	if !x.judicial() {
		return
	}
	if x.d.Form == FormEIO {
		for i, o := range x.d.Offences {
			x.listedOffence(at("offences", i), o)
		}
		return
	}
	if slices.Contains(x.p.DualNotRequired, x.d.State) || blank(x.d.Facts) {
		return
	}
	if says(x.text("facts"), x.p.ConductWords) == "" {
		x.hit("R05", "no_conduct", "facts", x.stateArg("state", x.d.State))
	}
}

// listedOffence: no dual criminality for the categories of Annex D punishable by
// three years or more (Directive 2014/41 art. 11(1)(g)).
func (x *examination) listedOffence(field string, o Offence) {
	category := fold(o.EIOCategory)
	switch years, known := penaltyYears(o.MaxPenalty); {
	case blank(o.EIOCategory):
		if says(x.text("facts"), x.p.ConductWords) == "" {
			x.hit("R05", "no_conduct", "facts", x.stateArg("state", x.d.State))
		}
		x.hit("R05", "category_missing", field+".eio_category", arg("value", o.Qualification))
	case !slices.ContainsFunc(x.p.AnnexD, func(c string) bool { return strings.HasPrefix(category, c) }):
		x.hit("R05", "category_unknown", field+".eio_category", arg("value", o.EIOCategory))
	case known && years < 3:
		x.hit("R05", "under_three_years", field+".max_penalty", arg("value", o.MaxPenalty))
	}
}

var (
	inYears  = regexp.MustCompile(` ([a-z]+|\d+) (ans?|annees?|years?|mois|months?) `)
	numerals = map[string]int{
		"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
		"quinze": 15, "vingt": 20, "trente": 30, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
		"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
	}
)

// penaltyYears reads the length of a penalty in whole years.
func penaltyYears(s string) (int, bool) {
	m := inYears.FindStringSubmatch(fold(s))
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		if n = numerals[m[1]]; n == 0 {
			return 0, false
		}
	}
	if strings.HasPrefix(m[2], "m") {
		n /= 12
	}
	return n, true
}
