package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// codePreflight is a return cause that blocks a submission; the rule is in its arguments.
const codePreflight = "preflight"

// maxSiblings bounds how many other requests of a case are compared.
const maxSiblings = 20

// preflight gives the reasons for which a draft of the request would come back, with what the user may see of the case
// around it. A zero request examines the draft alone. It errs only when the database could not be used.
func (s *Server) preflight(ctx context.Context, who mla.Actor, req desk.Request, d mla.Draft) ([]mla.Finding, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil, fmt.Errorf("preflight: %w", err)
	}
	around := jurisdiction.PreflightContext{Today: s.today(req.Profile.HomeZone)}
	if req.ID != "" {
		if around.Names, err = s.namesOf(ctx, who, req.ID); err != nil {
			return nil, err
		}
		around.Profile = &req.Profile
		if around.Siblings, around.Preservations, err = s.siblings(ctx, who, req, d); err != nil {
			return nil, err
		}
	}
	drafts, err := s.draftTemplates(ctx, req, d)
	return append(book.Preflight(d, around), drafts...), err
}

// today is the civil date at home; that of UTC while no zone is known.
func (s *Server) today(zone workday.Zone) workday.Date {
	if !zone.Known() {
		zone = workday.UTC()
	}
	return zone.Date(s.cfg.Now())
}

// siblings are the other open requests of the case that could ask the same, and what was preserved for it. What the
// user may not read is left out.
func (s *Server) siblings(ctx context.Context, who mla.Actor, req desk.Request, d mla.Draft) ([]mla.Sibling, []mla.PreservedData, error) {
	rows, err := s.cfg.Desk.Requests(ctx, who, desk.Filter{CaseID: req.CaseID, Open: true, Limit: maxSiblings})
	if err != nil {
		return nil, nil, unlessRefused(err)
	}
	var out []mla.Sibling
	var kept []mla.PreservedData
	for _, row := range rows.Rows {
		if row.ID == req.ID || row.CaseID != req.CaseID || row.Track != mla.Preservation && !sameKind(row.Measures, d.Measures) {
			continue
		}
		other, err := s.cfg.Desk.Request(ctx, who, row.ID)
		if err != nil {
			if err = unlessRefused(err); err != nil {
				return nil, nil, err
			}
			continue
		}
		if row.Track == mla.Preservation && !other.State.Until.IsZero() {
			kept = append(kept, mla.PreservedData{Reference: row.Reference, State: row.State, Lapses: other.State.Until})
		}
		if other.Draft != nil {
			b := other.Draft.Body
			out = append(out, mla.Sibling{Reference: row.Reference, State: row.State, Track: row.Track, Confidential: b.Confidential, Measures: b.Measures})
		}
	}
	return out, kept, nil
}

func sameKind(row []mla.MeasureID, ms []mla.Measure) bool {
	return len(row) == 0 || slices.ContainsFunc(row, func(r mla.MeasureID) bool {
		return slices.ContainsFunc(ms, func(m mla.Measure) bool { return m.Kind == r.Kind })
	})
}

// unlessRefused drops a refusal, which means that the user may not see it, and keeps a fault.
func unlessRefused(err error) error {
	if len(refusalsOf(err)) > 0 {
		return nil
	}
	return err
}

// blocked refuses a submission: what the structure lacks, and the findings that block.
type blocked struct {
	structure []*mla.Error
	findings  []mla.Finding
}

// Error implements error with the causes only; the words quote what was typed.
func (b blocked) Error() string {
	return fmt.Sprintf("preflight: %v", mla.RulesOf(b.findings, mla.Block))
}

// refusals lists them for programs and forms, one for a field that structure and pre-flight both refuse.
func (b blocked) refusals() []*mla.Error {
	out := slices.Clone(b.structure)
	for _, f := range b.findings {
		if !slices.ContainsFunc(b.structure, func(e *mla.Error) bool { return e.Field == f.Field }) {
			out = append(out, mla.Refuse(codePreflight, f.Field, "rule", f.Rule, "check", f.Check))
		}
	}
	return out
}

// finding is the finding behind a refusal of the list.
func (b blocked) finding(e *mla.Error) (mla.Finding, bool) {
	i := slices.IndexFunc(b.findings, func(f mla.Finding) bool {
		return f.Field == e.Field && (e.Code != codePreflight || f.Rule == e.Args["rule"] && f.Check == e.Args["check"])
	})
	if i < 0 {
		return mla.Finding{}, false
	}
	return b.findings[i], true
}

// examine is the whole check of a draft that is about to be submitted: an error that names everything that refuses it,
// else the rules that warn.
func (s *Server) examine(ctx context.Context, who mla.Actor, req desk.Request, d mla.Draft) ([]string, error) {
	findings, err := s.preflight(ctx, who, req, d)
	if err != nil {
		return nil, err
	}
	b := blocked{structure: mla.CheckSubmission(d)}
	for _, f := range findings {
		if f.Severity == mla.Block {
			b.findings = append(b.findings, f)
		}
	}
	switch {
	case len(b.findings) > 0:
		return nil, b
	case len(b.structure) > 0:
		return nil, refusals(b.structure)
	}
	return mla.RulesOf(findings, mla.Warn), nil
}
