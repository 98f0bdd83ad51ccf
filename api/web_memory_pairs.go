package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/translation"
)

const (
	pairsPath    = "/memoire/paires"
	pairsPerPage = 50
	// longestSearch is the longest text that is looked for, in characters.
	longestSearch = 200
)

// pairsView is the administrator's page of the pairs of two languages.
type pairsView struct {
	base
	From, To, Text string
	Rows           []pairView
	Page           int
	Before, Next   string
	Errors         []string
}

// pairView is a pair with the translation as it was typed, which was refused.
type pairView struct {
	desk.MemoryEntry
	Typed string
}

func pairsURL(from, to, text string, page int) string {
	q := url.Values{"from": {from}, "to": {to}}
	if text != "" {
		q.Set("q", text)
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return pairsPath + "?" + q.Encode()
}

func (s *web) memoryPairs(c echo.Context) error {
	return s.pairsPage(c, http.StatusOK, pairsView{})
}

func (s *web) pairsPage(c echo.Context, status int, v pairsView) error {
	typed := v.Rows
	v.From, v.To = c.QueryParam("from"), c.QueryParam("to")
	if v.From == "" && v.To == "" {
		return c.Redirect(http.StatusSeeOther, "/memoire") // where the languages are chosen
	}
	if err := checkPair(v.From, v.To); err != nil {
		return err
	}
	v.base = s.base(c, "memory.pairs_title")
	v.Text = strings.TrimSpace(c.QueryParam("q"))
	if r := []rune(v.Text); len(r) > longestSearch {
		v.Text = string(r[:longestSearch])
	}
	page, _ := strconv.Atoi(c.QueryParam("page"))
	v.Page = min(max(1, page), 10_000)
	found, err := s.cfg.Desk.FindSharedMemory(c.Request().Context(), who(c), v.From, v.To, v.Text, (v.Page-1)*pairsPerPage, pairsPerPage+1)
	if err != nil {
		return err
	}
	if len(found) > pairsPerPage {
		found, v.Next = found[:pairsPerPage], pairsURL(v.From, v.To, v.Text, v.Page+1)
	}
	if v.Page > 1 {
		v.Before = pairsURL(v.From, v.To, v.Text, v.Page-1)
	}
	v.Rows = nil
	for _, e := range found {
		row := pairView{MemoryEntry: e, Typed: e.Target}
		for _, t := range typed {
			if t.Source == e.Source && t.Target == e.Target {
				row.Typed = t.Typed
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return s.page(c, status, "memory_pairs", &v)
}

// memoryPairPost changes the translation of one pair, or takes the pair out. What
// is written must be as free of anything personal as what a certification brings.
func (s *web) memoryPairPost(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return mla.Refuse(codeInvalidForm, "")
	}
	from, to := c.QueryParam("from"), c.QueryParam("to")
	pair := desk.MemoryEntry{From: from, To: to, Source: values.Get("source"), Target: values.Get("target")}
	target := ""
	if values.Get("do") != "remove" {
		target = norm(values.Get("new"))
		err = pairMayBe(pair.Source, from, target, to)
	}
	if err == nil {
		err = s.cfg.Desk.ChangeSharedMemory(c.Request().Context(), who(c), pair, target)
	}
	if err == nil {
		page, _ := strconv.Atoi(c.QueryParam("page"))
		return c.Redirect(http.StatusSeeOther, pairsURL(from, to, strings.TrimSpace(c.QueryParam("q")), page)+"&fait=saved")
	}
	if len(refusalsOf(err)) == 0 {
		return err
	}
	errs := s.classify(c, err)
	v := pairsView{Rows: []pairView{{pair, values.Get("new")}}}
	for _, e := range errs {
		v.Errors = append(v.Errors, i18n.Error(s.lang(c), e))
	}
	return s.pairsPage(c, statusOf(errs[0].Code), v)
}

// pairMayBe refuses a translation that the shared memory may not hold.
func pairMayBe(source, from, target, to string) error {
	if target == "" {
		return mla.Refuse(mla.CodeRequired, "target")
	}
	if err := checkText(target, "target"); err != nil {
		return err
	}
	if ok, cause := translation.ShareablePair(source, from, target, to); !ok {
		return mla.Refuse(codeNotShareable, "target", "cause", cause)
	}
	return nil
}
