package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogatory/rogatory/internal/secret"
)

// runningFile says where a running demo or tour can be reached; it holds no secret.
const runningFile = "running.json"

type running struct {
	Base     string `json:"base"`
	Temporal string `json:"temporal"`
	// PGPort is where the private PostgreSQL listens.
	PGPort int `json:"pg_port"`
	PID    int `json:"pid"`
	// Receiver is the demo's case system.
	Receiver string `json:"receiver"`
}

func (l *local) writeRunning(dir string) error {
	b, err := json.Marshal(running{Base: l.base, Temporal: l.stack.temporal.Address, PGPort: l.stack.pg.Port, PID: os.Getpid(), Receiver: l.receiverURL})
	if err != nil {
		return err
	}
	path := filepath.Join(dir, runningFile)
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// runningConfig is the configuration of a demo or tour that runs in dir, for the
// doctor and for scripts.
func runningConfig(dir string) (config, error) {
	b, err := os.ReadFile(filepath.Join(dir, runningFile))
	if err != nil {
		return config{}, fmt.Errorf("nothing runs in %s: %w", dir, err)
	}
	var r running
	if err := json.Unmarshal(b, &r); err != nil {
		return config{}, err
	}
	cfg, err := forDemo(dir)
	if err != nil {
		return cfg, err
	}
	pw, err := secret.EnsureRandom(filepath.Join(dir, "keys", "app_db_password.hex"), 24)
	if err != nil {
		return cfg, err
	}
	cfg.BaseURL, cfg.TemporalAddress = r.Base, r.Temporal
	cfg.CaseURL = r.Receiver + "/deliveries"
	cfg.DatabaseURL = fmt.Sprintf("postgres://rogatory_app:%s@127.0.0.1:%d/rogatory?sslmode=disable", hex.EncodeToString(pw), r.PGPort)
	return cfg, nil
}
