package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/i18n"
)

// A translator remarks something to the officer and the magistrate beside a
// sentence: they read it, it changes nothing in the translation, and what is
// saved or brought without a note leaves it.
func TestATranslatorsNoteIsReadAndIsNoPartOfTheTranslation(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path, api := textPath(r.Reference, ""), "/api/v1/requests/"+r.Reference+"/translation"
	const note = "« audition » : de qui, du témoin ?"
	page := typed(o.page("translator", "fr", http.MethodGet, path, nil).Body.String())
	before := o.call("translator", http.MethodGet, api, nil).body["translation_sha256"]
	form := url.Values{"u.1": {page.Get("u.1")}, "v.1": {page.Get("v.1")}, "s.1": {""}, "t.1": {""}, "n.1": {note}}
	if got := o.page("translator", "fr", http.MethodPost, path+"/unite", form); got.Code != 200 {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if now := o.call("translator", http.MethodGet, api, nil).body["translation_sha256"]; now != before {
		t.Error("a note changes the digest of the translation")
	}
	o.call("translator", http.MethodPut, api, map[string]any{"units": []map[string]any{{"id": page.Get("u.1"), "target": "investigating judge", "version": 1}}}).want(t, 200)
	file := o.call("translator", http.MethodGet, api+"/xliff", nil).raw
	if !strings.Contains(string(file), note) {
		t.Error("the file for the tool is without the note")
	}
	o.upload("translator", api+"/xliff", []byte(strings.Replace(string(file), "investigating judge", "examining judge", 1))).want(t, 200)
	for _, lang := range i18n.Languages {
		for _, login := range []string{"officer", "magistrate", "translator"} {
			got := o.page(login, lang, http.MethodGet, path+"?filtre=notes", nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
			body := got.Body.String()
			if !strings.Contains(body, note) || !strings.Contains(body, "examining judge") || strings.Count(body, "<article") != 1 {
				t.Errorf("%s in %s does not read the note: %s", login, lang, body)
			}
		}
	}
	if tmx := string(o.call("translator", http.MethodGet, api+"/tmx", nil).raw); strings.Contains(tmx, "audition") {
		t.Error("a note leaves with the memory")
	}
	long := map[string]any{"units": []map[string]any{{"id": page.Get("u.1"), "target": "x", "version": 3, "note": strings.Repeat("a", maxNote+1)}}}
	if got := o.call("translator", http.MethodPut, api, long); got.status != 422 {
		t.Errorf("a note without end: %d %s", got.status, got.raw)
	}
}
