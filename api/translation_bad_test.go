package api

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
)

// Every bad file gets its message in both languages, on the page and as a problem,
// and changes nothing.
func TestBadFilesAreNamedAndChangeNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	other := o.inTranslation(o.opened(fixture.Judicial("IN")).ID, "translator")
	base := "/api/v1/requests/" + r.Reference + "/translation"
	good := o.call("translator", http.MethodGet, base+"/xliff", nil).want(t, http.StatusOK).raw
	foreign := o.call("translator", http.MethodGet, "/api/v1/requests/"+other.Reference+"/translation/xliff", nil).want(t, http.StatusOK).raw
	with := func(old, new string) []byte { return bytes.Replace(good, []byte(old), []byte(new), 1) }
	head := `<?xml version="1.0" encoding="UTF-8"?>`
	for _, tc := range []struct {
		name, code string
		file       []byte
		status     int
	}{
		{"malformed", "xliff_malformed", good[:len(good)/2], 422},
		{"of another request", "xliff_other_request", foreign, 422},
		{"an external entity", "xliff_dtd", with(head, head+`<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>`), 422},
		{"a bomb of entities", "xliff_dtd", with(head, head+`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>`), 422},
		{"an entity without a declaration", "xliff_entity", with("<source>", "<source>&secret;"), 422},
		{"a zip", "xliff_zip", []byte("PK\x03\x04 and so on"), 422},
		{"too deep", "xliff_too_deep", []byte(head + `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr" trgLang="en">` + strings.Repeat("<group>", 5000)), 422},
		{"too large", codeFileTooLarge, bytes.Repeat([]byte(" "), 17<<20), 413},
		{"XLIFF 1.2", "xliff_version", []byte(head + `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>`), 422},
		{"no XLIFF", "xliff_not_xliff", []byte(head + `<html/>`), 422},
		{"another language", "xliff_wrong_language", with(`trgLang="en"`, `trgLang="lo"`), 422},
		{"empty", codeEmpty, nil, 422},
	} {
		for _, lang := range i18n.Languages {
			a := o.upload("translator", base+"/xliff", tc.file)
			if a.status != tc.status || a.str("code") != tc.code || strings.Contains(a.str("detail"), "passwd") {
				t.Errorf("%s: %d %s", tc.name, a.status, a.raw)
			}
			page := o.uploadPage("translator", lang, textPath(r.Reference, "")+"/xliff", tc.file)
			checkPage(t, lang, page.status, tc.status, string(page.raw))
			if !strings.Contains(string(page.raw), `class="alert"`) {
				t.Errorf("%s in %s: no message\n%s", tc.name, lang, page.raw)
			}
		}
	}
	got := o.call("translator", http.MethodGet, base, nil).want(t, http.StatusOK)
	if got.body["done"] != 0.0 {
		t.Errorf("a refused file changed the text: %s", got.raw)
	}
}

// What of a file cannot be taken is named unit by unit, with the words of the file.
func TestAFileIsTakenUnitByUnit(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	base := "/api/v1/requests/" + r.Reference + "/translation"
	file := string(asATool(o.call("translator", http.MethodGet, base+"/xliff", nil).want(t, http.StatusOK).raw, "EN"))
	i := strings.Index(file, "<target>")
	at := strings.Index(file[i:], "<ph ") // the first placeholder of a target is lost
	for strings.LastIndex(file[:i+at], "<target>") < strings.LastIndex(file[:i+at], "<source>") {
		at += 4 + strings.Index(file[i+at+4:], "<ph ")
	}
	end := strings.Index(file[i+at:], "/>")
	lost := file[:i+at] + file[i+at+end+2:]
	lost = strings.Replace(lost, "<source>information ouverte</source>", "<source>instruction close</source>", 1)
	a := o.upload("translator", base+"/xliff", []byte(lost)).want(t, http.StatusOK)
	codes := map[string]bool{}
	for _, n := range a.body["refused"].([]any) {
		n := n.(map[string]any)
		codes[n["code"].(string)] = n["target"] != "" && n["n"].(float64) > 0
	}
	if !codes["xliff_placeholder_lost"] || !codes["xliff_source_changed"] || len(codes) != 2 || a.body["taken"].(float64) < 10 {
		t.Errorf("%s", a.raw)
	}
	for _, lang := range i18n.Languages {
		page := o.uploadPage("translator", lang, textPath(r.Reference, "")+"/xliff", []byte(lost), "do", "preview")
		checkPage(t, lang, page.status, 200, string(page.raw))
		if !strings.Contains(string(page.raw), "EN information ouverte") || strings.Contains(string(page.raw), "⟦") || strings.Contains(string(page.raw), " label1 ") {
			t.Errorf("in %s the refused sentence is not quoted", lang)
		}
	}
	// Of an older version of the text: the sentences that stayed are taken, and the report says so.
	older := strings.ReplaceAll(lost, r.State.Frozen.DraftSHA256, strings.Repeat("0", 64))
	if a := o.upload("translator", base+"/xliff?dry_run=true", []byte(older)).want(t, http.StatusOK); a.body["older"] != true {
		t.Errorf("%s", a.raw)
	}
	if a := o.upload("officer", base+"/xliff", []byte(lost)); a.status != http.StatusForbidden {
		t.Errorf("an officer imports: %s", a.raw)
	}
}

func TestAMemoryComesAndGoesAsTMX(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	base := "/api/v1/requests/" + r.Reference + "/translation"
	tmx := func(pairs ...string) []byte {
		var b strings.Builder
		b.WriteString(`<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" datatype="plaintext"/><body>`)
		for i := 0; i+1 < len(pairs); i += 2 {
			b.WriteString(`<tu><tuv xml:lang="fr"><seg>` + pairs[i] + `</seg></tuv><tuv xml:lang="en"><seg>` + pairs[i+1] + `</seg></tuv></tu>`)
		}
		b.WriteString(`<tu><tuv xml:lang="de"><seg>x</seg></tuv><tuv xml:lang="it"><seg>y</seg></tuv></tu></body></tmx>`)
		return []byte(b.String())
	}
	own := tmx("information ouverte", "judicial investigation opened")
	if a := o.upload("translator", base+"/tmx", own).want(t, http.StatusOK); a.body["taken"] != 1.0 || a.body["skipped"] != 1.0 {
		t.Errorf("%s", a.raw)
	}
	if a := o.upload("translator", base+"/tmx", own).want(t, http.StatusOK); a.body["taken"] != 0.0 || a.body["unchanged"] != 1.0 {
		t.Errorf("the same again: %s", a.raw)
	}
	page := o.page("translator", "fr", http.MethodGet, textPath(r.Reference, ""), nil).Body.String()
	if !strings.Contains(page, "judicial investigation opened") || !strings.Contains(page, "100 %") {
		t.Error("the pair that was brought is not suggested")
	}
	// One press takes what the memory has for the same sentence.
	if got := o.page("translator", "fr", http.MethodPost, textPath(r.Reference, ""), url.Values{"do": {"fill"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	if got := o.call("translator", http.MethodGet, base, nil); got.body["done"] != 1.0 || !strings.Contains(string(got.raw), `"state":"memory"`) {
		t.Errorf("%s", got.raw)
	}

	shared := "/api/v1/memory/tmx?from=fr&to=en"
	mixed := tmx("La banque est priée de communiquer le relevé du compte.", "The bank is asked to communicate the statement of the account.",
		"Exemple Fictif a reçu les fonds.", "Exemple Fictif received the funds.")
	a := o.upload("admin", shared, mixed).want(t, http.StatusOK)
	if a.body["taken"] != 1.0 || len(a.body["refused"].([]any)) != 1 {
		t.Errorf("a name enters the shared memory, or a plain sentence does not: %s", a.raw)
	}
	if out := o.call("admin", http.MethodGet, shared, nil).want(t, http.StatusOK); !strings.Contains(string(out.raw), "statement of the account") || strings.Contains(string(out.raw), "Fictif") {
		t.Errorf("%s", out.raw)
	}
	for _, login := range []string{"translator", "officer", "auditor"} {
		o.call(login, http.MethodGet, shared, nil).want(t, http.StatusNotFound)
		o.upload(login, shared, mixed).want(t, http.StatusNotFound)
	}
	for _, lang := range i18n.Languages {
		got := o.page("admin", lang, http.MethodGet, "/memoire", nil)
		checkPage(t, lang, got.Code, 200, got.Body.String())
		back := o.uploadPage("admin", lang, "/memoire", mixed, "from", "fr", "to", "en")
		checkPage(t, lang, back.status, 200, string(back.raw))
		bad := o.uploadPage("admin", lang, "/memoire", []byte("<html/>"), "from", "fr", "to", "fr")
		checkPage(t, lang, bad.status, 422, string(bad.raw))
	}
}

func TestAnOathIsStatedOnItsPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, lang := range i18n.Languages {
		for _, login := range []string{"translator", "admin"} {
			got := o.page(login, lang, http.MethodGet, "/traducteur", nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
		}
		if got := o.page("officer", lang, http.MethodGet, "/traducteur", nil); got.Code != 404 {
			t.Errorf("an officer states an oath: %d", got.Code)
		}
	}
	form := url.Values{"oath.name": {"Sacha Lindt"}, "oath.court": {"cour d’appel d’Exemple"}, "oath.number": {""}, "oath.sworn_on": {"2999-01-01"}}
	bad := o.page("translator", "fr", http.MethodPost, "/traducteur", form)
	if bad.Code != 422 || !strings.Contains(bad.Body.String(), "Sacha Lindt") || strings.Count(bad.Body.String(), `class="wrong"`) != 2 {
		t.Errorf("%d: what was typed, or one of the two faults, is missing\n%s", bad.Code, bad.Body)
	}
	form.Set("oath.number", "TR-1")
	form.Set("oath.sworn_on", "2019-11-12")
	if got := o.page("admin", "fr", http.MethodPost, "/traducteur?de="+o.users["second"].ID, form); got.Code != http.StatusSeeOther {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	o.call("second", http.MethodGet, "/api/v1/translators/me/oath", nil).want(t, http.StatusOK)
	o.call("second", http.MethodGet, "/api/v1/translators/"+o.users["translator"].ID+"/oath", nil).want(t, http.StatusNotFound)
}

// A file brings no longer sentence than the page takes, or the page could never
// save it again; the other sentences are taken.
func TestASentenceTooLongIsRefusedAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	base := "/api/v1/requests/" + r.Reference + "/translation"
	file := string(o.call("translator", http.MethodGet, base+"/xliff", nil).raw)
	put := func(target string) {
		file = strings.Replace(file, "</source>\n</segment>", "</source><target>"+target+"</target>\n</segment>", 1)
	}
	put(strings.Repeat("a", maxTarget+1))
	put("a purpose")
	got := o.upload("translator", base+"/xliff", []byte(file)).want(t, 200)
	if got.body["taken"] != 1.0 || !strings.Contains(string(got.raw), "too_long") || !strings.Contains(string(got.raw), "20000") {
		t.Errorf("%.300s", got.raw)
	}
}

// A character that no font prints is named with its sentence, and nothing is certified.
func TestACharacterThatCannotBePrintedIsNamedWithItsSentence(t *testing.T) {
	t.Parallel()
	j := transjob.Job{Units: []transjob.Unit{{Target: "plain"}, {Target: "with 漢 in it"}}}
	err := atSentence(mla.Refuse("missing_glyph", "translation/facts", "rune", "U+6F22", "char", "漢"), j)
	var refusal *mla.Error
	if !errors.As(err, &refusal) || refusal.Field != "units[1]" || !strings.HasPrefix(i18n.Error("fr", refusal), "Phrases (2)") {
		t.Errorf("%v: %s", err, i18n.Error("fr", refusal))
	}
	other := mla.Refuse("missing_glyph", "facts", "char", "字")
	if got := atSentence(other, j); got != error(other) {
		t.Errorf("%v", got)
	}
}
