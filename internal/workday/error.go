package workday

import "strings"

// Error says which field of a rule, start, calendar or zone cannot be used.
// Code is stable; the message is for logs.
type Error struct {
	Code  string
	Field string
	Value string
}

func (e *Error) Error() string {
	msg := "workday: " + strings.ReplaceAll(e.Code, "_", " ") + ": " + e.Field
	if e.Value != "" {
		msg += " " + e.Value
	}
	return msg
}
