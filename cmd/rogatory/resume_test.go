package main

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

// doctor runs `rogatory doctor --json` against the shared product.
func (p *product) doctor(t *testing.T, args ...string) (found []finding, left int) {
	t.Helper()
	cmd, err := productCommand(append([]string{"doctor", "--json", "--dir", p.dir}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.Output()
	var answer struct {
		Findings []finding `json:"findings"`
		Left     int       `json:"left"`
	}
	if jerr := json.Unmarshal(out, &answer); jerr != nil {
		t.Fatalf("doctor: %v, %v: %s", err, jerr, out)
	}
	if (err == nil) != (answer.Left == 0) {
		t.Errorf("the doctor left %d findings and ended with %v", answer.Left, err)
	}
	return answer.Findings, answer.Left
}

func TestTheDoctorResumesWhatTemporalLost(t *testing.T) {
	p := shared.use(t)
	ctx := within(t, 3*time.Minute)
	tr := p.opened(t, fixture.Judicial("RO"))
	if err := tr.submit(ctx, "submit"); err != nil {
		t.Fatal(err)
	}
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.l.stack.engine.end(ctx); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, p.l.stack.pg.SuperURL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	err = dropTemporal(ctx, conn)
	if berr := p.l.stack.engine.begin(ctx); err != nil || berr != nil {
		t.Fatal(err, berr)
	}
	p.upAgain(t)

	if _, left := p.doctor(t); left == 0 {
		t.Error("the doctor finds nothing although Temporal knows no request")
	}
	// A command meanwhile finds no workflow and is not half-done.
	status, code := post(t, p.people["officier"], "/api/v1/requests/"+tr.ref+"/recall", map[string]any{"command_id": tr.commandID("too early")})
	if status < 400 {
		t.Errorf("a command without a workflow: %d %s", status, code)
	}
	found, left := p.doctor(t, "--resume")
	resumed := false
	for _, f := range found {
		resumed = resumed || f.RequestID == v.ID && f.Code == "workflow_missing" && f.Mended
	}
	if !resumed || left != 0 {
		t.Errorf("resumed %v, left %d: %+v", resumed, left, found)
	}
	// The doctor changed nothing, and the request goes on; a command from before
	// the loss is still known.
	var again outcomeJSON
	if _, err := p.people["officier"].do(ctx, http.MethodGet, "/api/v1/commands/"+tr.commandID("submit"), nil, &again); err != nil || again.Status != "done" {
		t.Errorf("the command from before: %+v %v", again, err)
	}
	if err := tr.approve(ctx, "approve"); err != nil {
		t.Fatal(err)
	}
	after, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if after.Phase == mla.PhaseAwaitingApproval || after.Seq <= v.Seq {
		t.Errorf("phase %s at event %d, was %d", after.Phase, after.Seq, v.Seq)
	}
	eventually(t, 30*time.Second, "nothing is left to mend", func() (bool, error) {
		_, left := p.doctor(t)
		return left == 0, nil
	})
}
