package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
)

// benchLife takes requests to India from opening to closing through the engine:
// the real workflow, store, letters and delivery into a folder. The PDF that is
// submitted is rendered once; its rendering belongs to the page, not to the engine.
type benchLife struct {
	a                       *app
	officer, magistrate, tr mla.Actor
	draft                   mla.Draft
	profile                 mla.Profile
	pdf                     mla.DocRef
	mu                      sync.Mutex
	latest                  string
}

func newBenchLife(ctx context.Context, a *app) (*benchLife, error) {
	b := &benchLife{a: a, draft: fixture.Judicial("IN")}
	for login, to := range map[string]*mla.Actor{"officier": &b.officer, "magistrat": &b.magistrate, "traducteur": &b.tr} {
		u, err := a.store.UserByLogin(ctx, login)
		if err != nil {
			return nil, err
		}
		*to = u.Actor()
	}
	var err error
	if b.profile, err = a.law().Profile(b.draft); err != nil {
		return nil, err
	}
	digest, err := b.draft.Digest()
	if err != nil {
		return nil, err
	}
	pdf, err := letters{a.store}.Request(ctx, api.LetterInput{Draft: b.draft, Profile: b.profile, Reference: "FR-2026-IN-0000", DraftSHA256: digest, Lang: "fr", At: a.clock.Now()})
	if err != nil {
		return nil, err
	}
	b.pdf, err = a.files.Put(ctx, bytes.NewReader(pdf), "application/pdf", 0)
	return b, err
}

func (b *benchLife) last() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.latest
}

func (b *benchLife) live(ctx context.Context, id string, took func(time.Duration)) error {
	res, err := b.a.store.Reserve(ctx, b.officer, id, b.draft)
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.latest = res.RequestID
	b.mu.Unlock()
	began := time.Now()
	_, err = b.a.engine.Open(ctx, res.RequestID, mla.Command{ID: id, Actor: b.officer, Body: mla.Open{
		RequestID: res.RequestID, Reference: res.Reference, CaseID: res.CaseID, Officer: b.officer.ID,
		Track: b.draft.Track, Form: b.draft.Form, State: b.draft.State, Measures: b.draft.MeasureIDs(),
	}}, b.profile)
	took(time.Since(began))
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	today := b.profile.HomeZone.Date(b.a.clock.Now())
	text := mla.TextRef{}
	if text, err = b.a.store.PutText(ctx, b.officer, res.RequestID, "", "Pièce\nAutorité requise"); err != nil {
		return err
	}
	type step struct {
		who  mla.Actor
		body mla.CommandBody
	}
	steps := []step{
		{b.officer, mla.Submit{Revision: res.Draft.Revision, DraftSHA256: res.Draft.SHA256, PDF: b.pdf, Contributors: []string{b.officer.ID}, Measures: b.draft.MeasureIDs()}},
		{b.magistrate, mla.Approve{PDFSHA256: b.pdf.SHA256, DraftSHA256: res.Draft.SHA256}},
		{b.magistrate, mla.AttachSigned{Scan: b.pdf, SignedOn: today, PDFSHA256: b.pdf.SHA256}},
		{b.officer, mla.AssignTranslator{Translator: b.tr.ID}},
		{b.tr, mla.CertifyTranslation{Doc: b.pdf, SourceSHA256: res.Draft.SHA256, Language: b.profile.TranslateTo}},
	}
	for i, h := range b.profile.Path.Hops[:len(b.profile.Path.Hops)-1] {
		who := b.officer
		if h.ClerkOrg != "" {
			who = mla.Actor{ID: "bench-clerk", Role: mla.Clerk, Org: h.ClerkOrg}
		}
		kind := "bordereau"
		if ps := b.profile.Path.Hops[i+1].Proofs; len(ps) > 0 {
			kind = ps[0]
		}
		steps = append(steps, step{who, mla.HandOver{ToHop: i + 1, Proof: mla.Proof{Kind: kind, Number: "B1", On: today, Doc: b.pdf.SHA256}}})
	}
	steps = append(steps,
		step{b.officer, mla.Acknowledge{ReceivedOn: today}},
		step{b.officer, mla.LogDecision{On: today}},
		step{b.officer, mla.RecordResponse{Extent: "full", ReceivedOn: today, Evidence: []mla.EvidenceIn{
			{Doc: b.pdf, Measure: "M1", Language: "fr", AllowedUse: "case_only", Detail: text},
		}}},
		step{b.magistrate, mla.Assess{Final: true, Verdict: "satisfied"}},
	)
	if got := len(steps) + 2; got != benchCommands {
		return fmt.Errorf("a life has %d commands, the bench counts %d", got, benchCommands)
	}
	for i, s := range steps {
		cmd := mla.Command{ID: fmt.Sprintf("%s/%d", id, i), Actor: s.who, Body: s.body}
		if err := b.give(ctx, res.RequestID, cmd, took); err != nil {
			return fmt.Errorf("%s: %w", s.body.Kind(), err)
		}
	}
	return b.closeWhenDelivered(ctx, res.Reference, res.RequestID, id, took)
}

// give gives a command and waits, uncounted, where it must wait for the seal: what
// is measured is the command, not how fast a script follows an approval.
func (b *benchLife) give(ctx context.Context, requestID string, cmd mla.Command, took func(time.Duration)) error {
	for {
		began := time.Now()
		_, err := b.a.engine.Do(ctx, requestID, cmd)
		var refusal *mla.Error
		if !errors.As(err, &refusal) || refusal.Code != mla.CodeSealPending {
			took(time.Since(began))
			return err
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
}

// closeWhenDelivered waits until the list shows the case's acknowledgement, as a
// person would, and gives the last command.
func (b *benchLife) closeWhenDelivered(ctx context.Context, reference, requestID, id string, took func(time.Duration)) error {
	var seen int64
	for {
		list, err := b.a.store.Requests(ctx, b.magistrate, desk.Filter{Search: reference})
		if err != nil {
			return err
		}
		if len(list.Rows) == 1 && list.Rows[0].Phase == mla.PhaseDelivered {
			seen = list.Rows[0].Seq
			break
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	began := time.Now()
	_, err := b.a.engine.Do(ctx, requestID, mla.Command{ID: id + "/close", Actor: b.magistrate, SeenSeq: seen, Body: mla.Close{}})
	took(time.Since(began))
	return err
}

// bareLife is as many updates as a request has commands, each with one ordinary
// activity that does nothing.
type bareLife struct{ c client.Client }

const bareQueue = "rogatory-bench"

func startBare(a *app) (*bareLife, func(), error) {
	w := worker.New(a.client, bareQueue, worker.Options{MaxConcurrentActivityTaskPollers: 8, MaxConcurrentWorkflowTaskPollers: 8})
	w.RegisterWorkflowWithOptions(bareWorkflow, workflow.RegisterOptions{Name: "Bare"})
	w.RegisterActivity(bareActivity)
	if err := w.Start(); err != nil {
		return nil, nil, err
	}
	return &bareLife{a.client}, w.Stop, nil
}

func bareActivity(context.Context) error { return nil }

func bareWorkflow(ctx workflow.Context) error {
	n := 0
	err := workflow.SetUpdateHandler(ctx, "do", func(ctx workflow.Context) error {
		actx := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 5 * time.Second})
		if err := workflow.ExecuteActivity(actx, bareActivity).Get(ctx, nil); err != nil {
			return err
		}
		n++
		return nil
	})
	if err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return n >= benchCommands && workflow.AllHandlersFinished(ctx) })
}

func (b *bareLife) live(ctx context.Context, id string, took func(time.Duration)) error {
	start := b.c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: "bare/" + id, TaskQueue: bareQueue, WorkflowIDConflictPolicy: 2}, "Bare")
	for i := range benchCommands {
		o := client.UpdateWorkflowOptions{WorkflowID: "bare/" + id, UpdateName: "do", UpdateID: fmt.Sprint(i), WaitForStage: client.WorkflowUpdateStageCompleted}
		began := time.Now()
		var h client.WorkflowUpdateHandle
		var err error
		if i == 0 {
			h, err = b.c.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: start, UpdateOptions: o})
		} else {
			h, err = b.c.UpdateWorkflow(ctx, o)
		}
		if err == nil {
			err = h.Get(ctx, nil)
		}
		took(time.Since(began))
		if err != nil {
			return err
		}
	}
	return nil
}
