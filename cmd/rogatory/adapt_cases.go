package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/casesystem"
	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/docstore"
	"github.com/rogatory/rogatory/internal/mla"
)

// deliverer is one way into a case system.
type deliverer interface {
	Deliver(ctx context.Context, d casesystem.Delivery, open casesystem.Opener) (casesystem.Receipt, error)
}

// caseSystems picks the deliverer by the case's connector.
type caseSystems struct {
	files      *docstore.Store
	connectors map[string]deliverer
}

// Deliver makes one attempt.
func (c caseSystems) Deliver(ctx context.Context, connector string, d activities.CaseDelivery) (activities.Receipt, error) {
	to, ok := c.connectors[connector]
	if !ok {
		// Not a refusal: an administrator can configure it while the delivery waits.
		return activities.Receipt{}, fmt.Errorf("connector %s is not configured", connector)
	}
	out := casesystem.Delivery{ID: d.ID, RequestRef: d.RequestRef, CaseRef: d.CaseRef, Kind: d.Kind, At: d.At}
	for _, it := range d.Items {
		out.Items = append(out.Items, casesystem.Item{
			Doc: it.Doc, Name: it.Name, Measure: it.Measure, Custodian: it.Custodian, AllowedUse: it.AllowedUse,
			ReceivedOn: it.ReceivedOn, TranslationOf: it.TranslationOf,
		})
	}
	r, err := to.Deliver(ctx, out, c.files.Get)
	if errors.Is(err, casesystem.ErrRefused) {
		return activities.Receipt{}, mla.Refuse("delivery_refused", "delivery")
	}
	return activities.Receipt{ID: r.ReceiverID, At: r.At, Duplicate: r.Duplicate}, err
}

// links verifies the signed links with which a receiver fetches documents, by
// real time: networks do not speed up with a demonstration.
type links struct{ signer casesystem.LinkSigner }

// VerifyRequest implements api.LinkVerifier; the digest is the last path segment.
func (l links) VerifyRequest(r *http.Request) (delivery, sha256 string, err error) {
	path := r.URL.Path
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			sha256 = path[i+1:]
			break
		}
	}
	delivery, err = l.signer.Verify(sha256, r.URL.Query(), clock.Clock{}.Now())
	return delivery, sha256, err
}
