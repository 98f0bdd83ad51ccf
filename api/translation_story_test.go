package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

var (
	segments = regexp.MustCompile(`(?s)<segment[^>]*>\s*<source>(.*?)</source>(\s*<target>.*?</target>)?`)
	english  = strings.NewReplacer("juin et décembre", "June and December", "juin", "June", "décembre", "December", "« ", "“", " »", "”")
)

// asATool writes a target into every segment of a file: the source behind a word,
// with its placeholders as they are.
func asATool(file []byte, word string) []byte {
	return segments.ReplaceAllFunc(file, func(seg []byte) []byte {
		source := string(segments.FindSubmatch(seg)[1])
		return []byte(`<segment state="reviewed"><source>` + source + `</source><target>` + word + " " + english.Replace(source) + `</target>`)
	})
}

// throughATool exports a text, has every sentence translated and brings it back.
func (o *office) throughATool(login, base, word string) answered {
	o.t.Helper()
	file := o.call(login, http.MethodGet, base+"/translation/xliff", nil).want(o.t, http.StatusOK)
	return o.upload(login, base+"/translation/xliff", asATool(file.raw, word))
}

func TestATranslationFromAssignmentToCertificateAndAfterAnEdit(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.opened(fixture.Judicial("PH"))
	base := "/api/v1/requests/" + r.Reference
	o.call("officer", http.MethodGet, base+"/translation", nil).want(t, http.StatusConflict) // nothing is frozen yet
	r = o.inTranslation(r.ID, "translator")

	text := o.call("translator", http.MethodGet, base+"/translation", nil).want(t, http.StatusOK)
	units := text.body["units"].([]any)
	if len(units) < 10 || text.body["done"] != 0.0 || len(text.body["blocking"].([]any)) != len(units) {
		t.Fatalf("%d units: %s", len(units), text.raw)
	}
	early := o.call("translator", http.MethodPost, base+"/certify-translation", fields()).want(t, http.StatusConflict)
	if early.str("code") != mla.CodeTranslationBlocked || !strings.Contains(early.str("detail"), "1, 2, 3") {
		t.Errorf("an empty translation: %s", early.raw)
	}

	dry := o.call("translator", http.MethodGet, base+"/translation/xliff", nil)
	if again := o.upload("translator", base+"/translation/xliff?dry_run=true", dry.raw).want(t, http.StatusOK); again.body["taken"] != 0.0 {
		t.Errorf("an untouched file changes something: %s", again.raw)
	}
	report := o.throughATool("translator", base, "EN")
	if report.status != http.StatusOK || report.body["taken"] != float64(len(units)) || len(report.body["refused"].([]any)) != 0 {
		t.Fatalf("%d %s", report.status, report.raw)
	}
	text = o.call("translator", http.MethodGet, base+"/translation", nil).want(t, http.StatusOK)
	if blocking := text.body["blocking"].([]any); len(blocking) != 0 {
		t.Fatalf("blocking %v: %s", blocking, text.raw)
	}

	noOath := o.call("translator", http.MethodPost, base+"/certify-translation", fields()).want(t, http.StatusConflict)
	if noOath.str("code") != mla.CodeOathMissing {
		t.Errorf("without an oath: %s", noOath.raw)
	}
	oath := map[string]any{"name": "Sacha Lindt", "court": "cour d’appel d’Exemple", "number": "TR-1", "sworn_on": "2019-11-12"}
	o.call("translator", http.MethodPut, "/api/v1/translators/me/oath", oath).want(t, http.StatusNoContent)
	stale := o.call("translator", http.MethodPost, base+"/certify-translation", fields("translation_sha256", strings.Repeat("0", 64))).want(t, http.StatusConflict)
	if stale.str("code") != mla.CodeTranslationConflict {
		t.Errorf("another translation than the one read: %s", stale.raw)
	}
	o.call("translator", http.MethodPost, base+"/certify-translation", fields("translation_sha256", text.str("translation_sha256"))).want(t, http.StatusOK)
	r = o.read(r.ID)
	if tr := r.State.Translation; r.State.Phase != mla.PhaseReady || tr == nil || tr.TextSHA256 != text.str("translation_sha256") || tr.SourceSHA256 != r.State.Frozen.DraftSHA256 {
		t.Fatalf("phase %s, translation %+v", r.State.Phase, r.State.Translation)
	}
	snap, err := o.db.Snapshot(t.Context(), r.ID)
	o.ok(err)
	if !strings.HasPrefix(snap.Translations["purpose"], "EN ") {
		t.Errorf("letters are made of %q", snap.Translations["purpose"])
	}

	// The text is edited: what changed is named, what did not keeps its translation.
	o.give("officer", r.ID, mla.Rework{Reason: mla.TextRef{ID: "t", Digest: "d"}})
	d, err := o.db.Draft(t.Context(), o.users["officer"].Actor(), r.ID, 0)
	o.ok(err)
	edited := d.Body
	edited.Purpose = strings.TrimSuffix(edited.Purpose, ".") + ", et des biens."
	_, err = o.db.SaveDraft(t.Context(), o.users["officer"].Actor(), r.ID, d.Revision, edited)
	o.ok(err)
	r = o.inTranslation(r.ID, "translator")
	if r.State.Translation != nil {
		t.Error("the old certificate outlived the change of its source")
	}
	page := o.page("officer", "fr", http.MethodGet, "/demandes/"+r.Reference, nil).Body.String()
	if _, row, _ := strings.Cut(page, "-translation-en.pdf"); !strings.Contains(strings.SplitN(row, "</li>", 2)[0], i18n.T("fr", "doc.replaced", nil)) {
		t.Error("the list of documents does not say that the old translation is replaced")
	}
	text = o.call("translator", http.MethodGet, base+"/translation", nil).want(t, http.StatusOK)
	var todo []map[string]any
	for _, u := range text.body["units"].([]any) {
		if u := u.(map[string]any); u["state"] == "todo" {
			todo = append(todo, u)
		}
	}
	if len(todo) != 1 || todo[0]["place"] != "purpose" || !strings.HasPrefix(todo[0]["before"].(map[string]any)["target"].(string), "EN ") {
		t.Fatalf("to do after the edit: %v", todo)
	}
	named := o.call("translator", http.MethodPost, base+"/certify-translation", fields()).want(t, http.StatusConflict)
	if named.body["args"].(map[string]any)["units"] != "2" {
		t.Errorf("the edited sentence is not named: %s", named.raw)
	}
}

func TestAnotherTranslatorGoesOnWithTheWork(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	base := "/api/v1/requests/" + r.Reference + "/translation"
	unit := o.call("translator", http.MethodGet, base, nil).body["units"].([]any)[0].(map[string]any)["id"]
	save := func(login, target string, version int) answered {
		return o.call(login, http.MethodPut, base, map[string]any{"units": []any{map[string]any{"id": unit, "target": target, "version": version}}})
	}
	save("translator", "investigating judge", 0).want(t, http.StatusOK)
	save("second", "x", 1).want(t, http.StatusNotFound)
	save("officer", "x", 1).want(t, http.StatusForbidden)
	o.give("officer", r.ID, mla.AssignTranslator{Translator: o.users["second"].ID})
	save("translator", "y", 1).want(t, http.StatusNotFound)
	if got := save("second", "examining judge", 1).want(t, http.StatusOK); len(got.body["saved"].([]any)) != 1 {
		t.Errorf("%s", got.raw)
	}
	late := save("second", "judge", 1).want(t, http.StatusOK)
	if c := late.body["conflicts"].([]any); len(c) != 1 || c[0].(map[string]any)["target"] != "examining judge" {
		t.Errorf("a stale version overwrites: %s", late.raw)
	}
	mails := 0
	for _, e := range o.read(r.ID).Effects {
		if e.Kind == "mail" {
			mails++
		}
	}
	if mails == 0 {
		t.Error("nobody tells the new translator")
	}
}

func TestWhoSeesTheDesk(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	for _, tc := range []struct {
		login string
		want  int
		edits bool
	}{
		{"translator", 200, true}, {"officer", 200, false}, {"magistrate", 200, false}, {"auditor", 200, false},
		{"second", 404, false}, {"stranger", 404, false}, {"registry", 404, false}, {"admin", 404, false},
	} {
		for _, lang := range []string{"fr", "en"} {
			got := o.page(tc.login, lang, http.MethodGet, textPath(r.Reference, ""), nil)
			edits := strings.Contains(got.Body.String(), `value="save"`)
			if got.Code != tc.want || edits != tc.edits {
				t.Errorf("%s: %d, edits %v", tc.login, got.Code, edits)
			}
			if got.Code == 200 {
				checkPage(t, lang, got.Code, 200, got.Body.String())
			}
		}
		for _, path := range []string{"/xliff", "/tmx"} {
			if got := o.page(tc.login, "fr", http.MethodGet, textPath(r.Reference, "")+path, nil); got.Code != tc.want {
				t.Errorf("%s reads %s: %d", tc.login, path, got.Code)
			}
		}
	}
}

// Romania reads French: there is nothing to translate, and the page says so.
func TestWhereFrenchIsReadTheStepIsSkipped(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d := fixture.Judicial("RO")
	r := o.opened(d)
	if r.State.TranslateTo != "" {
		t.Skipf("the data has a Romanian request translated into %s", r.State.TranslateTo)
	}
	got := o.call("officer", http.MethodGet, "/api/v1/requests/"+r.Reference+"/translation", nil).want(t, http.StatusConflict)
	if got.str("code") != codeTranslationSkipped || !strings.Contains(got.str("detail"), "accepte le français") {
		t.Errorf("%s", got.raw)
	}
}

// A sentence certified in one case helps in another, and carries nothing of it.
func TestTheMemoryHelpsAnotherCaseAndTellsNothingOfTheFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const canary = "Zyxwvut Canariensis"
	d := fixture.Judicial("PH")
	d.Persons[0].Name = canary
	d.Purpose = "La banque est priée de communiquer le relevé du compte. " + canary + " a ouvert le compte 4471-0093."
	first := o.inTranslation(o.opened(d).ID, "translator")
	base := "/api/v1/requests/" + first.Reference
	oath := map[string]any{"name": "S L", "court": "c", "number": "1", "sworn_on": "2019-11-12"}
	o.call("translator", http.MethodPut, "/api/v1/translators/me/oath", oath).want(t, http.StatusNoContent)
	if got := o.throughATool("translator", base, "EN"); got.status != 200 {
		t.Fatalf("%s", got.raw)
	}
	for _, u := range o.call("translator", http.MethodGet, base+"/translation", nil).body["units"].([]any) {
		if u := u.(map[string]any); strings.HasPrefix(u["source"].(string), "La banque") {
			o.call("translator", http.MethodPut, base+"/translation", map[string]any{"units": []any{map[string]any{
				"id": u["id"], "target": "The bank is asked to communicate the statement of the account.", "version": u["version"],
			}}}).want(t, http.StatusOK)
		}
	}
	o.call("translator", http.MethodPost, base+"/certify-translation", fields()).want(t, http.StatusOK)

	other := fixture.Judicial("IN")
	other.Purpose = "La banque est priée de communiquer le relevé du compte. Aucun compte n’a été ouvert."
	second := o.inTranslation(o.opened(other).ID, "second")
	page := o.page("second", "fr", http.MethodGet, textPath(second.Reference, ""), nil).Body.String()
	if !strings.Contains(page, "The bank is asked to communicate the statement of the account.") || !strings.Contains(page, "mémoire partagée") {
		t.Error("the certified sentence is not suggested")
	}
	for _, secret := range []string{"Zyxwvut", "Canariensis", "4471-0093", first.Reference, first.ID} {
		if strings.Contains(page, secret) {
			t.Errorf("the other translator reads %q", secret)
		}
	}
	var log = string(o.log.text)
	if strings.Contains(log, "Canariensis") || strings.Contains(log, "La banque") {
		t.Error("a text stands in the log")
	}
}

func TestAnAnswerIsTranslatedAtTheDesk(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.inTranslation(o.opened(fixture.Judicial("PH")).ID, "translator")
	pdf, err := o.files.Put(t.Context(), strings.NewReader("%PDF-1.7 x"), mimePDF, 0)
	o.ok(err)
	o.give("translator", r.ID, mla.CertifyTranslation{Doc: pdf, SourceSHA256: r.State.Frozen.DraftSHA256, Language: r.State.TranslateTo})
	for r = o.read(r.ID); r.State.SentAbroad.IsZero(); r = o.read(r.ID) {
		h, _ := r.State.HolderHop()
		clerk := mla.Actor{ID: o.users["registry"].ID, Role: mla.Clerk, Org: h.ClerkOrg}
		if h.ClerkOrg == "" {
			clerk = o.users["officer"].Actor()
		}
		kind := "bordereau"
		if ps := r.State.Hops[r.State.Holder+1].Proofs; len(ps) > 0 {
			kind = ps[0]
		}
		_, err := o.Do(t.Context(), r.ID, mla.Command{ID: newID(), Actor: clerk, Body: mla.HandOver{ToHop: r.State.Holder + 1, Proof: mla.Proof{
			Kind: kind, Number: "B-1", On: workday.MustDate("2026-03-02"), Doc: r.State.Travelling(),
		}}})
		o.ok(err)
	}
	detail, err := o.db.PutText(t.Context(), o.users["officer"].Actor(), r.ID, "", "Relevé")
	o.ok(err)
	o.give("officer", r.ID, mla.RecordResponse{Extent: "full", ReceivedOn: workday.MustDate("2026-03-02"), Evidence: []mla.EvidenceIn{
		{Doc: pdf, Measure: "M1", Language: "ro", AllowedUse: "case_only", Detail: detail},
		{Doc: mla.DocRef{SHA256: strings.Repeat("a", 64), Size: 3, MIME: mimePDF}, Measure: "M1", Language: "lo", AllowedUse: "case_only", Detail: detail},
	}})
	oath := map[string]any{"name": "S L", "court": "c", "number": "1", "sworn_on": "2019-11-12"}
	o.call("translator", http.MethodPut, "/api/v1/translators/me/oath", oath).want(t, http.StatusNoContent)

	base := "/api/v1/requests/" + r.Reference
	empty := o.call("translator", http.MethodPost, base+"/translate-answer", fields("evidence", "E1")).want(t, http.StatusConflict)
	if empty.str("code") != mla.CodeTranslationBlocked {
		t.Errorf("nothing to certify: %s", empty.raw)
	}
	source := map[string]any{"text": "Contul a fost deschis la 3 februarie 2026.\nSoldul este de 1.234,56 lei."}
	text := o.call("translator", http.MethodPut, base+"/translation/source?item=E1", source).want(t, http.StatusOK)
	units := text.body["units"].([]any)
	if len(units) != 2 || text.str("from") != "ro" || text.str("to") != "fr" {
		t.Fatalf("%s", text.raw)
	}
	save := func(item string, unit any, target string, version int) answered {
		t.Helper()
		return o.call("translator", http.MethodPut, base+"/translation?item="+item, map[string]any{"units": []any{map[string]any{"id": unit, "target": target, "version": version}}})
	}
	id := func(i int) any { return units[i].(map[string]any)["id"] }
	save("E1", id(0), "Le compte a été ouvert le 3 mars 2026.", 0).want(t, http.StatusOK)
	save("E1", id(1), "Le solde est de 1 234,56 lei.", 0).want(t, http.StatusOK)
	wrong := o.call("translator", http.MethodPost, base+"/translate-answer", fields("evidence", "E1")).want(t, http.StatusConflict)
	if wrong.body["args"].(map[string]any)["units"] != "1" {
		t.Errorf("a wrong date: %s", wrong.raw)
	}
	save("E1", id(0), "Le compte a été ouvert le 3 février 2026.", 1).want(t, http.StatusOK)
	o.call("translator", http.MethodPost, base+"/translate-answer", fields("evidence", "E1")).want(t, http.StatusOK)
	e := o.read(r.ID).State.Evidence[0]
	if pdf := string(o.files.byHash[e.Translated.SHA256]); !strings.Contains(pdf, "Le solde est de 1 234,56 lei.") {
		t.Errorf("the certified document is %q", pdf)
	}

	// A scan without text is translated as one.
	text = o.call("translator", http.MethodPut, base+"/translation/source?item=E2", map[string]any{"text": "", "free": true}).want(t, http.StatusOK)
	units = text.body["units"].([]any)
	save("E2", id(0), "Procès-verbal d’audition, deux pages.", 0).want(t, http.StatusOK)
	o.call("translator", http.MethodPost, base+"/translate-answer", fields("evidence", "E2")).want(t, http.StatusOK)
	if r := o.read(r.ID); r.State.Phase != mla.PhaseAnswerInTranslation {
		t.Logf("phase %s", r.State.Phase)
	}
	for _, lang := range []string{"fr", "en"} {
		for _, item := range []string{"E1", "E2"} {
			got := o.page("officer", lang, http.MethodGet, textPath(r.Reference, item), nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
		}
	}
	if diff := o.read(r.ID).State.Evidence[1].Translated; diff.IsZero() {
		t.Error("E2 has no translation")
	}
}
