package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/jurisdiction"
)

func TestCheckData(t *testing.T) {
	var out strings.Builder
	if err := (&checkDataCmd{}).run(&out); err != nil {
		t.Errorf("the data in the binary: %v\n%s", err, out.String())
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../internal/jurisdiction/data")); err != nil {
		t.Fatal(err)
	}
	if err := (&checkDataCmd{Dir: dir}).run(&out); err != nil {
		t.Errorf("a sound folder: %v", err)
	}
	for file, edit := range map[string][2]string{
		"clocks.yaml":       {"starts_on: received", "starts_on: recieved"},
		"calendars/ph.yaml": {"2025-01-29", "2025-01-32"},
	} {
		path := filepath.Join(dir, file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), edit[0], edit[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	err := (&checkDataCmd{Dir: dir, JSON: true}).run(&out)
	var faults []jurisdiction.Fault
	if err == nil || json.Unmarshal([]byte(out.String()), &faults) != nil || len(faults) != 2 {
		t.Fatalf("%v, %s", err, out.String())
	}
	for _, f := range faults {
		if f.Line == 0 || f.Cure == "" || f.Path == "" {
			t.Errorf("%+v lacks its line, place or cure", f)
		}
	}
	if err := (&checkDataCmd{Dir: filepath.Join(dir, "nowhere")}).run(&out); err == nil {
		t.Error("a folder that is not there passed")
	}
}
