package main

import (
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

// printed is what a verb writes to standard output.
func printed(t *testing.T, run func() error) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = old }()
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(r)
		text <- string(b)
	}()
	err = run()
	_ = w.Close()
	return <-text, err
}

func TestPathsOnTheCommandLine(t *testing.T) {
	cmd := pathCmd{State: "ph", Measure: []string{"subscriber_data", "bank_transactions"}, Stage: "judicial_information", Offence: "child_exploitation", On: "2026-11-25"}
	text, err := printed(t, cmd.Run)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1. ", "Sur le fondement de la Convention de Budapest", "[SOURCED S2]", "[MEMORY", "→", "Lettre de réciprocité", "PH_DISCLOSE"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	cmd.JSON = true
	text, err = printed(t, cmd.Run)
	var p jurisdiction.Proposal
	if err != nil || json.Unmarshal([]byte(text), &p) != nil || p.Options[0].ID != "letter_rogatory/budapest" {
		t.Errorf("%v: %.200s", err, text)
	}
}

func TestAPathOfAnUnknownMeasureNamesThoseKnown(t *testing.T) {
	cmd := pathCmd{State: "PH", Measure: []string{"telepathy"}, Stage: "trial"}
	if _, err := printed(t, cmd.Run); err == nil || !strings.Contains(err.Error(), "subscriber_data") {
		t.Errorf("%v", err)
	}
	cmd = pathCmd{State: "PH", Measure: []string{"search"}, Stage: "trial", On: "demain"}
	if _, err := printed(t, cmd.Run); err == nil {
		t.Error("a day that is none is refused")
	}
}
