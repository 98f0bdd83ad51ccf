package api

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

const theNames = "/affaires/" + theCase + "/noms"

// registered adds an entry as the officer.
func (w *world) registered(kind mla.NameKind, canonical string, more ...func(*desk.NameEntry)) desk.NameEntry {
	w.t.Helper()
	e := desk.NameEntry{Kind: kind, Canonical: canonical}
	for _, f := range more {
		f(&e)
	}
	out, err := w.changeNames(w.users["u-officer"].Actor(), theCase, []desk.NameChange{{Action: names.Add, Entry: e}})
	if err != nil {
		w.t.Fatal(err)
	}
	return out[0]
}

func withForm(lang, text string) func(*desk.NameEntry) {
	return func(e *desk.NameEntry) {
		e.Forms = map[string]desk.NameForm{lang: {Text: text, Source: "passport_mrz"}}
	}
}

// shown is a page as it is read: without entities and with plain blanks.
func shown(got *httptest.ResponseRecorder) string {
	return strings.ReplaceAll(html.UnescapeString(got.Body.String()), "\u00a0", " ")
}

// savedBy sends a form and wants a redirect to a page that says so.
func (w *world) savedBy(user, path string, form url.Values) {
	w.t.Helper()
	got := w.asked(user, "fr", http.MethodPost, path, form)
	if got.Code != http.StatusSeeOther || !strings.Contains(got.Header().Get("Location"), "fait=saved") {
		w.t.Fatalf("%v: %d %s\n%s", form, got.Code, got.Header().Get("Location"), got.Body)
	}
}

func (w *world) namesPage(user, lang string) string {
	w.t.Helper()
	got := w.asked(user, lang, http.MethodGet, theNames, nil)
	checkPage(w.t, lang, got.Code, 200, got.Body.String())
	return shown(got)
}

func TestTheRegisterInEveryLanguageAndForEveryReader(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	e := w.registered(mla.NamePerson, "Exemple FICTIVE", withForm("lo", "Latin"))
	w.registered(mla.NamePlace, "Brașov", func(e *desk.NameEntry) { e.Variants = []string{"Brasov"} })
	if _, err := w.changeNames(w.users["u-translator"].Actor(), theCase, []desk.NameChange{{Action: names.Form, Entry: desk.NameEntry{ID: e.ID, Revision: 1, Forms: map[string]desk.NameForm{"lo": {Text: "ເອັກ"}}}}}); err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		for _, user := range []string{"u-officer", "u-magistrate", "u-auditor", "u-translator"} {
			w.namesPage(user, lang)
			got := w.asked(user, lang, http.MethodGet, theNames+"/"+e.ID, nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
		}
	}
	for user, may := range map[string][]bool{"u-officer": {true, true}, "u-magistrate": {true, true}, "u-auditor": {false, false}, "u-translator": {false, true}} {
		page := w.namesPage(user, "fr")
		one := w.asked(user, "fr", http.MethodGet, theNames+"/"+e.ID, nil).Body.String()
		if strings.Contains(page, `value="add"`) != may[0] || strings.Contains(one, `value="remove"`) != may[0] || strings.Contains(one, `value="save"`) != may[1] {
			t.Errorf("%s is offered what they may not, or not what they may", user)
		}
		if user == "u-translator" && (strings.Contains(page, `id="met"`) || strings.Contains(one, "Historique")) {
			t.Error("the translator sees the case")
		}
	}
	for _, user := range []string{"u-clerk", "u-admin"} {
		if got := w.asked(user, "fr", http.MethodGet, theNames, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", user, got.Code)
		}
	}
	one := shown(w.asked("u-officer", "fr", http.MethodGet, theNames+"/"+e.ID, nil))
	for _, want := range []string{"FICTIVE<<EXEMPLE", "Un traducteur propose une autre forme", "ເອັກ", "autre écriture"} {
		if !strings.Contains(one, want) {
			t.Errorf("the entry lacks %q", want)
		}
	}
	if got := w.asked("u-officer", "fr", http.MethodGet, theNames+"/none", nil); got.Code != http.StatusNotFound {
		t.Errorf("no such entry: %d", got.Code)
	}
}

func TestNamesThatAreMetAreRegisteredAndAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.reqs[theRequest]
	d := r.drafts[0].Body
	d.Persons = []mla.Person{{Label: "P1", Name: "Robin SAMPLE"}, {Label: "P2", Name: "Robyn SAMPLE"}, {Label: "P3", Name: "Dana FICTIVE", OtherNames: "ດານາ"}}
	w.addDraft(r, "u-officer", d)
	page := w.namesPage("u-officer", "fr")
	for _, want := range []string{"Le même nom ?", "Le même : garder « Robyn SAMPLE »", "Deux personnes différentes", `value="person|Dana FICTIVE"`, "ດານາ"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	both := url.Values{"kind": {"person"}, "a_id": {""}, "a_text": {"Robin SAMPLE"}, "b_id": {""}, "b_text": {"Robyn SAMPLE"}}
	same := url.Values{}
	for k, v := range both {
		same[k] = v
	}
	same.Set("do", "same_b")
	w.savedBy("u-officer", theNames, same)
	if e := w.entries()[0]; e.Canonical != "Robyn SAMPLE" || len(e.Variants) != 1 || e.Variants[0] != "Robin SAMPLE" {
		t.Errorf("kept %+v", e)
	}
	w.savedBy("u-magistrate", theNames, url.Values{"do": {"register"}, "met": {"person|Dana FICTIVE", "person|nobody"}})
	if e := w.entries()[1]; e.Canonical != "Dana FICTIVE" || e.Forms["lo"].Text != "ດານາ" || e.Forms["lo"].Source != "case_file" {
		t.Errorf("registered %+v", e)
	}
	if page := w.namesPage("u-officer", "fr"); strings.Contains(page, "Le même nom ?") || strings.Contains(page, `id="met"`) {
		t.Error("what is answered is asked again")
	}
	got := w.asked("u-officer", "fr", http.MethodPost, theNames, url.Values{"do": {"register"}})
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(got), "Noms relevés : rien n’est coché") {
		t.Errorf("nothing ticked: %d", got.Code)
	}
	// Told apart, they stay apart.
	d.Persons = append(d.Persons, mla.Person{Label: "P4", Name: "Dane FICTIVE"})
	w.addDraft(r, "u-officer", d)
	dana := w.entries()[1]
	w.savedBy("u-officer", theNames, url.Values{"do": {"different"}, "kind": {"person"}, "a_id": {dana.ID}, "a_revision": {"1"}, "a_text": {dana.Canonical}, "b_text": {"Dane FICTIVE"}})
	if page := w.namesPage("u-officer", "fr"); strings.Contains(page, "Le même nom ?") {
		t.Error("what was told apart is asked again")
	}
}

func TestWhatWasTypedIntoTheRegisterIsKeptBesideItsMessage(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.registered(mla.NamePerson, "Robin SAMPLE")
	for why, tc := range map[string]struct {
		name, form, want string
		status           int
	}{
		"300 letters":         {strings.Repeat("é", 300), "", "Graphie de référence : 200 caractères au plus", 422},
		"a control character": {"Robin\x07", "", "caractère invisible ou de commande (U+0007)", 422},
		"a direction mark":    {"Robin\u202eELPMAS", "", "U+202E", 422},
		"nothing":             {"  ", "", "Graphie de référence : à remplir", 422},
		"signs":               {"— —", "", "contient au moins une lettre", 422},
		"a duplicate":         {"SAMPLE Robin", "", "déjà inscrit au registre", 409},
		"a long form":         {"Dana FICTIVE", strings.Repeat("x", 300), "Forme en anglais : 200 caractères au plus", 422},
	} {
		form := url.Values{"do": {"add"}, "kind": {"person"}, "canonical": {tc.name}, "note": {"ma note"}, "forms.en": {tc.form}}
		got := w.asked("u-officer", "fr", http.MethodPost, theNames, form)
		body := shown(got)
		if got.Code != tc.status || !strings.Contains(body, tc.want) || !strings.Contains(body, `value="ma note"`) {
			t.Errorf("%s: %d, without %q or what was typed", why, got.Code, tc.want)
		}
		if trimmed := strings.TrimSpace(tc.name); tc.status == 422 && why != "nothing" && !strings.ContainsAny(trimmed, "\x07\u202e") && !strings.Contains(body, trimmed) {
			t.Errorf("%s: the name is lost", why)
		}
		if strings.Contains(string(w.log.text), "ELPMAS") {
			t.Error("a name is in the log")
		}
	}
	if len(w.entries()) != 1 {
		t.Errorf("%d entries", len(w.entries()))
	}
	// A translator adds nothing, and a form in another script only warns.
	got := w.asked("u-translator", "fr", http.MethodPost, theNames, url.Values{"do": {"add"}, "kind": {"person"}, "canonical": {"Dana FICTIVE"}})
	if got.Code != http.StatusForbidden {
		t.Errorf("the translator adds: %d", got.Code)
	}
	if got := w.asked("u-officer", "fr", http.MethodPost, theNames, url.Values{"do": {"explode"}}); got.Code != http.StatusBadRequest {
		t.Errorf("an unknown button: %d", got.Code)
	}
}

func TestOfTwoEditsTheSecondSeesTheFirst(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	e := w.registered(mla.NamePerson, "Robin SAMPLE", withForm("lo", "ໂຣບິນ"))
	at := theNames + "/" + e.ID
	edit := func(note string) url.Values {
		return url.Values{"do": {"save"}, "revision": {"1"}, "kind": {"person"}, "canonical": {"Robin SAMPLE"}, "note": {note}, "forms.lo": {"ໂຣບິນ"}, "forms.lo.source": {"passport_mrz"}, "forms.en": {""}}
	}
	w.savedBy("u-officer", at, edit("la première"))
	got := w.asked("u-magistrate", "fr", http.MethodPost, at, edit("la seconde"))
	body := got.Body.String()
	for _, want := range []string{"La fiche actuelle", "la première", `value="la seconde"`, `name="revision" value="2"`} {
		if got.Code != http.StatusConflict || !strings.Contains(body, want) {
			t.Errorf("%d, the page lacks %q", got.Code, want)
		}
	}
	again := edit("la seconde")
	again.Set("revision", "2")
	w.savedBy("u-magistrate", at, again)
	if got := w.entries()[0]; got.Note != "la seconde" || got.Forms["lo"].By != "u-officer" {
		t.Errorf("%+v", got)
	}
	history := w.asked("u-auditor", "fr", http.MethodGet, at, nil).Body.String()
	if strings.Count(history, ">modification · note</td>") != 2 || !strings.Contains(history, "Dominique Vasseur") {
		t.Error("the history does not tell who changed what")
	}
}

func TestEntriesAreMergedFormsDecidedAndNamesTakenAway(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	a := w.registered(mla.NamePerson, "Robin SAMPLE", withForm("lo", "ໂຣບິນ"))
	b := w.registered(mla.NamePerson, "Robyn SAMPLE")
	place := w.registered(mla.NamePlace, "Brașov")
	w.savedBy("u-translator", theNames+"/"+a.ID, url.Values{"do": {"save"}, "revision": {"1"}, "forms.lo": {"ໂລບິນ"}})
	w.savedBy("u-officer", theNames+"/"+a.ID, url.Values{"do": {"take:lo"}, "revision": {"2"}})
	if e, _ := (desk.NameRegister{Entries: w.entries()}).Entry(a.ID); e.Forms["lo"].Text != "ໂລບິນ" || len(e.Proposed) > 0 || e.Revision != 3 {
		t.Errorf("decided %+v", e)
	}
	got := w.asked("u-officer", "fr", http.MethodPost, theNames+"/"+a.ID, url.Values{"do": {"merge"}, "revision": {"3"}})
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(got), "Autre fiche : à remplir") {
		t.Errorf("merged with nothing: %d", got.Code)
	}
	if got := w.asked("u-officer", "fr", http.MethodPost, theNames+"/"+a.ID, url.Values{"do": {"merge"}, "revision": {"3"}, "merge_with": {place.ID + " 1"}}); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a person is merged with a place: %d", got.Code)
	}
	w.savedBy("u-officer", theNames+"/"+a.ID, url.Values{"do": {"merge"}, "revision": {"3"}, "merge_with": {b.ID + " 1"}})
	w.savedBy("u-officer", theNames+"/"+place.ID, url.Values{"do": {"remove"}, "revision": {"1"}})
	if es := w.entries(); len(es) != 1 || es[0].Variants[0] != "Robyn SAMPLE" {
		t.Errorf("%+v", es)
	}
}

func TestTheEditorWritesTheRegistersFormAtAClick(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.registered(mla.NamePerson, "Exemple FICTIV", func(e *desk.NameEntry) { e.Variants = []string{"Exempla Fictiva"} })
	form := w.editor("u-officer")
	form.Set("persons.0.name", "Exempla Fictiva")
	form.Set("facts", "Les versements d’Exempla Fictiva, puis d’Exempla Fictivas.")
	form.Set("do", "preflight")
	page := shown(w.asked("u-officer", "fr", http.MethodPost, "/demandes/"+theRef+"/brouillon", form))
	if !strings.Contains(page, "« Exempla Fictiva » est écrit autrement au registre") || strings.Count(page, "Écrire « Exemple FICTIV »</button>") != 2 {
		t.Fatal("the editor does not offer the register's form in both fields")
	}
	form.Set("do", useValue("facts", mla.Replacement{From: "Exempla Fictiva", To: "Exemple FICTIV"}))
	page = shown(w.asked("u-officer", "fr", http.MethodPost, "/demandes/"+theRef+"/brouillon", form))
	if !strings.Contains(page, "Les versements d’Exemple FICTIV, puis d’Exempla Fictivas.") {
		t.Error("the text does not say the register's form")
	}
	if n := len(w.reqs[theRequest].drafts); n != 1 {
		t.Errorf("the click saved: %d revisions", n)
	}
	for _, hostile := range []string{"use:%zz", "use:", "use:field=nope&from=a&to=b", "use:field=facts&from=&to=b"} {
		form.Set("do", hostile)
		if got := w.asked("u-officer", "fr", http.MethodPost, "/demandes/"+theRef+"/brouillon", form); got.Code != 200 {
			t.Errorf("%s: %d", hostile, got.Code)
		}
	}
	w.live(mla.PhaseReady)
	if page := w.asked("u-officer", "fr", http.MethodGet, "/demandes/"+theRef+"/brouillon", nil).Body.String(); strings.Contains(page, `value="use:`) {
		t.Error("a frozen draft offers a change")
	}
}

func TestLettersCarryTheFormsOfTheRegister(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.registered(mla.NamePerson, "Exemple Fictif", withForm("hi", "उदाहरण"), withForm("en", "Example FICTIVE"))
	w.live(mla.PhaseInTranslation)
	at := "/demandes/" + theRef + "/traduction"
	page := w.asked("u-translator", "fr", http.MethodGet, at, nil).Body.String()
	got := w.asked("u-translator", "fr", http.MethodPost, at, typed(page, "t.1", "Identify the holder.", "do", "certify"))
	if got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	doc := string(w.files.byHash[w.reqs[theRequest].state.Translation.Doc.SHA256])
	if !strings.Contains(doc, "Exemple Fictif:Example FICTIVE") {
		t.Errorf("the translation is made of %s", doc)
	}
	preview := w.asked("u-officer", "fr", http.MethodGet, "/demandes/"+theRef+"/apercu.pdf", nil).Body.String()
	if strings.Contains(preview, "FICTIVE") {
		t.Error("the French text carries the English form")
	}
}

func TestNamesThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	at := "/api/v1/cases/" + theCase + "/names"
	ok := func(a answered, status int) answered {
		t.Helper()
		if a.status != status {
			t.Fatalf("%d, want %d: %s", a.status, status, a.raw)
		}
		return a
	}
	e := ok(w.call("u-officer", http.MethodPost, at, map[string]any{"kind": "person", "canonical": "Robin SAMPLE", "forms": []any{map[string]any{"lang": "lo", "text": "ໂຣບິນ", "source": "passport_mrz"}}}), 201)
	id := e.str("id")
	if p := ok(w.call("u-officer", http.MethodPost, at, map[string]any{"kind": "person", "canonical": "Robin Sample"}), 409); p.str("code") != names.CodeDuplicate || strings.Contains(string(p.raw), "Robin") {
		t.Errorf("%s", p.raw)
	}
	ok(w.call("u-officer", http.MethodPost, at, map[string]any{"kind": "person", "canonical": "A\u0001", "note": "x"}), 422)
	two := ok(w.call("u-officer", http.MethodPost, at, map[string]any{"kind": "ship", "canonical": strings.Repeat("x", 300)}), 422)
	if errs, _ := two.body["errors"].([]any); len(errs) != 2 {
		t.Errorf("not every fault is named: %s", two.raw)
	}
	reg := ok(w.call("u-officer", http.MethodGet, at, nil), 200)
	if q, _ := reg.body["entries"].([]any); len(q) != 1 {
		t.Errorf("%s", reg.raw)
	}
	ok(w.call("u-translator", http.MethodGet, at, nil), 200)
	ok(w.call("u-clerk", http.MethodGet, at, nil), 404)
	ok(w.call("u-translator", http.MethodPost, at, map[string]any{"kind": "person", "canonical": "Dana FICTIVE"}), 403)
	if f := ok(w.call("u-translator", http.MethodPut, at+"/"+id+"/forms/lo", map[string]any{"revision": 1, "text": "ໂລບິນ"}), 200); !strings.Contains(string(f.raw), `"proposed"`) {
		t.Errorf("%s", f.raw)
	}
	ok(w.call("u-officer", http.MethodPut, at+"/"+id+"/forms/lo", map[string]any{"revision": 1, "text": "x"}), 409)
	ok(w.call("u-officer", http.MethodPut, at+"/"+id+"/forms/lo", map[string]any{"revision": 2, "text": "ໂລບິນ"}), 200)
	ok(w.call("u-officer", http.MethodPut, at+"/"+id, map[string]any{"revision": 3, "kind": "person", "canonical": "Robin SAMPLEZ", "variants": []string{"Robin SAMPLE"}}), 200)
	ok(w.call("u-officer", http.MethodPost, at+"/"+id+"/different", map[string]any{"revision": 4, "spelling": "Robine SAMPLEZ"}), 200)
	ok(w.call("u-officer", http.MethodPost, at+"/"+id+"/merge", map[string]any{"revision": 5, "spelling": "Robyn SAMPLEZ"}), 200)
	ok(w.call("u-officer", http.MethodPost, at+"/"+id+"/merge", map[string]any{"revision": 6}), 422)
	other := ok(w.call("u-officer", http.MethodPost, at, map[string]any{"kind": "person", "canonical": "Rob SAMPLEZ"}), 201)
	merged := ok(w.call("u-officer", http.MethodPost, at+"/"+id+"/merge", map[string]any{"revision": 6, "other_id": other.str("id"), "other_revision": 1}), 200)
	if v, _ := merged.body["variants"].([]any); len(v) != 3 {
		t.Errorf("%s", merged.raw)
	}
	if h := ok(w.call("u-auditor", http.MethodGet, at+"/"+id+"/history", nil), 200); strings.Count(string(h.raw), `"action"`) != 7 {
		t.Errorf("%s", h.raw)
	}
	ok(w.call("u-officer", http.MethodDelete, at+"/"+id+"?revision=0", nil), 422)
	ok(w.call("u-officer", http.MethodDelete, at+"/"+id+"?revision=7", nil), 204)
	ok(w.call("u-officer", http.MethodGet, at+"/none/history", nil), 404)
	ok(w.call("u-officer", http.MethodDelete, at+"/none?revision=1", nil), 404)
}

func TestThePreflightHoldsADraftAgainstTheRegister(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.registered(mla.NamePerson, "Exemple FICTIFS")
	a := w.call("u-officer", http.MethodGet, "/api/v1/requests/"+theRef+"/preflight", nil)
	if !strings.Contains(string(a.raw), `"register_near"`) || !strings.Contains(string(a.raw), `"replace":{"from":"Exemple Fictif","to":"Exemple FICTIFS"}`) {
		t.Errorf("%s", a.raw)
	}
}

func BenchmarkThePageOf200NamesAnd50Requests(b *testing.B) {
	w := newWebWorld(&testing.T{})
	var met []desk.NameMet
	for i := range 200 {
		name := string(rune('A'+i%26)) + strings.Repeat("ab", i%5+1) + " " + strings.ToUpper(strings.Repeat(string(rune('a'+i/8)), 4)+string(rune('a'+i%26)))
		w.registered(mla.NameKinds[i%3], name, withForm("lo", "ໂຣບິນ"))
		met = append(met, desk.NameMet{Kind: mla.NamePerson, Text: "Robin " + name, References: []string{theRef}})
	}
	reg := w.desk.register
	w.desk.register = func(who mla.Actor, ref string) (desk.NameRegister, error) {
		r, err := reg(who, ref)
		r.Met = met[:50]
		return r, err
	}
	for b.Loop() {
		if got := w.asked("u-officer", "fr", http.MethodGet, theNames, nil); got.Code != 200 {
			b.Fatal(got.Code)
		}
	}
}
