package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// simulationView is "what if I send it on that day": an estimate, never a deadline.
type simulationView struct {
	base
	Request desk.Request
	Sim     *jurisdiction.Simulation
	// Crossed are the holidays ahead that fall on working days, each once.
	Crossed []jurisdiction.Crossed
	From    formField
	Errors  []string
}

func (s *web) simulation(c echo.Context) error {
	ctx, a := c.Request().Context(), who(c)
	req, err := s.cfg.Desk.Request(ctx, a, c.Param("ref"))
	if err != nil {
		return err
	}
	v := simulationView{base: s.base(c, "sim.title", "Ref", req.Reference), Request: req}
	day := i18n.Today(s.cfg.Now())
	var errs formErrors
	if raw := c.QueryParam("from"); raw != "" {
		if day, err = workday.ParseDate(raw); err != nil {
			errs = formErrors{mla.Refuse(codeInvalidDate, "from", "value", raw)}
			v.From = newField(v.Lang, "from", asDate, raw)
		}
	}
	status := http.StatusOK
	if len(errs) > 0 {
		status = http.StatusUnprocessableEntity
	} else {
		v.From = newField(v.Lang, "from", asDate, day.String())
		sim, err := s.simulate(ctx, a, req, day)
		if err != nil {
			return err
		}
		v.Sim, v.Crossed = &sim, crossedOnce(sim)
	}
	v.From.Label = i18n.T(v.Lang, "sim.from", nil)
	fields := []formField{v.From}
	v.Errors = errs.place(v.Lang, fields)
	v.From = fields[0]
	return s.page(c, status, "simulation", &v)
}

func crossedOnce(sim jurisdiction.Simulation) []jurisdiction.Crossed {
	type key struct {
		state string
		day   workday.Date
	}
	var out []jurisdiction.Crossed
	seen := map[key]bool{}
	for _, st := range sim.Steps {
		for _, x := range st.Crosses {
			if k := (key{x.State, x.Date}); !x.Weekend && !seen[k] {
				seen[k] = true
				out = append(out, x)
			}
		}
	}
	return out
}
