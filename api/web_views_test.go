package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

func TestStepperFollowsTheTable(t *testing.T) {
	t.Parallel()
	words := func(s mla.State) string {
		var out []string
		for _, st := range stepper(&s) {
			mark := map[string]string{"done": "+", "now": "*", "next": ""}[st.State]
			out = append(out, mark+string(st.Phase))
		}
		return strings.Join(out, " ")
	}
	for _, tc := range []struct {
		name  string
		state mla.State
		want  string
	}{
		{
			"judicial on paper, translated", mla.State{Track: mla.Judicial, Phase: mla.PhaseReady, Paper: true, TranslateTo: "en"},
			"+draft +awaiting_approval +approved +signed +in_translation *ready in_transit received in_execution executed assessed delivered closed",
		},
		{
			"judicial, French and electronic", mla.State{Track: mla.Judicial, Phase: mla.PhaseDraft},
			"*draft awaiting_approval approved ready in_transit received in_execution executed assessed delivered closed",
		},
		{
			"a partial answer stands before the full one", mla.State{Track: mla.Judicial, Phase: mla.PhasePartiallyExecuted},
			"+draft +awaiting_approval +approved +ready +in_transit +received +in_execution *partially_executed executed assessed delivered closed",
		},
		{"what was withdrawn ends there", mla.State{Track: mla.Judicial, Phase: mla.PhaseWithdrawn}, "+draft *withdrawn"},
		{"police", mla.State{Track: mla.Police, Phase: mla.PhaseReceived}, "+draft +ready +in_transit *received answered assessed delivered closed"},
		{"preservation", mla.State{Track: mla.Preservation, Phase: mla.PhasePreserved}, "+draft +ready +in_transit *preserved followed_by_mla"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.state.Holder == 0 && tc.state.Phase == mla.PhaseWithdrawn {
				tc.state.Holder = -1
			}
			if got := words(tc.state); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestActionsAreThoseOfTheReader(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseReady)
	kinds := func(user string) (out []mla.CommandKind) {
		for _, a := range actions(&r.state, w.users[user].Actor(), r.ref) {
			out = append(out, a.Kind)
		}
		return out
	}
	if !slices.Contains(kinds("u-clerk"), mla.KindHandOver) {
		t.Error("the holder's clerk is not offered the hand-over")
	}
	if slices.Contains(kinds("u-officer"), mla.KindHandOver) {
		t.Error("the officer is offered a hand-over of the registry")
	}
	if len(kinds("u-auditor")) != 0 {
		t.Errorf("the auditor may %v", kinds("u-auditor"))
	}
}

func TestEveryCommandOfAPersonHasAPage(t *testing.T) {
	t.Parallel()
	elsewhere := []mla.CommandKind{mla.KindOpen}
	for _, role := range mla.Roles {
		for _, track := range mla.Tracks {
			for _, row := range mla.Table {
				for _, k := range mla.Allowed(&mla.State{Track: track, Phase: row.From}, mla.Actor{Role: role}) {
					_, form := commandForms[k]
					_, page := ownPages[k]
					if !form && !page && !slices.Contains(elsewhere, k) {
						t.Errorf("%s may %s and finds no page", role, k)
					}
				}
			}
		}
	}
}

func TestTheLanguageSwitchLastsAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	for back, want := range map[string]string{"/demandes?etat=PH": "/demandes?etat=PH", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/"} {
		got := w.asked("u-officer", "fr", http.MethodPost, "/langue", url.Values{"lang": {"en"}, "back": {back}})
		if got.Header().Get("Location") != want || !strings.Contains(got.Header().Get("Set-Cookie"), langCookie+"=en") {
			t.Errorf("%s: %q %q", back, got.Header().Get("Location"), got.Header().Get("Set-Cookie"))
		}
	}
}

func TestAPDFIsReadInOurPagesOnly(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	w.live(mla.PhaseAwaitingApproval)
	read := func(path string) http.Header {
		got := w.asked("u-magistrate", "fr", http.MethodGet, path, nil)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, got.Code)
		}
		return got.Header()
	}
	h := read("/documents/doc-demande.pdf?lire=1")
	if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'self'") || !strings.HasPrefix(h.Get("Content-Disposition"), "inline") {
		t.Errorf("%v", h)
	}
	if h := read("/documents/doc-demande.pdf"); !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Frame-Options") != "DENY" {
		t.Errorf("%v", h)
	}
}

func TestTheTranslatorSavesAndCertifies(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	r := w.live(mla.PhaseInTranslation)
	path := theFile + "/traduction"
	form := typed(w.asked("u-translator", "fr", http.MethodGet, path, nil).Body.String(), "t.1", "Identify the account holder.")
	form.Set("do", "upload")
	if got := w.posted("u-translator", path, form, "", ""); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "Identify the account holder.") {
		t.Errorf("no file: %d", got.Code)
	}
	form.Set("do", "certify")
	if got := w.posted("u-translator", path, form, "", ""); got.Code != http.StatusSeeOther || r.state.Translation == nil {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if pdf := string(w.files.byHash[r.state.Translation.Doc.SHA256]); !strings.Contains(pdf, "Identify the account holder.") {
		t.Errorf("the certified document is %q", pdf)
	}
	if r.state.Translation.TextSHA256 == "" || w.desk.kept[0].Parts["purpose"] != "Identify the account holder." {
		t.Errorf("certified %+v, kept %+v", r.state.Translation, w.desk.kept)
	}
}

func TestATokenIsShownOnce(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("u-officer", "fr", http.MethodPost, "/jetons", url.Values{"label": {"export"}, "expires": {"30"}})
	if got.Code != http.StatusCreated || !strings.Contains(got.Body.String(), "ne sera plus jamais affiché") {
		t.Fatalf("%d", got.Code)
	}
	again := w.asked("u-officer", "fr", http.MethodGet, "/jetons", nil).Body.String()
	if !strings.Contains(again, "export") || strings.Contains(again, "Copiez ce jeton") {
		t.Error("the token is shown again, or is not listed")
	}
}

func TestASealedIdentityNeedsLabelAndName(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/identites", url.Values{"label": {"V1"}, "born_on": {""}})
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), `value="V1"`) {
		t.Errorf("%d", got.Code)
	}
	for name, form := range map[string]url.Values{
		"a name for a label":  {"label": {"Fictif"}, "name": {"Fictif"}},
		"born tomorrow":       {"label": {"V1"}, "name": {"Fictif"}, "born_on": {"2099-01-01"}},
		"a book for a note":   {"label": {"V1"}, "name": {"Fictif"}, "note": {strings.Repeat("mot ", 1000)}},
		"a name of two lines": {"label": {"V1"}, "name": {"Fic\ntif"}},
	} {
		if got := w.asked("u-officer", "fr", http.MethodPost, theFile+"/identites", form); got.Code < http.StatusBadRequest || len(w.reqs[theRequest].sealed) > 0 {
			t.Errorf("%s: %d, %d sealed", name, got.Code, len(w.reqs[theRequest].sealed))
		}
	}
	w.asked("u-officer", "fr", http.MethodPost, theFile+"/identites", url.Values{"label": {"V1"}, "name": {"Fictif"}})
	if len(w.reqs[theRequest].sealed) != 1 {
		t.Error("not sealed")
	}
}

func TestTheSealedAnnexIsMadeForItsAccessListOnlyLoggedAndKeptNowhere(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	const annex = theFile + "/identites/annexe"
	if got := w.asked("u-officer", "fr", http.MethodPost, annex, url.Values{"lang": {"fr"}}); got.Code != http.StatusNotFound {
		t.Errorf("an annex of nobody: %d", got.Code)
	}
	w.asked("u-officer", "fr", http.MethodPost, theFile+"/identites", url.Values{"label": {"V1"}, "name": {"Fictif"}})
	docs := len(w.reqs[theRequest].docs)
	got := w.asked("u-officer", "fr", http.MethodPost, annex, url.Values{"lang": {"fr"}})
	if got.Code != http.StatusOK || got.Body.String() != "%PDF-annex fr Fictif" || got.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %q", got.Code, got.Header(), got.Body)
	}
	sum := sha256.Sum256(got.Body.Bytes())
	if want := "u-officer V1 " + hex.EncodeToString(sum[:]); len(w.annexes) != 1 || w.annexes[0] != want {
		t.Errorf("logged %v, want %s", w.annexes, want)
	}
	if len(w.reqs[theRequest].docs) != docs {
		t.Error("the annex is filed")
	}
	for name, c := range map[string]struct {
		user, lang string
		code       int
	}{
		"another language than those of the two sides": {"u-officer", "de", http.StatusUnprocessableEntity},
		"somebody not on the access list":              {"u-clerk", "fr", http.StatusNotFound},
	} {
		if got := w.asked(c.user, "fr", http.MethodPost, annex, url.Values{"lang": {c.lang}}); got.Code != c.code || strings.Contains(got.Body.String(), "Fictif") {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
	w.annexFails = errors.New("the log cannot be written")
	if got := w.asked("u-officer", "fr", http.MethodPost, annex, url.Values{"lang": {"fr"}}); got.Code < 500 || strings.Contains(got.Body.String(), "Fictif") {
		t.Errorf("given without a log entry: %d", got.Code)
	}
}

func TestStaticFilesNeedNoSession(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	for _, path := range []string{"/static/app.css", "/static/app.js", "/static/icon.svg"} {
		rec := httptest.NewRecorder()
		w.server.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != http.StatusOK || rec.Header().Get("Cache-Control") == "no-store" {
			t.Errorf("%s: %d %v", path, rec.Code, rec.Header())
		}
	}
}

func TestEveryFactOfTheHistoryHasALabel(t *testing.T) {
	t.Parallel()
	for _, f := range shownFacts {
		path := f.path
		if path == "pdf.sha256" {
			path = "pdf_sha256"
		}
		key, _ := i18n.FieldKey(strings.TrimSuffix(path, ".sha256"))
		for _, lang := range i18n.Languages {
			if !i18n.Has(lang, key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
	}
}

func TestAPaperMadeAnewWithTheSameContentStandsOnceAmongTheDocuments(t *testing.T) {
	t.Parallel()
	paper := func(kind, key, content string) desk.Document {
		return desk.Document{Kind: kind, Key: key + "/" + kind, Doc: mla.DocRef{SHA256: content}}
	}
	req := desk.Request{
		State: mla.State{Effects: []mla.Effect{{Key: "p/1", Kind: mla.EffectPackage, Template: "0"}, {Key: "p/2", Kind: mla.EffectPackage, Template: "0"}}},
		Documents: []desk.Document{
			paper("cover", "p/1", "labelled"), paper("slip", "p/1", "slip"), paper("cover", "p/2", "released"), paper("slip", "p/2", "slip"),
		},
	}
	var got []string
	for _, d := range shownDocuments(req) {
		got = append(got, d.Key+" "+d.Doc.SHA256)
	}
	if diff := cmp.Diff([]string{"p/1/cover labelled", "p/2/cover released", "p/2/slip slip"}, got); diff != "" {
		t.Error(diff)
	}
}
