package api

import (
	"html/template"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// statesView lists the States with what a reader chooses by.
type statesView struct {
	base
	States []country
}

// stateView is the page of one State.
type stateView struct {
	base
	country
	// Clock faces: the same instant there and in Paris.
	There, Here string
	OffToday    string
	// Accepted are all the languages, whatever the page leaves out.
	Accepted []string
	// OnlyUnconfirmed shows what rests on memory, and the open questions.
	OnlyUnconfirmed bool
	// Uncovered says that the holidays' list ends before the year ahead does.
	Uncovered bool
	Sections  []string
}

func (s *web) stateList(c echo.Context) error {
	all, err := s.countries(c.Request().Context())
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, "states", &statesView{base: s.base(c, "states.title"), States: all})
}

func (s *web) stateShow(c echo.Context) error {
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	got, err := countryOf(book, c.Param("code"), s.cfg.Now(), s.years(c.Request().Context(), book))
	if err != nil {
		return err
	}
	if c.Param("code") != got.Code {
		return c.Redirect(http.StatusMovedPermanently, "/etats/"+got.Code)
	}
	v := stateView{base: s.base(c, "states.title"), country: got, OnlyUnconfirmed: c.QueryParam("a-confirmer") != ""}
	v.Title = inLang(v.Lang, got.Name)
	v.There, v.Here = wallClock(v.Lang, got.Zone.Now), wallClock(v.Lang, got.Zone.Home)
	if off := got.Zone.Off; off != nil {
		v.OffToday = inLang(v.Lang, *off)
	}
	v.Uncovered = got.Holidays.CoversTo.Before(got.Holidays.To)
	v.Accepted = languageCodes(got.Languages)
	if v.OnlyUnconfirmed {
		v.unconfirmed()
	}
	v.Sections = stateSections
	return s.page(c, http.StatusOK, "state", &v)
}

// stateSections are the anchors of the page, in its order.
var stateSections = []string{
	"basis", "channels", "authorities", "languages", "clocks", "measures", "refusals", "practice", "safeguards", "holidays", "questions", "sources",
}

// wallClock writes an instant as its own zone's clock shows it.
func wallClock(lang string, t time.Time) string {
	at := ", "
	if lang == i18n.French {
		at = ", à "
	}
	return i18n.DateLong(lang, workday.NewDate(t.Year(), t.Month(), t.Day())) + at + t.Format("15:04")
}

// clockRule words how a clock of the registry counts: amount, roll-over, calendar.
func clockRule(lang string, c jurisdiction.ClockOf) string {
	var parts []string
	switch {
	case c.Rule.Amount > 0:
		parts = append(parts, period(lang, c.Rule.Amount, c.Rule.Unit))
	case c.AmountFrom != "":
		parts = append(parts, i18n.Label(lang, "amountfrom", c.AmountFrom))
	default:
		return i18n.T(lang, "states.no_number", nil)
	}
	if c.Rule.Unit == workday.Hours {
		return parts[0] + i18n.T(lang, "states.hours_run", nil)
	}
	if c.Kind != mla.Expected {
		parts = append(parts, i18n.Label(lang, "rollover", c.Rule.RollOver))
	}
	return strings.Join(append(parts, i18n.Label(lang, "calendarof", c.Rule.Calendar)), ", ")
}

// clockStart words what starts a clock.
func clockStart(lang string, c jurisdiction.ClockOf) string {
	if c.StartsOn != "" {
		return i18n.Label(lang, "trigger", string(c.StartsOn))
	}
	return lowerFirst(inLang(lang, c.Start))
}

// lowerFirst begins a text in lower case, unless its first word is an acronym.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if s == "" || unicode.IsUpper(second) || unicode.IsDigit(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// labels words a list of codes of one family, each once.
func labels(lang, family string, codes any) string {
	var out []string
	v := reflect.ValueOf(codes)
	for i := range v.Len() {
		if word := labelOf(lang, family, v.Index(i).String()); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return strings.Join(out, ", ")
}

// languageCodes are the languages of a State, each once, the preferred first.
func languageCodes(uses []jurisdiction.LanguageUse) []string {
	var out []string
	for _, u := range uses {
		if !slices.Contains(out, u.Code) {
			out = append(out, u.Code)
		}
	}
	return out
}

// amount words a clock's other amount with what it is for.
func amount(lang string, c jurisdiction.ClockOf, a jurisdiction.AmountOf) string {
	when := slices.DeleteFunc([]string{labels(lang, "form", a.Forms), labels(lang, "urgency", a.Urgency)}, func(s string) bool { return s == "" })
	return i18n.T(lang, "states.otherwise", map[string]string{
		"Period": period(lang, a.Amount, c.Rule.Unit), "When": strings.Join(when, ", "),
	})
}

// article words a list of articles as the data writes it, in French.
func article(lang, s string) string {
	if lang == i18n.English {
		return strings.ReplaceAll(s, " et ", " and ")
	}
	return s
}

// dayRange words a range of days: 90 à 270 jours.
func dayRange(lang string, e mla.Expectation) string {
	if e.MinDays == e.MaxDays {
		return period(lang, e.MaxDays, workday.Days)
	}
	return i18n.T(lang, "states.range", map[string]string{"Min": strconv.Itoa(e.MinDays), "Max": strconv.Itoa(e.MaxDays)})
}

// stateName is the State's name in the law's data, the requesting one included;
// a code that it does not know is shown as it is.
func stateName(lang, code string) string {
	book, err := jurisdiction.Load()
	if err != nil {
		return code
	}
	st, err := book.State(code)
	if err != nil {
		return code
	}
	return inLang(lang, st.Name())
}

// stateFuncs are the functions of the country pages' templates.
func stateFuncs(lang string) template.FuncMap {
	return template.FuncMap{
		"labels":     func(family string, codes any) string { return labels(lang, family, codes) },
		"languages":  languageCodes,
		"period":     func(n int, unit string) string { return period(lang, n, unit) },
		"wallclock":  func(t time.Time) string { return wallClock(lang, t) },
		"clockrule":  func(c jurisdiction.ClockOf) string { return clockRule(lang, c) },
		"clockstart": func(c jurisdiction.ClockOf) string { return clockStart(lang, c) },
		"amount":     func(c jurisdiction.ClockOf, a jurisdiction.AmountOf) string { return amount(lang, c, a) },
		"dayrange":   func(e mla.Expectation) string { return dayRange(lang, e) },
		"article":    func(s string) string { return article(lang, s) },
	}
}

// labelOf words a code. States are named by the law's data, whatever they are.
func labelOf(lang, family, code string) string {
	if family == "state" {
		return stateName(lang, code)
	}
	return i18n.Label(lang, family, code)
}
