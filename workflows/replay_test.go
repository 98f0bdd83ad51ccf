package workflows_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/workflows"
	"github.com/rogatory/rogatory/workflows/contract"
)

// Histories of earlier versions must replay: a request lives for years, through
// many versions of this package. After a change that this test refuses, keep the
// old way under workflow.GetVersion; regenerate the files only when a new history
// is to be covered, and keep the old ones beside it:
//
//	go test ./cmd/rogatory -run TestExportHistories -update
func TestRecordedHistoriesReplay(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/histories/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			r := worker.NewWorkflowReplayer()
			r.RegisterWorkflowWithOptions(workflows.Request, workflow.RegisterOptions{Name: contract.RequestWorkflow})
			r.RegisterWorkflowWithOptions(workflows.Delivery, workflow.RegisterOptions{Name: contract.DeliveryWorkflow})
			if err := r.ReplayWorkflowHistoryFromJSONFile(nil, f); err != nil {
				t.Error(err)
			}
		})
	}
	for _, want := range []string{"judicial-1", "judicial-2", "judicial-sealed-1", "judicial-delivery-1", "police-1", "preservation-1"} {
		if !strings.Contains(strings.Join(names, " "), want+".json") {
			t.Errorf("no history %s", want)
		}
	}
}

// A replay that accepts anything would be worth nothing.
func TestAHistoryOfAnotherWorkflowDoesNotReplay(t *testing.T) {
	t.Parallel()
	r := worker.NewWorkflowReplayer()
	r.RegisterWorkflowWithOptions(workflows.Sweep, workflow.RegisterOptions{Name: contract.RequestWorkflow})
	if err := r.ReplayWorkflowHistoryFromJSONFile(nil, "testdata/histories/police-1.json"); err == nil {
		t.Error("the history of a request replays as a sweep of the inbox")
	}
}
