package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/rogatory/rogatory/internal/mla"
)

// clerks maps the organisations of holders to demo accounts.
var clerks = map[string]string{
	"court_registry": "greffe", "parquet_general": "parquet-general", "bepi": "bepi", "fr_247": "point-24-7", "ncb_paris": "bcn", "": "officier",
}

func (t *trip) submit(ctx context.Context, step string) error {
	return t.give(ctx, step, "officier", "submit", func() (map[string]any, error) {
		var d struct {
			Revision int `json:"revision"`
		}
		_, err := t.callers["officier"].do(ctx, http.MethodGet, "/api/v1/requests/"+t.ref+"/draft", nil, &d)
		return map[string]any{"revision": d.Revision}, err
	})
}

func (t *trip) approve(ctx context.Context, step string) error {
	return t.give(ctx, step, "magistrat", "approve", func() (map[string]any, error) {
		v, err := t.read(ctx)
		if err != nil {
			return nil, err
		}
		if v.Frozen == nil {
			return nil, fmt.Errorf("nothing to approve in phase %s", v.Phase)
		}
		return map[string]any{"pdf_sha256": v.Frozen.PDF.SHA256, "draft_sha256": v.Frozen.DraftSHA256, "seen_seq": v.Seq}, nil
	})
}

// signAndTranslate brings an approved request to ready: the scan where paper
// travels, the translation where the other side does not read French.
func (t *trip) signAndTranslate(ctx context.Context) error {
	if err := t.signOnly(ctx); err != nil {
		return err
	}
	v, err := t.read(ctx)
	if err != nil || v.Translate == "" {
		return err
	}
	if err := t.assign(ctx); err != nil {
		return err
	}
	return t.give(ctx, "certify translation", "traducteur", "certify-translation", func() (map[string]any, error) {
		up, err := t.paper(ctx, "traducteur", "translation", v.Translate, "traduction")
		return map[string]any{"doc": map[string]any{"id": up.ID}, "source_sha256": v.Frozen.DraftSHA256, "language": v.Translate}, err
	})
}

// signOnly attaches the scan of the signed original where paper travels.
func (t *trip) signOnly(ctx context.Context) error {
	v, err := t.read(ctx)
	if err != nil || !v.Paper {
		return err
	}
	return t.give(ctx, "sign", "greffe", "sign", func() (map[string]any, error) {
		up, err := t.paper(ctx, "greffe", "signed", "fr", "scan")
		return map[string]any{"scan": map[string]any{"id": up.ID}, "signed_on": t.today(), "pdf_sha256": v.Frozen.PDF.SHA256}, err
	})
}

func (t *trip) assign(ctx context.Context) error {
	return t.give(ctx, "assign translator", "officier", "assign-translator", func() (map[string]any, error) {
		return map[string]any{"translator": t.callers["traducteur"].user.ID}, nil
	})
}

func (t *trip) paper(ctx context.Context, who, kind, lang, name string) (uploaded, error) {
	data, err := paper(t.ref + " " + name)
	if err != nil {
		return uploaded{}, err
	}
	return t.callers[who].upload(ctx, "/api/v1/requests/"+t.ref+"/files", kind, lang, name+".pdf", data)
}

// handOver passes the file on from the hop that holds it in v. One that was given
// before and is carried out meanwhile is the same command.
func (t *trip) handOver(ctx context.Context, v view, round string) error {
	if v.HolderHop < 0 || v.HolderHop+1 >= len(v.Hops) {
		return fmt.Errorf("nobody to hand over to from hop %d in phase %s", v.HolderHop, v.Phase)
	}
	to := v.Hops[v.HolderHop+1]
	step, who := handOverStep(v, v.HolderHop, round)
	return t.give(ctx, step, who, "hand-over", func() (map[string]any, error) {
		kind := "bordereau"
		if len(to.Proofs) > 0 {
			kind = to.Proofs[0]
		}
		return map[string]any{"to_hop": v.HolderHop + 1, "proof": map[string]any{
			"kind": kind, "number": fmt.Sprintf("%s/%d%s", t.ref, v.HolderHop+1, round), "on": t.today(), "doc_sha256": v.Travelling,
		}}, nil
	})
}

// handOverStep names the hand-over from a hop to the next, and who records it.
func handOverStep(v view, from int, round string) (step, who string) {
	return fmt.Sprintf("hand over %d to %s%s", from, v.Hops[from+1].ID, round), clerks[v.Hops[from].ClerkOrg]
}

// travel hands the file over until it reaches the hop with the index, or the
// last one. A trip that is walked again finds that it was there, even where the
// file has been sent back since.
func (t *trip) travel(ctx context.Context, to int, round string) error {
	for {
		v, err := t.until(ctx, "the organisation's seal", func(v view) bool { return !v.Sealing })
		if err != nil {
			return err
		}
		last := min(to, len(v.Hops)-1)
		step, who := handOverStep(v, last-1, round)
		if _, was, err := t.given(ctx, step, who); err != nil || was {
			return err
		}
		arrived := v.HolderHop >= last
		if arrived || v.Phase != mla.PhaseReady && v.Phase != mla.PhaseInTransit {
			return nil
		}
		if err := t.handOver(ctx, v, round); err != nil {
			return err
		}
	}
}

func (t *trip) acknowledge(ctx context.Context) error {
	return t.give(ctx, "acknowledge", "officier", "acknowledge", func() (map[string]any, error) {
		return map[string]any{"received_on": t.today(), "foreign_ref": "EXT-" + t.ref}, nil
	})
}

func (t *trip) decided(ctx context.Context) error {
	return t.give(ctx, "decision", "officier", "decision", func() (map[string]any, error) {
		return map[string]any{"on": t.today()}, nil
	})
}

// respond records an answer with one item for the measure.
func (t *trip) respond(ctx context.Context, step, extent, measure, lang string) error {
	return t.give(ctx, step, "officier", "response", func() (map[string]any, error) {
		up, err := t.paper(ctx, "officier", "evidence", lang, step)
		return map[string]any{"extent": extent, "received_on": t.today(), "evidence": []any{map[string]any{
			"doc": map[string]any{"id": up.ID}, "measure": measure, "language": lang, "allowed_use": "case_only",
			"name": "Pièce " + measure + ".pdf", "custodian": "Autorité requise",
		}}}, err
	})
}

// translateAnswer has every item that nobody here reads translated.
func (t *trip) translateAnswer(ctx context.Context) error {
	v, err := t.read(ctx)
	if err != nil {
		return err
	}
	for _, e := range v.Evidence {
		if !e.NeedsTranslation() {
			continue
		}
		if err := t.assign(ctx); err != nil {
			return err
		}
		err := t.give(ctx, "translate "+e.ID, "traducteur", "translate-answer", func() (map[string]any, error) {
			up, err := t.paper(ctx, "traducteur", "evidence_translation", "fr", "traduction "+e.ID)
			return map[string]any{"evidence": e.ID, "doc": map[string]any{"id": up.ID}}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *trip) assess(ctx context.Context, step string, final bool) error {
	return t.give(ctx, step, "magistrat", "assess", func() (map[string]any, error) {
		return map[string]any{"final": final, "verdict": "satisfied"}, nil
	})
}

// deliverAndClose waits for the case system's acknowledgement and closes.
func (t *trip) deliverAndClose(ctx context.Context) error {
	if _, err := t.until(ctx, "delivery into the case", func(v view) bool {
		return v.Phase == mla.PhaseDelivered || v.Phase.Terminal()
	}); err != nil {
		return err
	}
	return t.give(ctx, "close", "magistrat", "close", nil)
}

// handLetters hands over every letter that waits for a clerk.
func (t *trip) handLetters(ctx context.Context) error {
	all, err := t.obligations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Clock != mla.DutyHandOverLetter || o.State != mla.ObligationOpen {
			continue
		}
		err := t.give(ctx, "letter "+o.ID, clerks[o.Owed.Org], "complete-duty", func() (map[string]any, error) {
			return map[string]any{"obligation": o.ID, "proof": map[string]any{
				"kind": "email_id", "number": o.ID, "on": t.today(), "doc_sha256": o.Doc.SHA256,
			}}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
