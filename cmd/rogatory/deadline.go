package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

type deadlineCmd struct {
	State string `required:"" help:"Requested State: PH, RO, IN, LA."`
	Clock string `required:"" help:"Clock of the registry, for example EIO_ACK."`
	From  string `required:"" help:"Day (2026-03-03) or instant (2026-03-03T10:20:00+02:00) of the event; hour clocks need the instant."`
	Zone  string `help:"IANA zone to show instants in; the clock's own by default."`
	JSON  bool   `help:"Print JSON."`
}

// Run computes and explains a deadline.
func (c *deadlineCmd) Run() error {
	book, err := jurisdiction.Load()
	if err != nil {
		return err
	}
	r, err := book.Deadline(jurisdiction.DeadlineInput{State: c.State, Clock: c.Clock, From: c.From, Zone: c.Zone})
	if err != nil {
		return explain(err)
	}
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	fmt.Printf("%s  %s\n", r.Clock, r.Name.FR)
	fmt.Printf("  du      %s\n  échéance %s\n", r.From, r.Due)
	if !r.ActBefore.IsZero() {
		fmt.Printf("  agir avant %s\n", r.ActBefore)
	}
	for _, s := range r.Skipped {
		fmt.Printf("  non compté : %s (%s)\n", s.Date, s.Why)
	}
	fmt.Printf("  base    %s [%s]\n", r.Basis, strings.ToUpper(string(r.Mark)))
	if !r.Active {
		fmt.Println("  INACTIF : droit non en vigueur")
	}
	return nil
}
