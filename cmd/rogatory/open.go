package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/secret"
)

type openCmd struct {
	File    string `arg:"" help:"Draft as JSON (rogatory schema request describes it)." type:"existingfile"`
	URL     string `help:"Address of the API." default:"http://127.0.0.1:8080" env:"ROGATORY_URL"`
	Command string `help:"Command id (UUID); the same id opens the same request. By default derived from the file's content."`
	JSON    bool   `help:"Print JSON."`
}

// Run opens a request from a file. The token comes from ROGATORY_TOKEN or the
// file named by ROGATORY_TOKEN_FILE.
func (c *openCmd) Run(ctx context.Context) error {
	token, err := secret.FromEnvOrFile("ROGATORY_TOKEN")
	if err != nil {
		return fmt.Errorf("ROGATORY_TOKEN: %w", err)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	d, err := mla.ParseDraft(f)
	if err != nil {
		return explain(err)
	}
	if errs := mla.CheckDraft(d); len(errs) > 0 {
		var all []error
		for _, e := range errs {
			all = append(all, explain(e))
		}
		return errors.Join(all...)
	}
	if c.Command == "" {
		digest, err := d.Digest()
		if err != nil {
			return err
		}
		c.Command = uuid.NewSHA1(uuid.NameSpaceOID, []byte(digest)).String()
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var out json.RawMessage
	if _, err := (caller{base: c.URL, token: token}).do(ctx, http.MethodPost, "/api/v1/requests", map[string]any{"command_id": c.Command, "draft": d}, &out); err != nil {
		return err
	}
	if c.JSON {
		fmt.Println(string(out))
		return nil
	}
	var o outcomeJSON
	if err := json.Unmarshal(out, &o); err != nil {
		return err
	}
	fmt.Printf("%s  %s/demandes/%s\n", o.Reference, c.URL, o.Reference)
	return nil
}
