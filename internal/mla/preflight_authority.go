package mla

import (
	"slices"
	"strings"
)

// authorityAndPlace is R06: the wrong authority, or no place on the ground.
func (x *examination) authorityAndPlace() {
	if blank(x.d.ExecutingAuthority) || x.placeholder(x.d.ExecutingAuthority) {
		if x.judicial() {
			x.hit("R06", "addressee_missing", "executing_authority", x.stateArg("state", x.d.State))
		}
	} else {
		x.addressee()
	}
	for i, m := range x.d.Measures {
		x.place(at("measures", i), m)
	}
}

func (x *examination) addressee() {
	words := fold(x.d.ExecutingAuthority)
	own := says(words, x.p.StateWords[x.d.State])
	if other, w := x.otherState(words); own == "" && other != "" {
		check := "other_state"
		if other == "FR" {
			check = "home_authority"
		}
		x.hit("R06", check, "executing_authority", arg("value", quote(x.d.ExecutingAuthority, w)), x.stateArg("other", other), x.stateArg("state", x.d.State))
	}
	if w := says(words, x.p.NCBWords); x.judicial() && w != "" {
		x.hit("R06", "police_office", "executing_authority", arg("value", quote(x.d.ExecutingAuthority, w)))
	}
}

// otherState finds the words of another State in a folded text, in a fixed order.
func (x *examination) otherState(words string) (state, word string) {
	codes := make([]string, 0, len(x.p.StateWords))
	for code := range x.p.StateWords {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		if code == x.d.State {
			continue
		}
		if w := says(words, x.p.StateWords[code]); w != "" {
			return code, w
		}
	}
	return "", ""
}

// place: where people act, they need an address that exists on their map.
func (x *examination) place(field string, m Measure) {
	where, of := m.Place, field+".place"
	if blank(where) {
		if i := slices.IndexFunc(x.d.Persons, func(p Person) bool { return p.Label == m.Person && p.Label != "" }); i >= 0 {
			where, of = x.d.Persons[i].Address, at("persons", i)+".address"
		}
	}
	sealed := slices.ContainsFunc(x.d.Victims, func(v Victim) bool { return v.Label == m.Person && v.Sealed })
	name := textOf("measure", x.kindName(m))
	onSite := slices.Contains(x.p.OnSite, m.Kind)
	switch {
	case blank(where) || x.placeholder(where):
		if onSite && !sealed {
			x.hit("R06", "place_missing", field+".place", name)
		}
		return
	case minorLabel.MatchString(m.Person):
		return // the place of a minor is not written here at all: R21
	}
	words := fold(where)
	if other, w := x.otherState(words); other != "" && says(words, x.p.StateWords[x.d.State]) == "" {
		x.hit("R06", "place_elsewhere", of, arg("value", quote(where, w)), x.stateArg("other", other), x.stateArg("state", x.d.State))
		return
	}
	if !onSite {
		return
	}
	for _, group := range x.p.PlaceWords[x.d.State] {
		if says(words, group) == "" {
			x.hit("R06", "place_vague", of, arg("value", where), arg("expected", shown(group)))
			return
		}
	}
}

// shown lists a few words of a group for a text.
func shown(group []string) string {
	out := make([]string, 0, 4)
	for _, w := range group {
		if len(out) < 4 {
			out = append(out, strings.TrimSpace(w))
		}
	}
	return strings.Join(out, ", ")
}

// issuer is R07: who issues, in which capacity, and whether it is certified.
func (x *examination) issuer() {
	if !x.judicial() {
		return
	}
	if !x.d.Certified {
		x.hit("R07", "not_certified", "certified")
	}
	if blank(x.d.Proceedings.Authority) {
		x.hit("R07", "authority_missing", "proceedings.authority")
	}
	a := x.d.Authority
	capacity, name := fold(a.Capacity), fold(a.Name)
	judicial := says(capacity, x.p.JudicialWords) != ""
	police, of := says(capacity, x.p.PoliceWords), "authority.capacity"
	if police == "" && !judicial {
		police, of = says(fold(a.Person), x.p.PoliceWords), "authority.person"
	}
	if police == "" && !judicial && says(name, x.p.JudicialWords) == "" {
		police, of = says(name, x.p.PoliceWords), "authority.name"
	}
	other := says(capacity, x.p.OtherIssuers)
	switch {
	case police != "" && (!judicial || strings.HasPrefix(capacity, " "+police)):
		x.hit("R07", "police_issuer", of, arg("value", quote(a.Capacity+" "+a.Person+" "+a.Name, police)))
	case other != "" && (!judicial || strings.HasPrefix(capacity, " "+other)):
		x.hit("R07", "wrong_issuer", "authority.capacity", arg("value", a.Capacity))
	case blank(a.Capacity):
		x.hit("R07", "capacity_missing", "authority.capacity")
	case !judicial:
		x.hit("R07", "capacity_unknown", "authority.capacity", arg("value", a.Capacity))
	default:
		x.nature(capacity)
	}
	if blank(a.Person) {
		x.hit("R07", "person_missing", "authority.person")
	}
}

// nature: the investigating judge issues in a judicial investigation, the
// prosecutor in an inquiry, the court at trial.
func (x *examination) nature(capacity string) {
	nature := x.d.Proceedings.Nature
	fits, known := x.p.NatureCapacity[nature]
	switch {
	case !known:
		x.hit("R07", "nature_missing", "proceedings.nature", arg("value", nature))
	case says(capacity, fits) == "":
		x.hit("R07", "nature_mismatch", "proceedings.nature", arg("value", x.d.Authority.Capacity), arg("nature", nature), arg("expected", x.p.NatureNames[nature]))
	}
	if x.d.Form == FormLetterRogatory && (nature == "preliminary_inquiry" || nature == "flagrancy") {
		x.hit("R07", "form_not_for_issuer", "form", arg("nature", nature))
	}
}

// contact is R17: somebody must be there to answer.
func (x *examination) contact() {
	a := x.d.Authority
	if blank(a.Name) {
		x.hit("R17", "authority_missing", "authority.name")
	}
	if blank(a.Person) {
		x.hit("R17", "person_missing", "authority.person")
	}
	switch host := domain(a.Email); {
	case blank(a.Email) || x.placeholder(a.Email):
		x.hit("R17", "email_missing", "authority.email")
	case !mailShape.MatchString(strings.TrimSpace(a.Email)):
		x.hit("R17", "email_invalid", "authority.email", arg("value", a.Email))
	case slices.Contains(x.p.PrivateMail, host):
		x.hit("R17", "email_private", "authority.email", arg("value", host))
	}
	if blank(a.Phone) || x.placeholder(a.Phone) {
		x.hit("R17", "phone_missing", "authority.phone")
	}
	switch zone := strings.TrimSpace(a.Zone); {
	case zone == "":
		x.hit("R17", "zone_missing", "authority.zone")
	case !strings.Contains(zone, "/") && zone != "UTC":
		x.hit("R17", "zone_unknown", "authority.zone", arg("value", zone))
	}
	if blank(a.Hours) {
		x.hit("R17", "hours_missing", "authority.hours")
	}
	if len(a.Languages) == 0 {
		x.hit("R17", "languages_missing", "authority.languages")
	}
}

func domain(email string) string {
	_, host, _ := strings.Cut(strings.ToLower(strings.TrimSpace(email)), "@")
	return host
}
