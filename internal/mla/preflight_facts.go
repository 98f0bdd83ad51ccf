package mla

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// factsAndLink is R02: facts too thin, or nothing that ties the evidence to them.
func (x *examination) factsAndLink() {
	x.longTexts()
	if len(x.d.Measures) == 0 {
		x.hit("R02", "measures_missing", "measures")
	}
	seen := map[string]bool{}
	for i, m := range x.d.Measures {
		field := at("measures", i)
		if !measureLabel.MatchString(m.ID) || seen[m.ID] {
			x.hit("R02", "measure_id", field+".id", arg("value", m.ID))
		}
		seen[m.ID] = true
		x.measureText(field, m)
		x.measurePerson(field, m)
	}
	for i, p := range x.d.Persons {
		if !personLabel.MatchString(p.Label) {
			x.hit("R02", "label_invalid", at("persons", i)+".label", arg("value", p.Label))
		}
	}
	x.labelsInTexts()
}

func (x *examination) longTexts() {
	d := x.d
	switch n := size(d.Facts); {
	case n == 0:
		x.hit("R02", "facts_missing", "facts")
	case x.placeholder(d.Facts):
		x.hit("R02", "placeholder", "facts", arg("value", d.Facts))
	case n < x.p.MinFacts:
		x.hit("R02", "facts_short", "facts", arg("n", strconv.Itoa(n)), arg("min", strconv.Itoa(x.p.MinFacts)))
	case x.firstYear == 0 || !year.MatchString(d.Facts):
		x.hit("R02", "facts_undated", "facts")
	}
	switch n := size(d.Purpose); {
	case n == 0:
		x.hit("R02", "purpose_missing", "purpose")
	case x.placeholder(d.Purpose):
		x.hit("R02", "placeholder", "purpose", arg("value", d.Purpose))
	case n < x.p.MinPurpose:
		x.hit("R02", "purpose_short", "purpose", arg("n", strconv.Itoa(n)), arg("min", strconv.Itoa(x.p.MinPurpose)))
	}
	switch n := size(d.Necessity); {
	case d.Track == Police:
	case n == 0:
		x.hit("R02", "necessity_missing", "necessity")
	case n < x.p.MinNecessity || x.placeholder(d.Necessity):
		x.hit("R02", "necessity_short", "necessity", arg("n", strconv.Itoa(n)), arg("min", strconv.Itoa(x.p.MinNecessity)))
	}
}

func (x *examination) measureText(field string, m Measure) {
	name := textOf("measure", x.kindName(m))
	switch n := size(m.Description); {
	case n == 0:
		x.hit("R02", "description_missing", field+".description", name)
	case x.placeholder(m.Description):
		x.hit("R02", "placeholder", field+".description", arg("value", m.Description))
	case n < x.p.MinDescription:
		x.hit("R02", "description_short", field+".description", name, arg("n", strconv.Itoa(n)), arg("min", strconv.Itoa(x.p.MinDescription)))
	}
	if blank(m.Expected) {
		x.hit("R02", "expected_missing", field+".expected", name)
	}
	if w := says(fold(m.Description+" "+m.Expected), x.p.OpenEnded); w != "" {
		x.hit("R02", "open_ended", field+".description", name, arg("value", quote(m.Description+" "+m.Expected, w)))
	}
	if len(m.Identifiers) > 0 && x.d.Track != Police && !x.linked(m) {
		x.hit("R02", "no_link", field+".identifiers", name, arg("value", m.Identifiers[0].Value))
	}
}

// linked reports whether facts or necessity lead to what is asked: they quote an
// identifier, the custodian, the person or the measure, or point to them.
func (x *examination) linked(m Measure) bool {
	words := x.text("facts") + x.text("necessity")
	if says(words, x.p.LinkWords) != "" {
		return true
	}
	quoted := func(s string) bool { return fold(s) != " " && strings.Contains(words, fold(s)) }
	if quoted(m.ID) || quoted(shortName(m.Custodian)) {
		return true
	}
	squeezed := strings.ReplaceAll(words, " ", "")
	return slices.ContainsFunc(m.Identifiers, func(id Identifier) bool {
		v := strings.ReplaceAll(fold(id.Value), " ", "")
		return v != "" && strings.Contains(squeezed, v)
	})
}

// shortName is how facts call a custodian: without its address and legal form.
func shortName(custodian string) string {
	name, _, _ := strings.Cut(custodian, ",")
	words := strings.Fields(name)
	return strings.Join(words[:min(len(words), 2)], " ")
}

// measurePerson: a hearing or a protection is of somebody whom the draft names.
func (x *examination) measurePerson(field string, m Measure) {
	name := textOf("measure", x.kindName(m))
	who := strings.TrimSpace(m.Person)
	if who == "" {
		if x.needs(m, "F16") || x.needs(m, "F10") && x.needs(m, "F17") {
			x.hit("R02", "person_missing", field+".person", name)
		}
		return
	}
	if i := slices.IndexFunc(x.d.Persons, func(p Person) bool { return p.Label == who }); i >= 0 {
		if p := x.d.Persons[i]; blank(p.Name) && blank(p.OtherNames) && blank(p.Document) {
			x.hit("R02", "person_unidentified", at("persons", i)+".name", arg("value", p.Label), name)
		}
		return
	}
	if !slices.ContainsFunc(x.d.Victims, func(v Victim) bool { return v.Label == who }) {
		x.hit("R02", "person_unknown", field+".person", arg("value", who))
	}
}

var labelInText = regexp.MustCompile(`\b([PV][1-9][0-9]?)\b`)

// labelsInTexts: P3 or V2 in a text stands for nobody unless the draft lists it.
func (x *examination) labelsInTexts() {
	known := map[string]bool{}
	for _, p := range x.d.Persons {
		known[p.Label] = true
	}
	for _, v := range x.d.Victims {
		known[v.Label] = true
	}
	for _, t := range x.texts {
		for _, m := range labelInText.FindAllString(t.text, -1) {
			if !known[m] {
				x.hit("R02", "label_in_text", t.field, arg("value", m))
				known[m] = true // once is enough
			}
		}
	}
}
