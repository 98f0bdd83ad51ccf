package mla

import "strings"

// Error is a refusal by the domain: a code that the edge words in the reader's
// language, the field it concerns, and values for the wording. It never holds
// free text or anything personal, so it may be logged and may enter Temporal.
type Error struct {
	Code  string            `json:"code"`
	Field string            `json:"field,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

// Error implements error with the code and the field only.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Code
	}
	return e.Code + " (" + e.Field + ")"
}

// Refuse builds an Error; args are pairs of name and value.
func Refuse(code, field string, args ...string) *Error {
	e := &Error{Code: code, Field: field}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}

// The codes that other packages compare with. Wordings are in the i18n files.
const (
	CodeWrongPhase       = "wrong_phase"
	CodeNotAllowed       = "not_allowed"
	CodeStalePage        = "stale_page"
	CodeStaleFile        = "stale_file"
	CodeStaleDraft       = "stale_draft"
	CodeContributor      = "contributor_cannot_approve"
	CodeRequired         = "required"
	CodeTooLong          = "too_long"
	CodeInvalidText      = "invalid_text" // a control character, or no UTF-8
	CodeUnknownValue     = "unknown_value"
	CodeDateBefore       = "date_before"
	CodeDateInFuture     = "date_in_future"
	CodeCommandReused    = "command_reused"
	CodeNotFound         = "not_found"
	CodeWrongHolder      = "wrong_holder"
	CodeAlreadyDone      = "already_done"
	CodeSafeguardOpen    = "safeguard_open"
	CodeNotTranslated    = "answer_not_translated"
	CodeNotDelivered     = "delivery_outstanding"
	CodeUnknownMeasure   = "unknown_measure"
	CodeStaleTranslation = "stale_translation"
	// CodeTranslationConflict: somebody else saved the same sentence or source meanwhile.
	CodeTranslationConflict = "translation_conflict"
	// CodeTranslationBlocked: what stands against certifying, with the units named.
	CodeTranslationBlocked = "translation_blocked"
	CodeOathMissing        = "oath_missing" // certifying takes name, court, number and date of the oath
	CodeRequestEnded       = "request_ended"
	CodeStoreAhead         = "store_ahead"
	CodeSealPending        = "seal_pending"       // the organisation's seal is still being made
	CodePathReason         = "path_reason_needed" // another path than the one proposed, without saying why
)

// codes joins names for an error argument.
func joinCodes[T ~string](vs []T) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
