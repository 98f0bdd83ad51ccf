package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// page is a list in an answer.
type page[T any] struct {
	Rows []T `json:"rows"`
	// Next is the cursor of the next page, absent at the end.
	Next string `json:"next,omitempty"`
}

func pageOf[F, T any](rows []F, view func(F) T) page[T] {
	out := page[T]{Rows: make([]T, len(rows))}
	for i, r := range rows {
		out.Rows[i] = view(r)
	}
	return out
}

func viewRow(r desk.RequestRow) desk.RequestRow {
	if r.Measures == nil {
		r.Measures = []mla.MeasureID{}
	}
	return r
}

var (
	trackNames = []string{string(mla.Judicial), string(mla.Police), string(mla.Preservation)}
	phaseNames = func() []string {
		seen := map[mla.Phase]bool{}
		var out []string
		for _, r := range mla.Table {
			for _, p := range []mla.Phase{r.From, r.To} {
				if p != "*" && !seen[p] {
					seen[p] = true
					out = append(out, string(p))
				}
			}
		}
		return out
	}()
)

// listRequests is GET /requests.
func (s *Server) listRequests(c echo.Context) error {
	q := query{c: c}
	q.only("state", "track", "phase", "officer", "case", "q", "overdue", "open", "after", "limit")
	f := desk.Filter{
		State: q.text("state", 2), Track: q.oneOf("track", trackNames), Phase: q.oneOf("phase", phaseNames),
		OfficerID: q.text("officer", 80), CaseID: q.text("case", 80), Search: q.text("q", 80),
		Overdue: q.flag("overdue"), Open: q.flag("open"), After: q.text("after", 500), Limit: q.number("limit", 50, 1, 200),
	}
	if err := q.err(); err != nil {
		return err
	}
	rows, err := s.cfg.Desk.Requests(c.Request().Context(), must(c).Actor(), f)
	if err != nil {
		return err
	}
	out := pageOf(rows.Rows, viewRow)
	out.Next = rows.Next
	return answer(c, http.StatusOK, out)
}

// openIn is the body of POST /requests beside its draft.
type openIn struct {
	CommandID string `json:"command_id"`
}

// openRequest is POST /requests.
func (s *Server) openRequest(c echo.Context) error {
	tree, err := readObject(c)
	if err != nil {
		return err
	}
	d, err := takeDraft(tree, nil)
	if err != nil {
		return err
	}
	var in openIn
	if err := (&decoder{}).into(tree, &in); err != nil {
		return err
	}
	out, ref, err := s.open(c.Request().Context(), must(c), in.CommandID, d)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/api/v1/requests/"+ref)
	return answerOutcome(c, http.StatusCreated, out)
}

// request reads the request that the path names, as far as the user may see it.
func (s *Server) request(c echo.Context) (desk.Request, error) {
	ref, err := segment(c, "ref")
	if err != nil {
		return desk.Request{}, err
	}
	return s.cfg.Desk.Request(c.Request().Context(), must(c).Actor(), ref)
}

// getRequest is GET /requests/{ref}.
func (s *Server) getRequest(c echo.Context) error {
	r, err := s.request(c)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewRequest(r, must(c)))
}

// getEvents is GET /requests/{ref}/events.
func (s *Server) getEvents(c echo.Context) error {
	q := query{c: c}
	q.only("after")
	after := q.number("after", 0, 0, 1<<31-1)
	if err := q.err(); err != nil {
		return err
	}
	r, err := s.request(c)
	if err != nil {
		return err
	}
	events := r.Events
	for len(events) > 0 && events[0].Seq <= int64(after) {
		events = events[1:]
	}
	return answer(c, http.StatusOK, pageOf(events, viewEvent))
}

// getObligations is GET /requests/{ref}/obligations.
func (s *Server) getObligations(c echo.Context) error {
	r, err := s.request(c)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(r.State.Obligations, func(o mla.Obligation) mla.Obligation { return o }))
}
