package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// Two tabs save the same sentence: the second sees both, loses nothing, and saves
// the one to keep on its second press.
func TestTwoTabsOfTheDesk(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	for _, lang := range i18n.Languages {
		one := o.page("translator", lang, http.MethodGet, path, nil).Body.String()
		first, second := typed(one, "t.3", "opened in "+lang), typed(one, "t.3", "begun in "+lang)
		second.Set("t.1", "judge "+lang)
		if got := o.page("translator", lang, http.MethodPost, path, first); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		got := o.page("translator", lang, http.MethodPost, path, second)
		body := got.Body.String()
		checkPage(t, lang, got.Code, http.StatusConflict, body)
		for _, text := range []string{"opened in " + lang, "begun in " + lang, "judge " + lang} {
			if !strings.Contains(body, text) {
				t.Errorf("%q is lost", text)
			}
		}
		again := typed(body, "t.3", "begun in "+lang)
		if got := o.page("translator", lang, http.MethodPost, path, again); got.Code != http.StatusSeeOther {
			t.Errorf("the second press: %d", got.Code)
		}
		if now := o.page("translator", lang, http.MethodGet, path, nil).Body.String(); !strings.Contains(now, "begun in "+lang) {
			t.Error("the one to keep is not kept")
		}
		id := typed(one, "", "").Get("u.3")
		versions := o.page("officer", lang, http.MethodGet, path+"/versions?unite="+url.QueryEscape(id), nil)
		checkPage(t, lang, versions.Code, 200, versions.Body.String())
		if !strings.Contains(versions.Body.String(), "opened in "+lang) {
			t.Error("the version that was replaced is not among the versions")
		}
	}
}

// The page's script saves one sentence at a time.
func TestASentenceIsSavedWhileItIsTyped(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	page := typed(o.page("translator", "fr", http.MethodGet, path, nil).Body.String(), "", "")
	save := func(login, target, version string) (savedJSON, int) {
		t.Helper()
		rec := o.page(login, "fr", http.MethodPost, path+"/unite", url.Values{"u.4": {page.Get("u.4")}, "v.4": {version}, "t.4": {target}, "s.4": {"draft"}})
		var out savedJSON
		_ = json.Unmarshal(rec.Body.Bytes(), &out)
		return out, rec.Code
	}
	got, code := save("translator", "Between June and December 2024, P1 gave instructions.", "0")
	if code != 200 || got.Version != 1 || got.Status != "draft" || len(got.Issues) == 0 || !got.Issues[0].Blocking || got.Percent == 0 {
		t.Errorf("%d %+v", code, got)
	}
	if got, code := save("translator", "Another.", "0"); code != http.StatusConflict || got.Theirs == "" || got.Version != 1 || got.Error == "" {
		t.Errorf("%d %+v", code, got)
	}
	if _, code := save("officer", "x", "1"); code != http.StatusForbidden {
		t.Errorf("an officer types: %d", code)
	}
	if _, code := save("second", "x", "1"); code != http.StatusNotFound {
		t.Errorf("a stranger types: %d", code)
	}
}

// A sentence whose source was edited shows what it was, and what it was translated as.
func TestAnEditedSentenceShowsWhatItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	form := typed(o.page("translator", "fr", http.MethodGet, path, nil).Body.String(), "t.2", "To gather the evidence.")
	if got := o.page("translator", "fr", http.MethodPost, path, form); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	o.give("officer", r.ID, mla.Rework{Reason: mla.TextRef{ID: "t", Digest: "d"}})
	if got := o.page("translator", "fr", http.MethodGet, path, nil); got.Code != http.StatusConflict {
		t.Errorf("nothing is frozen, and the desk is open: %d", got.Code)
	}
	d, err := o.db.Draft(t.Context(), o.users["officer"].Actor(), r.ID, 0)
	o.ok(err)
	edited := d.Body
	edited.Purpose = strings.Replace(edited.Purpose, "nécessaires", "indispensables", 1)
	_, err = o.db.SaveDraft(t.Context(), o.users["officer"].Actor(), r.ID, d.Revision, edited)
	o.ok(err)
	o.inTranslation(r.ID, "translator")
	for _, lang := range i18n.Languages {
		got := o.page("translator", lang, http.MethodGet, path, nil)
		body := got.Body.String()
		checkPage(t, lang, got.Code, 200, body)
		if !strings.Contains(body, "<del>nécessaires</del>") || !strings.Contains(body, "<ins>indispensables</ins>") || !strings.Contains(body, "To gather the evidence.") {
			t.Errorf("in %s the change is not shown", lang)
		}
	}
	// A form of the page as it was before the edit: what was typed comes back.
	old := url.Values{"u.2": {form.Get("u.2")}, "v.2": {"1"}, "t.2": {"Typed too late."}, "do": {"save"}}
	if got := o.page("translator", "fr", http.MethodPost, path, old); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Typed too late.") {
		t.Errorf("%d: what was typed for a sentence that is gone is lost\n%s", got.Code, got.Body)
	}
}

func TestAForgedFormIsRefusedWithoutAFault(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	page := typed(o.page("translator", "fr", http.MethodGet, path, nil).Body.String(), "", "")
	for name, form := range map[string]url.Values{
		"a NUL":            {"u.1": {page.Get("u.1")}, "t.1": {"a\x00b"}, "v.1": {"0"}},
		"too long":         {"u.1": {page.Get("u.1")}, "t.1": {strings.Repeat("x", maxTarget+1)}, "v.1": {"0"}},
		"a unit of nobody": {"u.1": {"'; DROP TABLE translation_units; --"}, "t.1": {"x"}, "v.1": {"0"}},
	} {
		got := o.page("translator", "fr", http.MethodPost, path, form)
		if got.Code < 400 || got.Code >= 500 {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
	for _, at := range []string{path + "?page=-3", path + "?page=999&filtre=rien", path + "?filtre=afaire&page=2"} {
		if got := o.page("translator", "fr", http.MethodGet, at, nil); got.Code != 200 {
			t.Errorf("%s: %d", at, got.Code)
		}
	}
	if got := o.page("translator", "fr", http.MethodGet, "/demandes/"+r.Reference+"/pieces/E7/traduction", nil); got.Code != 404 {
		t.Errorf("an item that is not there: %d", got.Code)
	}
}

var texts = regexp.MustCompile(`<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>`)

// What a file would change is shown first, and taken from that page without
// choosing the file again: exactly what was shown, checked sentences as checked.
func TestAPreviewIsTakenWithoutTheFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	page := typed(o.page("translator", "fr", http.MethodGet, path, nil).Body.String(), "", "")
	file := o.call("translator", http.MethodGet, "/api/v1/requests/"+r.Reference+"/translation/xliff", nil).raw
	file = []byte(strings.Replace(string(file), "</source>\n</segment>", "</source>\n<target>investigating judge</target>\n</segment>", 1))
	file = []byte(strings.Replace(string(file), `state="initial"`, `state="reviewed"`, 1))
	for _, lang := range i18n.Languages {
		shown := o.uploadPage("translator", lang, path+"/xliff", file, "do", "preview")
		checkPage(t, lang, shown.status, 200, string(shown.raw))
		form := typed(string(shown.raw))
		for _, m := range texts.FindAllStringSubmatch(string(shown.raw), -1) {
			form.Set(m[1], m[2])
		}
		if form.Get("u.1") != page.Get("u.1") || form.Get("t.1") != "investigating judge" || form.Get("u.2") != "" {
			t.Fatalf("the page carries %v", form)
		}
		if lang == "fr" {
			continue // looked at, and not taken
		}
		if now := o.page("translator", lang, http.MethodGet, path, nil).Body.String(); strings.Contains(now, "investigating judge</textarea>") {
			t.Error("a preview saves")
		}
		if got := o.page("translator", lang, http.MethodPost, path, form); got.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		body := o.page("translator", lang, http.MethodGet, path, nil).Body.String()
		now := typed(body)
		if !strings.Contains(body, ">investigating judge</textarea>") || now.Get("s.1") != "checked" {
			t.Errorf("saved as %q: %s", now.Get("s.1"), body)
		}
		// Taken from a page that is out of date, it conflicts and loses nothing.
		form.Set("t.1", "examining judge")
		if got := o.page("translator", lang, http.MethodPost, path, form); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "examining judge") {
			t.Errorf("an old preview: %d", got.Code)
		}
	}
}

// The request goes to another translator while one types: they see nothing of it
// any more, and lose nothing that they wrote.
func TestWhatWasTypedComesBackWhenTheTranslationIsSomebodyElses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	path := textPath(r.Reference, "")
	for _, lang := range i18n.Languages {
		form := typed(o.page("translator", lang, http.MethodGet, path, nil).Body.String(), "t.1", "written in vain", "t.2", "")
		o.give("officer", r.ID, mla.AssignTranslator{Translator: o.users["second"].ID})
		got := o.page("translator", lang, http.MethodPost, path, form)
		checkPage(t, lang, got.Code, http.StatusNotFound, got.Body.String())
		if body := got.Body.String(); !strings.Contains(body, "written in vain") || strings.Contains(body, r.Reference+"-") {
			t.Error(body)
		}
		if now := o.page("second", lang, http.MethodGet, path, nil).Body.String(); strings.Contains(now, "written in vain") {
			t.Error("it was saved all the same")
		}
		o.give("officer", r.ID, mla.AssignTranslator{Translator: o.users["translator"].ID})
	}
}
