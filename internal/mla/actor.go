package mla

import "strings"

// Role is what a person, or the automaton, acts as.
type Role string

// The roles.
const (
	Officer    Role = "officer"
	Magistrate Role = "magistrate"
	Translator Role = "translator"
	Clerk      Role = "clerk"
	Auditor    Role = "auditor"
	Admin      Role = "admin"
	// System is the deadline automaton.
	System Role = "system"
)

// Roles lists the roles a person can hold.
var Roles = []Role{Officer, Magistrate, Translator, Clerk, Auditor, Admin}

// Actor is who gives a command. ID is an opaque user id, never a name.
type Actor struct {
	ID   string `json:"id"`
	Role Role   `json:"role"`
	// Org is the organisation of a clerk: court_registry, parquet_general, bepi, fr_247, ncb_paris.
	Org string `json:"org,omitempty"`
}

// receiptPrefix begins the ids of commands that another system's receipt caused.
const receiptPrefix = "receipt/"

// ReceiptCommand is the id of the command that the receipt with this id causes.
func ReceiptCommand(id string) string { return receiptPrefix + id }

// FromInbox reports whether a machine command has a row in the inbox, which is
// to be closed when it was carried out or refused.
func FromInbox(commandID string) bool { return strings.HasPrefix(commandID, receiptPrefix) }

// Automaton is the actor of machine commands.
var Automaton = Actor{ID: "system", Role: System}
