package mail

import (
	"strings"
	"testing"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// Every template that the domain owes must exist in both languages.
var owed = []string{
	"approval_needed", "returned", "approved", "translation_assigned", "translation_waiting", "hand_over_waiting", "came_back",
	"supplement_asked", "execution_refused", "answer_received", "reassigned", "child_in_danger", "preservation_lapsed",
	"effect_uncertain", "delivery_stuck", "rung_remind", "rung_liaison", "rung_alarm", "rung_escalate", "digest",
}

func TestEveryMailIsWordedInBothLanguages(t *testing.T) {
	w, err := NewWording(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &mla.Obligation{Clock: "EIO_ACK", DueDate: workday.MustDate("2026-03-10"), Basis: "art. 16"}
	for _, name := range owed {
		for _, lang := range []string{"fr", "en"} {
			subject, text, err := w.Mail(lang, activities.MailData{
				Template: name, Reference: "FR-2026-RO-0001", CaseRef: "JI-2026-12", Obligation: o, URL: "http://x",
				Lines: []activities.DigestLine{{Reference: "FR-2026-RO-0001", State: "RO", Clock: "EIO_ACK", DueDate: o.DueDate}},
			})
			if err != nil || subject == "" || text == "" {
				t.Errorf("%s in %s: subject %q, text %q, error %v", name, lang, subject, text, err)
			}
			if name != "digest" && !strings.Contains(subject, "FR-2026-RO-0001") {
				t.Errorf("%s in %s does not name the request: %q", name, lang, subject)
			}
		}
	}
}
