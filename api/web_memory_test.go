package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/transjob"
)

// An administrator corrects and removes single sentences of the shared memory;
// nothing that tells of a person enters that way either, and nobody else is there.
func TestTheAdministratorCorrectsTheSharedMemory(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := pairsPath + "?from=fr&to=en&q=attestation"
	source := "Joindre une attestation de conformité."
	for _, lang := range i18n.Languages {
		_, err := o.db.AddSharedMemory(t.Context(), o.users["admin"].Actor(), []desk.MemoryEntry{
			{From: "fr", To: "en", Source: source, Target: "please attach a certificate."}, {From: "fr", To: "en", Source: "Procès-verbal d’audition.", Target: "record of the hearing."},
		})
		o.ok(err)
		got := o.page("admin", lang, http.MethodGet, path, nil)
		checkPage(t, lang, got.Code, 200, got.Body.String())
		if body := got.Body.String(); !strings.Contains(body, source) || strings.Contains(body, "record of the hearing") {
			t.Error("the search finds", body)
		}
		form := url.Values{"source": {source}, "target": {"please attach a certificate."}, "do": {"change"}}
		for _, bad := range []string{"", "please attach the certificate of Canari.", "please attach certificate 7."} {
			form.Set("new", bad)
			got := o.page("admin", lang, http.MethodPost, path, form)
			checkPage(t, lang, got.Code, 422, got.Body.String())
			if !strings.Contains(got.Body.String(), ">"+bad+"</textarea>") {
				t.Errorf("%q is lost", bad)
			}
		}
		form.Set("new", "please attach a certificate of conformity.")
		if got := o.page("admin", lang, http.MethodPost, path, form); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		now := o.page("admin", lang, http.MethodGet, path, nil).Body.String()
		if !strings.Contains(now, ">please attach a certificate of conformity.</textarea>") || strings.Contains(now, ">please attach a certificate.</textarea>") {
			t.Error("not corrected", now)
		}
		if got := o.page("admin", lang, http.MethodPost, path, form); got.Code != http.StatusNotFound {
			t.Errorf("what is no longer there: %d", got.Code)
		}
		form.Set("target", "please attach a certificate of conformity.")
		form.Set("do", "remove")
		if got := o.page("admin", lang, http.MethodPost, path, form); got.Code != http.StatusSeeOther {
			t.Errorf("removing: %d", got.Code)
		}
		if now := o.page("admin", lang, http.MethodGet, path, nil).Body.String(); strings.Contains(now, source) {
			t.Error("not removed", now)
		}
		for _, login := range []string{"translator", "officer", "magistrate"} {
			if got := o.page(login, lang, http.MethodGet, path, nil); got.Code != http.StatusForbidden {
				t.Errorf("%s: %d", login, got.Code)
			}
			if got := o.page(login, lang, http.MethodPost, path, form); got.Code != http.StatusForbidden {
				t.Errorf("%s writes: %d", login, got.Code)
			}
		}
	}
}

// The button takes every sentence that the memory has, however many it does not
// have stand before it.
func TestIdenticalSentencesAreTakenFromTheWholeText(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d := fixture.Judicial("PH")
	var facts strings.Builder
	for i := range 300 {
		fmt.Fprintf(&facts, "Une remise de %d a été relevée par le service numéro %d du registre. ", 1000+i, i)
	}
	const last = "Joindre une attestation de conformité."
	d.Facts, d.Necessity = facts.String(), last
	r := o.inTranslation(o.opened(d).ID, "translator")
	_, err := o.db.AddSharedMemory(t.Context(), o.users["admin"].Actor(), []desk.MemoryEntry{{From: "fr", To: "en", Source: last, Target: "please attach a certificate.", Bands: transjob.Bands(last)}})
	o.ok(err)
	path := textPath(r.Reference, "")
	if got := o.page("translator", "fr", http.MethodPost, path, url.Values{"do": {"fill"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if now := string(o.call("translator", http.MethodGet, "/api/v1/requests/"+r.Reference+"/translation", nil).raw); !strings.Contains(now, "please attach a certificate.") {
		t.Error("the sentence at the end is not taken")
	}
}
