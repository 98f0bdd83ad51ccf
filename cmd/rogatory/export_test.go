package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/temporalx"
	"github.com/rogatory/rogatory/workflows/contract"
)

var update = flag.Bool("update", false, "write the histories that the replay test of package workflows reads")

// TestExportHistories lives short lives on every track and, with -update, writes
// what Temporal recorded of them, every run in a file of its own:
//
//	go test ./cmd/rogatory -run TestExportHistories -update
//
// The samples are fictional. Payloads are opened, so that a replay needs no key
// and a reader can read; names of machines are taken out.
func TestExportHistories(t *testing.T) {
	if !*update {
		t.Skip("writes testdata; run with -update")
	}
	p := shared.use(t)
	ctx := within(t, 3*time.Minute)
	dir := filepath.Join("..", "..", "workflows", "testdata", "histories")
	old, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	p.l.app.engine.ForceContinue(6)
	t.Cleanup(func() { p.l.app.engine.ForceContinue(0) })
	for name, live := range map[string]func(context.Context, *trip) error{
		"judicial": p.liveJudicial, "police": p.livePolice, "preservation": p.livePreservation,
	} {
		tr := p.trip(t)
		tr.name = name
		if err := live(ctx, tr); err != nil {
			t.Fatal(err)
		}
		v, err := tr.settled(ctx)
		if err != nil {
			t.Fatal(err)
		}
		p.export(ctx, t, dir, name, contract.RequestID(v.ID))
		for _, d := range v.Deliveries {
			p.export(ctx, t, dir, name+"-delivery", contract.DeliveryID(d.ID))
		}
	}
}

func (p *product) liveJudicial(ctx context.Context, tr *trip) error {
	if err := tr.open(ctx, fixture.Judicial("RO")); err != nil {
		return err
	}
	return chain(ctx,
		func(ctx context.Context) error { return tr.submit(ctx, "submit") },
		func(ctx context.Context) error { return tr.approve(ctx, "approve") },
		tr.signAndTranslate,
		func(ctx context.Context) error { return tr.travel(ctx, 1<<10, "") },
		tr.acknowledge, tr.decided,
		func(ctx context.Context) error { return tr.respond(ctx, "answer", "full", "M1", "fr") },
		func(ctx context.Context) error { return tr.assess(ctx, "assess", true) },
		tr.deliverAndClose,
	)
}

// livePolice waits for nobody: hours pass, and rungs fire.
func (p *product) livePolice(ctx context.Context, tr *trip) error {
	if err := tr.open(ctx, fixture.PoliceMessage("PH")); err != nil {
		return err
	}
	return chain(ctx,
		func(ctx context.Context) error {
			return tr.give(ctx, "declare danger", "officier", "declare-danger", nil)
		},
		func(ctx context.Context) error { return tr.submit(ctx, "submit") },
		func(ctx context.Context) error { return tr.travel(ctx, 1<<10, "") },
		func(ctx context.Context) error { return tr.silence(ctx, "SAFEGUARD_ALERT", "r1") },
		func(ctx context.Context) error {
			return tr.give(ctx, "withdraw", "magistrat", "withdraw", func() (map[string]any, error) {
				return map[string]any{"reason": "Enfant mis en sécurité."}, nil
			})
		},
	)
}

func (p *product) livePreservation(ctx context.Context, tr *trip) error {
	if err := tr.open(ctx, fixture.PreservationOrder("PH")); err != nil {
		return err
	}
	return chain(ctx,
		func(ctx context.Context) error { return tr.submit(ctx, "submit") },
		func(ctx context.Context) error { return tr.travel(ctx, 1, "") },
		func(ctx context.Context) error {
			return tr.give(ctx, "confirm", "officier", "confirm-preserved", func() (map[string]any, error) {
				return map[string]any{"on": tr.today(), "foreign_ref": "24-7"}, nil
			})
		},
		func(ctx context.Context) error {
			return tr.give(ctx, "release", "officier", "release", func() (map[string]any, error) {
				return map[string]any{"reason": "Les données ne sont plus utiles."}, nil
			})
		},
	)
}

// export writes the history of every run of a workflow.
func (p *product) export(ctx context.Context, t *testing.T, dir, name, workflowID string) {
	t.Helper()
	var runs []string
	eventually(t, 30*time.Second, "the runs are listed", func() (bool, error) {
		list, err := p.l.app.client.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			Namespace: p.l.app.cfg.TemporalNamespace, Query: "WorkflowId = '" + workflowID + "'",
		})
		runs = nil
		for _, e := range list.GetExecutions() {
			runs = append(runs, e.GetExecution().GetRunId())
		}
		slices.Reverse(runs) // the latest comes first
		return len(runs) > 0 && runs[len(runs)-1] == p.run(t, workflowID), err
	})
	for i, run := range runs {
		history := &historypb.History{}
		events := p.l.app.client.GetWorkflowHistory(ctx, workflowID, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for events.HasNext() {
			ev, err := events.Next()
			if err != nil {
				t.Fatal(err)
			}
			history.Events = append(history.Events, ev)
		}
		codec := temporalx.Codec{Ring: p.l.app.cfg.codec}
		err := proxy.VisitPayloads(ctx, history, proxy.VisitPayloadsOptions{
			SkipSearchAttributes: true,
			Visitor: func(_ *proxy.VisitPayloadsContext, in []*commonpb.Payload) ([]*commonpb.Payload, error) {
				return codec.Decode(in)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := protojson.Marshal(history)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(raw, &tree); err != nil {
			t.Fatal(err)
		}
		anonymous(tree)
		if raw, err = json.Marshal(tree); err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("%s-%d.json", name, i+1)
		if err := os.WriteFile(filepath.Join(dir, file), append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d events, %d bytes", file, len(history.Events), len(raw))
	}
}

// anonymous takes out what names the machine on which a history was made; no
// replay depends on it.
func anonymous(tree any) {
	switch v := tree.(type) {
	case map[string]any:
		for key, child := range v {
			switch key {
			case "identity":
				v[key] = "worker"
			case "workerVersion", "stackTrace":
				delete(v, key)
			case "name":
				if v["kind"] == "TASK_QUEUE_KIND_STICKY" {
					v[key] = "sticky"
				}
			default:
				anonymous(child)
			}
		}
	case []any:
		for _, child := range v {
			anonymous(child)
		}
	}
}
