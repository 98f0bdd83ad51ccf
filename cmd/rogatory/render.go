package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type renderCmd struct {
	File        string   `arg:"" help:"Draft as JSON, - for standard input (rogatory schema request describes it)."`
	Out         string   `help:"Folder to write to; it is made where it lacks." placeholder:"DIR" required:""`
	Langs       []string `name:"lang" help:"Only letters in this language; may be repeated." placeholder:"LANG"`
	Only        []string `help:"Only this kind of letter, for example request or slip; may be repeated." placeholder:"KIND"`
	Translation string   `help:"Translations as JSON, by segment; --skeleton makes the file to fill in." type:"existingfile"`
	Skeleton    string   `help:"Write the texts to translate to this file, as --translation takes them." placeholder:"FILE.json"`
	Released    string   `help:"File with the digests of released templates, one a line; without it every letter carries the label of a draft." type:"existingfile"`
	Reference   string   `help:"Reference printed on the letters; number 0000 of the year and the State by default."`
	On          string   `help:"Date of the letters (2026-11-25); today by default." placeholder:"DATE"`
	Force       bool     `help:"Replace files that are there."`
	JSON        bool     `help:"Print JSON: {letters, faults}."`
	Words       string   `help:"Language of what is printed on the terminal." enum:"fr,en" default:"fr"`

	// in and out are the terminal's unless a test says otherwise.
	in  io.Reader
	out io.Writer
}

// The exits of render, apart from 0.
const (
	exitNotAll exitCode = 1
	// 2, exitUnreadable, is that of check: the file is no draft; here also where
	// nothing may be written.
)

// renderReport is what render prints as JSON.
type renderReport struct {
	Letters []renderedLetter `json:"letters"`
	Faults  []checkFault     `json:"faults"`
}

// renderedLetter is one letter, made or not.
type renderedLetter struct {
	Kind string `json:"kind"`
	Lang string `json:"lang"`
	File string `json:"file,omitempty"`
	// Pages is 0 for a text.
	Pages    int    `json:"pages,omitempty"`
	Template string `json:"template,omitempty"`
	Released bool   `json:"released"`
	// Missing are the segments without a translation, Why any other cause for which
	// the letter was not made.
	Missing []string `json:"missing,omitempty"`
	Why     string   `json:"why,omitempty"`

	content []byte
	refusal *mla.Error
}

func (l renderedLetter) made() bool { return l.content != nil }

// Run makes the letters in memory, and then writes all of them or none. It needs
// neither database nor network.
func (c *renderCmd) Run() error {
	if c.in == nil {
		c.in, c.out = os.Stdin, os.Stdout
	}
	report, err := c.report()
	var refused refusedArgs
	if errors.As(err, &refused) {
		err = c.refuse(&report, refused)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "rogatory:", err)
		return exitUnreadable
	}
	if len(report.Faults) == 0 {
		if err := c.write(report.Letters); err != nil {
			fmt.Fprintln(os.Stderr, "rogatory:", err)
			return exitUnreadable
		}
	}
	if err := c.print(report); err != nil {
		return err
	}
	switch {
	case len(report.Faults) > 0:
		return exitUnreadable
	case slices.ContainsFunc(report.Letters, func(l renderedLetter) bool { return !l.made() }):
		return exitNotAll
	}
	return nil
}

// refusedArgs are refusals of what was asked for, worded for whoever asked.
type refusedArgs []*mla.Error

func (r refusedArgs) Error() string { return "refused" }

func (c *renderCmd) refuse(r *renderReport, errs refusedArgs) error {
	for _, e := range errs {
		r.Faults = append(r.Faults, checkFault{Code: e.Code, Field: e.Field, Detail: i18n.Error(c.Words, e)})
	}
	return nil
}

func (c *renderCmd) report() (renderReport, error) {
	r := renderReport{Letters: []renderedLetter{}, Faults: []checkFault{}}
	d, err := c.draft()
	if err != nil {
		return r, err
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return r, err
	}
	if faults := unplaced(book, d); len(faults) > 0 {
		return r, refusedArgs(faults)
	}
	in := profileInput(d)
	if in.On, err = c.day(); err != nil {
		return r, err
	}
	profile, err := book.Profile(in)
	var refused *mla.Error
	if errors.As(err, &refused) {
		return r, refusedArgs{refused}
	}
	if err != nil {
		return r, err
	}
	if c.Reference == "" {
		c.Reference = fmt.Sprintf("FR-%d-%s-0000", in.On.Year(), d.State)
	}
	p := renderPlan{draft: d, profile: profile, on: in.On, reference: c.Reference}
	if p.translation, err = readTranslation(c.Translation, d); err != nil {
		return r, err
	}
	if p.released, err = readReleased(c.Released); err != nil {
		return r, err
	}
	if err := c.known(p); err != nil {
		return r, err
	}
	r.Letters, err = p.letters(c.wants)
	for i := range r.Letters {
		r.Letters[i].Why = i18n.Error(c.Words, r.Letters[i].refusal)
	}
	if err == nil && c.Skeleton != "" {
		err = writeSkeleton(c.Skeleton, d, p.translation, c.Force)
	}
	return r, err
}

// draft reads the file, and refuses it with all its faults.
func (c *renderCmd) draft() (mla.Draft, error) {
	in := c.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return mla.Draft{}, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxDraft))
	if err != nil {
		return mla.Draft{}, err
	}
	if faults := mla.DraftFaults(data); len(faults) > 0 {
		return mla.Draft{}, refusedArgs(faults)
	}
	return mla.ParseDraft(strings.NewReader(string(data)))
}

func (c *renderCmd) day() (workday.Date, error) {
	if c.On != "" {
		on, err := workday.ParseDate(c.On)
		if err != nil {
			err = refusedArgs{mla.Refuse("invalid_date", "--on", "value", c.On)}
		}
		return on, err
	}
	now := time.Now()
	return workday.NewDate(now.Year(), now.Month(), now.Day()), nil
}

// wants reports whether a letter was asked for.
func (c *renderCmd) wants(kind, lang string) bool {
	return (len(c.Only) == 0 || slices.Contains(c.Only, kind)) && (len(c.Langs) == 0 || slices.Contains(c.Langs, lang))
}

// known refuses a kind or a language in which the path has no letter: a typing
// error must not look like an empty answer.
func (c *renderCmd) known(p renderPlan) error {
	kinds, langs := p.offers()
	var out refusedArgs
	check := func(field string, asked, known []string) {
		for _, a := range asked {
			if !slices.Contains(known, a) {
				out = append(out, mla.Refuse(mla.CodeUnknownValue, field, "value", a, "expected", strings.Join(known, ", ")))
			}
		}
	}
	check("--only", c.Only, kinds)
	check("--lang", c.Langs, langs)
	if len(out) > 0 {
		return out
	}
	return nil
}

func (c *renderCmd) print(r renderReport) error {
	if c.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.out, "%s\n  [%s]\n", f.Detail, f.Field)
	}
	if len(r.Faults) > 0 {
		return nil
	}
	t := func(key string, data map[string]string) string { return i18n.T(c.Words, "render."+key, data) }
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join([]string{t("letter", nil), t("lang", nil), t("pages", nil), t("template", nil), t("state", nil), t("file", nil)}, "\t"))
	for _, l := range r.Letters {
		state, file := t("draft", nil), l.File
		switch {
		case len(l.Missing) > 0:
			state = t("untranslated", map[string]string{"N": fmt.Sprint(len(l.Missing))})
		case !l.made():
			state = t("not_made", nil)
		case l.Released:
			state = t("released", nil)
		}
		pages := "–"
		if l.Pages > 0 {
			pages = fmt.Sprint(l.Pages)
		}
		fmt.Fprintln(w, strings.Join([]string{l.Kind, l.Lang, pages, dash(l.Template), state, dash(file)}, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, l := range r.Letters {
		if l.Why != "" {
			fmt.Fprintf(c.out, "%s/%s : %s\n", l.Kind, l.Lang, l.Why)
		}
	}
	if slices.ContainsFunc(r.Letters, func(l renderedLetter) bool { return len(l.Missing) > 0 }) {
		fmt.Fprintln(c.out, t("translate", nil))
	}
	return nil
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
