package api

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// calendars are the real lists with what a test imported laid over.
type calendars struct {
	t       *testing.T
	overlay map[string][]workday.Holiday
}

func (c *calendars) Year(_ context.Context, state string, year int) (jurisdiction.HolidayList, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return jurisdiction.HolidayList{}, err
	}
	return book.HolidayYear(state, year, c.overlay[state]...)
}

func (c *calendars) Imported(context.Context) (map[string][]workday.Holiday, error) {
	return c.overlay, nil
}

func (c *calendars) Import(_ context.Context, who mla.Actor, changes []jurisdiction.HolidayChange) (desk.HolidayImport, []jurisdiction.HolidayFault, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return desk.HolidayImport{}, nil, err
	}
	if who.Role != mla.Admin {
		c.t.Errorf("%s reached the import", who.Role)
	}
	if faults := book.CheckHolidays(changes, c.overlay); len(faults) > 0 {
		return desk.HolidayImport{}, faults, nil
	}
	for state, days := range jurisdiction.Overlay(changes) {
		c.overlay[state] = append(c.overlay[state], days...)
	}
	return desk.HolidayImport{Added: len(changes)}, nil, nil
}

func holidayForm1(edit map[string]string) url.Values {
	v := url.Values{
		"etat": {"PH"}, "annee": {"2026"}, "date": {"2026-11-27"}, "kind": {"added"},
		"name_fr": {"Jour chômé spécial"}, "name_en": {"Special non-working day"}, "proclamation": {"1300/2026"},
	}
	for k, x := range edit {
		v.Set(k, x)
	}
	return v
}

func newHolidayWorld(t *testing.T) (*world, *calendars) {
	w := newWebWorld(t)
	cal := &calendars{t, map[string][]workday.Holiday{}}
	w.server.cfg.Holidays = cal
	return w, cal
}

func TestTheAdministratorSeesTheDaysWithTheirSource(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		w, _ := newHolidayWorld(t)
		got := w.asked("u-admin", lang, http.MethodGet, holidaysPath+"?etat=PH&annee=2026", nil)
		checkPage(t, lang, got.Code, 200, got.Body.String())
		for _, want := range []string{map[string]string{"fr": "Jeudi saint", "en": "Maundy Thursday"}[lang], "S77"} {
			if !strings.Contains(got.Body.String(), want) {
				t.Errorf("%s: the page does not show %q", lang, want)
			}
		}
		got = w.asked("u-admin", lang, http.MethodGet, holidaysPath+"?etat=RO&annee=2031", nil)
		checkPage(t, lang, got.Code, 200, got.Body.String())
		if want := i18n.T(lang, "holidays.computed", nil); !strings.Contains(got.Body.String(), want) {
			t.Errorf("%s: computed days are shown silently", lang)
		}
		got = w.asked("u-admin", lang, http.MethodGet, holidaysPath+"?etat=PH&annee=1900", nil)
		checkPage(t, lang, got.Code, 422, got.Body.String())
		got = w.asked("u-admin", lang, http.MethodGet, holidaysPath+"?etat=PH&annee=demain", nil)
		checkPage(t, lang, got.Code, 422, got.Body.String())
		got = w.asked("u-admin", lang, http.MethodGet, holidaysPath+"?etat=XX", nil)
		checkPage(t, lang, got.Code, 422, got.Body.String())
	}
}

func TestADayIsAddedWithItsProclamation(t *testing.T) {
	t.Parallel()
	w, cal := newHolidayWorld(t)
	got := w.asked("u-admin", "fr", http.MethodPost, holidaysPath, holidayForm1(nil))
	if got.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", got.Code, got.Body)
	}
	if days := cal.overlay["PH"]; len(days) != 1 || days[0].Source != "1300/2026" || days[0].Status != workday.Official {
		t.Errorf("%+v", cal.overlay)
	}
	page := w.asked("u-admin", "fr", http.MethodGet, got.Header().Get("Location"), nil).Body.String()
	for _, want := range []string{"Jour chômé spécial", "proclamation 1300/2026", "recalculées"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

func TestAFaultyDayIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, field, value, want string }{
		{"no proclamation", "proclamation", "", "Numéro de la proclamation : à remplir"},
		{"no such date", "date", "2026-02-30", "Date : date illisible"},
		{"a day known already", "date", "2026-12-25", "Date : le 25 décembre 2026 est déjà férié (Noël)"},
		{"no name in English", "name_en", "", "Nom en anglais : à remplir"},
		{"unknown kind", "kind", "moved", "« moved »"},
		{"a day that is none", "kind", "removed", "le 27 novembre 2026 n’est pas férié"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, cal := newHolidayWorld(t)
			got := w.asked("u-admin", "fr", http.MethodPost, holidaysPath, holidayForm1(map[string]string{c.field: c.value}))
			body := strings.ReplaceAll(got.Body.String(), "\u00a0", " ")
			checkPage(t, "fr", got.Code, 422, body)
			if len(cal.overlay) != 0 {
				t.Error("it was kept")
			}
			if !regexp.MustCompile(`class="wrong"[^>]*>` + regexp.QuoteMeta(c.want) + `|class="wrong"[^>]*>[^<]*` + regexp.QuoteMeta(c.want)).MatchString(body) {
				t.Errorf("no error beside a field that says %q:\n%s", c.want, regexp.MustCompile(`class="wrong"[^>]*>[^<]*`).FindAllString(body, -1))
			}
			if c.field != "proclamation" && !strings.Contains(body, `value="1300/2026"`) {
				t.Error("what was typed is lost")
			}
		})
	}
}

func TestOnlyAnAdministratorTouchesHolidays(t *testing.T) {
	t.Parallel()
	w, cal := newHolidayWorld(t)
	for _, user := range []string{"u-officer", "u-magistrate", "u-clerk", "u-auditor", "u-translator"} {
		if got := w.asked(user, "fr", http.MethodGet, holidaysPath, nil); got.Code != http.StatusForbidden {
			t.Errorf("%s reads it: %d", user, got.Code)
		}
		if got := w.asked(user, "fr", http.MethodPost, holidaysPath, holidayForm1(nil)); got.Code != http.StatusForbidden || len(cal.overlay) != 0 {
			t.Errorf("%s writes it: %d", user, got.Code)
		}
	}
	if got := w.asked("", "fr", http.MethodPost, holidaysPath, holidayForm1(nil)); got.Code != http.StatusUnauthorized || len(cal.overlay) != 0 {
		t.Errorf("anonymous: %d", got.Code)
	}
}

func TestTheHistoryNamesTheDayAndTheProclamation(t *testing.T) {
	t.Parallel()
	w, _ := newHolidayWorld(t)
	r := w.live(mla.PhaseAwaitingApproval)
	var due workday.Date
	for _, o := range r.state.Obligations {
		if o.Clock == "APPROVE_DUTY" && o.State == mla.ObligationOpen {
			due = o.DueDate
		}
	}
	off := workday.Holiday{Date: due, Name: "Day of mourning", NameFR: "Jour de deuil", Status: workday.Official, Source: "D-2026-9"}
	_, err := w.decide(r, mla.Command{ID: "holidays/i/" + r.id, Actor: mla.Automaton, Body: mla.RefreshCalendar{
		Home: r.profile.HomeCalendar.With(off), Abroad: r.profile.AbroadCalendar, Cause: "i", Days: []mla.CalendarDay{{State: "FR", On: due, Number: "D-2026-9"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	r.profile.HomeCalendar = r.profile.HomeCalendar.With(off)
	body := strings.ReplaceAll(w.asked("u-officer", "fr", http.MethodGet, "/demandes/"+theRef, nil).Body.String(), "\u00a0", " ")
	for _, want := range []string{"Calendriers actualisés : FR, " + i18n.Date("fr", due) + ", Jour de deuil (proclamation D-2026-9)", "Échéance déplacée", "calendrier corrigé"} {
		if !strings.Contains(body, want) {
			t.Errorf("the history does not say %q", want)
		}
	}
}
