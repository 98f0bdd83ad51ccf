package mla

import (
	"slices"
	"strconv"
	"strings"
)

// authorisation is R11: the judge's authorisation comes before the request for a
// coercive measure (CPP 694-20).
func (x *examination) authorisation() {
	attached := slices.ContainsFunc(x.d.Attachments, func(a Attachment) bool {
		return strings.Contains(fold(a.Title), " ordonnance") || strings.Contains(fold(a.Title), " autorisation") || strings.Contains(fold(a.Title), " jld ") || strings.Contains(fold(a.Title), " order ")
	})
	for i, m := range x.d.Measures {
		field := at("measures", i)
		name := textOf("measure", x.kindName(m))
		coercive := m.Coercive || x.Measures[m.Kind].Coercive
		if !coercive {
			if w := says(fold(m.Description), x.p.CoerciveWords); w != "" && blank(m.Authorisation) {
				x.hit("R11", "hidden", field+".coercive", name, arg("value", quote(m.Description, w)))
			}
			continue
		}
		if !x.judicial() {
			x.hit("R11", "not_by_police", field+".kind", name)
			continue
		}
		switch words := fold(m.Authorisation); {
		case blank(m.Authorisation) || x.placeholder(m.Authorisation):
			x.hit("R11", "missing", field+".authorisation", name)
		case says(words, x.p.PendingWords) != "":
			x.hit("R11", "pending", field+".authorisation", name, arg("value", m.Authorisation))
		case !attached:
			x.hit("R11", "not_attached", field+".authorisation", name, arg("value", m.Authorisation))
		}
	}
}

// urgency is R12: urgency is said, reasoned and dated, or not claimed.
func (x *examination) urgency() {
	u := x.d.Urgency
	urgent := u.Level == "urgent"
	if u.Level != "normal" && u.Level != "urgent" && u.Level != "" {
		x.hit("R12", "level_unknown", "urgency.level", arg("value", u.Level))
	}
	switch {
	case !urgent:
		if !u.RequiredBy.IsZero() && blank(u.Reason) {
			x.hit("R12", "date_without_urgency", "urgency.reason", dateArg("date", u.RequiredBy))
		}
	case blank(u.Reason) || x.placeholder(u.Reason):
		x.hit("R12", "no_reason", "urgency.reason")
	case size(u.Reason) < x.p.MinReason || x.onlyGeneric(u.Reason):
		x.hit("R12", "reason_short", "urgency.reason", arg("value", u.Reason))
	}
	if urgent && u.RequiredBy.IsZero() && x.judicial() {
		x.hit("R12", "no_date", "urgency.required_by")
	}
	if x.d.ChildInDanger && !urgent {
		x.hit("R12", "danger_not_urgent", "urgency.level")
	}
	if w, _ := x.sentenceWith(x.p.DangerWords); w != "" && !x.d.ChildInDanger && !urgent {
		x.hit("R12", "danger_words", "child_in_danger", arg("value", w))
	}
	for i, m := range x.d.Measures {
		if x.needs(m, "F21") && !urgent {
			x.hit("R12", "measure_urgent", "urgency.level", textOf("measure", x.kindName(m)), arg("id", x.d.Measures[i].ID))
			return
		}
	}
}

// onlyGeneric reports whether a reason is made of words that give none.
func (x *examination) onlyGeneric(s string) bool {
	for _, w := range strings.Fields(fold(s)) {
		if len(w) > 3 && says(" "+w+" ", x.p.GenericWords) == "" {
			return false
		}
	}
	return true
}

// confidentiality is R13: whoever holds the data may tell the person whose it is.
func (x *examination) confidentiality() {
	if x.d.Confidential {
		return
	}
	for i, m := range x.d.Measures {
		if x.needs(m, "F14", "F15", "F17", "F18", "F20", "F22") {
			x.hit("R13", "not_asked", "confidential", textOf("measure", x.kindName(m)), arg("id", x.d.Measures[i].ID))
			return
		}
	}
}

// hearings is R14: whoever hears somebody for us needs our questions.
func (x *examination) hearings() {
	joined := slices.ContainsFunc(x.d.Attachments, func(a Attachment) bool { return strings.Contains(fold(a.Title), " question") })
	for i, m := range x.d.Measures {
		if !x.needs(m, "F16") {
			continue
		}
		field := at("measures", i)
		name := textOf("measure", x.kindName(m))
		asked := slices.DeleteFunc(slices.Clone(m.Questions), func(q string) bool { return blank(q) || x.placeholder(q) })
		switch n := len(asked); {
		case joined:
		case n == 0:
			x.hit("R14", "missing", field+".questions", name)
		case n < x.p.MinQuestions:
			x.hit("R14", "few", field+".questions", name, arg("n", strconv.Itoa(n)))
		}
		x.capacityHeard(field, m)
	}
}

// capacityHeard: a suspect has rights that a witness has not, and is told so.
func (x *examination) capacityHeard(field string, m Measure) {
	i := slices.IndexFunc(x.d.Persons, func(p Person) bool { return p.Label == m.Person && p.Label != "" })
	minor := minorLabel.MatchString(m.Person)
	role := ""
	if i >= 0 {
		role = x.d.Persons[i].Role
	}
	wrong := m.Kind == "witness_hearing" && (role == "suspect" || minor) || m.Kind == "suspect_hearing" && (minor || role != "" && role != "suspect") ||
		m.Kind == "victim_hearing" && role != "" && role != "victim"
	if wrong {
		x.hit("R14", "capacity_mismatch", field+".person", textOf("measure", x.kindName(m)), arg("value", m.Person))
	}
	suspect := m.Kind == "suspect_hearing" || role == "suspect"
	told := fold(m.Description + " " + strings.Join(x.d.Formalities, " ") + " " + strings.Join(m.Questions, " "))
	if suspect && says(told, x.p.RightsWords) == "" {
		x.hit("R14", "rights_missing", "formalities", arg("value", m.Person))
	}
}

// formalities is R15: what the State's law does not take.
func (x *examination) formalities() {
	look := func(field, text string) {
		words := fold(text)
		for _, u := range x.p.Unavailable {
			if len(u.States) > 0 && !slices.Contains(u.States, x.d.State) || says(words, u.Words) == "" || says(words, u.Unless) != "" {
				continue
			}
			if len(u.Kinds) > 0 && !slices.ContainsFunc(x.d.Measures, func(m Measure) bool { return slices.Contains(u.Kinds, m.Kind) }) {
				continue
			}
			x.hitFrom("R15", "unavailable", field, u.Source, arg("value", quote(text, says(words, u.Words))), textOf("why", u.Text), x.stateArg("state", x.d.State))
		}
	}
	for i, f := range x.d.Formalities {
		look(at("formalities", i), f)
	}
	for i, m := range x.d.Measures {
		look(at("measures", i)+".description", m.Description)
		j := slices.IndexFunc(x.d.Persons, func(p Person) bool { return p.Label == m.Person && p.Role == "suspect" })
		told := fold(m.Description + " " + strings.Join(x.d.Formalities, " "))
		if m.Kind == "video_hearing" && j >= 0 && says(told, x.p.ConsentWords) == "" {
			x.hit("R15", "video_consent", at("measures", i)+".description", arg("value", m.Person))
		}
	}
}

// inRequestedState: said to be there, or with an address there.
func (x *examination) inRequestedState(p Person) bool {
	return p.Local || says(fold(p.Address), x.p.StateWords[x.d.State]) != ""
}

// undertakings is R16: what the requested State wants to be promised.
func (x *examination) undertakings() {
	d := x.d
	if x.judicial() {
		if !d.UseLimitation && d.Form != FormEIO {
			x.hit("R16", "use_limitation", "use_limitation")
		}
		switch {
		case d.ReciprocityOffered:
		case x.relies("RECIPROCITY"):
			x.hit("R16", "reciprocity", "reciprocity_offered")
		case slices.Contains(x.p.ReciprocityExpected, d.State) && len(d.LegalBasis) > 0:
			x.hit("R16", "reciprocity_alternative", "reciprocity_offered", x.stateArg("state", d.State))
		}
		for i, m := range d.Measures {
			if slices.Contains(x.p.CostlyKinds, m.Kind) && blank(d.Costs) {
				x.hit("R16", "costs", "costs", textOf("measure", x.kindName(m)), arg("id", d.Measures[i].ID))
				break
			}
		}
	}
	if x.gate("led_transfer") && blank(d.DataProtection) {
		x.hit("R16", "transfer_ground", "data_protection", x.stateArg("state", d.State))
	}
	if x.gate("death_penalty") && !d.AssuranceRequired {
		for i, p := range d.Persons {
			if p.Role == "suspect" && x.inRequestedState(p) && !blank(p.Name+p.OtherNames+p.Document) {
				x.hit("R16", "assurance", "assurance_required", arg("value", p.Label), x.stateArg("state", d.State), arg("person", at("persons", i)))
				return
			}
		}
	}
}
