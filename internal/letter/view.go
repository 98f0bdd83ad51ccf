package letter

import (
	"fmt"
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
	Issuer      partyView // who writes, where that is not the requesting authority
	Addressee   partyView
	References  []pairView
	Bases       []basisView
	Reciprocity bool
	Treaty      bool // an instrument other than reciprocity is relied on
	// Untranslated says that the free text is in the language it was typed in.
	Untranslated bool
	Purpose      value
	Proceedings  struct {
		Nature           string
		Authority, Stage value
	}
	Facts, Necessity                         value
	Offences                                 []offenceView
	Persons                                  []personView
	Victims                                  []victimView
	Measures                                 []measureView
	Formalities                              []value
	Officials                                []officialView
	Urgent                                   bool
	UrgencyGround                            string
	UrgencyReason, RequiredBy                value
	ChildInDanger, Confidential, UseLimited  bool
	Certified, AssuranceRequired, Coercive   bool
	Costs, Remedies, DataProtection, CaseRef value
	Attachments                              []attachmentView

	Approval   *struct{ At, By value }
	Hop        *hopView
	Reminder   *reminderView
	Supplement *supplementView
	Withdrawal *struct{ On, SentOn, Number value }
	Thanks     *thanksView
	Sealed     []sealedView

	Certificate *certificateView
	Evidence    *evidenceView
}

type (
	authorityView struct {
		Name, Capacity, Person, Address, Phone, Email, Hours value
		Zone                                                 zoneView
		Languages                                            []codeView
	}
	// partyView is an authority with its key in the country data, where it has one.
	partyView struct {
		ID   string
		Name value
	}
	pairView struct {
		Code  string
		Value value
	}
	basisView struct {
		ID             string
		Name, Articles value
	}
	offenceView struct {
		N                                                          int
		Qualification, Articles, LawText, MaxPenalty, Prescription value
		Category                                                   string
	}
	// officialView is one of ours who is to assist in the execution.
	officialView   struct{ Name, Function, Contact value }
	attachmentView struct {
		Number int
		Title  value
		Digest string
	}
)

func viewOf(in Input, t texts) (*view, error) {
	d := in.Draft
	v := &view{
		Lang: in.Lang, Kind: string(in.Kind), Form: string(d.Form), State: d.State, Track: string(d.Track),
		Reference: in.Reference, Date: in.date(in.Date), Digest: shortDigest(in.DraftSHA256),
		Authority:   authorityOf(in, d.Authority, "authority", capacityOf(in, t)),
		Addressee:   partyView{Name: newValue("executing_authority", d.ExecutingAuthority)},
		Reciprocity: d.ReciprocityOffered, Purpose: t["purpose"], Facts: t["facts"], Necessity: t["necessity"],
		Urgent: d.Urgency.Level == "urgent", UrgencyGround: d.Urgency.Ground, UrgencyReason: t["urgency/reason"],
		RequiredBy:    in.date(d.Urgency.RequiredBy),
		ChildInDanger: d.ChildInDanger, Confidential: d.Confidential, UseLimited: d.UseLimitation,
		Certified: d.Certified, AssuranceRequired: d.AssuranceRequired,
		Costs: t["costs"], Remedies: t["remedies"], DataProtection: t["data_protection"],
		CaseRef: newValue("case_ref", d.CaseRef), Untranslated: in.Kind == KindCourtesy && in.Lang != in.draftLang(),
	}
	if a := d.ValidatingAuthority; a != nil {
		va := authorityOf(in, *a, "validating_authority", t["validating_authority/capacity"])
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
	for i, o := range d.Officials {
		f := fmt.Sprintf("officials[%d].", i)
		v.Officials = append(v.Officials, officialView{
			newValue(f+"name", o.Name), t[fmt.Sprintf("officials/%d/function", i+1)], newValue(f+"contact", o.Contact),
		})
	}
	for i, a := range d.Attachments {
		v.Attachments = append(v.Attachments, attachmentView{i + 1, t[fmt.Sprintf("attachments/%d/title", i+1)], a.Doc.SHA256})
	}
	v.addOccasion(in, t)
	v.addDesk(in)
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

func authorityOf(in Input, a mla.Authority, field string, capacity value) authorityView {
	return authorityView{
		Name: newValue(field+".name", a.Name), Capacity: capacity, Person: newValue(field+".person", a.Person),
		Address: newValue(field+".address", a.Address), Phone: newValue(field+".phone", a.Phone),
		Email: newValue(field+".email", a.Email), Hours: newValue(field+".hours", a.Hours),
		Zone: zoneOf(in, field+".zone", a.Zone), Languages: languagesOf(in, field+".languages", a.Languages),
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
		v.Treaty = v.Treaty || ins.Kind != mla.PaperReciprocity
		v.Bases = append(v.Bases, basisView{
			ID: ins.ID, Name: newValue(field+".instrument", printed(name)), Articles: newValue(field+".articles", strings.Join(b.Articles, ", ")),
		})
	}
	return nil
}

func (v *view) addOffences(d mla.Draft, t texts) {
	for i, o := range d.Offences {
		id := fmt.Sprintf("offences/%d/", i+1)
		v.Offences = append(v.Offences, offenceView{
			N: i + 1, Qualification: t[id+"qualification"], LawText: t[id+"law_text"],
			MaxPenalty: t[id+"max_penalty"], Prescription: t[id+"prescription"], Category: annexDCode(o.EIOCategory),
			Articles: newValue(fmt.Sprintf("offences[%d].articles", i), strings.Join(o.Articles, ", ")),
		})
	}
}

// shortDigest is enough of a digest to recognise the draft by.
func shortDigest(sha string) string { return sha[:min(len(sha), 16)] }
