package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/letter"
)

type checkDataCmd struct {
	Dir  string `arg:"" optional:"" help:"Folder of data files, laid out as internal/jurisdiction/data; without it the data in the binary."`
	JSON bool   `help:"Print the faults as JSON."`
}

// Run prints every fault, one a line, and fails when there is one.
func (c *checkDataCmd) Run() error { return c.run(os.Stdout) }

func (c *checkDataCmd) run(out io.Writer) error {
	faults := jurisdiction.CheckShipped()
	if c.Dir == "" && len(faults) == 0 {
		var err error
		if faults, err = glossaryFaults(); err != nil {
			return err
		}
	}
	if c.Dir != "" {
		if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
			return fmt.Errorf("%s is no folder: name the one that holds manifest.yaml", c.Dir)
		}
		faults = jurisdiction.Check(os.DirFS(c.Dir))
	}
	if c.JSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(append(jurisdiction.Faults{}, faults...)); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			fmt.Fprintln(out, f.Error())
		}
	}
	if len(faults) > 0 {
		if len(faults) == 1 {
			return errors.New("1 fault in the data")
		}
		return fmt.Errorf("%d faults in the data", len(faults))
	}
	if !c.JSON {
		fmt.Fprintln(out, "The data is sound.")
	}
	return nil
}

// glossaryFaults are the names of States that a letter would lack.
func glossaryFaults() (jurisdiction.Faults, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, err
	}
	languages := map[string][]string{}
	for _, s := range book.States() {
		languages[s.Code()] = s.LetterLanguages()
	}
	missing, err := letter.MissingNames(languages)
	var out jurisdiction.Faults
	for _, term := range missing {
		out = append(out, jurisdiction.Fault{
			File: "glossary.yaml", Path: term, What: "the State has no name in a language of its letters", Cure: "add it to glossary.yaml in the templates' folder",
		})
	}
	return out, err
}
