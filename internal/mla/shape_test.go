package mla

import (
	"strings"
	"testing"
	"time"
)

// samples gives one body of each kind with every required field.
func samples() map[CommandKind]CommandBody {
	on := day("2026-03-02")
	all := []CommandBody{
		Open{RequestID: "r", Reference: "FR-2026-PH-0001", CaseID: "c", Officer: "u", Track: Judicial, Form: FormEIO, State: "PH"},
		submit(), Recall{}, Return{Causes: []string{"R01"}, Reason: text("r")}, approve(),
		AttachSigned{Scan: doc("scan"), SignedOn: on, PDFSHA256: digest("pdf")},
		AssignTranslator{Translator: "u"}, certify(), HandOver{ToHop: 1, Proof: proof("bordereau", on, digest("pdf"))},
		ReturnIncomplete{Cause: "R08", On: on}, Cure{Note: text("n")}, Rework{Reason: text("r")}, Acknowledge{ReceivedOn: on},
		LogDecision{On: on}, LogStatus{On: on, Note: text("n")}, AskSupplement{On: on, Question: text("q")},
		AnswerSupplement{On: on, Text: text("a")}, Postpone{Until: on, Ground: "other"}, Resume{On: on},
		RecordResponse{Extent: "full", ReceivedOn: on, Evidence: []EvidenceIn{item("M1", "fr")}},
		RefuseExecution{Ground: "other", On: on}, TranslateAnswer{Evidence: "E1", Doc: doc("t")}, Assess{Verdict: "partly"},
		WaiveDelivery{Reason: text("r")}, Close{}, Withdraw{Reason: text("r")}, Note{Text: text("n")}, Reassign{Officer: "u"},
		ExtendDeadline{Obligation: "o", Due: on, Reason: text("r")}, DeclareDanger{},
		LogSafeguardAlert{Channel: "i247", Number: "1", At: monday}, LogSafeguardOutcome{Outcome: "child_safe", At: monday},
		CompleteDuty{Obligation: "o"}, RetryEffect{Effect: "e"}, RemakePapers{Effect: "e"}, ConfirmPreserved{On: on}, ExtendPreservation{Until: on, On: on},
		LinkFollowUp{Request: "r"}, FollowUpReceived{Request: "r", On: on}, Release{Reason: text("r")}, Lapse{Obligation: "o"},
		FireRung{Obligation: "o", Rung: "r1"}, CompleteEffect{Effect: "e", Outcome: "done"}, DeliveryAcknowledged{Delivery: "d"},
		DeliveryTroubled{Delivery: "d"}, RefreshProfile{Profile: Profile{Hash: "h"}, Reason: text("r")},
		RefreshCalendar{Home: french(), Abroad: philippine(), Cause: "i"},
	}
	out := map[CommandKind]CommandBody{}
	for _, b := range all {
		out[b.Kind()] = b
	}
	return out
}

func TestEveryCommandHasADecoderAndASample(t *testing.T) {
	t.Parallel()
	bodies := samples()
	for kind := range commandBodies {
		b, ok := bodies[kind]
		if !ok {
			t.Errorf("no sample of %s", kind)
			continue
		}
		if err := b.Shape(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for kind := range bodies {
		if _, ok := commandBodies[kind]; !ok {
			t.Errorf("no decoder for %s", kind)
		}
	}
	for _, r := range Table {
		if _, ok := commandBodies[r.On]; !ok && r.On != advance {
			t.Errorf("the table names %s, which nobody can decode", r.On)
		}
	}
	for kind := range sidesteps {
		if _, ok := commandBodies[kind]; !ok {
			t.Errorf("the sidestep %s cannot be decoded", kind)
		}
	}
}

// without is a sample with one field taken away or spoilt.
func without[T CommandBody](change func(*T)) CommandBody {
	var zero T
	b := samples()[zero.Kind()].(T)
	change(&b)
	return b
}

func TestShapesRefuseAMissingFieldByName(t *testing.T) {
	t.Parallel()
	cases := []struct {
		field string
		body  CommandBody
	}{
		{"request_id", without(func(b *Open) { b.RequestID = "" })},
		{"reference", without(func(b *Open) { b.Reference = "" })},
		{"case_id", without(func(b *Open) { b.CaseID = "" })},
		{"officer", without(func(b *Open) { b.Officer = "" })},
		{"track", without(func(b *Open) { b.Track = "" })},
		{"track", without(func(b *Open) { b.Track = "postal" })},
		{"form", without(func(b *Open) { b.Form = "" })},
		{"state", without(func(b *Open) { b.State = "" })},
		{"revision", without(func(b *Submit) { b.Revision = 0 })},
		{"draft_sha256", without(func(b *Submit) { b.DraftSHA256 = "abc" })},
		{"pdf", without(func(b *Submit) { b.PDF = DocRef{} })},
		{"pdf", without(func(b *Submit) { b.PDF.Size = 0 })},
		{"contributors", without(func(b *Submit) { b.Contributors = nil })},
		{"warned", without(func(b *Submit) { b.Warned = []string{"R04", "R99"} })},
		{"measures", without(func(b *Submit) { b.Measures = nil })},
		{"causes", without(func(b *Return) { b.Causes = nil })},
		{"causes", without(func(b *Return) { b.Causes = []string{"R26"} })},
		{"reason", without(func(b *Return) { b.Reason = TextRef{} })},
		{"pdf_sha256", without(func(b *Approve) { b.PDFSHA256 = "" })},
		{"draft_sha256", without(func(b *Approve) { b.DraftSHA256 = "" })},
		{"scan", without(func(b *AttachSigned) { b.Scan = DocRef{} })},
		{"signed_on", without(func(b *AttachSigned) { b.SignedOn = noDate })},
		{"pdf_sha256", without(func(b *AttachSigned) { b.PDFSHA256 = "" })},
		{"translator", without(func(b *AssignTranslator) { b.Translator = "" })},
		{"doc", without(func(b *CertifyTranslation) { b.Doc = DocRef{} })},
		{"source_sha256", without(func(b *CertifyTranslation) { b.SourceSHA256 = "" })},
		{"language", without(func(b *CertifyTranslation) { b.Language = "" })},
		{"to_hop", without(func(b *HandOver) { b.ToHop = 0 })},
		{"proof.kind", without(func(b *HandOver) { b.Proof.Kind = "" })},
		{"proof.number", without(func(b *HandOver) { b.Proof.Number = "" })},
		{"proof.on", without(func(b *HandOver) { b.Proof.On = noDate })},
		{"proof.doc_sha256", without(func(b *HandOver) { b.Proof.Doc = "" })},
		{"cause", without(func(b *ReturnIncomplete) { b.Cause = "" })},
		{"on", without(func(b *ReturnIncomplete) { b.On = noDate })},
		{"note", without(func(b *Cure) { b.Note = TextRef{} })},
		{"reason", without(func(b *Rework) { b.Reason = TextRef{} })},
		{"received_on", without(func(b *Acknowledge) { b.ReceivedOn = noDate })},
		{"foreign_ref", without(func(b *Acknowledge) { b.ForeignRef = strings.Repeat("x", 81) })},
		{"on", without(func(b *LogDecision) { b.On = noDate })},
		{"on", without(func(b *LogStatus) { b.On = noDate })},
		{"note", without(func(b *LogStatus) { b.Note = TextRef{} })},
		{"on", without(func(b *AskSupplement) { b.On = noDate })},
		{"question", without(func(b *AskSupplement) { b.Question = TextRef{} })},
		{"on", without(func(b *AnswerSupplement) { b.On = noDate })},
		{"text", without(func(b *AnswerSupplement) { b.Text = TextRef{} })},
		{"until", without(func(b *Postpone) { b.Until = noDate })},
		{"ground", without(func(b *Postpone) { b.Ground = "" })},
		{"on", without(func(b *Resume) { b.On = noDate })},
		{"extent", without(func(b *RecordResponse) { b.Extent = "most" })},
		{"received_on", without(func(b *RecordResponse) { b.ReceivedOn = noDate })},
		{"evidence", without(func(b *RecordResponse) { b.Evidence = nil })},
		{"evidence.doc", evidence(func(e *EvidenceIn) { e.Doc = DocRef{} })},
		{"evidence.measure", evidence(func(e *EvidenceIn) { e.Measure = "" })},
		{"evidence.language", evidence(func(e *EvidenceIn) { e.Language = "" })},
		{"evidence.allowed_use", evidence(func(e *EvidenceIn) { e.AllowedUse = "any" })},
		{"evidence.detail", evidence(func(e *EvidenceIn) { e.Detail = TextRef{} })},
		{"ground", without(func(b *RefuseExecution) { b.Ground = "because" })},
		{"on", without(func(b *RefuseExecution) { b.On = noDate })},
		{"evidence", without(func(b *TranslateAnswer) { b.Evidence = "" })},
		{"doc", without(func(b *TranslateAnswer) { b.Doc = DocRef{} })},
		{"verdict", without(func(b *Assess) { b.Verdict = "" })},
		{"reason", without(func(b *WaiveDelivery) { b.Reason = TextRef{} })},
		{"reason", without(func(b *Withdraw) { b.Reason = TextRef{} })},
		{"text", without(func(b *Note) { b.Text = TextRef{} })},
		{"officer", without(func(b *Reassign) { b.Officer = "" })},
		{"obligation", without(func(b *ExtendDeadline) { b.Obligation = "" })},
		{"due", without(func(b *ExtendDeadline) { b.Due = noDate })},
		{"reason", without(func(b *ExtendDeadline) { b.Reason = TextRef{} })},
		{"channel", without(func(b *LogSafeguardAlert) { b.Channel = "" })},
		{"number", without(func(b *LogSafeguardAlert) { b.Number = "" })},
		{"at", without(func(b *LogSafeguardAlert) { b.At = time.Time{} })},
		{"outcome", without(func(b *LogSafeguardOutcome) { b.Outcome = "" })},
		{"at", without(func(b *LogSafeguardOutcome) { b.At = time.Time{} })},
		{"obligation", without(func(b *CompleteDuty) { b.Obligation = "" })},
		{"effect", without(func(b *RetryEffect) { b.Effect = "" })},
		{"effect", without(func(b *RemakePapers) { b.Effect = "" })},
		{"on", without(func(b *ConfirmPreserved) { b.On = noDate })},
		{"until", without(func(b *ExtendPreservation) { b.Until = noDate })},
		{"on", without(func(b *ExtendPreservation) { b.On = noDate })},
		{"request", without(func(b *LinkFollowUp) { b.Request = "" })},
		{"request", without(func(b *FollowUpReceived) { b.Request = "" })},
		{"on", without(func(b *FollowUpReceived) { b.On = noDate })},
		{"reason", without(func(b *Release) { b.Reason = TextRef{} })},
		{"obligation", without(func(b *Lapse) { b.Obligation = "" })},
		{"obligation", without(func(b *FireRung) { b.Obligation = "" })},
		{"rung", without(func(b *FireRung) { b.Rung = "" })},
		{"effect", without(func(b *CompleteEffect) { b.Effect = "" })},
		{"outcome", without(func(b *CompleteEffect) { b.Outcome = "perhaps" })},
		{"delivery", without(func(b *DeliveryAcknowledged) { b.Delivery = "" })},
		{"delivery", without(func(b *DeliveryTroubled) { b.Delivery = "" })},
		{"profile", without(func(b *RefreshProfile) { b.Profile.Hash = "" })},
		{"reason", without(func(b *RefreshProfile) { b.Reason = TextRef{} })},
		{"cause", without(func(b *RefreshCalendar) { b.Cause = "" })},
		{"home", without(func(b *RefreshCalendar) { b.Home.State = "" })},
		{"abroad", without(func(b *RefreshCalendar) { b.Abroad.State = "" })},
	}
	covered := map[CommandKind]bool{KindRecall: true, KindClose: true, KindDeclareDanger: true} // need nothing
	for _, c := range cases {
		covered[c.body.Kind()] = true
		if err := c.body.Shape(); err == nil || err.Field != c.field {
			t.Errorf("%s without %s: %v", c.body.Kind(), c.field, err)
		}
	}
	for kind := range commandBodies {
		if !covered[kind] {
			t.Errorf("%s is not covered", kind)
		}
	}
}

func TestShapesRefuseWhatNoNumberHolds(t *testing.T) {
	t.Parallel()
	long, longer := strings.Repeat("x", 81), strings.Repeat("x", 201)
	cases := []struct {
		name, code, field string
		body              CommandBody
	}{
		{"a line end in a proof's number", CodeInvalidText, "proof.number", without(func(b *HandOver) { b.Proof.Number = "N-1\nTo: all" })},
		{"a null in a file number", CodeInvalidText, "foreign_ref", without(func(b *Acknowledge) { b.ForeignRef = "PH\x00" })},
		{"broken UTF-8 in a file number", CodeInvalidText, "foreign_ref", without(func(b *ConfirmPreserved) { b.ForeignRef = "PH\xff" })},
		{"an escape in a user's id", CodeInvalidText, "officer", without(func(b *Reassign) { b.Officer = "\x1b[2J" })},
		{"a tab in a contributor", CodeInvalidText, "contributors", without(func(b *Submit) { b.Contributors = []string{"u\t"} })},
		{"a long measure", CodeTooLong, "measures", without(func(b *Submit) { b.Measures = []MeasureID{{ID: "M1", Kind: long}} })},
		{"a long code of an effect", CodeTooLong, "code", without(func(b *CompleteEffect) { b.Code = long })},
		{"a control character in a code", CodeInvalidText, "code", without(func(b *CompleteEffect) { b.Code = "smtp\r\n451" })},
		{"a long code of a delivery", CodeTooLong, "code", without(func(b *DeliveryTroubled) { b.Code = long })},
		{"a long receipt", CodeTooLong, "receipt", without(func(b *DeliveryAcknowledged) { b.Receipt = longer })},
		{"a line end in a receipt", CodeInvalidText, "receipt", without(func(b *DeliveryAcknowledged) { b.Receipt = "a\nb" })},
		{"a text's long id", CodeTooLong, "text", without(func(b *Note) { b.Text.ID = long })},
		{"a control character in the id of a text that may be absent", CodeInvalidText, "note", without(func(b *RefuseExecution) { b.Note.ID = "t\n" })},
		{"a long id of the person who took it", CodeTooLong, "proof.person", without(func(b *HandOver) { b.Proof.Person.ID = long })},
	}
	for _, c := range cases {
		if err := c.body.Shape(); err == nil || err.Code != c.code || err.Field != c.field {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := without(func(b *DeliveryAcknowledged) { b.Receipt = longer[:200] }).Shape(); err != nil {
		t.Errorf("a receipt of 200 is taken: %v", err)
	}
	if err := without(func(b *Acknowledge) { b.ForeignRef = "Nr. 12/ÎCCJ – 2026" }).Shape(); err != nil {
		t.Errorf("letters of other languages are taken: %v", err)
	}
}

func evidence(change func(*EvidenceIn)) CommandBody {
	return without(func(b *RecordResponse) {
		e := b.Evidence[0]
		change(&e)
		b.Evidence = []EvidenceIn{e}
	})
}
