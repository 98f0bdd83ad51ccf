package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

type pathCmd struct {
	State          string   `required:"" help:"Requested State by its ISO code, as PH; an unknown one is answered with those known."`
	Measure        []string `required:"" help:"Measures of the catalogue, for example subscriber_data; repeat or separate by commas."`
	Stage          string   `default:"judicial_information" help:"preliminary_inquiry, flagrancy, judicial_information or trial."`
	Offence        string   `help:"child_exploitation, trafficking, rape, computer_crime, extortion, laundering or other."`
	Urgent         bool     `help:"The request is urgent."`
	Danger         bool     `help:"A child is in danger."`
	LocalSuspect   bool     `help:"A suspect in the requested State is named."`
	OrganisedGroup bool     `help:"An organised criminal group is involved."`
	Transnational  bool     `help:"The offence is transnational."`
	ThreeYears     bool     `help:"The maximum penalty is three years or more."`
	On             string   `help:"Day whose law counts (2026-11-25); today by default."`
	JSON           bool     `help:"Print JSON."`
	Lang           string   `enum:",fr,en" default:"" help:"Language of the text: fr or en; that of the terminal by default."`
}

// Run proposes paths and explains them.
func (c *pathCmd) Run() error {
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	in := jurisdiction.ProposalInput{
		State: strings.ToUpper(c.State), Measures: c.Measure, Stage: c.Stage, Offence: c.Offence, ChildInDanger: c.Danger,
		LocalSuspect: c.LocalSuspect, OrganisedGroup: c.OrganisedGroup, Transnational: c.Transnational, ThreeYears: c.ThreeYears,
		On: i18n.Today(time.Now()),
	}
	if c.Urgent {
		in.Urgency = "urgent"
	}
	if c.On != "" {
		if in.On, err = workday.ParseDate(c.On); err != nil {
			return fmt.Errorf("--on: %w", err)
		}
	}
	p, err := book.Propose(in)
	if err != nil {
		return explainIn(terminalLang(c.Lang), err)
	}
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(p)
	}
	lang := terminalLang(c.Lang)
	for _, w := range p.Warnings {
		fmt.Printf("! %s %s\n", textIn(lang, w.Text), certainty(w))
	}
	for i, o := range p.Options {
		printOption(lang, i+1, o)
	}
	return nil
}

func printOption(lang string, n int, o jurisdiction.Option) {
	name := textIn(lang, o.Name)
	if !o.Elsewhere {
		name = i18n.Label(lang, "form", string(o.Form)) + " – " + textIn(lang, o.Path.Name)
	}
	fmt.Printf("%d. %s (%s)\n", n, name, i18n.Label(lang, "tier", o.Tier))
	if o.Basis != (mla.Text{}) {
		fmt.Printf("   %s\n", textIn(lang, o.Basis))
	}
	var hops []string
	for _, h := range o.Path.Hops {
		hops = append(hops, textIn(lang, h.Actor))
	}
	if len(hops) > 0 {
		fmt.Printf("   %s\n", strings.Join(hops, " → "))
	}
	for _, r := range o.Reasons {
		fmt.Printf("   + %s %s\n", textIn(lang, r.Text), certainty(r))
	}
	for _, r := range o.Warnings {
		fmt.Printf("   ! %s %s\n", textIn(lang, r.Text), certainty(r))
	}
	for _, g := range o.Gates {
		fmt.Printf("   # %s\n", textIn(lang, g.Name))
	}
	for _, k := range o.Clocks {
		fmt.Printf("   @ %s %s\n", k.ID, textIn(lang, k.Name))
	}
}

// certainty is the mark of a line with its source, as [SOURCED S9].
func certainty(r jurisdiction.Reason) string {
	ref := r.Source.Ref
	if ref == string(r.Source.Mark) {
		ref = ""
	}
	return "[" + strings.TrimSpace(strings.ToUpper(string(r.Source.Mark))+" "+ref) + "]"
}
