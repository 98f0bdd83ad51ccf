package mla

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

// Automaton is the actor of machine commands.
var Automaton = Actor{ID: "system", Role: System}
