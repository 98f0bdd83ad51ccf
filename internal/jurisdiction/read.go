package jurisdiction

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/workday"
)

// read builds a Book from data files and validates it.
func read(data fs.FS) (*Book, error) {
	r := reader{data: data}
	var (
		manifest    rawManifest
		sources     rawSources
		instruments struct {
			Schema      string          `yaml:"schema"`
			Instruments []rawInstrument `yaml:"instruments"`
		}
		clocks struct {
			Schema string     `yaml:"schema"`
			Clocks []rawClock `yaml:"clocks"`
		}
		ladders struct {
			Schema  string               `yaml:"schema"`
			Ladders map[string][]rawRung `yaml:"ladders"`
		}
		measures struct {
			Schema   string       `yaml:"schema"`
			Measures []rawMeasure `yaml:"measures"`
		}
	)
	r.decode("manifest.yaml", &manifest)
	r.decode("sources.yaml", &sources)
	r.sources = sources.Sources
	r.facts("instruments.yaml", &instruments)
	r.facts("clocks.yaml", &clocks)
	r.facts("ladders.yaml", &ladders)
	r.facts("measures.yaml", &measures)
	var preflight rawPreflight
	r.facts("preflight.yaml", &preflight)
	if r.err != nil {
		return nil, r.err
	}
	b := &Book{
		version: manifest.Version, checkedOn: manifest.CheckedOn, home: manifest.Home, order: manifest.States,
		states: map[string]*State{}, instruments: map[string]rawInstrument{},
		clocks: clocks.Clocks, ladders: ladders.Ladders, measures: measures.Measures, sources: sources.Sources,
		calendars: map[string]workday.Calendar{}, zones: map[string]workday.Zone{},
	}
	for _, i := range instruments.Instruments {
		b.instruments[i.ID] = i
	}
	for _, code := range append([]string{manifest.Home}, manifest.States...) {
		if err := r.state(b, code); err != nil {
			return nil, err
		}
	}
	return b, errors.Join(append(b.preflightRules(preflight), b.validate())...)
}

// reader decodes files strictly, keeping the first error.
type reader struct {
	data    fs.FS
	sources map[string]rawSource
	err     error
}

func (r *reader) text(file string) []byte {
	if r.err != nil {
		return nil
	}
	text, err := fs.ReadFile(r.data, file)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", file, err)
	}
	return text
}

func (r *reader) decode(file string, into any) {
	text := r.text(file)
	if r.err != nil {
		return
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		r.err = fmt.Errorf("%s: %w", file, err)
	}
}

// facts checks the marks of a file of facts, then decodes it.
func (r *reader) facts(file string, into any) {
	text := r.text(file)
	if r.err != nil {
		return
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		r.err = fmt.Errorf("%s: %w", file, err)
		return
	}
	if r.err = checkMarks(file, &root, r.sources); r.err == nil {
		r.decode(file, into)
	}
}

// state reads a State's file, its calendar and its zone into b.
func (r *reader) state(b *Book, code string) error {
	file := strings.ToLower(code) + ".yaml"
	var raw rawState
	var cal rawCalendar
	r.facts(file, &raw)
	r.facts(path.Join("calendars", file), &cal)
	if r.err != nil {
		return r.err
	}
	if raw.Code != code || cal.State != code {
		return fmt.Errorf("%s: code: %q and its calendar's %q are not %q", file, raw.Code, cal.State, code)
	}
	calendar, err := cal.calendar()
	if err != nil {
		return fmt.Errorf("calendars/%s: %w", file, err)
	}
	zone, err := loadZone(raw.Zone.ID)
	if err != nil {
		return fmt.Errorf("%s: zone.id: %w", file, err)
	}
	b.states[code] = &State{raw: raw, book: b}
	b.calendars[code] = calendar
	b.zones[zone.Name] = zone
	return nil
}

func (c rawCalendar) calendar() (workday.Calendar, error) {
	cal := workday.Calendar{State: c.State, AsOf: c.AsOf, CoversFrom: c.CoversFrom, CoversTo: c.CoversTo}
	for _, name := range c.Weekend.Days {
		day, ok := weekdays[name]
		if !ok {
			return cal, fmt.Errorf("weekend.days: unknown day %q", name)
		}
		cal.Weekend = append(cal.Weekend, day)
	}
	days := make([]workday.Holiday, len(c.Holidays))
	for i, h := range c.Holidays {
		switch {
		case h.Status != workday.Official && h.Status != workday.Estimated:
			return cal, fmt.Errorf("holidays[%d]: unknown status %q", i, h.Status)
		case h.EN == "" || h.FR == "":
			return cal, fmt.Errorf("holidays[%d]: a name in French and English is needed", i)
		case h.Date.Before(c.CoversFrom) || h.Date.After(c.CoversTo):
			return cal, fmt.Errorf("holidays[%d]: %s lies outside the years covered", i, h.Date)
		case i > 0 && !c.Holidays[i-1].Date.Before(h.Date):
			return cal, fmt.Errorf("holidays[%d]: %s is out of order or double", i, h.Date)
		}
		days[i] = workday.Holiday{Date: h.Date, Name: h.EN, NameFR: h.FR, Status: h.Status, Source: h.Src}
	}
	return workday.NewCalendar(cal, days...), nil
}

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}
