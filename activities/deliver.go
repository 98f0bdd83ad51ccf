package activities

import (
	"context"
	"strings"
	"time"

	"go.temporal.io/sdk/activity"

	"github.com/rogatory/rogatory/internal/mla"
)

// CaseDelivery is what goes into the originating case.
type CaseDelivery struct {
	ID, RequestRef, CaseRef string
	// Kind is partial or final.
	Kind  string
	At    time.Time
	Items []CaseItem
}

// CaseItem is one document of it.
type CaseItem struct {
	Doc                                  mla.DocRef
	Name, Measure, Custodian, AllowedUse string
	ReceivedOn, TranslationOf            string
}

// CaseSystems delivers into originating cases by the case's connector. Every
// attempt carries the delivery's id, by which the receiver recognises a
// redelivery. A refusal for good is an *mla.Error.
type CaseSystems interface {
	Deliver(ctx context.Context, connector string, d CaseDelivery) (Receipt, error)
}

// Deliver makes one attempt at a delivery. It is safe to repeat.
func (a *Activities) Deliver(ctx context.Context, in DeliverInput) (Receipt, error) {
	snap, err := a.Snapshots.Snapshot(ctx, in.RequestID)
	if err != nil {
		return Receipt{}, safe("deliver", err)
	}
	d, ok := snap.State.Delivery(in.Delivery)
	if !ok {
		return Receipt{}, safe("deliver", mla.Refuse(mla.CodeNotFound, "delivery"))
	}
	if d.Status == "acknowledged" {
		return Receipt{ID: d.Receipt, At: d.At, Duplicate: true}, nil
	}
	if d.Status == "waived" {
		return Receipt{}, safe("deliver", mla.Refuse("waived", "delivery"))
	}
	out := CaseDelivery{ID: d.ID, RequestRef: snap.State.Reference, CaseRef: snap.CaseRef, Kind: "partial", At: snap.State.PhaseAt}
	if d.Final {
		out.Kind = "final"
	}
	for _, id := range d.Items {
		items, err := a.items(ctx, in.RequestID, &snap.State, id)
		if err != nil {
			return Receipt{}, safe("deliver", err)
		}
		out.Items = append(out.Items, items...)
	}
	receipt, err := a.CaseSystems.Deliver(ctx, snap.Connector, out)
	if err != nil {
		a.Log.WarnContext(ctx, "delivery attempt failed", "request_id", in.RequestID, "attempt", activity.GetInfo(ctx).Attempt, "error", logged(err))
		return Receipt{}, safe("deliver", err)
	}
	return receipt, nil
}

// items are the document of an item of evidence and, where there is one, its translation.
func (a *Activities) items(ctx context.Context, requestID string, s *mla.State, id string) ([]CaseItem, error) {
	e, ok := s.Item(id)
	if !ok {
		return nil, mla.Refuse(mla.CodeNotFound, "evidence", "value", id)
	}
	text, err := a.Snapshots.Text(ctx, requestID, e.Detail.ID)
	if err != nil {
		return nil, err
	}
	// The text of an item is its name on the first line, its custodian on the second.
	name, custodian, _ := strings.Cut(text, "\n")
	if name == "" {
		name = e.ID
	}
	item := CaseItem{
		Doc: e.Doc, Name: name, Measure: e.Measure, Custodian: custodian, AllowedUse: e.AllowedUse,
		ReceivedOn: e.ReceivedOn.String(),
	}
	if e.Translated.IsZero() {
		return []CaseItem{item}, nil
	}
	tr := item
	tr.Doc, tr.Name, tr.TranslationOf = e.Translated, "fr-"+name, e.Doc.SHA256
	return []CaseItem{item, tr}, nil
}
