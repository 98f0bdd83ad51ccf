package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// fakeTemplates are a slip in French and a cover in Lao, and one that somebody
// broke. It keeps what is released.
type fakeTemplates struct {
	released, withdrawn []desk.TemplateRelease
	refuse              error
	drafts              []mla.TemplateRef
}

const laoDigest = "11aa0000000000000000000000000000000000000000000000000000000000ff"

func (f *fakeTemplates) List(context.Context) ([]desk.Template, error) {
	fault := mla.Refuse("template_term", "letters/slip/lo.tmpl:12:5", "value", "foo", "lang", "lo")
	out := []desk.Template{
		{Form: "cover", Lang: "fr", Title: "Lettre de couverture", Version: "cover/fr 1.0.0 aa", Digest: strings.Repeat("a", 64), Release: &desk.TemplateRelease{Name: "Dominique Exemple"}},
		{Form: "cover", Lang: "lo", Title: "ໜັງສື", Version: "cover/lo 1.0.0 11aa0000", Digest: laoDigest},
		{Form: "slip", Lang: "fr", Title: "Bordereau", Version: "slip/fr 1.0.0 bb", Digest: strings.Repeat("b", 64)},
		{Form: "slip", Lang: "lo", Fault: fault},
	}
	for _, r := range f.released {
		for i := range out {
			if out[i].Digest == r.Digest {
				out[i].Release = &r
			}
		}
	}
	return out, nil
}

func (f *fakeTemplates) Template(ctx context.Context, form, lang string) (desk.Template, error) {
	all, _ := f.List(ctx)
	for _, t := range all {
		if t.Form == form && t.Lang == lang {
			t.Source = "---\nversion: 1.0.0\n---\n# <Titre> & {{.Reference}}\n"
			t.History = f.released
			return t, nil
		}
	}
	return desk.Template{}, mla.Refuse(mla.CodeNotFound, "template")
}

func (f *fakeTemplates) Preview(ctx context.Context, form, lang string) ([]byte, error) {
	t, err := f.Template(ctx, form, lang)
	if err == nil && t.Fault != nil {
		err = t.Fault
	}
	return []byte("%PDF-1.7"), err
}

func (f *fakeTemplates) Drafts(context.Context, mla.Draft, mla.Profile, ...string) ([]mla.TemplateRef, error) {
	return f.drafts, nil
}

func (f *fakeTemplates) Release(_ context.Context, _ mla.Actor, r desk.TemplateRelease) error {
	if f.refuse == nil {
		f.released = append(f.released, r)
	}
	return f.refuse
}

func (f *fakeTemplates) Withdraw(_ context.Context, _ mla.Actor, r desk.TemplateRelease) error {
	if f.refuse == nil {
		f.withdrawn = append(f.withdrawn, r)
	}
	return f.refuse
}

func newTemplateWorld(t *testing.T) (*world, *fakeTemplates) {
	w := newWebWorld(t)
	f := &fakeTemplates{}
	w.server.cfg.Templates = f
	return w, f
}

func TestTheTemplatesAreListedWithWhoReleasedThem(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		w, _ := newTemplateWorld(t)
		for _, user := range []string{"u-admin", "u-magistrate", "u-translator", "u-officer", "u-auditor"} {
			got := w.asked(user, lang, http.MethodGet, templatesPath, nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
			for _, want := range []string{"Dominique Exemple", "cover/lo 1.0.0", i18n.T(lang, "templates.draft", nil), i18n.T(lang, "templates.faulty", nil), "/modeles/slip/fr/apercu.pdf"} {
				if !strings.Contains(got.Body.String(), want) {
					t.Errorf("%s, %s: the page lacks %q", lang, user, want)
				}
			}
			if strings.Contains(got.Body.String(), "/modeles/slip/lo/apercu.pdf") {
				t.Error("a preview is offered of what cannot be printed")
			}
		}
	}
}

func TestATemplateShowsItsTextItsFaultAndTheFormOfWhoMayRelease(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		for _, tt := range []struct {
			user, path    string
			holds, absent []string
		}{
			{"u-translator", "/cover/lo", []string{"/cover/lo/publier", laoDigest, `name="oath_number"`, "&lt;Titre&gt; &amp; {{.Reference}}", `<iframe class="pdf"`}, []string{"/retirer"}},
			{"u-magistrate", "/cover/lo", []string{i18n.T(lang, "template.who_sworn", nil)}, []string{"/publier", "/retirer"}},
			{"u-magistrate", "/slip/fr", []string{"/slip/fr/publier"}, []string{`name="oath_number"`}},
			{"u-admin", "/slip/fr", []string{i18n.T(lang, "template.who_french", nil)}, []string{"/publier"}},
			{"u-admin", "/cover/fr", []string{"/cover/fr/retirer"}, []string{"/publier"}},
			{"u-officer", "/cover/fr", nil, []string{"/publier", "/retirer"}},
			{"u-translator", "/slip/lo", []string{"letters/slip/lo.tmpl:12:5", "foo"}, []string{"<iframe", "/publier"}},
		} {
			w, _ := newTemplateWorld(t)
			got := w.asked(tt.user, lang, http.MethodGet, templatesPath+tt.path, nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
			for _, want := range tt.holds {
				if !strings.Contains(got.Body.String(), want) {
					t.Errorf("%s%s: the page lacks %q", tt.user, tt.path, want)
				}
			}
			for _, no := range tt.absent {
				if strings.Contains(got.Body.String(), no) {
					t.Errorf("%s%s: the page has %q", tt.user, tt.path, no)
				}
			}
		}
	}
}

func TestATemplateThatDoesNotExistIsNotFound(t *testing.T) {
	t.Parallel()
	w, _ := newTemplateWorld(t)
	for _, path := range []string{"/nothing/fr", "/cover/..%2Ffr", "/cover/xx/apercu.pdf"} {
		if got := w.asked("u-admin", "fr", http.MethodGet, templatesPath+path, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if got := w.asked("u-admin", "fr", http.MethodGet, templatesPath+"/slip/lo/apercu.pdf", nil); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "lettres") && !strings.Contains(got.Body.String(), "glossaire") {
		t.Errorf("a broken template: %d", got.Code)
	}
	got := w.asked("u-admin", "fr", http.MethodGet, templatesPath+"/slip/fr/apercu.pdf", nil)
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != mimePDF || !strings.Contains(got.Header().Get("Content-Disposition"), "inline") {
		t.Errorf("a preview: %d %v", got.Code, got.Header())
	}
}

func TestAReleaseKeepsTheStatementThatWasSigned(t *testing.T) {
	t.Parallel()
	form := url.Values{
		"digest": {laoDigest}, "name": {" Camille Exemple "}, "court": {"Cour d’appel d’Exempleville"}, "oath_number": {"T-1"}, "oath_on": {"2020-01-02"}, "agree": {"on"},
	}
	w, f := newTemplateWorld(t)
	got := w.asked("u-translator", "fr", http.MethodPost, templatesPath+"/cover/lo/publier", form)
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/modeles/cover/lo?fait=template_released" || len(f.released) != 1 {
		t.Fatalf("%d %s, %d released\n%s", got.Code, got.Header().Get("Location"), len(f.released), got.Body.String())
	}
	r := f.released[0]
	if r.Name != "Camille Exemple" || r.OathOn.String() != "2020-01-02" || !strings.Contains(r.Statement, laoDigest) || !strings.Contains(r.Statement, "lao") {
		t.Errorf("released %+v", r)
	}
	after := w.asked("u-translator", "fr", http.MethodGet, "/modeles/cover/lo?fait=template_released", nil)
	checkPage(t, "fr", after.Code, 200, after.Body.String())

	for name, edit := range map[string]func(url.Values){
		"no statement":     func(v url.Values) { v.Del("agree") },
		"a date that none": func(v url.Values) { v.Set("oath_on", "hier") },
	} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		edit(bad)
		w, f := newTemplateWorld(t)
		got := w.asked("u-translator", "fr", http.MethodPost, templatesPath+"/cover/lo/publier", bad)
		if got.Code < 400 || len(f.released) != 0 || !strings.Contains(got.Body.String(), "T-1") {
			t.Errorf("%s: %d, %d released; what was typed must stay", name, got.Code, len(f.released))
		}
	}
	w, f = newTemplateWorld(t)
	f.refuse = mla.Refuse(mla.CodeStaleFile, "digest")
	if got := w.asked("u-translator", "en", http.MethodPost, templatesPath+"/cover/lo/publier", form); got.Code != http.StatusConflict {
		t.Errorf("a text that changed meanwhile: %d", got.Code)
	}
	w, f = newTemplateWorld(t)
	got = w.asked("u-admin", "fr", http.MethodPost, templatesPath+"/cover/fr/retirer", url.Values{"digest": {strings.Repeat("a", 64)}, "reason": {"Une faute."}})
	if got.Code != http.StatusSeeOther || len(f.withdrawn) != 1 || f.withdrawn[0].Reason != "Une faute." {
		t.Errorf("withdrawal: %d, %+v", got.Code, f.withdrawn)
	}
}

func TestThePreflightWarnsOfATemplateThatNobodyReleased(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		w, f := newTemplateWorld(t)
		w.live(mla.PhaseAwaitingApproval)
		read := func() string {
			got := w.asked("u-magistrate", lang, http.MethodGet, "/demandes/"+theRef+"/lecture", nil)
			checkPage(t, lang, got.Code, 200, got.Body.String())
			return got.Body.String()
		}
		warning := i18n.T(lang, "preflight.template.cure", nil)
		if strings.Contains(read(), warning) {
			t.Error("a released template is warned of")
		}
		f.drafts = []mla.TemplateRef{{Form: "budapest_31", Lang: "en"}}
		if !strings.Contains(read(), warning) {
			t.Errorf("%s: the approval page does not warn", lang)
		}
	}
}

func TestADocumentThatCarriesTheLabelIsMarked(t *testing.T) {
	t.Parallel()
	w, _ := newTemplateWorld(t)
	r := w.live(mla.PhaseAwaitingApproval)
	mark := i18n.T("fr", "doc.unreviewed", nil) + "</span>"
	read := func(path string) string {
		return w.asked("u-magistrate", "fr", http.MethodGet, path, nil).Body.String()
	}
	if strings.Contains(read("/demandes/"+theRef), mark) {
		t.Error("a released document is marked")
	}
	for i := range r.docs {
		r.docs[i].Unreviewed = true
	}
	if !strings.Contains(read("/demandes/"+theRef), mark) || !strings.Contains(read("/demandes/"+theRef+"/lecture"), i18n.T("fr", "approval.unreviewed", nil)) {
		t.Error("a labelled document is not marked")
	}
}

func TestProgramsReadAndReleaseTemplates(t *testing.T) {
	t.Parallel()
	w, f := newTemplateWorld(t)
	a := w.call("u-translator", http.MethodGet, "/api/v1/templates", "")
	if a.status != http.StatusOK || !strings.Contains(string(a.raw), laoDigest) || !strings.Contains(string(a.raw), "template_term") {
		t.Errorf("list: %d %s", a.status, a.raw)
	}
	body := `{"digest":"` + laoDigest + `","name":"Camille Exemple","court":"CA","oath_number":"T-1","oath_on":"2020-01-02","statement":"I have read it."}`
	if a := w.call("u-translator", http.MethodPost, "/api/v1/templates/cover/lo/release", body); a.status != http.StatusNoContent || len(f.released) != 1 || f.released[0].OathOn.String() != "2020-01-02" {
		t.Errorf("release: %d %s, %+v", a.status, a.raw, f.released)
	}
	f.refuse = mla.Refuse(mla.CodeNotAllowed, "actor", "role", "officer", "command", "withdraw_template")
	if a := w.call("u-officer", http.MethodPost, "/api/v1/templates/cover/lo/withdraw", `{"digest":"`+laoDigest+`","reason":"x"}`); a.status != http.StatusForbidden {
		t.Errorf("withdrawal: %d %s", a.status, a.raw)
	}
}
