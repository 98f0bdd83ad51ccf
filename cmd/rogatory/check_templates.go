package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

type checkTextsCmd struct {
	JSON bool   `help:"Print the faults as JSON."`
	Lang string `help:"Language of the words." enum:"fr,en" default:"fr"`
}

// templateFault is a fault as JSON.
type templateFault struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Run checks the templates in the binary with those of ROGATORY_TEMPLATES laid
// over them, and prints every fault.
func (c *checkTextsCmd) Run() error { return c.run(os.Stdout) }

func (c *checkTextsCmd) run(out io.Writer) error {
	found, err := letter.Faults()
	if err != nil {
		return err
	}
	faults := templateFaults(c.Lang, found)
	if c.JSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(faults); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			fmt.Fprintln(out, f.Detail)
		}
		covers, err := letter.Coverage("")
		if err != nil && len(faults) > 0 {
			return exitBlocks // a fault that keeps all of them from being read is told already
		}
		if err != nil {
			return err
		}
		key := "check_templates.faults"
		if len(faults) == 0 {
			key = "check_templates.sound"
		}
		fmt.Fprintln(out, i18n.T(c.Lang, key, map[string]string{"N": fmt.Sprint(len(faults)), "Templates": fmt.Sprint(len(covers))}))
	}
	if len(faults) > 0 {
		return exitBlocks
	}
	return nil
}

func templateFaults(lang string, found []error) []templateFault {
	out := []templateFault{}
	for _, err := range found {
		var f templateFault
		var fault *letter.Fault
		if errors.As(err, &fault) {
			f.File, f.Line, f.Column, f.Code = fault.File, fault.Line, fault.Column, fault.Code
		}
		var e *mla.Error
		if f.Detail = err.Error(); errors.As(err, &e) {
			f.Code, f.Detail = e.Code, i18n.Error(lang, e)
		}
		out = append(out, f)
	}
	return out
}
