package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type holidaysCmd struct {
	List   holidaysListCmd   `cmd:"" default:"withargs" help:"List the holidays of a State."`
	Import holidaysImportCmd `cmd:"" help:"Import days proclaimed since the data were published; open requests are recomputed."`
}

type holidaysListCmd struct {
	State string `required:"" help:"State by its ISO code, as PH; an unknown one is answered with those known."`
	Year  int    `required:"" help:"Year."`
	Dir   string `help:"Lay over it the days imported into the running demo in this folder; those of DATABASE_URL by default." type:"path"`
	JSON  bool   `help:"Print JSON: date, name in English, name_fr, status, source."`
	Lang  string `enum:",fr,en" default:"" help:"Language of the table: fr or en; that of the terminal by default."`
}

// Run lists holidays.
func (c *holidaysListCmd) Run(ctx context.Context) error {
	overlay, err := importedDays(ctx, c.Dir, terminalLang(c.Lang), os.Stderr)
	if err != nil {
		return err
	}
	return c.run(os.Stdout, os.Stderr, overlay)
}

// run prints the list to out, and to warn what no rule gives.
func (c *holidaysListCmd) run(out, warn io.Writer, overlay map[string][]workday.Holiday) error {
	c.Lang = terminalLang(c.Lang)
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	code := strings.ToUpper(c.State)
	list, err := book.HolidayYear(code, c.Year, overlay[code]...)
	if err != nil {
		return explainIn(c.Lang, err)
	}
	if list.Computed {
		fmt.Fprintln(warn, i18n.T(c.Lang, "holidays.computed", nil))
	}
	if missing := textIn(c.Lang, list.Missing); missing != "" {
		fmt.Fprintln(warn, i18n.T(c.Lang, "holidays.missing", map[string]string{"Missing": missing}))
	}
	if c.JSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return enc.Encode(list.Days)
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, d := range list.Days {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", d.Date, textIn(c.Lang, mla.Text{FR: d.NameFR, EN: d.Name}), i18n.Label(c.Lang, "daystatus", d.Status), d.Source)
	}
	return table.Flush()
}

func textIn(lang string, t mla.Text) string {
	if lang == i18n.English {
		return t.EN
	}
	return t.FR
}

type holidaysImportCmd struct {
	File   string `arg:"" type:"existingfile" help:"CSV, YAML or JSON with state, date, name_fr, name_en, kind (added, corrected, removed) and proclamation."`
	DryRun bool   `help:"Check the file and change nothing."`
	Dir    string `help:"Import into the running demo in this folder instead of the database of the environment." type:"path"`
	Lang   string `enum:",fr,en" default:"" help:"Language of the faults: fr or en; that of the terminal by default."`
}

// Run imports the whole file or nothing of it.
func (c *holidaysImportCmd) Run(ctx context.Context) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	changes := jurisdiction.ReadHolidays(c.File, text)
	cfg, err := c.config()
	if err != nil {
		return err
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	return onStore(ctx, cfg, func(a *app) error {
		return c.run(ctx, holidays{a.store, book}, changes, os.Stdout)
	})
}

func (c *holidaysImportCmd) config() (config, error) {
	if c.Dir != "" {
		return runningConfig(c.Dir)
	}
	return fromEnvironment()
}

func (c *holidaysImportCmd) run(ctx context.Context, h holidays, changes []jurisdiction.HolidayChange, out io.Writer) error {
	c.Lang = terminalLang(c.Lang)
	var faults []jurisdiction.HolidayFault
	if c.DryRun {
		overlay, err := overlayOf(ctx, h.store)
		if err != nil {
			return err
		}
		faults = h.book.CheckHolidays(changes, overlay)
	} else {
		done, found, err := h.Import(ctx, mla.Automaton, changes)
		if err != nil {
			return explain(err)
		}
		if faults = found; len(faults) == 0 {
			fmt.Fprintln(out, i18n.T(c.Lang, "holidays.imported", map[string]string{"Days": fmt.Sprint(done.Added), "Requests": fmt.Sprint(done.Requests)}))
			return nil
		}
	}
	for _, f := range faults {
		fmt.Fprintf(out, "%s:%d: %s\n", c.File, f.Line, i18n.Error(c.Lang, f.Err))
	}
	if len(faults) > 0 {
		return fmt.Errorf("%d faults, nothing was imported", len(faults))
	}
	fmt.Fprintln(out, i18n.T(c.Lang, "holidays.sound", map[string]string{"Days": fmt.Sprint(len(changes))}))
	return nil
}
