package api

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// spec is a field of a command's form.
type spec struct {
	name, widget string
	required     bool
	// kind is the kind of document that a file is filed under.
	kind string
	// options and preset depend on the request.
	options func(f formContext) []option
	preset  func(f formContext) string
	// when leaves the field out.
	when func(f formContext) bool
}

// formContext is what the fields of a form depend on.
type formContext struct {
	lang  string
	req   desk.Request
	user  desk.User
	users []desk.User
	today string
	// obligation is the duty that the form is about, where it is about one.
	obligation string
	query      func(string) string
}

func codes(family string, of ...string) func(formContext) []option {
	return func(f formContext) []option { return labelled(f.lang, family, of...) }
}

func today(f formContext) string { return f.today }

// commandForms are the forms of the commands that people give, files last.
// Submit, approve and certify have pages of their own.
var commandForms = map[mla.CommandKind][]spec{
	mla.KindRecall: {},
	mla.KindReturn: {{name: "causes", widget: asChecks, required: true, options: causes}, {name: "reason", widget: asWords, required: true}},
	mla.KindAttachSigned: {
		{name: "signed_on", widget: asDate, required: true, preset: today},
		{name: "pdf_sha256", widget: asHidden, preset: frozenPDF}, {name: "scan", widget: asFile, required: true, kind: "signed"},
	},
	mla.KindAssignTranslator: {{name: "translator", widget: asSelect, required: true, options: users}},
	mla.KindHandOver:         append([]spec{{name: "to_hop", widget: asNumber, required: true, options: nextHop}}, proofSpecs(travelling)...),
	mla.KindReturnIncomplete: {
		{name: "cause", widget: asSelect, required: true, options: causes}, {name: "on", widget: asDate, required: true, preset: today},
		{name: "back_to", widget: asNumber, required: true, options: earlierHops}, {name: "note", widget: asWords},
	},
	mla.KindCure:   {{name: "note", widget: asWords, required: true}, {name: "docs", widget: asFiles, kind: "cure"}},
	mla.KindRework: {{name: "reason", widget: asWords, required: true}},
	mla.KindAcknowledge: {
		{name: "received_on", widget: asDate, required: true}, {name: "foreign_ref", widget: asText},
		{name: "doc", widget: asFile, kind: "acknowledgement"},
	},
	mla.KindLogDecision:      {{name: "on", widget: asDate, required: true, preset: today}, {name: "doc", widget: asFile, kind: "decision"}},
	mla.KindLogStatus:        {{name: "on", widget: asDate, required: true, preset: today}, {name: "note", widget: asWords, required: true}},
	mla.KindAskSupplement:    {{name: "on", widget: asDate, required: true, preset: today}, {name: "question", widget: asWords, required: true}},
	mla.KindAnswerSupplement: {{name: "on", widget: asDate, required: true, preset: today}, {name: "text", widget: asWords, required: true}, {name: "translated", widget: asWords}, {name: "docs", widget: asFiles, kind: "cure"}},
	mla.KindPostpone:         {{name: "until", widget: asDate, required: true}, {name: "ground", widget: asSelect, required: true, options: codes("ground", mla.Grounds...)}},
	mla.KindResume:           {{name: "on", widget: asDate, required: true, preset: today}},
	mla.KindRecordResponse: {
		{name: "extent", widget: asSelect, required: true, options: codes("extent", "partial", "full")},
		{name: "received_on", widget: asDate, required: true, preset: today}, {name: "foreign_ref", widget: asText}, {name: "note", widget: asWords},
	},
	mla.KindRefuse: {
		{name: "ground", widget: asSelect, required: true, options: codes("ground", mla.Grounds...)},
		{name: "on", widget: asDate, required: true, preset: today}, {name: "note", widget: asWords}, {name: "doc", widget: asFile, kind: "decision"},
	},
	mla.KindTranslateAnswer: {
		{name: "evidence", widget: asSelect, required: true, options: untranslated}, {name: "doc", widget: asFile, required: true, kind: "evidence_translation"},
	},
	mla.KindAssess: {
		{name: "verdict", widget: asSelect, required: true, options: codes("verdict", "satisfied", "partly", "insufficient")},
		{name: "final", widget: asCheck}, {name: "note", widget: asWords},
	},
	mla.KindWaiveDelivery:  {{name: "reason", widget: asWords, required: true}},
	mla.KindClose:          {},
	mla.KindWithdraw:       {{name: "reason", widget: asWords, required: true}},
	mla.KindNote:           {{name: "text", widget: asWords, required: true}},
	mla.KindReassign:       {{name: "officer", widget: asSelect, required: true, options: users}, {name: "reason", widget: asWords}},
	mla.KindExtendDeadline: {{name: "obligation", widget: asSelect, required: true, options: extendable}, {name: "due", widget: asDate, required: true}, {name: "reason", widget: asWords, required: true}},
	mla.KindDeclareDanger:  {{name: "note", widget: asWords}},
	mla.KindLogSafeguardAlert: {
		{name: "channel", widget: asSelect, required: true, options: codes("alert", "i247", "fr_247", "provider")},
		{name: "number", widget: asText, required: true}, {name: "at", widget: asTime, required: true},
	},
	mla.KindLogSafeguardOutcome: {
		{name: "outcome", widget: asSelect, required: true, options: codes("outcome", "child_safe", "not_located", "handed_to_local_police")},
		{name: "at", widget: asTime, required: true}, {name: "note", widget: asWords},
	},
	mla.KindCompleteDuty: append([]spec{
		{name: "obligation", widget: asSelect, required: true, options: personalDuties}, {name: "note", widget: asWords},
	}, onlyLetters(proofSpecs(letterDoc))...),
	mla.KindRetryEffect:        {{name: "effect", widget: asSelect, required: true, options: retriable}, {name: "settled", widget: asCheck, when: anyUncertain}},
	mla.KindConfirmPreserved:   {{name: "on", widget: asDate, required: true, preset: today}, {name: "until", widget: asDate}, {name: "foreign_ref", widget: asText}},
	mla.KindExtendPreservation: {{name: "until", widget: asDate, required: true}, {name: "on", widget: asDate, required: true, preset: today}},
	mla.KindLinkFollowUp:       {{name: "request", widget: asText, required: true}},
	mla.KindFollowUpReceived:   {{name: "request", widget: asText, required: true, preset: followUp}, {name: "on", widget: asDate, required: true, preset: today}},
	mla.KindRelease:            {{name: "reason", widget: asWords, required: true}},
	mla.KindRefreshProfile:     {{name: "reason", widget: asWords, required: true}},
}

// evidenceLanguages are those of an answer: ours, English, those in which the
// States of the data take requests, Hindi, and none for a data file.
func evidenceLanguages(f formContext) []option {
	codes := []string{"fr", "en"}
	if book, err := jurisdiction.Load(); err == nil {
		for _, st := range book.States() {
			codes = append(codes, languageCodes(st.LanguageUses())...)
		}
	}
	codes = append(codes, "hi", "zxx")
	var once []string
	for _, code := range codes {
		if !slices.Contains(once, code) {
			once = append(once, code)
		}
	}
	return labelled(f.lang, "lang", once...)
}

// evidenceSpecs are the fields of one item of a response.
var evidenceSpecs = []spec{
	{name: "name", widget: asText, required: true}, {name: "custodian", widget: asText},
	{name: "measure", widget: asSelect, required: true, options: measuresOf},
	{name: "language", widget: asSelect, required: true, options: evidenceLanguages},
	{name: "allowed_use", widget: asSelect, required: true, options: codes("use", "case_only", "consent_needed", "intelligence_only", "unrestricted")},
	{name: "doc", widget: asFile, required: true, kind: "evidence"},
}

func proofSpecs(doc func(formContext) string) []spec {
	return []spec{
		{name: "proof.kind", widget: asSelect, required: true, options: proofs}, {name: "proof.number", widget: asText, required: true},
		{name: "proof.on", widget: asDate, required: true, preset: today}, {name: "proof.person", widget: asLine},
		{name: "proof.doc_sha256", widget: asHidden, preset: doc},
	}
}

func onlyLetters(specs []spec) []spec {
	for i := range specs {
		specs[i].when = func(f formContext) bool { return letterDoc(f) != "" }
	}
	return specs
}

func causes(f formContext) []option {
	var out []option
	for i := 1; i <= 25; i++ {
		c := fmt.Sprintf("R%02d", i)
		out = append(out, option{c, i18n.Label(f.lang, "cause", c)})
	}
	return append(out, option{"other", i18n.Label(f.lang, "cause", "other")})
}

func frozenPDF(f formContext) string {
	if a := f.req.State.Approval; a != nil {
		return a.PDFSHA256
	}
	return ""
}

func travelling(f formContext) string { return f.req.State.Travelling() }
func followUp(f formContext) string   { return f.req.State.FollowUp }

func letterDoc(f formContext) string {
	if o, ok := f.req.State.Obligation(f.obligation); ok {
		return o.Doc.SHA256
	}
	return ""
}

func users(f formContext) []option {
	var out []option
	for _, u := range f.users {
		if !u.Disabled {
			out = append(out, option{u.ID, u.Name})
		}
	}
	return out
}

func hopOption(f formContext, i int) option {
	return option{strconv.Itoa(i), fmt.Sprintf("%d. %s", i+1, inLang(f.lang, f.req.State.Hops[i].Actor))}
}

func nextHop(f formContext) []option {
	if i := f.req.State.Holder + 1; i >= 0 && i < len(f.req.State.Hops) {
		return []option{hopOption(f, i)}
	}
	return nil
}

func earlierHops(f formContext) []option {
	var out []option
	for i := 0; i <= f.req.State.Holder && i < len(f.req.State.Hops)-1; i++ {
		out = append(out, hopOption(f, i))
	}
	return out
}

// proofs are the kinds that fit the next hop, or all of them.
func proofs(f formContext) []option {
	all := []string{"bordereau", "email_id", "valise", "registered_mail", "ecodex_id", "i247_id", "note_verbale"}
	if i := f.req.State.Holder + 1; f.obligation == "" && i > 0 && i < len(f.req.State.Hops) && len(f.req.State.Hops[i].Proofs) > 0 {
		all = f.req.State.Hops[i].Proofs
	}
	return labelled(f.lang, "proof", all...)
}

func measuresOf(f formContext) []option {
	var out []option
	for _, m := range f.req.State.Measures {
		out = append(out, option{m.ID, m.ID + " – " + i18n.Label(f.lang, "measure", m.Kind)})
	}
	return out
}

func untranslated(f formContext) []option {
	var out []option
	for _, e := range f.req.State.Evidence {
		if e.NeedsTranslation() {
			out = append(out, option{e.ID, e.ID + " – " + f.req.Texts[e.Detail.ID] + " (" + i18n.Label(f.lang, "lang", e.Language) + ")"})
		}
	}
	return out
}

func obligationOption(f formContext, o mla.Obligation) option {
	return option{o.ID, clockName(f.lang, o.Clock) + " – " + i18n.Date(f.lang, o.DueDate)}
}

func extendable(f formContext) []option {
	var out []option
	for _, o := range f.req.State.Obligations {
		if o.Extendable() {
			out = append(out, obligationOption(f, o))
		}
	}
	return out
}

// personalDuties are those that a person ends by saying so, of the reader's own.
func personalDuties(f formContext) []option {
	var out []option
	for _, o := range f.req.State.Obligations {
		if o.State == mla.ObligationOpen && slices.Contains(endedByHand, o.Clock) &&
			(mine(f.user.Actor(), o.Owed) || f.user.Role == mla.Officer && o.Owed.Org == "") {
			out = append(out, obligationOption(f, o))
		}
	}
	return out
}

var endedByHand = []string{mla.DutyHandOverLetter, mla.DutyAttention, mla.DutyUncertain}

func retriable(f formContext) []option {
	var out []option
	for _, e := range f.req.State.Effects {
		if e.State == mla.EffectFailed || e.State == mla.EffectIsUncertain {
			out = append(out, option{e.Key, i18n.Label(f.lang, "effect", string(e.Kind)) + " – " + i18n.Label(f.lang, "effectstate", string(e.State))})
		}
	}
	return out
}

func anyUncertain(f formContext) bool {
	return slices.ContainsFunc(f.req.State.Effects, func(e mla.Effect) bool { return e.State == mla.EffectIsUncertain })
}
