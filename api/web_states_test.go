package api

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
)

// TestPrintStatePages writes the pages of States to the folder STATES_OUT names,
// to be looked at in a browser.
func TestPrintStatePages(t *testing.T) {
	dir := os.Getenv("STATES_OUT")
	if dir == "" {
		t.Skip("STATES_OUT names no folder")
	}
	w := newWebWorld(t)
	css, err := os.ReadFile("../templates/static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		for name, path := range map[string]string{"list": "/etats", "PH": "/etats/PH", "RO": "/etats/RO", "IN": "/etats/IN", "LA": "/etats/LA", "LA-open": "/etats/LA?a-confirmer=1"} {
			body := w.asked("u-officer", lang, http.MethodGet, path, nil).Body.String()
			body = strings.Replace(body, `<link rel="stylesheet" href="/static/app.css">`, "<style>"+string(css)+"</style>", 1)
			if err := os.WriteFile(filepath.Join(dir, name+"-"+lang+".html"), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestACountryPageHoldsWhatOthersLinkTo(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	body := w.asked("u-officer", "fr", http.MethodGet, "/etats/PH", nil).Body.String()
	for _, anchor := range append([]string{"clock-BUD_PRESERVE_INT", "measure-preservation", "source-S19"}, stateSections...) {
		if !strings.Contains(body, `id="`+anchor+`"`) {
			t.Errorf("no anchor #%s", anchor)
		}
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(body, `id="`+link[1]+`"`) {
			t.Errorf("a link leads to #%s, which is not on the page", link[1])
		}
	}
	for _, want := range []string{
		"lundi 23 novembre 2026, à 17:00", "lundi 23 novembre 2026, à 10:00", "Asia/Manila", // the same instant twice
		"60 jours, sans report", "non en vigueur", "mark memory", "mark sourced", "mark design", "Budapest",
		`class="abroad border"`, "estimé", "5 à 20 jours ouvrables",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestInactiveLawIsShownWithItsReason(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	body := w.asked("u-officer", "en", http.MethodGet, "/etats/PH", nil).Body.String()
	_, row, ok := strings.Cut(body, `id="clock-AP2_ART7"`)
	row, _, _ = strings.Cut(row, "</tr>")
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	clock, err := book.Clock("AP2_ART7")
	if err != nil {
		t.Fatal(err)
	}
	if !ok || !strings.Contains(row, "inactive") || !strings.Contains(row, clock.InactiveWhy.EN) {
		t.Errorf("the clock of a protocol not in force reads %s", row)
	}
}

func TestOnlyUnconfirmedKeepsTheHeadWhole(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	body := w.asked("u-officer", "fr", http.MethodGet, "/etats/LA?a-confirmer=1", nil).Body.String()
	head, _, _ := strings.Cut(body, `<nav class="toc"`)
	if !strings.Contains(head, "lao, anglais") {
		t.Error("the head has lost a language that is no matter of memory")
	}
	_, authorities, _ := strings.Cut(body, `id="authorities"`)
	authorities, _, _ = strings.Cut(authorities, "</section>")
	if strings.Contains(authorities, "mark sourced") || !strings.Contains(authorities, "mark memory") {
		t.Error("authorities that a source names are still shown")
	}
}

func TestAPageOfAStateHasOneAddress(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	got := w.asked("u-officer", "fr", http.MethodGet, "/etats/ph", nil)
	if got.Code != http.StatusMovedPermanently || got.Header().Get("Location") != "/etats/PH" {
		t.Errorf("/etats/ph: %d to %s", got.Code, got.Header().Get("Location"))
	}
	if got := w.asked("", "fr", http.MethodGet, "/etats/PH", nil); got.Code != http.StatusSeeOther {
		t.Errorf("without signing in: %d", got.Code)
	}
}

func TestStatesAreNamedByTheLaw(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"PH": "Philippines", "RO": "Roumanie", "FR": "France", "ZZ": "ZZ"} {
		if got := labelOf("fr", "state", code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
}

func TestACountryPageIsQuick(t *testing.T) {
	w := newWebWorld(t)
	w.asked("u-officer", "fr", http.MethodGet, "/etats/PH", nil)
	start := time.Now()
	const n = 10
	for range n {
		w.asked("u-officer", "fr", http.MethodGet, "/etats/PH", nil)
	}
	// Tens of milliseconds are asked for; a busy machine gets ten times that.
	if each := time.Since(start) / n; each > 300*time.Millisecond {
		t.Errorf("a page takes %s", each)
	}
}
