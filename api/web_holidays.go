package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// holidaysPath is the administrator's page of days off.
const holidaysPath = "/jours-feries"

// holidaysView lists a State's days off of a year, with a form for one more.
type holidaysView struct {
	base
	States []option
	State  string
	Year   int
	List   jurisdiction.HolidayList
	Rows   []holidayRow
	Fields []formField
	Errors []string
}

// holidayRow is a day in words. Imported days carry their proclamation instead
// of a source of the register.
type holidayRow struct {
	Date         workday.Date
	Name, Status string
	Source       string
	Imported     bool
}

// holidayFields are what a person types; the State is the one shown.
var holidayFields = []string{"date", "kind", "name_fr", "name_en", "proclamation"}

func (s *web) holidays(c echo.Context) error {
	return s.holidaysPage(c, http.StatusOK, c.QueryParam("etat"), c.QueryParam("annee"), url.Values{}, nil)
}

func (s *web) holidaysPage(c echo.Context, status int, state, year string, values url.Values, errs formErrors) error {
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	if err := onlyAdmin(who(c)); err != nil {
		return err
	}
	v := holidaysView{base: s.base(c, "holidays.title"), State: strings.ToUpper(state)}
	for _, st := range append([]*jurisdiction.State{book.Home()}, book.States()...) {
		v.States = append(v.States, option{st.Code(), inLang(v.Lang, st.Name())})
	}
	if v.State == "" {
		v.State = v.States[1].Value
	}
	if v.Year, err = strconv.Atoi(strings.TrimSpace(year)); err != nil {
		v.Year = i18n.Today(s.cfg.Now()).Year()
		if year != "" {
			status, errs = http.StatusUnprocessableEntity, append(errs, mla.Refuse(mla.CodeUnknownValue, "year", "value", year))
		}
	}
	v.List, err = s.cfg.Holidays.Year(c.Request().Context(), v.State, v.Year)
	if refused := refusalsOf(err); len(refused) > 0 {
		status, errs = http.StatusUnprocessableEntity, append(errs, refused...)
	} else if err != nil {
		return err
	}
	for _, d := range v.List.Days {
		row := holidayRow{
			Date: d.Date, Name: inLang(v.Lang, mla.Text{FR: d.NameFR, EN: d.Name}), Status: i18n.Label(v.Lang, "daystatus", d.Status), Source: d.Source,
		}
		if title, _, known := book.SourceOf(d.Source); known {
			row.Source = d.Source + " – " + title
		} else {
			row.Imported = d.Source != ""
		}
		v.Rows = append(v.Rows, row)
	}
	v.Fields = holidayForm(v.Lang, values)
	v.Errors = errs.place(v.Lang, v.Fields)
	return s.page(c, status, "holidays", &v)
}

func onlyAdmin(a mla.Actor) error {
	if a.Role != mla.Admin {
		return mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(a.Role), "command", "add_holidays")
	}
	return nil
}

func holidayForm(lang string, values url.Values) []formField {
	var out []formField
	for _, name := range holidayFields {
		f := newField(lang, name, asText, values.Get(name))
		switch name {
		case "date":
			f.Widget = asDate
		case "kind":
			f.Widget, f.Options = asSelect, labelled(lang, "daykind", jurisdiction.DayKinds...)
			f.Label = i18n.T(lang, "holidays.kind", nil)
		}
		f.Required = name != "name_fr" && name != "name_en"
		if !f.Required {
			f.Help = i18n.T(lang, "holidays.name_help", nil)
		}
		out = append(out, f)
	}
	return out
}

// holidaysPost adds or corrects one day; the open requests concerned are
// recomputed by the system.
func (s *web) holidaysPost(c echo.Context) error {
	if err := onlyAdmin(who(c)); err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	state, year := values.Get("etat"), values.Get("annee")
	_, faults, err := s.cfg.Holidays.Import(c.Request().Context(), who(c), []jurisdiction.HolidayChange{{
		State: state, Date: strings.TrimSpace(values.Get("date")), Kind: values.Get("kind"), NameFR: strings.TrimSpace(values.Get("name_fr")),
		NameEN: strings.TrimSpace(values.Get("name_en")), Proclamation: strings.TrimSpace(values.Get("proclamation")),
	}})
	errs := refusalsOf(err)
	if len(errs) == 0 && err != nil {
		return err
	}
	for _, f := range faults {
		errs = append(errs, f.Err)
	}
	if len(errs) > 0 {
		return s.holidaysPage(c, http.StatusUnprocessableEntity, state, year, values, errs)
	}
	if d, err := workday.ParseDate(strings.TrimSpace(values.Get("date"))); err == nil {
		year = strconv.Itoa(d.Year())
	}
	return c.Redirect(http.StatusSeeOther, holidaysPath+"?"+url.Values{"etat": {state}, "annee": {year}, "fait": {"holiday"}}.Encode())
}
