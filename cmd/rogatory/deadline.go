package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type deadlineCmd struct {
	State string `required:"" help:"Requested State by its ISO code, as PH; an unknown one is answered with those known."`
	Clock string `required:"" help:"Clock of the registry, for example EIO_ACK."`
	From  string `required:"" help:"Day (2026-03-03) or instant (2026-03-03T10:20:00+02:00) of the event; hour clocks need the instant."`
	Zone  string `help:"IANA zone whose dates and midnights count; that of the State that acts by default."`
	Dir   string `help:"Take into account the days imported into the running demo in this folder; those of DATABASE_URL by default." type:"path"`
	JSON  bool   `help:"Print JSON."`
	Lang  string `enum:",fr,en" default:"" help:"Language of the sheet: fr or en; that of the terminal by default."`
}

// Run computes and explains a deadline.
func (c *deadlineCmd) Run(ctx context.Context) error {
	lang := terminalLang(c.Lang)
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	overlay, err := importedDays(ctx, c.Dir, lang, os.Stderr)
	if err != nil {
		return err
	}
	r, err := book.Deadline(jurisdiction.DeadlineInput{State: c.State, Clock: c.Clock, From: c.From, Zone: c.Zone, Overlay: overlay})
	if err != nil {
		return explainIn(lang, err)
	}
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	printDeadline(os.Stdout, lang, r)
	return nil
}

// printDeadline prints the computation sheet, with what makes it uncertain.
func printDeadline(out io.Writer, lang string, r jurisdiction.DeadlineResult) {
	line := func(key string, args map[string]string) { fmt.Fprintln(out, "  "+i18n.T(lang, "deadline."+key, args)) }
	fmt.Fprintf(out, "%s  %s\n", r.Clock, textIn(lang, r.Name))
	line("from", map[string]string{"From": r.From, "Zone": r.Zone})
	line("due", map[string]string{"Due": r.Due})
	if !r.ActBefore.IsZero() {
		line("act_before", map[string]string{"Date": r.ActBefore.String()})
	}
	if r.RollOver == workday.NoRoll && r.Rule.Unit != workday.Hours && !r.NextWorking.IsZero() && r.NextWorking.String() != r.Due {
		line("next_working", map[string]string{"Date": r.NextWorking.String()})
	}
	for _, s := range r.Skipped {
		why := mla.Text{FR: cmp.Or(s.WhyFR, s.Why), EN: s.Why}
		if s.Why == workday.Weekend {
			why.FR = i18n.T("fr", "deadline.weekend", nil)
		}
		line("skipped", map[string]string{"Date": s.Date.String(), "Why": textIn(lang, why)})
	}
	basis := r.Basis
	if book, err := jurisdiction.Load(); err == nil {
		basis = textIn(lang, book.BasisText(r.Basis))
	}
	line("basis", map[string]string{"Basis": basis, "Mark": i18n.Label(lang, "mark", string(r.Mark)), "Nature": i18n.Label(lang, "nature", r.Nature)})
	if note := textIn(lang, r.Note); note != "" {
		line("note", map[string]string{"Note": note})
	}
	if !r.Active {
		line("inactive", nil)
	}
	if r.Rule.Unit != workday.Hours {
		key := "calendar"
		if r.Imported > 0 {
			key = "calendar_imported"
		}
		line(key, map[string]string{"State": r.Calendar, "AsOf": r.AsOf, "Imported": fmt.Sprint(r.Imported)})
	}
	if missing := textIn(lang, r.Missing); missing != "" {
		line("missing", map[string]string{"Missing": missing})
	}
	for _, w := range r.Warnings {
		line("warn_"+w, nil)
	}
}
