package workflows_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/workflows"
	"github.com/rogatory/rogatory/workflows/contract"
)

const sha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// oneRun keeps a test within one run.
const oneRun = 1 << 20

var officer = mla.Actor{ID: "u-officer", Role: mla.Officer}

// ledger is a store of one request, in memory.
type ledger struct {
	mu     sync.Mutex
	events []mla.Event
	done   map[string]string
	quiet  []string
	// inject is appended before the next record, as another writer would.
	inject []mla.Event
}

func (l *ledger) record(_ context.Context, in activities.RecordInput) (activities.RecordAnswer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d, ok := l.done[in.CommandID]; ok {
		if d != in.Digest {
			return activities.RecordAnswer{Kind: activities.Reused}, nil
		}
		return activities.RecordAnswer{Kind: activities.Committed, Events: in.Events}, nil
	}
	l.events = append(l.events, l.inject...)
	l.inject = nil
	have := int64(len(l.events))
	if have > in.ExpectedSeq {
		return activities.RecordAnswer{Kind: activities.Behind, Events: l.events[in.ExpectedSeq:], StoreSeq: have}, nil
	}
	if have < in.ExpectedSeq {
		return activities.RecordAnswer{Kind: activities.Ahead, StoreSeq: have}, nil
	}
	l.events = append(l.events, in.Events...)
	l.done[in.CommandID] = in.Digest
	return activities.RecordAnswer{Kind: activities.Committed, Events: in.Events, StoreSeq: int64(len(l.events))}, nil
}

func (l *ledger) state() mla.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return mla.Fold(l.events)
}

func roProfile(t *testing.T) mla.Profile {
	t.Helper()
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := book.Profile(jurisdiction.ProfileInput{State: "RO", Track: mla.Judicial, Form: mla.FormEIO})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newEnv(t *testing.T) (*testsuite.TestWorkflowEnvironment, *ledger) {
	t.Helper()
	var s testsuite.WorkflowTestSuite
	env := s.NewTestWorkflowEnvironment()
	l := &ledger{done: map[string]string{}}
	env.RegisterActivityWithOptions(l.record, activity.RegisterOptions{Name: activities.NameRecord})
	env.RegisterActivityWithOptions(func(_ context.Context, in activities.EffectInput) ([]activities.EffectEnd, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		var ends []activities.EffectEnd
		for _, k := range in.Keys {
			l.quiet = append(l.quiet, k)
			ends = append(ends, activities.EffectEnd{Key: k, Outcome: "done"})
		}
		return ends, nil
	}, activity.RegisterOptions{Name: activities.NamePerformQuiet})
	env.RegisterActivityWithOptions(func(context.Context, activities.EffectInput) (activities.EffectEnd, error) {
		return activities.EffectEnd{Outcome: "done", Docs: []mla.DocRef{{SHA256: sha, Size: 1}}}, nil
	}, activity.RegisterOptions{Name: activities.NameMakeLetter})
	env.RegisterActivityWithOptions(func(context.Context, activities.InboxInput) error { return nil }, activity.RegisterOptions{Name: activities.NameCloseInbox})
	env.RegisterWorkflowWithOptions(workflows.Delivery, workflow.RegisterOptions{Name: contract.DeliveryWorkflow})
	env.SetStartTime(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	return env, l
}

// answer is what an update came back with.
type answer struct {
	out contract.Outcome
	err error
}

var updates int

// say sends a command as an update after a while and keeps the answer.
func say(t *testing.T, env *testsuite.TestWorkflowEnvironment, after time.Duration, cmd mla.Command) *answer {
	t.Helper()
	a := &answer{}
	env.RegisterDelayedCallback(func() {
		// The engine deduplicates update ids within a run; a fresh one shows what
		// the workflow itself remembers.
		updates++
		env.UpdateWorkflow(contract.UpdateDo, strconv.Itoa(updates), &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { a.err = err },
			OnComplete: func(v any, err error) {
				if out, ok := v.(contract.Outcome); ok {
					a.out = out
				}
				a.err = err
			},
		}, cmd)
	}, after)
	return a
}

func opening() mla.Command {
	return mla.Command{ID: "c-open", Actor: officer, Body: mla.Open{
		RequestID: "r1", Reference: "FR-2026-RO-0001", CaseID: "case1", Officer: officer.ID, Track: mla.Judicial, Form: mla.FormEIO, State: "RO",
		Measures: []mla.MeasureID{{ID: "M1", Kind: "bank_transactions"}},
	}}
}

func submission() mla.Command {
	return mla.Command{ID: "c-submit", Actor: officer, Body: mla.Submit{
		Revision: 1, DraftSHA256: sha, PDF: mla.DocRef{SHA256: sha, Size: 10, MIME: "application/pdf"}, Contributors: []string{officer.ID},
		Measures: []mla.MeasureID{{ID: "M1", Kind: "bank_transactions"}},
	}}
}

// sayWhileRecording sends a command while the first one is being recorded.
func sayWhileRecording(env *testsuite.TestWorkflowEnvironment, cmd mla.Command) *answer {
	a := &answer{err: errors.New("never said")}
	said := false
	env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
		if said || info.ActivityType.Name != activities.NameRecord {
			return
		}
		said = true
		updates++
		env.UpdateWorkflow(contract.UpdateDo, strconv.Itoa(updates), &testsuite.TestUpdateCallback{
			OnAccept: func() {}, OnReject: func(err error) { a.err = err }, OnComplete: func(_ any, err error) { a.err = err },
		}, cmd)
	})
	return a
}

func TestACommandThatComesWhileTheOneBeforeIsBeingRecordedWaitsForIt(t *testing.T) {
	env, l := newEnv(t)
	open := say(t, env, 0, opening())
	// The store has the opening already, and a page has shown it.
	submit := sayWhileRecording(env, submission())
	env.RegisterDelayedCallback(env.CancelWorkflow, time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if open.err != nil || submit.err != nil || l.state().Phase != mla.PhaseAwaitingApproval {
		t.Errorf("open %v, submit %v, phase %s", open.err, submit.err, l.state().Phase)
	}
}

func TestACommandForARequestThatIsNeverOpenedIsRefused(t *testing.T) {
	env, l := newEnv(t)
	submit := say(t, env, time.Second, submission())
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if submit.err == nil || len(l.events) != 0 {
		t.Errorf("error %v, %d events", submit.err, len(l.events))
	}
}

func TestARunThatIsNeverOpenedFailsItself(t *testing.T) {
	env, _ := newEnv(t)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if err := env.GetWorkflowError(); err == nil {
		t.Fatal("a run without its Open event must fail, so that the id can be used again")
	}
}

func TestSilenceFiresEveryRungOnceAndApprovalSilencesTheRest(t *testing.T) {
	env, l := newEnv(t)
	open, submit := say(t, env, 0, opening()), say(t, env, time.Hour, submission())
	env.RegisterDelayedCallback(env.CancelWorkflow, 60*24*time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t), EventsPerRun: oneRun})
	if open.err != nil || submit.err != nil {
		t.Fatalf("open: %v, submit: %v", open.err, submit.err)
	}
	fired := map[string]int{}
	for _, ev := range l.events {
		if b, ok := ev.Body.(mla.RungFired); ok {
			fired[b.Obligation+"/"+b.Rung]++
			if b.Late {
				t.Errorf("rung %s of %s marked late although the worker was up", b.Rung, b.Obligation)
			}
		}
	}
	s := l.state()
	for _, o := range s.Obligations {
		for _, r := range o.Rungs {
			if fired[o.ID+"/"+r.ID] != 1 {
				t.Errorf("rung %s of %s fired %d times", r.ID, o.ID, fired[o.ID+"/"+r.ID])
			}
		}
	}
	if len(fired) == 0 {
		t.Error("nobody was reminded of the approval")
	}
}

func TestTheSameCommandTwiceIsOneAndOtherContentIsRefused(t *testing.T) {
	env, l := newEnv(t)
	say(t, env, 0, opening())
	first, again := say(t, env, time.Hour, submission()), say(t, env, 2*time.Hour, submission())
	other := submission()
	other.Body = mla.Recall{}
	reused := say(t, env, 3*time.Hour, other)
	env.RegisterDelayedCallback(env.CancelWorkflow, 4*time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if first.err != nil || again.err != nil {
		t.Errorf("the second sending must repeat the first outcome: first %v, again %v", first.err, again.err)
	}
	if reused.err == nil {
		t.Error("the same id with other content must be refused")
	}
	n := 0
	for _, ev := range l.events {
		if _, ok := ev.Body.(mla.Submitted); ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("submitted %d times", n)
	}
}

func TestAWorkflowThatMissedEventsEvolvesOverThemAndDecidesAgain(t *testing.T) {
	env, l := newEnv(t)
	say(t, env, 0, opening())
	env.RegisterDelayedCallback(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		seq := int64(len(l.events)) + 1
		l.inject = []mla.Event{{Seq: seq, At: time.Now().UTC(), Actor: officer, Command: "elsewhere", Body: mla.Noted{Note: mla.Note{Text: mla.TextRef{ID: "t", Digest: "d"}}}}}
	}, 30*time.Minute)
	submit := say(t, env, time.Hour, submission())
	env.RegisterDelayedCallback(env.CancelWorkflow, 4*time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if submit.err != nil {
		t.Fatal(submit.err)
	}
	if got := l.state().Phase; got != mla.PhaseAwaitingApproval {
		t.Errorf("phase %s", got)
	}
	for i, ev := range l.events {
		if ev.Seq != int64(i+1) {
			t.Fatalf("event %d has seq %d", i, ev.Seq)
		}
	}
}

func TestContinueAsNewCarriesEverything(t *testing.T) {
	env, l := newEnv(t)
	say(t, env, 0, opening())
	say(t, env, time.Hour, submission())
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t), EventsPerRun: 2})
	err := env.GetWorkflowError()
	var again *workflow.ContinueAsNewError
	if !asContinue(err, &again) {
		t.Fatalf("want continue-as-new, got %v", err)
	}
	var next contract.RequestInput
	if err := json.Unmarshal(again.Input.Payloads[0].Data, &next); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(l.state(), next.State); diff != "" {
		t.Errorf("the carried state differs from the folded events (-store +carried):\n%s", diff)
	}
	if len(next.Done) != 2 || next.Runs != 1 || next.Profile.Hash == "" {
		t.Errorf("carried %d commands, run %d, profile %q", len(next.Done), next.Runs, next.Profile.Hash)
	}
	// The next run takes commands from where the first stopped, and knows the old ones.
	env2, l2 := newEnv(t)
	l2.events, l2.done = l.events, l.done
	repeated := say(t, env2, time.Minute, submission())
	recall := say(t, env2, time.Hour, mla.Command{ID: "c-recall", Actor: officer, Body: mla.Recall{}})
	env2.RegisterDelayedCallback(env2.CancelWorkflow, 4*time.Hour)
	next.EventsPerRun = 0
	env2.ExecuteWorkflow(workflows.Request, next)
	if repeated.err != nil || recall.err != nil || l2.state().Phase != mla.PhaseDraft {
		t.Errorf("repeated %v, recall %v, phase %s", repeated.err, recall.err, l2.state().Phase)
	}
}

func TestAStoreRestoredToAnEarlierDayIsNotWrittenTo(t *testing.T) {
	env, l := newEnv(t)
	say(t, env, 0, opening())
	env.RegisterDelayedCallback(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.events = l.events[:1]
	}, 30*time.Minute)
	submit := say(t, env, time.Hour, submission())
	env.RegisterDelayedCallback(env.CancelWorkflow, 4*time.Hour)
	env.ExecuteWorkflow(workflows.Request, contract.RequestInput{Profile: roProfile(t)})
	if submit.err == nil || len(l.events) != 1 {
		t.Errorf("error %v, %d events in the store", submit.err, len(l.events))
	}
}
