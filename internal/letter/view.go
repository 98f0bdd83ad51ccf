package letter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

// view is what templates see: values that carry their field, codes as plain
// strings for term, and dates written out in the letter's language.
type view struct {
	Lang, Kind, Form, State, Track string
	Reference                      string
	Date                           value
	Digest                         string

	Authority   authorityView
	Validating  *authorityView
	Executing   value
	References  []pairView
	Bases       []basisView
	Reciprocity bool
	Purpose     value
	Proceedings struct {
		Nature           string
		Authority, Stage value
	}
	Facts, Necessity                         value
	Offences                                 []offenceView
	Persons                                  []personView
	Victims                                  []victimView
	Measures                                 []measureView
	Formalities                              []value
	Urgent                                   bool
	UrgencyReason, RequiredBy                value
	ChildInDanger, Confidential, UseLimited  bool
	Certified, AssuranceRequired, Coercive   bool
	Costs, Remedies, DataProtection, CaseRef value
	Attachments                              []attachmentView

	Approval   *struct{ At, By value }
	Hop        *hopView
	Reminder   *reminderView
	Supplement *supplementView
	Withdrawal *struct{ On, SentOn value }
}

type (
	authorityView struct {
		Name, Capacity, Person, Address, Phone, Email, Hours, Zone, Languages value
	}
	pairView struct {
		Code  string
		Value value
	}
	basisView   struct{ Name, Articles value }
	offenceView struct {
		N                                                          int
		Qualification, Articles, LawText, MaxPenalty, Prescription value
		Category                                                   string
	}
	personView struct {
		Label, Name, OtherNames, BornOn, BornAt, Nationality, Document, Address, Languages value
		Role                                                                               string
		Local                                                                              bool
	}
	victimView struct {
		Label   value
		AgeBand string
		Sealed  bool
	}
	measureView struct {
		ID                                                             value
		Kind                                                           string
		Description, Expected, Custodian, Person, Place, Authorisation value
		From, To                                                       value
		Identifiers                                                    []identifierView
		Questions                                                      []value
		Coercive                                                       bool
	}
	identifierView struct {
		Code            string
		Value, At, Port value
	}
	attachmentView struct {
		Number int
		Title  value
		Digest string
	}
	hopView struct {
		From, To, Number, SHA256 value
		Proof                    string
		Position, Of             int
	}
	reminderView struct {
		Letter                              string // the rung's letter, which the template words
		Subject, Basis, Due, SentOn, Number value
	}
	supplementView struct {
		AskedOn, TheirNumber, Text value
		Documents                  []value
	}
)

var minorLabel = regexp.MustCompile(`^V[1-9][0-9]*$`)

func viewOf(in Input, t texts) (*view, error) {
	d := in.Draft
	v := &view{
		Lang: in.Lang, Kind: string(in.Kind), Form: string(d.Form), State: d.State, Track: string(d.Track),
		Reference: in.Reference, Date: dateIn(in.Lang, in.Date), Digest: shortDigest(in.DraftSHA256),
		Authority:   authorityOf(d.Authority, "authority", capacityOf(in, t)),
		Executing:   newValue("executing_authority", d.ExecutingAuthority),
		Reciprocity: d.ReciprocityOffered, Purpose: t["purpose"], Facts: t["facts"], Necessity: t["necessity"],
		Urgent: d.Urgency.Level == "urgent", UrgencyReason: t["urgency/reason"], RequiredBy: dateIn(in.Lang, d.Urgency.RequiredBy),
		ChildInDanger: d.ChildInDanger, Confidential: d.Confidential, UseLimited: d.UseLimitation,
		Certified: d.Certified, AssuranceRequired: d.AssuranceRequired,
		Costs: t["costs"], Remedies: t["remedies"], DataProtection: t["data_protection"],
		CaseRef: newValue("case_ref", d.CaseRef),
	}
	if a := d.ValidatingAuthority; a != nil {
		va := authorityOf(*a, "validating_authority", t["validating_authority/capacity"])
		v.Validating = &va
	}
	v.Proceedings.Nature = d.Proceedings.Nature
	v.Proceedings.Authority = newValue("proceedings.authority", d.Proceedings.Authority)
	v.Proceedings.Stage = t["proceedings/stage"]
	for i, r := range d.References {
		v.References = append(v.References, pairView{r.Kind, newValue(fmt.Sprintf("references[%d].value", i), r.Value)})
	}
	if err := v.addBases(in); err != nil {
		return nil, err
	}
	if err := v.addPeople(in); err != nil {
		return nil, err
	}
	v.addOffences(d, t)
	v.addMeasures(in, t)
	for i := range d.Formalities {
		v.Formalities = append(v.Formalities, t[fmt.Sprintf("formalities/%d", i+1)])
	}
	for i, a := range d.Attachments {
		v.Attachments = append(v.Attachments, attachmentView{i + 1, t[fmt.Sprintf("attachments/%d/title", i+1)], a.Doc.SHA256})
	}
	v.addOccasion(in, t)
	return v, nil
}

// capacityOf is the authority's post, left out of short letters in a language
// that nobody translated it into.
func capacityOf(in Input, t texts) value {
	const id = "authority/capacity"
	switch v, ok := t[id]; {
	case ok && v != missing:
		return v
	case in.Lang == in.draftLang():
		return newValue("authority.capacity", in.Draft.Authority.Capacity)
	}
	return newValue("translation/"+id, in.Translation[id])
}

func authorityOf(a mla.Authority, field string, capacity value) authorityView {
	return authorityView{
		Name: newValue(field+".name", a.Name), Capacity: capacity, Person: newValue(field+".person", a.Person),
		Address: newValue(field+".address", a.Address), Phone: newValue(field+".phone", a.Phone),
		Email: newValue(field+".email", a.Email), Hours: newValue(field+".hours", a.Hours),
		Zone: newValue(field+".zone", a.Zone), Languages: newValue(field+".languages", strings.Join(a.Languages, ", ")),
	}
}

// addBases refuses an instrument that the profile does not hold: the letter
// would cite law that nobody marked.
func (v *view) addBases(in Input) error {
	for i, b := range in.Draft.LegalBasis {
		field := fmt.Sprintf("legal_basis[%d]", i)
		ins, ok := instrumentOf(in.Profile, b.Instrument)
		if !ok || ins.Source.Mark == "" {
			return mla.Refuse(mla.CodeUnknownValue, field+".instrument", "value", b.Instrument)
		}
		name := ins.Name.EN
		if in.Lang == "fr" || name == "" {
			name = ins.Name.FR
		}
		v.Bases = append(v.Bases, basisView{
			Name:     newValue(field+".instrument", name),
			Articles: newValue(field+".articles", strings.Join(b.Articles, ", ")),
		})
	}
	return nil
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
			Label: newValue(f+"label", p.Label), Role: p.Role, Name: newValue(f+"name", p.Name),
			OtherNames: newValue(f+"other_names", p.OtherNames), BornOn: dateIn(in.Lang, p.BornOn),
			BornAt: newValue(f+"born_at", p.BornAt), Nationality: newValue(f+"nationality", p.Nationality),
			Document: newValue(f+"document", p.Document), Address: newValue(f+"address", p.Address),
			Languages: newValue(f+"languages", strings.Join(p.Languages, ", ")), Local: p.Local,
		})
	}
	return nil
}

func (v *view) addOffences(d mla.Draft, t texts) {
	for i, o := range d.Offences {
		id := fmt.Sprintf("offences/%d/", i+1)
		v.Offences = append(v.Offences, offenceView{
			N: i + 1, Qualification: t[id+"qualification"], LawText: t[id+"law_text"],
			MaxPenalty: t[id+"max_penalty"], Prescription: t[id+"prescription"], Category: o.EIOCategory,
			Articles: newValue(fmt.Sprintf("offences[%d].articles", i), strings.Join(o.Articles, ", ")),
		})
	}
}

func (v *view) addMeasures(in Input, t texts) {
	for i, m := range in.Draft.Measures {
		id, f := "measures/"+m.ID+"/", fmt.Sprintf("measures[%d].", i)
		mv := measureView{
			ID: newValue(f+"id", m.ID), Kind: m.Kind, Coercive: m.Coercive,
			Description: t[id+"description"], Expected: t[id+"expected"], Authorisation: t[id+"authorisation"],
			Custodian: newValue(f+"custodian", m.Custodian), Person: newValue(f+"person", m.Person),
			Place: newValue(f+"place", m.Place), From: dateIn(in.Lang, m.PeriodFrom), To: dateIn(in.Lang, m.PeriodTo),
		}
		for k, x := range m.Identifiers {
			xf := fmt.Sprintf("%sidentifiers[%d].", f, k)
			iv := identifierView{Code: x.Kind, Value: newValue(xf+"value", x.Value), At: newValue(xf+"at", x.At)}
			if x.Port != 0 {
				iv.Port = newValue(xf+"port", fmt.Sprint(x.Port))
			}
			mv.Identifiers = append(mv.Identifiers, iv)
		}
		for k := range m.Questions {
			mv.Questions = append(mv.Questions, t[fmt.Sprintf("%squestions/%d", id, k+1)])
		}
		v.Coercive = v.Coercive || m.Coercive
		v.Measures = append(v.Measures, mv)
	}
}

// addOccasion fills what a letter other than the request is about.
func (v *view) addOccasion(in Input, t texts) {
	if a := in.Approval; a != nil && in.Kind == KindRequest {
		v.Approval = &struct{ At, By value }{
			At: value(a.At.UTC().Format("2006-01-02 15:04") + " UTC"), By: newValue("approval.by", a.By),
		}
	}
	if h := in.Hop; h != nil {
		if in.Kind == KindCover {
			v.Executing = newValue("hop.to", h.To)
		}
		v.Hop = &hopView{
			From: newValue("hop.from", h.From), To: newValue("hop.to", h.To), Number: newValue("hop.number", h.Number),
			SHA256: newValue("hop.sha256", h.SHA256), Proof: h.Proof, Position: h.Position, Of: h.Of,
		}
	}
	if r := in.Reminder; r != nil {
		v.Reminder = &reminderView{
			Letter: r.Letter, Due: dateIn(in.Lang, r.Due), SentOn: dateIn(in.Lang, r.SentOn),
			Number: newValue("reminder.latest_number", r.LatestNumber),
		}
		if to := newValue("reminder.addressed_to", r.AddressedTo); to != "" {
			v.Executing = to
		}
		if c, ok := clockOf(in.Profile, r.Clock); ok {
			name := c.Name.EN
			if in.Lang == "fr" {
				name = c.Name.FR
			}
			v.Reminder.Subject = newValue("reminder.clock", name)
			for _, rung := range in.Profile.Ladders[c.Ladder] {
				if v.Reminder.Letter == "" && rung.ID == r.Rung {
					v.Reminder.Letter = rung.Letter
				}
			}
		}
		if basis, _, ok := citation(in.Profile, *r); ok {
			v.Reminder.Basis = newValue("reminder.basis", basis)
		}
	}
	if s := in.Supplement; s != nil {
		v.Supplement = &supplementView{
			AskedOn: dateIn(in.Lang, s.AskedOn), TheirNumber: newValue("supplement.their_number", s.TheirNumber), Text: t[supplementText],
		}
		for i, d := range s.Documents {
			v.Supplement.Documents = append(v.Supplement.Documents, newValue(fmt.Sprintf("supplement.documents[%d]", i), d))
		}
	}
	if w := in.Withdrawal; w != nil {
		v.Withdrawal = &struct{ On, SentOn value }{dateIn(in.Lang, w.On), dateIn(in.Lang, w.SentOn)}
	}
}

// Asks reports whether a measure of one of these kinds is asked; the EIO's
// section C ticks its boxes with it.
func (v *view) Asks(kinds ...string) bool {
	return slices.ContainsFunc(v.Measures, func(m measureView) bool { return slices.Contains(kinds, m.Kind) })
}

// shortDigest is enough of a digest to recognise the draft by.
func shortDigest(sha string) string { return sha[:min(len(sha), 16)] }
