package letter

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

type (
	personView struct {
		Label, Name, OtherNames, BornOn, BornAt, Document, Address, Workplace, Contact value
		LegalForm, Registration, Representative                                        value
		Nationality                                                                    codeView
		Languages                                                                      []codeView
		Role, Sex                                                                      string
		Local, Legal                                                                   bool
	}
	victimView struct {
		Label   value
		AgeBand string
		Sealed  bool
	}
	sealedView struct {
		Label, Name, BornOn, Document, Address, Note value
	}
)

var minorLabel = regexp.MustCompile(`^V[1-9][0-9]*$`)

// named is a name or a place as it was typed, with its form in the letter's
// language or script beside it where one is known.
func (in Input) named(field, text string) value {
	v := newValue(field, text)
	form, ok := in.Names[text]
	if !ok {
		form = in.Names[strings.TrimSpace(text)]
	}
	if form = strings.TrimSpace(form); v == "" || form == "" || form == strings.TrimSpace(text) {
		return v
	}
	return v + " (" + newValue("names", form) + ")"
}

// addPeople refuses a minor whose label is not a label.
func (v *view) addPeople(in Input) error {
	for i, m := range in.Draft.Victims {
		field := fmt.Sprintf("victims[%d].label", i)
		if !minorLabel.MatchString(m.Label) {
			return mla.Refuse("minor_label", field)
		}
		v.Victims = append(v.Victims, victimView{newValue(field, m.Label), m.AgeBand, m.Sealed})
	}
	for i, p := range in.Draft.Persons {
		f := fmt.Sprintf("persons[%d].", i)
		v.Persons = append(v.Persons, personView{
			Label: newValue(f+"label", p.Label), Role: p.Role, Name: in.named(f+"name", p.Name),
			OtherNames: in.named(f+"other_names", p.OtherNames), BornOn: in.date(p.BornOn),
			BornAt: in.named(f+"born_at", p.BornAt), Nationality: nationalityOf(in, f+"nationality", p.Nationality), Sex: p.Sex,
			Document: newValue(f+"document", p.Document), Address: in.named(f+"address", p.Address),
			Workplace: in.named(f+"workplace", p.Workplace), Contact: newValue(f+"contact", p.Contact),
			Languages: languagesOf(in, f+"languages", p.Languages), Local: p.Local, Legal: p.Legal, LegalForm: newValue(f+"legal_form", p.LegalForm),
			Registration: newValue(f+"registration", p.Registration), Representative: in.named(f+"representative", p.Representative),
		})
	}
	for i, s := range in.Sealed {
		f := fmt.Sprintf("sealed[%d].", i)
		if !minorLabel.MatchString(s.Label) {
			return mla.Refuse("minor_label", f+"label")
		}
		v.Sealed = append(v.Sealed, sealedView{
			Label: newValue(f+"label", s.Label), Name: in.named(f+"name", s.Name), BornOn: in.date(s.BornOn),
			Document: newValue(f+"document", s.Document), Address: in.named(f+"address", s.Address), Note: newValue(f+"note", s.Note),
		})
	}
	return nil
}

// NaturalPersons and LegalPersons are the two halves of an EIO's section E.
func (v *view) NaturalPersons() []personView { return v.people(false) }

// LegalPersons are those with a register and a representative.
func (v *view) LegalPersons() []personView { return v.people(true) }

func (v *view) people(legal bool) []personView {
	var out []personView
	for _, p := range v.Persons {
		if p.Legal == legal {
			out = append(out, p)
		}
	}
	return out
}
