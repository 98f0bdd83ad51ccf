package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"text/tabwriter"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows/contract"
)

// summary is what came of a tour.
type summary struct {
	Trips        []tripSummary `json:"trips"`
	Expectations []expectation `json:"expectations"`
}

type tripSummary struct {
	Name      string         `json:"name"`
	Reference string         `json:"reference"`
	Phases    []phaseEntry   `json:"phases"`
	Letters   map[string]int `json:"letters"`
	// Rungs counts each fired rung: clock/rung → times.
	Rungs     map[string]int `json:"rungs"`
	LateRungs int            `json:"late_rungs"`
	// LetterRungs are the fired rungs that each ask for one letter abroad.
	LetterRungs    int   `json:"letter_rungs"`
	Evidence       int   `json:"evidence"`
	Deliveries     int   `json:"deliveries"`
	Acknowledged   int   `json:"deliveries_acknowledged"`
	Events         int   `json:"events"`
	WorkflowEvents int64 `json:"workflow_events"`
	WorkflowRuns   int   `json:"workflow_runs"`
	actions        map[string]mla.RungAction
	returned       string
	cured          bool
	partial        bool
	translated     bool
	stuck          bool
	receipts       map[string]int
}

type phaseEntry struct {
	Phase mla.Phase `json:"phase"`
	On    string    `json:"on"`
}

type expectation struct {
	What string `json:"what"`
	Held bool   `json:"held"`
	Note string `json:"note,omitempty"`
}

func (s summary) failed() []string {
	var out []string
	for _, e := range s.Expectations {
		if !e.Held {
			out = append(out, strings.TrimSpace(e.What+" "+e.Note))
		}
	}
	return out
}

// summarise reads everything back through the API and checks the expectations.
func (t *tour) summarise(ctx context.Context) (summary, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var s summary
	byName := map[string]tripSummary{}
	for _, tr := range t.trips {
		ts, err := t.summariseTrip(ctx, tr)
		if err != nil {
			return s, err
		}
		byName[tr.name] = ts
		s.Trips = append(s.Trips, ts)
	}
	s.Expectations = t.expectations(byName)
	return s, nil
}

func (t *tour) summariseTrip(ctx context.Context, tr *trip) (tripSummary, error) {
	ts := tripSummary{Name: tr.name, Reference: tr.ref, Letters: map[string]int{}, Rungs: map[string]int{}, actions: map[string]mla.RungAction{}, receipts: map[string]int{}}
	v, err := tr.settled(ctx)
	if err != nil {
		return ts, err
	}
	events, err := tr.events(ctx)
	if err != nil {
		return ts, err
	}
	ts.Events = len(events)
	for _, ev := range events {
		ts.read(ev)
	}
	for _, d := range v.Documents {
		ts.Letters[d.Kind]++
	}
	ts.Evidence = len(v.Evidence)
	for _, d := range v.Deliveries {
		ts.Deliveries++
		if d.Status == "acknowledged" {
			ts.Acknowledged++
		}
		if t.l.receiver != nil {
			ts.receipts[d.ID] = t.l.receiver.Deliveries(d.ID)
		}
	}
	ts.WorkflowEvents, ts.WorkflowRuns, err = workflowEvents(ctx, t.l.app, v.ID)
	return ts, err
}

func (ts *tripSummary) read(ev mla.Event) {
	switch b := ev.Body.(type) {
	case mla.PhaseChanged:
		ts.Phases = append(ts.Phases, phaseEntry{b.To, ev.At.Format(time.DateOnly)})
	case mla.RungFired:
		clock := b.Obligation[:strings.LastIndexByte(b.Obligation, '-')]
		ts.Rungs[b.Obligation+"/"+b.Rung]++
		ts.actions[clock+"/"+b.Rung] = b.Action
		if b.Late {
			ts.LateRungs++
		}
		if b.Action == mla.StatusRequest || b.Action == mla.ReminderLetter {
			ts.LetterRungs++
		}
	case mla.CameBackIncomplete:
		ts.returned = b.Cause
	case mla.Cured:
		ts.cured = true
	case mla.ResponseRecorded:
		ts.partial = ts.partial || b.Extent == "partial"
	case mla.AnswerTranslated:
		ts.translated = true
	case mla.DeliveryStuck:
		ts.stuck = true
	}
}

func (tr *trip) events(ctx context.Context) ([]mla.Event, error) {
	var out []mla.Event
	after := int64(0)
	for {
		var page struct {
			Rows []json.RawMessage `json:"rows"`
			Next string            `json:"next"`
		}
		_, err := tr.callers["officier"].do(ctx, http.MethodGet, fmt.Sprintf("/api/v1/requests/%s/events?after=%d", tr.ref, after), nil, &page)
		if err != nil {
			return nil, err
		}
		for _, raw := range page.Rows {
			var ev mla.Event
			if err := json.Unmarshal(raw, &ev); err != nil {
				return nil, err
			}
			out = append(out, ev)
			after = ev.Seq
		}
		if len(page.Rows) == 0 || page.Next == "" {
			return out, nil
		}
	}
}

// workflowEvents sums the history of all runs of a request.
func workflowEvents(ctx context.Context, a *app, id string) (int64, int, error) {
	list, err := a.client.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Namespace: a.cfg.TemporalNamespace, Query: "WorkflowId = '" + contract.RequestID(id) + "'", PageSize: 1000,
	})
	if err != nil {
		return 0, 0, err
	}
	var n int64
	for _, e := range list.GetExecutions() {
		d, err := a.client.DescribeWorkflowExecution(ctx, e.GetExecution().GetWorkflowId(), e.GetExecution().GetRunId())
		if err != nil {
			return 0, 0, err
		}
		n += d.GetWorkflowExecutionInfo().GetHistoryLength()
	}
	return n, len(list.GetExecutions()), nil
}

// expectations are what a tour must show; each is about what the API says.
func (t *tour) expectations(by map[string]tripSummary) []expectation {
	var out []expectation
	expect := func(what string, held bool, note ...any) {
		out = append(out, expectation{what, held, strings.TrimSpace(fmt.Sprintln(note...))})
	}
	last := func(ts tripSummary) mla.Phase {
		if len(ts.Phases) == 0 {
			return ""
		}
		return ts.Phases[len(ts.Phases)-1].Phase
	}
	for _, tr := range t.trips {
		ts := by[tr.name]
		want := mla.PhaseClosed
		if strings.Contains(tr.name, "preservation") {
			want = mla.PhaseFollowedByMLA
		}
		expect(tr.name+" ends "+string(want), last(ts) == want, "is", last(ts))
		for rung, n := range ts.Rungs {
			if n != 1 {
				expect(tr.name+": rung "+rung+" fires once", false, "fired", n)
			}
		}
		if want == mla.PhaseClosed {
			expect(tr.name+": every delivery is acknowledged", ts.Deliveries > 0 && ts.Acknowledged == ts.Deliveries, ts.Acknowledged, "of", ts.Deliveries)
		}
		if strings.Contains(tr.name, "judicial") {
			expect(tr.name+": the approved file was sealed", ts.Letters["sealed_request"] >= 1, ts.Letters["sealed_request"])
		}
		for id, n := range ts.receipts {
			expect(tr.name+": the receiver filed the delivery at most once", n <= 1 || t.filedOnce(id), n, "times")
		}
	}
	all := func(trip, clock string, rungs int) {
		n := 0
		for id := range by[trip].Rungs {
			if strings.HasPrefix(id, clock+"-") {
				n++
			}
		}
		expect(fmt.Sprintf("%s: silence on %s fires every rung", trip, clock), n >= rungs, n, "of", rungs)
	}
	all("RO judicial", "EIO_ACK", 4)
	all("RO judicial", "EIO_DECISION", 6)
	all("IN judicial", "APPROVE_DUTY", 3)
	all("LA judicial", "HOP_EXPECTED", 3)
	all("PH preservation", "BUD_PRESERVE_INT", 3)
	all("PH police", "INTERPOL_24_7_URGENT", 3)
	expect("RO judicial: reminder letters were made", by["RO judicial"].Letters["reminder"] >= 4, by["RO judicial"].Letters["reminder"])
	expect("RO judicial: the answer was translated", by["RO judicial"].translated)
	expect("IN judicial: a hop came back incomplete and was cured", by["IN judicial"].returned == "R03" && by["IN judicial"].cured)
	expect("LA judicial: the answer came in parts", by["LA judicial"].partial && by["LA judicial"].Deliveries == 2, by["LA judicial"].Deliveries)
	expect("PH judicial: the case system was down and a person was told", by["PH judicial"].stuck)
	return out
}

// filedOnce asks the receiver whether it kept the delivery once, however often it came.
func (t *tour) filedOnce(id string) bool {
	n := 0
	for _, r := range t.l.receiver.Received() {
		if r.ID == id {
			n++
		}
	}
	return n == 1
}

func (s summary) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, "request\treference\tphases\tletters\treminders (rungs)\tdeliveries\tevents\tworkflow events (runs)")
	for _, t := range s.Trips {
		letters := 0
		for _, k := range []string{
			"cover", "note_verbale", "reciprocity", "eio_form_b", "courtesy", "police_text", "slip", "reminder", "status_request", "supplement", "withdrawal", "thanks",
		} {
			letters += t.Letters[k]
		}
		fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t%d\t%d/%d\t%d\t%d (%d)\n", t.Name, t.Reference, len(t.Phases), letters, len(t.Rungs), t.Acknowledged, t.Deliveries, t.Events, t.WorkflowEvents, t.WorkflowRuns)
	}
	_ = tw.Flush()
	for _, t := range s.Trips {
		fmt.Fprintf(w, "\n%s  %s\n", t.Reference, t.Name)
		var parts []string
		for _, p := range t.Phases {
			parts = append(parts, p.On+" "+string(p.Phase))
		}
		fmt.Fprintf(w, "  phases     %s\n", strings.Join(parts, " → "))
		fmt.Fprintf(w, "  documents  %s\n", counts(t.Letters))
		fmt.Fprintf(w, "  reminders  %s\n", rungsByClock(t.Rungs))
	}
	fmt.Fprintln(w)
	held := 0
	for _, e := range s.Expectations {
		if e.Held {
			held++
			continue
		}
		fmt.Fprintf(w, "NOT HELD  %s %s\n", e.What, e.Note)
	}
	fmt.Fprintf(w, "%d of %d expectations held\n", held, len(s.Expectations))
}

func counts(m map[string]int) string {
	var out []string
	for k, n := range m {
		out = append(out, fmt.Sprintf("%s %d", k, n))
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

func rungsByClock(rungs map[string]int) string {
	by := map[string][]string{}
	for id := range rungs {
		ob, rung, _ := strings.Cut(id, "/")
		clock := ob[:strings.LastIndexByte(ob, '-')]
		by[clock] = append(by[clock], rung)
	}
	var out []string
	for clock, rs := range by {
		sort.Strings(rs)
		out = append(out, clock+" "+strings.Join(rs, " "))
	}
	sort.Strings(out)
	return strings.Join(out, "; ")
}
