package api

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/translation"
)

// memoryView is the administrator's page of the memory that cases share.
type memoryView struct {
	base
	Pairs    []memoryPair
	Langs    []option
	From, To string
	Report   *report
	Errors   []string
}

type memoryPair struct {
	From, To string
	N        int
}

// deskLangs are the languages that the desk translates between.
var deskLangs = []string{"fr", "en", "ro", "lo", "hi"}

func (s *web) memory(c echo.Context) error { return s.memoryPage(c, http.StatusOK, memoryView{}) }

func (s *web) memoryPage(c echo.Context, status int, v memoryView) error {
	counts, err := s.cfg.Desk.CountSharedMemory(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v.base = s.base(c, "memory.title")
	v.Langs = labelled(v.Lang, "lang", deskLangs...)
	if v.From == "" {
		v.From, v.To = "fr", "en"
	}
	for _, k := range sortedKeys(counts) {
		from, to, _ := strings.Cut(k, " ")
		v.Pairs = append(v.Pairs, memoryPair{from, to, counts[k]})
	}
	return s.page(c, status, "memory", &v)
}

func (s *web) memoryPost(c echo.Context) error {
	values, file, err := readInMemory(c, translation.DefaultLimits.Bytes)
	v := memoryView{From: values.Get("from"), To: values.Get("to")}
	if err == nil && len(file) == 0 {
		err = mla.Refuse(mla.CodeRequired, "file")
	}
	if err == nil {
		err = checkPair(v.From, v.To)
	}
	if err == nil {
		var r report
		if r, err = s.importShared(c.Request().Context(), must(c), v.From, v.To, bytes.NewReader(file)); err == nil {
			v.Report = &r
			return s.memoryPage(c, http.StatusOK, v)
		}
	}
	errs := s.classify(c, err)
	if len(refusalsOf(err)) == 0 {
		return err
	}
	v.Errors = formErrors(errs).place(s.lang(c), nil)
	return s.memoryPage(c, statusOf(errs[0].Code), v)
}

func checkPair(from, to string) error {
	if err := oneOf(from, "from", deskLangs); err != nil {
		return err
	}
	if err := oneOf(to, "to", deskLangs); err != nil {
		return err
	}
	if from == to {
		return mla.Refuse(mla.CodeUnknownValue, "to", "value", to)
	}
	return nil
}

func (s *web) memoryExport(c echo.Context) error {
	from, to := c.QueryParam("from"), c.QueryParam("to")
	if err := checkPair(from, to); err != nil {
		return err
	}
	data, err := s.sharedTMX(c, from, to)
	if err != nil {
		return err
	}
	return sendText(c, "rogatory-"+from+"-"+to+".tmx", mimeTMX, data)
}

func (s *Server) sharedTMX(c echo.Context, from, to string) ([]byte, error) {
	entries, err := s.cfg.Desk.ListSharedMemory(c.Request().Context(), must(c).Actor(), from, to, 0)
	if err != nil {
		return nil, err
	}
	pairs := make([]translation.Entry, len(entries))
	for i, e := range entries {
		pairs[i] = translation.Entry{SourceLang: e.From, TargetLang: e.To, Source: e.Source, Target: e.Target}
	}
	return translation.EncodeTMX(pairs), nil
}
