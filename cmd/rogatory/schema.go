package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/rogatory/rogatory/internal/schema"
)

type schemaCmd struct {
	Document string `arg:"" enum:"request" help:"Which document: request."`
}

// Run prints the JSON Schema.
func (c *schemaCmd) Run() error {
	s, err := schema.Request()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return fmt.Errorf("print schema: %w", err)
	}
	return nil
}
