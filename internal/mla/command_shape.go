package mla

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/workday"
)

var (
	hexDigest   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	causeCode   = regexp.MustCompile(`^(R(0[1-9]|1[0-9]|2[0-5])|other)$`)
	allowedUses = []string{"case_only", "consent_needed", "intelligence_only", "unrestricted"}
	// Grounds are the grounds for refusal and postponement of the dossier, part 4.4.
	Grounds = []string{
		"sovereignty", "political_offence", "dual_criminality", "ne_bis_in_idem", "extraterritoriality",
		"fundamental_rights", "not_available_domestically", "local_investigation", "confidentiality_conditions",
		"de_minimis", "death_penalty", "immunity", "other",
	}
	outcomes     = []string{"child_safe", "not_located", "handed_to_local_police"}
	verdicts     = []string{"satisfied", "partly", "insufficient"}
	alertChannel = []string{"i247", "fr_247", "provider"}
)

// maxRef is the longest file number or proof number taken, in bytes: a number,
// never a text. maxReceipt is that of a receipt, which another system words.
const (
	maxRef     = 80
	maxReceipt = 200
)

func needText(t TextRef, field string) *Error {
	if t.IsZero() {
		return Refuse(CodeRequired, field)
	}
	return textRef(t, field)
}

// textRef checks a text that may be absent.
func textRef(t TextRef, field string) *Error {
	return first(shortString(t.ID, field), shortString(t.Digest, field))
}

func needDate(d workday.Date, field string) *Error {
	if d.IsZero() {
		return Refuse(CodeRequired, field)
	}
	return nil
}

func needString(s, field string) *Error {
	if s == "" {
		return Refuse(CodeRequired, field)
	}
	return shortString(s, field)
}

func shortString(s, field string) *Error { return boundedString(s, field, maxRef) }

// boundedString refuses what is too long for a number or a code, and what no
// number or code holds: control characters, line ends, broken UTF-8.
func boundedString(s, field string, longest int) *Error {
	if len(s) > longest {
		return Refuse(CodeTooLong, field, "max", strconv.Itoa(longest))
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return Refuse(CodeInvalidText, field)
	}
	return nil
}

func shortStrings(ss []string, field string) *Error {
	for _, s := range ss {
		if err := needString(s, field); err != nil {
			return err
		}
	}
	return nil
}

func shortMeasures(ms []MeasureID, field string) *Error {
	for _, m := range ms {
		if err := first(needString(m.ID, field), shortString(m.Kind, field)); err != nil {
			return err
		}
	}
	return nil
}

func needOneOf(s, field string, of []string) *Error {
	if s == "" {
		return Refuse(CodeRequired, field)
	}
	if err := shortString(s, field); err != nil {
		return err
	}
	if !slices.Contains(of, s) {
		return Refuse(CodeUnknownValue, field, "value", s)
	}
	return nil
}

func needDoc(d DocRef, field string) *Error {
	if !hexDigest.MatchString(d.SHA256) || d.Size <= 0 {
		return Refuse(CodeRequired, field)
	}
	return nil
}

func needDigest(s, field string) *Error {
	if !hexDigest.MatchString(s) {
		return Refuse(CodeRequired, field)
	}
	return nil
}

func digestOrNone(s, field string) *Error {
	if s == "" {
		return nil
	}
	return needDigest(s, field)
}

// first returns the first refusal.
func first(errs ...*Error) *Error {
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return nil
}

func (b Open) Shape() *Error {
	err := first(needString(b.RequestID, "request_id"), needString(b.Reference, "reference"), needString(b.CaseID, "case_id"),
		needString(b.Officer, "officer"), needOneOf(string(b.Track), "track", []string{string(Judicial), string(Police), string(Preservation)}),
		needString(string(b.Form), "form"), needString(b.State, "state"), shortString(b.Parent, "parent"), shortMeasures(b.Measures, "measures"))
	return err
}

func (b Submit) Shape() *Error {
	if b.Revision <= 0 {
		return Refuse(CodeRequired, "revision")
	}
	if len(b.Contributors) == 0 {
		return Refuse(CodeRequired, "contributors")
	}
	if len(b.Measures) == 0 {
		return Refuse(CodeRequired, "measures")
	}
	for _, c := range b.Warned {
		if !causeCode.MatchString(c) {
			return Refuse(CodeUnknownValue, "warned", "value", c)
		}
	}
	return first(needDigest(b.DraftSHA256, "draft_sha256"), needDoc(b.PDF, "pdf"),
		shortStrings(b.Contributors, "contributors"), shortMeasures(b.Measures, "measures"))
}
func (b Recall) Shape() *Error { return nil }
func (b Return) Shape() *Error {
	if len(b.Causes) == 0 {
		return Refuse(CodeRequired, "causes")
	}
	for _, c := range b.Causes {
		if !causeCode.MatchString(c) {
			return Refuse(CodeUnknownValue, "causes", "value", c)
		}
	}
	return needText(b.Reason, "reason")
}
func (b Approve) Shape() *Error {
	return first(needDigest(b.PDFSHA256, "pdf_sha256"), needDigest(b.DraftSHA256, "draft_sha256"))
}
func (b AttachSigned) Shape() *Error {
	return first(needDoc(b.Scan, "scan"), needDate(b.SignedOn, "signed_on"), needDigest(b.PDFSHA256, "pdf_sha256"))
}
func (b AssignTranslator) Shape() *Error { return needString(b.Translator, "translator") }
func (b CertifyTranslation) Shape() *Error {
	return first(needDoc(b.Doc, "doc"), needDigest(b.SourceSHA256, "source_sha256"), needString(b.Language, "language"),
		digestOrNone(b.TranslationSHA256, "translation_sha256"))
}
func (p Proof) shape() *Error {
	return first(needString(p.Kind, "proof.kind"), needString(p.Number, "proof.number"), needDate(p.On, "proof.on"), needDigest(p.Doc, "proof.doc_sha256"),
		textRef(p.Person, "proof.person"))
}
func (b HandOver) Shape() *Error {
	if b.ToHop < 1 {
		return Refuse(CodeRequired, "to_hop")
	}
	return b.Proof.shape()
}
func (b ReturnIncomplete) Shape() *Error {
	if !causeCode.MatchString(b.Cause) {
		return Refuse(CodeUnknownValue, "cause", "value", b.Cause)
	}
	return first(needDate(b.On, "on"), textRef(b.Note, "note"))
}
func (b Cure) Shape() *Error   { return needText(b.Note, "note") }
func (b Rework) Shape() *Error { return needText(b.Reason, "reason") }
func (b Acknowledge) Shape() *Error {
	return first(needDate(b.ReceivedOn, "received_on"), shortString(b.ForeignRef, "foreign_ref"))
}
func (b LogDecision) Shape() *Error { return needDate(b.On, "on") }
func (b LogStatus) Shape() *Error   { return first(needDate(b.On, "on"), needText(b.Note, "note")) }
func (b AskSupplement) Shape() *Error {
	return first(needDate(b.On, "on"), needText(b.Question, "question"))
}
func (b AnswerSupplement) Shape() *Error {
	return first(needDate(b.On, "on"), needText(b.Text, "text"), textRef(b.Translated, "translated"))
}
func (b Postpone) Shape() *Error {
	return first(needDate(b.Until, "until"), needOneOf(b.Ground, "ground", Grounds))
}
func (b Resume) Shape() *Error { return needDate(b.On, "on") }
func (b RecordResponse) Shape() *Error {
	if err := first(needOneOf(b.Extent, "extent", []string{"partial", "full"}), needDate(b.ReceivedOn, "received_on"), shortString(b.ForeignRef, "foreign_ref"), textRef(b.Note, "note")); err != nil {
		return err
	}
	if len(b.Evidence) == 0 {
		return Refuse(CodeRequired, "evidence")
	}
	for _, e := range b.Evidence {
		if err := first(needDoc(e.Doc, "evidence.doc"), needString(e.Measure, "evidence.measure"), needString(e.Language, "evidence.language"),
			needOneOf(e.AllowedUse, "evidence.allowed_use", allowedUses), needText(e.Detail, "evidence.detail")); err != nil {
			return err
		}
	}
	return nil
}
func (b RefuseExecution) Shape() *Error {
	return first(needOneOf(b.Ground, "ground", Grounds), needDate(b.On, "on"), textRef(b.Note, "note"))
}
func (b TranslateAnswer) Shape() *Error {
	return first(needString(b.Evidence, "evidence"), needDoc(b.Doc, "doc"), digestOrNone(b.SourceSHA256, "source_sha256"),
		digestOrNone(b.TranslationSHA256, "translation_sha256"))
}
func (b Assess) Shape() *Error {
	return first(needOneOf(b.Verdict, "verdict", verdicts), textRef(b.Note, "note"))
}
func (b WaiveDelivery) Shape() *Error { return needText(b.Reason, "reason") }
func (b Close) Shape() *Error         { return nil }
func (b Withdraw) Shape() *Error      { return needText(b.Reason, "reason") }
func (b Note) Shape() *Error          { return needText(b.Text, "text") }
func (b Reassign) Shape() *Error {
	return first(needString(b.Officer, "officer"), textRef(b.Reason, "reason"))
}
func (b ExtendDeadline) Shape() *Error {
	return first(needString(b.Obligation, "obligation"), needDate(b.Due, "due"), needText(b.Reason, "reason"))
}
func (b DeclareDanger) Shape() *Error { return textRef(b.Note, "note") }
func (b LogSafeguardAlert) Shape() *Error {
	if b.At.IsZero() {
		return Refuse(CodeRequired, "at")
	}
	return first(needOneOf(b.Channel, "channel", alertChannel), needString(b.Number, "number"))
}
func (b LogSafeguardOutcome) Shape() *Error {
	if b.At.IsZero() {
		return Refuse(CodeRequired, "at")
	}
	return first(needOneOf(b.Outcome, "outcome", outcomes), textRef(b.Note, "note"))
}
func (b CompleteDuty) Shape() *Error {
	// Whether a proof is due depends on the duty; what is there must be one.
	return first(needString(b.Obligation, "obligation"), textRef(b.Note, "note"), shortString(b.Proof.Kind, "proof.kind"),
		shortString(b.Proof.Number, "proof.number"), textRef(b.Proof.Person, "proof.person"))
}
func (b RetryEffect) Shape() *Error { return needString(b.Effect, "effect") }
func (b ConfirmPreserved) Shape() *Error {
	return first(needDate(b.On, "on"), shortString(b.ForeignRef, "foreign_ref"))
}
func (b ExtendPreservation) Shape() *Error {
	return first(needDate(b.Until, "until"), needDate(b.On, "on"))
}
func (b LinkFollowUp) Shape() *Error { return needString(b.Request, "request") }
func (b FollowUpReceived) Shape() *Error {
	return first(needString(b.Request, "request"), needDate(b.On, "on"))
}
func (b Release) Shape() *Error { return needText(b.Reason, "reason") }
func (b Lapse) Shape() *Error   { return needString(b.Obligation, "obligation") }
func (b FireRung) Shape() *Error {
	return first(needString(b.Obligation, "obligation"), needString(b.Rung, "rung"))
}
func (b CompleteEffect) Shape() *Error {
	return first(needString(b.Effect, "effect"), needOneOf(b.Outcome, "outcome", []string{"done", "failed", "uncertain"}), shortString(b.Code, "code"))
}
func (b DeliveryAcknowledged) Shape() *Error {
	return first(needString(b.Delivery, "delivery"), boundedString(b.Receipt, "receipt", maxReceipt))
}
func (b DeliveryTroubled) Shape() *Error {
	return first(needString(b.Delivery, "delivery"), shortString(b.Code, "code"))
}
func (b RefreshProfile) Shape() *Error {
	return first(needString(b.Profile.Hash, "profile"), needText(b.Reason, "reason"))
}
func (b RefreshCalendar) Shape() *Error {
	for _, d := range b.Days {
		if err := first(needString(d.State, "days"), shortString(d.Number, "days")); err != nil {
			return err
		}
		if d.On.IsZero() {
			return Refuse(CodeRequired, "days")
		}
	}
	// A calendar without a State is none: every day would be a working day.
	return first(needString(b.Cause, "cause"), needString(b.Home.State, "home"), needString(b.Abroad.State, "abroad"))
}
