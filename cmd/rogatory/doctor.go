package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/rogatory/rogatory/internal/store"
)

type doctorCmd struct {
	Rebuild bool   `help:"Rebuild projections that differ from the events."`
	Resume  bool   `help:"Start missing workflows from the events."`
	JSON    bool   `help:"Print JSON."`
	Dir     string `help:"Look at the running demo or tour in this folder instead of the environment." type:"path"`
}

// finding is something that is not as it should be.
type finding struct {
	RequestID string `json:"request_id"`
	Code      string `json:"code"`
	Detail    string `json:"detail,omitempty"`
	Mended    bool   `json:"mended"`
}

// Run compares and, where asked, mends. It exits 1 when something is left.
func (c *doctorCmd) Run(ctx context.Context) error {
	a, err := fromConfig(ctx, c.config, slog.LevelWarn)
	if err != nil {
		return err
	}
	defer a.close()
	if c.Resume {
		// An engine that lost its workflows lost its attributes and schedules too.
		if err := prepareTemporal(ctx, a.temporalOptions(), a.clock); err != nil {
			return err
		}
	}
	found, err := diagnose(ctx, a, c.Rebuild, c.Resume)
	if err != nil {
		return err
	}
	left := 0
	for _, f := range found {
		if !f.Mended {
			left++
		}
	}
	if c.JSON {
		if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"findings": found, "left": left}); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			state := "LEFT"
			if f.Mended {
				state = "mended"
			}
			fmt.Printf("%-7s %s  %s %s\n", state, f.RequestID, f.Code, f.Detail)
		}
		fmt.Printf("%d findings, %d left\n", len(found), left)
	}
	if left > 0 {
		return fmt.Errorf("%d findings are left", left)
	}
	return nil
}

func (c *doctorCmd) config() (config, error) {
	if c.Dir == "" {
		return fromEnvironment()
	}
	return runningConfig(c.Dir)
}

// diagnose looks at every opened request: its chain of hashes, its projection,
// its workflow, and whether both know the same.
func diagnose(ctx context.Context, a *app, rebuild, resume bool) ([]finding, error) {
	heads, err := a.store.AllRequests(ctx)
	if err != nil {
		return nil, err
	}
	var found []finding
	for _, h := range heads {
		add := func(code, detail string, mended bool) {
			found = append(found, finding{RequestID: h.ID, Code: code, Detail: detail, Mended: mended})
		}
		if err := a.store.VerifyChain(ctx, h.ID); errors.Is(err, store.ErrChain) {
			add("chain_broken", err.Error(), false)
			continue // nothing is built on a history that was changed
		} else if err != nil {
			return found, err
		}
		if rebuild {
			differed, err := a.store.RebuildProjection(ctx, h.ID)
			if err != nil {
				return found, err
			}
			if differed {
				add("projection_differed", "", true)
			}
		}
		if err := diagnoseWorkflow(ctx, a, h, resume, add); err != nil {
			return found, err
		}
	}
	return found, nil
}

func diagnoseWorkflow(ctx context.Context, a *app, h store.RequestHead, resume bool, add func(code, detail string, mended bool)) error {
	snap, err := a.store.Snapshot(ctx, h.ID)
	if err != nil {
		return err
	}
	state, err := a.engine.Running(ctx, h.ID)
	if err != nil {
		return err
	}
	ended := snap.State.Idle()
	switch {
	case state == "running" && !ended:
		known, err := a.engine.State(ctx, h.ID)
		if err != nil {
			add("workflow_silent", "", false) // no worker answers
			return nil
		}
		if known.Seq > h.Seq {
			add("store_behind", fmt.Sprintf("workflow %d, store %d", known.Seq, h.Seq), false)
		} else if known.Seq < h.Seq {
			add("workflow_behind", fmt.Sprintf("workflow %d, store %d: it catches up with the next command", known.Seq, h.Seq), true)
		}
	case state != "running" && !ended:
		if !resume {
			add("workflow_"+state, "rogatory doctor --resume starts it from the events", false)
			return nil
		}
		quiet, err := a.store.LeftEffects(ctx, h.ID)
		if err != nil {
			return err
		}
		if err := a.engine.Resume(ctx, snap.State, snap.Profile, quiet); err != nil {
			return err
		}
		add("workflow_"+state, "resumed from the events", true)
	}
	return nil
}

// resumeMissing starts, from their events, the requests that the engine does not
// know at all, as after its database was lost or restored to an earlier day. One
// that ended there although it should live is left for the doctor and a person.
func resumeMissing(ctx context.Context, a *app) (resumed int, err error) {
	heads, err := a.store.AllRequests(ctx)
	if err != nil {
		return 0, err
	}
	for _, h := range heads {
		state, err := a.engine.Running(ctx, h.ID)
		if err != nil {
			return resumed, err
		}
		if state != "missing" {
			continue
		}
		if err := a.store.VerifyChain(ctx, h.ID); err != nil {
			a.log.ErrorContext(ctx, "not resumed", "request_id", h.ID, "error", err)
			continue
		}
		err = diagnoseWorkflow(ctx, a, h, true, func(string, string, bool) { resumed++ })
		if err != nil {
			return resumed, err
		}
	}
	return resumed, nil
}
