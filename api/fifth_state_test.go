package api

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// inChild marks the process that serves Ruritania.
const inChild = "ROGATORY_TEST_FIFTH_STATE"

// The law is read once in a process, from the environment, so the fifth State of
// docs/adding-a-state.md is served by this test binary again, as an operator
// would start it: with ROGATORY_DATA set and nothing else changed.
func TestAFifthStateIsServedFromAFolder(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestServedRuritania$", "-test.v")
	cmd.Env = append(os.Environ(), inChild+"=1", jurisdiction.DataVar+"=../docs/examples/ruritania/data")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestServedRuritania") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestServedRuritania(t *testing.T) {
	if os.Getenv(inChild) == "" {
		t.Skip("runs in the child of TestAFifthStateIsServedFromAFolder")
	}
	w := newWebWorld(t)
	t.Run("its page", func(t *testing.T) {
		for lang, want := range map[string][]string{
			"fr": {"Ruritanie", "Chancellerie royale de Ruritanie", "Convention franco-ruritanienne", "10 jours ouvrables, sans report", "espéranto", "Jour du couronnement", "Ambassade de France à Strelsau"},
			"en": {"Ruritania", "Royal Chancery of Ruritania", "10 working days", "Esperanto", "Coronation Day", "gazette.example.org"},
		} {
			got := w.asked("u-officer", lang, http.MethodGet, "/etats/XA", nil)
			checkPage(t, lang, got.Code, http.StatusOK, got.Body.String())
			for _, s := range want {
				if !strings.Contains(got.Body.String(), s) {
					t.Errorf("%s: the page lacks %q", lang, s)
				}
			}
		}
		if body := w.asked("u-officer", "fr", http.MethodGet, "/etats", nil).Body.String(); !strings.Contains(body, `href="/etats/XA"`) {
			t.Error("the list of States lacks it")
		}
	})
	t.Run("its JSON", func(t *testing.T) {
		a := w.call("u-officer", http.MethodGet, "/api/v1/states/XA", nil).want(t, http.StatusOK)
		if a.str("law_version") == "" || !strings.Contains(string(a.raw), "FR_XA_1895") {
			t.Errorf("answered %s", a.raw)
		}
	})
	t.Run("a request is opened and its draft edited", func(t *testing.T) {
		page := w.asked("u-officer", "fr", http.MethodGet, "/demandes/nouvelle", nil).Body.String()
		if !strings.Contains(page, "Ruritanie") {
			t.Error("the form that opens a request does not offer it")
		}
		draft := goodDraft()
		draft.State, draft.Form, draft.Channel = "XA", mla.FormMLA, "formal"
		draft.LegalBasis = []mla.LegalBasis{{Instrument: "FR_XA_1895", Articles: []string{"4"}}}
		a := w.call("u-officer", http.MethodPost, "/api/v1/requests", map[string]any{"command_id": newID(), "draft": draft}).want(t, http.StatusCreated)
		ref := a.str("reference")
		if !strings.Contains(ref, "-XA-") {
			t.Fatalf("opened %s: %s", ref, a.raw)
		}
		for _, path := range []string{"/demandes/" + ref, "/demandes/" + ref + "/brouillon", "/demandes"} {
			got := w.asked("u-officer", "fr", http.MethodGet, path, nil)
			checkPage(t, "fr", got.Code, http.StatusOK, got.Body.String())
			if !strings.Contains(got.Body.String(), "Ruritanie") {
				t.Errorf("%s does not name the State", path)
			}
		}
	})
	t.Run("a measure that it does not know of is shown as unknown", func(t *testing.T) {
		body := w.asked("u-officer", "en", http.MethodGet, "/etats/XA", url.Values{}).Body.String()
		if !strings.Contains(body, "nothing known") || !strings.Contains(body, "Order of the Court of Strelsau") || !strings.Contains(body, "Police message; assistance follows.") || !strings.Contains(body, "name alone does not suffice") {
			t.Error("what is known and what is not are not told apart")
		}
	})
}
