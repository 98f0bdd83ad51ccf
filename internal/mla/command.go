package mla

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// CommandKind names a command.
type CommandKind string

// The commands. People send those without a System row in the table.
const (
	KindOpen                 CommandKind = "open"
	KindSubmit               CommandKind = "submit"
	KindRecall               CommandKind = "recall"
	KindReturn               CommandKind = "return"
	KindApprove              CommandKind = "approve"
	KindAttachSigned         CommandKind = "attach_signed"
	KindAssignTranslator     CommandKind = "assign_translator"
	KindCertifyTranslation   CommandKind = "certify_translation"
	KindHandOver             CommandKind = "hand_over"
	KindReturnIncomplete     CommandKind = "return_incomplete"
	KindCure                 CommandKind = "cure"
	KindRework               CommandKind = "rework"
	KindAcknowledge          CommandKind = "acknowledge"
	KindLogDecision          CommandKind = "log_decision"
	KindLogStatus            CommandKind = "log_status"
	KindAskSupplement        CommandKind = "ask_supplement"
	KindAnswerSupplement     CommandKind = "answer_supplement"
	KindPostpone             CommandKind = "postpone"
	KindResume               CommandKind = "resume"
	KindRecordResponse       CommandKind = "record_response"
	KindRefuse               CommandKind = "refuse"
	KindTranslateAnswer      CommandKind = "translate_answer"
	KindAssess               CommandKind = "assess"
	KindWaiveDelivery        CommandKind = "waive_delivery"
	KindClose                CommandKind = "close"
	KindWithdraw             CommandKind = "withdraw"
	KindNote                 CommandKind = "note"
	KindReassign             CommandKind = "reassign"
	KindExtendDeadline       CommandKind = "extend_deadline"
	KindDeclareDanger        CommandKind = "declare_danger"
	KindLogSafeguardAlert    CommandKind = "log_safeguard_alert"
	KindLogSafeguardOutcome  CommandKind = "log_safeguard_outcome"
	KindCompleteDuty         CommandKind = "complete_duty"
	KindRetryEffect          CommandKind = "retry_effect"
	KindConfirmPreserved     CommandKind = "confirm_preserved"
	KindExtendPreservation   CommandKind = "extend_preservation"
	KindLinkFollowUp         CommandKind = "link_follow_up"
	KindFollowUpReceived     CommandKind = "follow_up_received"
	KindRelease              CommandKind = "release"
	KindLapse                CommandKind = "lapse"
	KindFireRung             CommandKind = "fire_rung"
	KindCompleteEffect       CommandKind = "complete_effect"
	KindDeliveryAcknowledged CommandKind = "delivery_acknowledged"
	KindDeliveryTroubled     CommandKind = "delivery_troubled"
	KindRefreshProfile       CommandKind = "refresh_profile"
	KindRefreshCalendar      CommandKind = "refresh_calendar"
	KindRemakePapers         CommandKind = "remake_papers"
)

// Command is what somebody wants. ID makes it idempotent: the same id with the
// same content is done once, with other content it is refused.
type Command struct {
	ID    string
	Actor Actor
	// SeenSeq is the last event the giver had seen; zero is not checked.
	SeenSeq int64
	Body    CommandBody
}

// CommandBody is the typed content of a command.
type CommandBody interface {
	Kind() CommandKind
	// Shape checks what can be checked without the request's state.
	Shape() *Error
}

type commandJSON struct {
	ID      string          `json:"id"`
	Kind    CommandKind     `json:"kind"`
	Actor   Actor           `json:"actor"`
	SeenSeq int64           `json:"seen_seq,omitempty"`
	Body    json.RawMessage `json:"body"`
}

// MarshalJSON writes the kind beside the body.
func (c Command) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(c.Body)
	if err != nil {
		return nil, err
	}
	var kind CommandKind
	if c.Body != nil {
		kind = c.Body.Kind()
	}
	return json.Marshal(commandJSON{c.ID, kind, c.Actor, c.SeenSeq, b})
}

// UnmarshalJSON reads the body by its kind; an unknown kind or field is an error.
func (c *Command) UnmarshalJSON(data []byte) error {
	var j commandJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	body, err := DecodeCommandBody(j.Kind, j.Body)
	if err != nil {
		return err
	}
	*c = Command{j.ID, j.Actor, j.SeenSeq, body}
	return nil
}

// DecodeCommandBody reads a body of the given kind, refusing unknown fields.
func DecodeCommandBody(kind CommandKind, data []byte) (CommandBody, error) {
	mk, ok := commandBodies[kind]
	if !ok {
		return nil, Refuse(CodeUnknownValue, "kind", "value", string(kind))
	}
	return mk(data)
}

// Digest identifies the content of a command: actor, kind and body, not its id.
func (c Command) Digest() string {
	b, err := json.Marshal(struct {
		Kind  CommandKind
		Actor Actor
		Body  CommandBody
	}{c.Body.Kind(), c.Actor, c.Body})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func decodeInto[T CommandBody](data []byte) (CommandBody, error) {
	var v T
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode command: %w", err)
	}
	return v, nil
}

var commandBodies = map[CommandKind]func([]byte) (CommandBody, error){
	KindOpen: decodeInto[Open], KindSubmit: decodeInto[Submit], KindRecall: decodeInto[Recall],
	KindReturn: decodeInto[Return], KindApprove: decodeInto[Approve], KindAttachSigned: decodeInto[AttachSigned],
	KindAssignTranslator: decodeInto[AssignTranslator], KindCertifyTranslation: decodeInto[CertifyTranslation],
	KindHandOver: decodeInto[HandOver], KindReturnIncomplete: decodeInto[ReturnIncomplete], KindCure: decodeInto[Cure],
	KindRework: decodeInto[Rework], KindAcknowledge: decodeInto[Acknowledge], KindLogDecision: decodeInto[LogDecision],
	KindLogStatus: decodeInto[LogStatus], KindAskSupplement: decodeInto[AskSupplement], KindAnswerSupplement: decodeInto[AnswerSupplement],
	KindPostpone: decodeInto[Postpone], KindResume: decodeInto[Resume], KindRecordResponse: decodeInto[RecordResponse],
	KindRefuse: decodeInto[RefuseExecution], KindTranslateAnswer: decodeInto[TranslateAnswer], KindAssess: decodeInto[Assess],
	KindWaiveDelivery: decodeInto[WaiveDelivery], KindClose: decodeInto[Close], KindWithdraw: decodeInto[Withdraw],
	KindNote: decodeInto[Note], KindReassign: decodeInto[Reassign], KindExtendDeadline: decodeInto[ExtendDeadline],
	KindDeclareDanger: decodeInto[DeclareDanger], KindLogSafeguardAlert: decodeInto[LogSafeguardAlert],
	KindLogSafeguardOutcome: decodeInto[LogSafeguardOutcome], KindCompleteDuty: decodeInto[CompleteDuty],
	KindRetryEffect: decodeInto[RetryEffect], KindConfirmPreserved: decodeInto[ConfirmPreserved],
	KindExtendPreservation: decodeInto[ExtendPreservation], KindLinkFollowUp: decodeInto[LinkFollowUp],
	KindFollowUpReceived: decodeInto[FollowUpReceived], KindRelease: decodeInto[Release], KindLapse: decodeInto[Lapse],
	KindFireRung: decodeInto[FireRung], KindCompleteEffect: decodeInto[CompleteEffect],
	KindDeliveryAcknowledged: decodeInto[DeliveryAcknowledged], KindDeliveryTroubled: decodeInto[DeliveryTroubled],
	KindRefreshProfile: decodeInto[RefreshProfile], KindRefreshCalendar: decodeInto[RefreshCalendar],
	KindRemakePapers: decodeInto[RemakePapers],
}
