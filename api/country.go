package api

import (
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// monthsAhead is how far a country page lists holidays.
const monthsAhead = 12

// country is all that the law's data says about a State, for the page and for
// GET /states/{code}. It is law: no case data, so every signed-in person may read it.
type country struct {
	countryRow
	Languages   []jurisdiction.LanguageUse `json:"languages"`
	Instruments []jurisdiction.LegalBasis  `json:"instruments"`
	Authorities []jurisdiction.Authority   `json:"authorities"`
	Channels    []jurisdiction.Route       `json:"channels"`
	Clocks      []jurisdiction.ClockOf     `json:"clocks"`
	Measures    []countryMeasure           `json:"measures"`
	Refusals    []jurisdiction.Ground      `json:"refusals"`
	// Offences are the local provisions by which dual criminality is shown.
	Offences  []jurisdiction.Remark   `json:"offences"`
	Holidays  countryHolidays         `json:"holidays"`
	Gates     []jurisdiction.GateOf   `json:"gates"`
	Notes     countryNotes            `json:"notes"`
	Questions []jurisdiction.Question `json:"questions"`
	// Sources are the entries of the register that the lines above name.
	Sources []jurisdiction.Reference `json:"sources"`
}

// countryRow is a State in the list.
type countryRow struct {
	Code string      `json:"code"`
	Name mla.Text    `json:"name"`
	Zone countryZone `json:"zone"`
	// LawVersion is the data's version, CheckedOn the day its sources were read.
	LawVersion string       `json:"law_version"`
	CheckedOn  workday.Date `json:"checked_on"`
	// Unconfirmed counts the lines that rest on memory.
	Unconfirmed   int `json:"unconfirmed"`
	OpenQuestions int `json:"open_questions"`
}

type countryZone struct {
	Name string `json:"name"`
	// Now is the server's (virtual) now there, Home the same instant in Paris.
	Now  time.Time `json:"now"`
	Home time.Time `json:"home"`
	// Off says why today is no working day there: weekend, or a holiday's name.
	Off    *mla.Text  `json:"off,omitempty"`
	Source mla.Source `json:"source"`
}

type countryMeasure struct {
	ID       string   `json:"id"`
	Name     mla.Text `json:"name"`
	Fields   []string `json:"fields"`
	Coercive bool     `json:"coercive"`
	// Known is false where nothing is known of the measure there; Available where
	// the State has no such measure, and Instead then says what exists.
	Known     bool                  `json:"known"`
	Available bool                  `json:"available"`
	Forms     []mla.Form            `json:"forms"`
	Note      mla.Text              `json:"note,omitzero"`
	Tools     []jurisdiction.Tool   `json:"tools"`
	Traps     []jurisdiction.Reason `json:"traps"`
	Instead   *jurisdiction.Instead `json:"instead,omitempty"`
	Source    mla.Source            `json:"source"`
}

type countryHolidays struct {
	From workday.Date `json:"from"`
	To   workday.Date `json:"to"`
	// CoversTo is the last day that the list reaches; after it nothing is known.
	CoversTo workday.Date                `json:"covers_to"`
	Days     []jurisdiction.HolidayAhead `json:"days"`
}

type countryNotes struct {
	Basis     []jurisdiction.Remark `json:"basis"`
	LocalLaw  []jurisdiction.Remark `json:"local_law"`
	Language  []jurisdiction.Remark `json:"language"`
	Package   []jurisdiction.Remark `json:"package"`
	Practice  []jurisdiction.Remark `json:"practice"`
	Safeguard []jurisdiction.Remark `json:"safeguard"`
}

// yearOf gives a State's days off of a year, imported ones included.
type yearOf func(code string, year int) (jurisdiction.HolidayList, error)

// countryOf gathers what the book says about a State at an instant. A code that
// cannot be requested is not found.
func countryOf(book *jurisdiction.Book, code string, now time.Time, years yearOf) (country, error) {
	st, err := book.State(strings.ToUpper(code))
	if err != nil || st.Code() == book.Home().Code() {
		return country{}, mla.Refuse(mla.CodeNotFound, "")
	}
	zone, err := book.Zone(st.ZoneName())
	if err != nil {
		return country{}, err
	}
	home, err := book.Zone(book.Home().ZoneName())
	if err != nil {
		return country{}, err
	}
	today := zone.Date(now)
	v := country{
		countryRow: countryRow{
			Code: st.Code(), Name: st.Name(), LawVersion: book.Version(), CheckedOn: book.CheckedOn(),
			Zone: countryZone{Name: zone.Name, Now: zone.Local(now), Home: home.Local(now), Source: st.ZoneSource()},
		},
		Languages: st.LanguageUses(), Instruments: st.Basis(), Authorities: st.Authorities(), Channels: st.Routes(),
		Clocks: st.ClocksOf(), Refusals: st.Refusals(), Offences: st.Offences(), Gates: st.Gates(), Questions: st.Questions(),
		Notes: countryNotes{
			Basis: st.Notes("basis"), LocalLaw: st.Notes("local_law"), Language: st.Notes("language"),
			Package: st.Notes("package"), Practice: st.Notes("practice"), Safeguard: st.Notes("safeguard"),
		},
	}
	for _, m := range book.Measures(st.Code()) {
		v.Measures = append(v.Measures, countryMeasure{
			m.ID, m.Name, m.Fields, m.Coercive, m.Known, m.Available, m.Forms, m.Note, m.Tools, m.Traps, m.Instead, m.Source,
		})
	}
	v.Holidays = countryHolidays{From: today, To: today.AddMonths(monthsAhead)}
	v.Holidays.Days, v.Holidays.CoversTo = st.HolidaysAhead(today, monthsAhead, func(year int) (jurisdiction.HolidayList, error) {
		return years(st.Code(), year)
	})
	if off := v.offToday(book.Calendar(st.Code()).Weekend); off != (mla.Text{}) {
		v.Zone.Off = &off
	}
	v.OpenQuestions = len(v.Questions)
	var refs []string
	v.eachSource(func(s mla.Source) {
		refs = append(refs, s.Ref)
		if s.Mark == mla.Memory {
			v.Unconfirmed++
		}
	})
	slices.SortFunc(refs, bySourceNumber)
	v.Sources = book.ReferencesOf(refs)
	return v, nil
}

// offToday says why the first day of the list's span is off; empty if it is not.
func (v *country) offToday(weekend []time.Weekday) mla.Text {
	if ahead := v.Holidays.Days; len(ahead) > 0 && ahead[0].Date == v.Holidays.From {
		return ahead[0].Name
	}
	if slices.Contains(weekend, v.Holidays.From.Weekday()) {
		return mla.Text{FR: i18n.T(i18n.French, "states.weekend", nil), EN: i18n.T(i18n.English, "states.weekend", nil)}
	}
	return mla.Text{}
}

// bySourceNumber orders S2 before S2b before S10.
func bySourceNumber(a, b string) int {
	if len(strings.TrimRight(a, "abc")) != len(strings.TrimRight(b, "abc")) {
		return len(strings.TrimRight(a, "abc")) - len(strings.TrimRight(b, "abc"))
	}
	return strings.Compare(a, b)
}

// eachSource walks every marked line once.
func (v *country) eachSource(do func(mla.Source)) {
	do(v.Zone.Source)
	for _, x := range v.Languages {
		do(x.Source)
	}
	for _, x := range v.Instruments {
		do(x.Source)
		for _, a := range x.Articles {
			do(a.Source)
		}
	}
	for _, x := range v.Authorities {
		do(x.Source)
	}
	for _, x := range v.Channels {
		do(x.Source)
		for _, e := range x.Expected {
			do(e.Source)
		}
		for _, h := range x.Hops {
			do(h.Source)
			do(h.DaysSource)
		}
	}
	for _, x := range v.Clocks {
		do(x.Source)
		for _, a := range x.Amounts {
			do(a.Source)
		}
	}
	for _, x := range v.Measures {
		do(x.Source)
		for _, tool := range x.Tools {
			do(tool.Source)
		}
		for _, trap := range x.Traps {
			do(trap.Source)
		}
		if x.Instead != nil {
			do(x.Instead.Source)
		}
	}
	for _, x := range v.Refusals {
		for _, e := range x.Entries {
			do(e.Source)
		}
	}
	for _, x := range v.Holidays.Days {
		do(x.Source)
	}
	for _, x := range v.Gates {
		do(x.Source)
	}
	for _, x := range v.Questions {
		do(x.Source)
	}
	n := v.Notes
	for _, x := range slices.Concat(v.Offences, n.Basis, n.LocalLaw, n.Language, n.Package, n.Practice, n.Safeguard) {
		do(x.Source)
	}
}

// unconfirmed keeps the lines that rest on memory, and the questions.
func (v *country) unconfirmed() {
	v.Languages = only(v.Languages, func(x jurisdiction.LanguageUse) mla.Source { return x.Source })
	v.Instruments = only(v.Instruments, func(x jurisdiction.LegalBasis) mla.Source {
		for _, a := range x.Articles {
			if a.Source.Mark == mla.Memory {
				return a.Source
			}
		}
		return x.Source
	})
	v.Authorities = only(v.Authorities, func(x jurisdiction.Authority) mla.Source { return x.Source })
	v.Channels = only(v.Channels, func(x jurisdiction.Route) mla.Source {
		for _, h := range x.Hops {
			if h.Source.Mark == mla.Memory {
				return h.Source
			}
		}
		return x.Source
	})
	v.Clocks = only(v.Clocks, func(x jurisdiction.ClockOf) mla.Source { return x.Source })
	v.Measures = only(v.Measures, func(x countryMeasure) mla.Source {
		for _, trap := range x.Traps {
			if trap.Source.Mark == mla.Memory {
				return trap.Source
			}
		}
		return x.Source
	})
	for i := range v.Refusals {
		v.Refusals[i].Entries = only(v.Refusals[i].Entries, func(x jurisdiction.Refusing) mla.Source { return x.Source })
	}
	v.Refusals = slices.DeleteFunc(v.Refusals, func(g jurisdiction.Ground) bool { return len(g.Entries) == 0 })
	v.Gates = only(v.Gates, func(x jurisdiction.GateOf) mla.Source { return x.Source })
	v.Holidays.Days = slices.DeleteFunc(v.Holidays.Days, func(h jurisdiction.HolidayAhead) bool {
		return h.Status != workday.Estimated && h.Source.Mark != mla.Memory
	})
	remark := func(x jurisdiction.Remark) mla.Source { return x.Source }
	for _, list := range []*[]jurisdiction.Remark{
		&v.Offences, &v.Notes.Basis, &v.Notes.LocalLaw, &v.Notes.Language, &v.Notes.Package, &v.Notes.Practice, &v.Notes.Safeguard,
	} {
		*list = only(*list, remark)
	}
}

// only keeps what rests on memory.
func only[T any](in []T, source func(T) mla.Source) []T {
	return slices.DeleteFunc(in, func(x T) bool { return source(x).Mark != mla.Memory })
}
