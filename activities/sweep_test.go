package activities

import (
	"context"
	"errors"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

// inbox is an inbox of which a test says what waits in it.
type inbox struct {
	Inbox
	waits []InboxItem
}

func (i *inbox) OpenInbox(context.Context, int) ([]InboxItem, error) { return i.waits, nil }

type owing func() (int, error)

func (o owing) OweCalendars(context.Context) (int, error) { return o() }

type notified func(requestID string) error

func (n notified) Notify(_ context.Context, requestID string, _ mla.Command) error {
	return n(requestID)
}

// TestTheSweepOwesImportedHolidaysBeforeItSends has a request that the import
// missed: it is told in the same sweep, and one that cannot be told holds up
// nobody.
func TestTheSweepOwesImportedHolidaysBeforeItSends(t *testing.T) {
	a := setup(&rows{}, nil)
	in := &inbox{}
	var told []string
	a.Inbox = in
	a.Engine = notified(func(id string) error {
		told = append(told, id)
		if id == "r1" {
			return errors.New("not reachable")
		}
		return nil
	})
	a.Calendars = owing(func() (int, error) {
		in.waits = []InboxItem{{RequestID: "r1"}, {RequestID: "r2"}}
		return 2, nil
	})
	if err := a.SweepInbox(t.Context()); err != nil || len(told) != 2 || told[1] != "r2" {
		t.Errorf("%v, %v", told, err)
	}
	// The other messages are sent even if the days cannot be read.
	told = nil
	a.Calendars = owing(func() (int, error) { return 0, errors.New("no database") })
	if err := a.SweepInbox(t.Context()); err != nil || len(told) != 2 {
		t.Errorf("%v, %v", told, err)
	}
	a.Calendars = nil
	if err := a.SweepInbox(t.Context()); err != nil || len(told) != 4 {
		t.Errorf("%v, %v", told, err)
	}
}
