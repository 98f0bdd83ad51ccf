package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// proposePath is POST /paths/propose. Nothing is stored.
func (s *Server) proposePath(c echo.Context) error {
	var in jurisdiction.ProposalInput
	if err := readInto(c, &in); err != nil {
		return err
	}
	p, err := s.propose(in)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, p)
}

// propose asks the law, of today unless a day is named.
func (s *Server) propose(in jurisdiction.ProposalInput) (jurisdiction.Proposal, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return jurisdiction.Proposal{}, err
	}
	if in.On.IsZero() {
		in.On = i18n.Today(s.cfg.Now())
	}
	return book.Propose(in)
}

// getSimulation is GET /requests/{ref}/simulation.
func (s *Server) getSimulation(c echo.Context) error {
	q := query{c: c}
	q.only("from")
	from := q.date("from", i18n.Today(s.cfg.Now()))
	if err := q.err(); err != nil {
		return err
	}
	r, err := s.request(c)
	if err != nil {
		return err
	}
	sim, err := s.simulate(c.Request().Context(), must(c).Actor(), r, from)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, sim)
}

// simulate walks a request along the path of its own profile. A preservation
// that it follows is looked at only where the reader may see it.
func (s *Server) simulate(ctx context.Context, who mla.Actor, r desk.Request, from workday.Date) (jurisdiction.Simulation, error) {
	book, err := jurisdiction.Load()
	if err != nil {
		return jurisdiction.Simulation{}, err
	}
	in := jurisdiction.SimulateInput{Profile: r.Profile, From: from}
	if r.State.Parent != "" {
		parent, err := s.cfg.Desk.Request(ctx, who, r.State.Parent)
		if err != nil && !isNotFound(err) {
			return jurisdiction.Simulation{}, err
		}
		in.Lapses = parent.State.Until
	}
	if r.Profile.Track == mla.Preservation {
		kinds := make([]string, len(r.State.Measures))
		for i, m := range r.State.Measures {
			kinds[i] = m.Kind
		}
		overlay, err := s.imported(ctx)
		if err != nil {
			return jurisdiction.Simulation{}, err
		}
		if follow, ok := book.FollowUp(r.Profile.State, kinds, overlay); ok {
			in.FollowUp = &follow
		}
	}
	return jurisdiction.Simulate(in)
}

// imported are the days off imported since the data were published: a profile
// resolved here counts with them, as that of an open request does.
func (s *Server) imported(ctx context.Context) (map[string][]workday.Holiday, error) {
	if s.cfg.Holidays == nil {
		return nil, nil
	}
	return s.cfg.Holidays.Imported(ctx)
}
