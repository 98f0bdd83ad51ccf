// Package contract names what clients and workflows share: task queue, workflow
// types, ids, update and signal names, inputs. It holds no logic.
package contract

import (
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/mla"
)

// Queue is the task queue of every worker.
const Queue = "rogatory"

// The workflow types.
const (
	RequestWorkflow  = "Request"
	DeliveryWorkflow = "Delivery"
	DigestWorkflow   = "Digest"
	SweepWorkflow    = "Sweep"
)

// The messages of a request.
const (
	// UpdateDo is a command by a person: validated, awaited, refused with a code.
	UpdateDo = "do"
	// SignalMachine is a command by a machine; its row lies in the inbox first.
	SignalMachine = "machine"
	// QueryState returns the carried state, for the doctor and tests.
	QueryState = "state"
)

// The search attributes, none of them personal.
const (
	AttrState = "RogatoryState"
	AttrTrack = "RogatoryTrack"
	AttrPhase = "RogatoryPhase"
)

// RequestID is the workflow id of a request.
func RequestID(id string) string { return "request/" + id }

// DeliveryID is the workflow id of a delivery.
func DeliveryID(delivery string) string { return "delivery/" + delivery }

// RequestInput starts a request, and is what it carries when it continues as new.
type RequestInput struct {
	Clock   clock.Clock `json:"clock"`
	Profile mla.Profile `json:"profile"`
	// State is empty for a new request.
	State mla.State `json:"state"`
	// Done are the latest commands by id, which deduplicate across runs.
	Done []DoneCommand `json:"done,omitempty"`
	// Quiet are the keys of quiet effects not yet performed.
	Quiet []string `json:"quiet,omitempty"`
	// Machine are the machine commands received and not yet carried out.
	Machine []mla.Command `json:"machine,omitempty"`
	// Children are the delivery children started, as "child/<delivery>".
	Children []string `json:"children,omitempty"`
	// Runs counts the runs of this request.
	Runs int `json:"runs"`
	// EventsPerRun forces continue-as-new after so many recorded commands, for
	// tests; zero leaves it to the engine's advice.
	EventsPerRun int `json:"events_per_run,omitempty"`
}

// DoneCommand is a command carried out, by id and digest.
type DoneCommand struct {
	ID     string `json:"id"`
	Digest string `json:"digest"`
	Seq    int64  `json:"seq"`
}

// Outcome answers a command.
type Outcome struct {
	Seq   int64     `json:"seq"`
	Phase mla.Phase `json:"phase"`
	// Repeated says that the command had been carried out before.
	Repeated bool `json:"repeated,omitempty"`
}

// DeliveryInput starts a delivery.
type DeliveryInput struct {
	Clock     clock.Clock `json:"clock"`
	RequestID string      `json:"request_id"`
	Delivery  string      `json:"delivery"`
	// Attempts made by earlier runs.
	Attempts int `json:"attempts,omitempty"`
}

// DigestInput starts the daily digest.
type DigestInput struct {
	Clock clock.Clock `json:"clock"`
}

// ErrRefused is the type of the application error that carries a *mla.Error in
// its details.
const ErrRefused = "refused"
