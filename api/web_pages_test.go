package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// notWorded finds a key, a template's hole or an untranslated code on a page.
var notWorded = regexp.MustCompile(`<no value>|ZgotmplZ|>(field|[a-z]+)(\.[a-z_0-9]+)+ ?<|Field\.|%!`)

// everyPage are the pages with who opens them and in which phase.
var everyPage = []struct {
	user, path string
	phase      mla.Phase
	status     int
}{
	{"", "/connexion", mla.PhaseDraft, 200},
	{"u-officer", "/", mla.PhaseAwaitingApproval, 200},
	{"u-magistrate", "/", mla.PhasePartiallyExecuted, 200},
	{"u-officer", "/demandes", mla.PhaseReceived, 200},
	{"u-officer", "/demandes?etat=PH&phase=received&retard=1&toutes=1&q=JIRS", mla.PhaseReceived, 200},
	{"u-officer", "/demandes/nouvelle", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/nouvelle?state=PH&case_ref=JIRS-2026-0117", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/nouvelle?state=PH&measures=preservation&measures=subscriber_data&measures=bank_transactions&stage=judicial_information&urgency=urgent&child_in_danger=on&organised_group=on&transnational=on", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/nouvelle?state=RO&measures=subscriber_data&measures=joint_team&stage=preliminary_inquiry&offence=child_exploitation&three_years=on", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/nouvelle?state=IN&measures=preservation&stage=trial&local_suspect=on", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/nouvelle?state=LA&measures=bank_identity", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/" + theRef + "/simulation", mla.PhaseDraft, 200},
	{"u-magistrate", "/demandes/" + theRef + "/simulation?from=2027-03-01", mla.PhaseAwaitingApproval, 200},
	{"u-officer", "/demandes/" + theRef + "/simulation?from=demain", mla.PhaseDraft, 422},
	{"u-officer", "/demandes/FR-2026-PH-9999/simulation", mla.PhaseDraft, 404},
	{"u-officer", "/demandes/" + theRef, mla.PhaseDraft, 200},
	{"u-officer", "/demandes/" + theRef, mla.PhaseInTransit, 200},
	{"u-auditor", "/demandes/" + theRef, mla.PhasePartiallyExecuted, 200},
	{"u-officer", "/demandes/" + theRef + "?fait=note", mla.PhaseAssessed, 200},
	{"u-officer", "/demandes/" + theRef + "/brouillon", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/" + theRef + "/brouillon", mla.PhaseReady, 200},
	{"u-officer", "/demandes/" + theRef + "/brouillon?controle=1", mla.PhaseDraft, 200},
	{"u-officer", "/demandes/" + theRef + "/brouillon/json", mla.PhaseDraft, 200},
	{"u-magistrate", "/demandes/" + theRef + "/lecture", mla.PhaseAwaitingApproval, 200},
	{"u-writer", "/demandes/" + theRef + "/lecture", mla.PhaseAwaitingApproval, 200},
	{"u-magistrate", "/demandes/" + theRef + "/lecture", mla.PhaseDraft, 409},
	{"u-translator", "/demandes/" + theRef + "/traduction", mla.PhaseInTranslation, 200},
	{"u-translator", "/demandes/" + theRef + "/traduction", mla.PhasePartiallyExecuted, 200},
	{"u-officer", "/demandes/" + theRef + "/identites", mla.PhaseDraft, 200},
	{"u-clerk", "/remises", mla.PhaseReady, 200},
	{"u-officer", "/affaires", mla.PhaseDraft, 200},
	{"u-officer", "/affaires/JIRS-2026-0117", mla.PhaseAssessed, 200},
	{"u-officer", "/affaires/JIRS-2026-0117/noms", mla.PhaseAssessed, 200},
	{"u-translator", "/affaires/JIRS-2026-0117/noms", mla.PhaseInTranslation, 200},
	{"u-clerk", "/affaires/JIRS-2026-0117/noms", mla.PhaseReady, 404},
	{"u-officer", "/courrier", mla.PhaseDraft, 200},
	{"u-officer", "/etats", mla.PhaseDraft, 200},
	{"u-officer", "/etats/PH", mla.PhaseDraft, 200},
	{"u-translator", "/etats/RO", mla.PhaseDraft, 200},
	{"u-clerk", "/etats/IN?a-confirmer=1", mla.PhaseDraft, 200},
	{"u-auditor", "/etats/LA", mla.PhaseDraft, 200},
	{"u-officer", "/etats/ZZ", mla.PhaseDraft, 404},
	{"u-officer", "/jetons", mla.PhaseDraft, 200},
	{"u-clerk", "/verifier", mla.PhaseDraft, 200},
	{"u-officer", "/nulle-part", mla.PhaseDraft, 404},
	{"u-officer", "/demandes/FR-2026-PH-9999", mla.PhaseDraft, 404},
	{"u-clerk", "/demandes/nouvelle", mla.PhaseDraft, 403},
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, p := range everyPage {
		for _, lang := range i18n.Languages {
			t.Run(lang+p.path+" "+string(p.phase)+" "+p.user, func(t *testing.T) {
				t.Parallel()
				w := newWebWorld(t)
				w.live(p.phase)
				got := w.asked(p.user, lang, http.MethodGet, p.path, nil)
				checkPage(t, lang, got.Code, p.status, got.Body.String())
			})
		}
	}
}

func TestEveryCommandFormInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w := newWebWorld(t)
			w.live(mla.PhaseAssessed)
			for kind := range commandForms {
				got := w.asked("u-officer", lang, http.MethodGet, "/demandes/"+theRef+"/"+slug(kind), nil)
				checkPage(t, lang, got.Code, 200, got.Body.String())
				if !strings.Contains(got.Body.String(), `name="command_id" value="`) {
					t.Errorf("%s: the form has no command id", kind)
				}
			}
		})
	}
}

func checkPage(t *testing.T, lang string, status, want int, body string) {
	t.Helper()
	if status != want {
		t.Fatalf("status %d, want %d\n%s", status, want, body)
	}
	if bad := notWorded.FindString(body); bad != "" {
		t.Errorf("not worded: %s", bad)
	}
	if !strings.Contains(body, `<html lang="`+lang+`">`) || !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
		t.Error("not a whole page in " + lang)
	}
	if strings.Contains(body, " style=") || strings.Contains(body, "onclick") {
		t.Error("the content security policy forbids inline styles and scripts")
	}
	ids := map[string]bool{}
	for _, m := range withID.FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("two elements are called %q: a label names the first only", m[1])
		}
		ids[m[1]] = true
	}
}

var withID = regexp.MustCompile(`<[^>]* id="([^"]+)"`)
