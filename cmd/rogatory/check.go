package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type checkCmd struct {
	File string `arg:"" help:"Draft as JSON, - for standard input (rogatory schema request describes it)."`
	JSON bool   `help:"Print JSON: {blocks, findings, faults}."`
	Lang string `help:"Language of the words." enum:"fr,en" default:"fr"`
	On   string `help:"Check as of this day (2026-11-25); today by default." placeholder:"DATE"`

	// in and out are the terminal's unless a test says otherwise.
	in  io.Reader
	out io.Writer
}

// exitCode is an error that has already been told; main exits with it.
type exitCode int

func (e exitCode) Error() string { return "exit " + strconv.Itoa(int(e)) }

// The exits of check, apart from 0.
const (
	exitBlocks     exitCode = 1
	exitUnreadable exitCode = 2
)

// checkReport is what check prints as JSON.
type checkReport struct {
	Blocks   bool          `json:"blocks"`
	Findings []mla.Finding `json:"findings"`
	Faults   []checkFault  `json:"faults"`
}

// checkFault is something that keeps the file from being a draft.
type checkFault struct {
	Code   string `json:"code"`
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail"`
}

// Run prints why a request would come back. It needs neither database nor
// network. Exit 0: nothing blocks; 1: something does; 2: the file is no draft.
func (c *checkCmd) Run() error {
	if c.in == nil {
		c.in, c.out = os.Stdin, os.Stdout
	}
	today, err := c.today()
	if err != nil {
		return err
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	report, err := c.report(book, today)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rogatory:", err)
		return exitUnreadable
	}
	if err := c.print(report); err != nil {
		return err
	}
	switch {
	case len(report.Faults) > 0:
		return exitUnreadable
	case report.Blocks:
		return exitBlocks
	}
	return nil
}

func (c *checkCmd) today() (workday.Date, error) {
	if c.On != "" {
		return workday.ParseDate(c.On)
	}
	now := time.Now()
	return workday.NewDate(now.Year(), now.Month(), now.Day()), nil
}

// maxDraft is what is read of a file; ParseDraft takes one mebibyte.
const maxDraft = 2 << 20

func (c *checkCmd) report(book *jurisdiction.Book, today workday.Date) (checkReport, error) {
	r := checkReport{Findings: []mla.Finding{}, Faults: []checkFault{}}
	in := c.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return r, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxDraft))
	if err != nil {
		return r, err
	}
	if faults := mla.DraftFaults(data); len(faults) > 0 {
		r.faults(c.Lang, faults)
		return r, nil
	}
	d, err := mla.ParseDraft(strings.NewReader(string(data)))
	if err != nil {
		return r, err
	}
	r.faults(c.Lang, unplaced(book, d))
	r.Findings = append(r.Findings, book.Preflight(d, jurisdiction.PreflightContext{Today: today})...)
	r.Blocks = mla.Blocks(r.Findings)
	return r, nil
}

// unplaced are the faults of the draft's head, without which no law can be chosen;
// every other fault of structure is a cause of return and found as one.
func unplaced(book *jurisdiction.Book, d mla.Draft) []*mla.Error {
	var out []*mla.Error
	for _, e := range mla.CheckDraft(d) {
		switch e.Field {
		case "case_ref", "state", "track", "form":
			out = append(out, e)
		}
	}
	var unknown *mla.Error
	if _, err := book.State(d.State); d.State != "" && errors.As(err, &unknown) {
		out = append(out, unknown)
	}
	return out
}

func (r *checkReport) faults(lang string, errs []*mla.Error) {
	for _, e := range errs {
		f := checkFault{Code: e.Code, Field: e.Field, Detail: i18n.Error(lang, e)}
		if e.Code == "unknown_field" {
			f.Detail += " " + i18n.T(lang, "check.meant", map[string]string{"Expected": e.Args["expected"]})
		}
		r.Faults = append(r.Faults, f)
	}
}

func (c *checkCmd) print(r checkReport) error {
	if c.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.out, "%s\n  [%s]\n", f.Detail, f.Field)
	}
	for _, s := range mla.Severities {
		c.printSeverity(r.Findings, s)
	}
	if len(r.Findings)+len(r.Faults) == 0 {
		fmt.Fprintln(c.out, i18n.T(c.Lang, "preflight.none", nil))
	}
	return nil
}

func (c *checkCmd) printSeverity(fs []mla.Finding, s mla.Severity) {
	word := func(t mla.Text) string {
		if c.Lang == i18n.English {
			return t.EN
		}
		return t.FR
	}
	t := func(key string) string { return i18n.T(c.Lang, key, nil) }
	first := true
	for _, f := range fs {
		if f.Severity != s {
			continue
		}
		if first {
			fmt.Fprintf(c.out, "%s\n", strings.ToUpper(i18n.Label(c.Lang, "severity", string(s))))
			first = false
		}
		source := i18n.Label(c.Lang, "mark", string(f.Source.Mark))
		if f.Source.Ref != "" && f.Source.Ref != string(mla.Design) {
			source = f.Source.Ref + ", " + source
		}
		if f.House && f.Source.Mark != mla.Design {
			source += ", " + t("preflight.house")
		}
		fmt.Fprintf(c.out, "  %s  %s\n    [%s]\n    %s : %s\n    %s : %s\n    %s : %s\n", f.Rule, word(f.Message), f.Field,
			t("preflight.why"), word(f.Explanation), t("preflight.cure"), word(f.Cure), t("preflight.source"), source)
	}
}
