package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

func TestStatesAreReadByEveryoneWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, user := range []string{"u-officer", "u-magistrate", "u-translator", "u-clerk", "u-auditor"} {
		a := w.call(user, http.MethodGet, "/api/v1/states", nil).want(t, http.StatusOK)
		rows, _ := a.body["rows"].([]any)
		if len(rows) != 4 {
			t.Errorf("%s reads %d States", user, len(rows))
		}
		w.call(user, http.MethodGet, "/api/v1/states/PH", nil).want(t, http.StatusOK)
	}
	w.call("", http.MethodGet, "/api/v1/states", nil).want(t, http.StatusUnauthorized)
	w.call("", http.MethodGet, "/api/v1/states/PH", nil).want(t, http.StatusUnauthorized)
}

func TestAStateTellsWhatItsPageTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range book.States() {
		a := w.call("u-officer", http.MethodGet, "/api/v1/states/"+st.Code(), nil).want(t, http.StatusOK)
		for _, list := range []string{"languages", "instruments", "authorities", "channels", "clocks", "measures", "refusals", "offences", "gates", "questions", "sources"} {
			if rows, _ := a.body[list].([]any); len(rows) == 0 {
				t.Errorf("%s has no %s", st.Code(), list)
			}
		}
	}
	zone, _ := w.call("u-officer", http.MethodGet, "/api/v1/states/ph", nil).want(t, http.StatusOK).body["zone"].(map[string]any)
	if zone["now"] != "2026-11-23T17:00:00+08:00" || zone["home"] != "2026-11-23T10:00:00+01:00" {
		t.Errorf("the clocks show %v", zone)
	}
	for _, unknown := range []string{"ZZ", "FR", "etc"} {
		w.call("u-officer", http.MethodGet, "/api/v1/states/"+unknown, nil).want(t, http.StatusNotFound)
	}
	w.call("u-officer", http.MethodGet, "/api/v1/states?x=1", nil).want(t, http.StatusBadRequest)
}

func TestUnconfirmedKeepsMemoryOnly(t *testing.T) {
	t.Parallel()
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	all, err := countryOf(book, "LA", now, func(code string, year int) (jurisdiction.HolidayList, error) { return book.HolidayYear(code, year) })
	if err != nil {
		t.Fatal(err)
	}
	questions := len(all.Questions)
	all.unconfirmed()
	if len(all.Instruments) == 0 || slices.ContainsFunc(all.Authorities, func(a jurisdiction.Authority) bool { return a.Source.Mark != "memory" }) {
		t.Errorf("%d instruments, authorities %+v", len(all.Instruments), all.Authorities)
	}
	if len(all.Questions) != questions || questions == 0 {
		t.Error("open questions are to be confirmed by their nature")
	}
}

func BenchmarkCountryPage(b *testing.B) {
	w := newWorld(&testing.T{})
	for b.Loop() {
		if got := w.asked("u-officer", "fr", http.MethodGet, "/etats/PH", nil); got.Code != http.StatusOK {
			b.Fatal(got.Code)
		}
	}
}

// TestTheEnglishPagesNameTheArticleInEnglish: obligations keep the basis in French, as it entered the request.
func TestTheEnglishPagesNameTheArticleInEnglish(t *testing.T) {
	t.Parallel()
	w := newWebWorld(t)
	for lang, want := range map[string][2]string{
		"en": {"Directive 2014/41/EU, art. 12(4) and 12(6)", "Directive 2014/41/UE"},
		"fr": {"Directive 2014/41/UE, art. 12(4) et 12(6)", "Directive 2014/41/EU"},
	} {
		body := w.asked("u-officer", lang, http.MethodGet, "/etats/RO", nil).Body.String()
		if !strings.Contains(body, want[0]) {
			t.Errorf("%s: %q is not shown", lang, want[0])
		}
		// The names of authorities and instruments are in both languages elsewhere: the clocks are looked at.
		_, clocks, _ := strings.Cut(body, want[0])
		if strings.Contains(clocks, want[1]) {
			t.Errorf("%s: %q is shown", lang, want[1])
		}
	}
}
