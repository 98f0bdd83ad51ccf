package api

import (
	"bytes"
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
	"github.com/rogatory/rogatory/internal/translation"
)

// importView is the report on a file that was brought.
type importView struct {
	base
	Back   string
	Name   string
	Report report
	Errors []string
	TMX    bool
	Lang2  string
}

func (s *web) xliffExport(c echo.Context) error {
	t, err := s.textOf(c)
	if err != nil {
		return err
	}
	return sendText(c, t.fileName(".xlf"), mimeXLIFF, translation.EncodeXLIFF(t.job.File(t.words)))
}

func (s *web) tmxExport(c echo.Context) error {
	t, err := s.textOf(c)
	if err != nil {
		return err
	}
	return sendText(c, t.fileName(".tmx"), mimeTMX, translation.EncodeTMX(t.job.Pairs()))
}

func (s *Server) textOf(c echo.Context) (text, error) {
	user, _ := actorFrom(c)
	return s.openText(c.Request().Context(), user, c.Param("ref"), c.Param("item"))
}

// xliffImport takes what a tool returned, or only shows what it would change.
func (s *web) xliffImport(c echo.Context) error {
	return s.importPost(c, false, func(t *text, file []byte, dry bool) (report, error) {
		return s.importXLIFF(c.Request().Context(), must(c), t, bytes.NewReader(file), dry)
	})
}

// tmxImport takes the translator's own memory into the case's.
func (s *web) tmxImport(c echo.Context) error {
	return s.importPost(c, true, func(t *text, file []byte, _ bool) (report, error) {
		return s.importTMX(c.Request().Context(), must(c), t, bytes.NewReader(file))
	})
}

func (s *web) importPost(c echo.Context, tmx bool, take func(*text, []byte, bool) (report, error)) error {
	t, err := s.textOf(c)
	if err != nil {
		return err
	}
	v := importView{base: s.base(c, "translation.import", "Ref", t.job.Name), Back: textPath(t.req.Reference, t.job.Item), Name: t.job.Name, TMX: tmx, Lang2: t.job.To}
	values, file, err := readInMemory(c, translation.DefaultLimits.Bytes)
	if err == nil && len(file) == 0 {
		err = mla.Refuse(mla.CodeRequired, "file")
	}
	if err == nil {
		v.Report, err = take(&t, file, values.Get("do") == "preview")
	}
	if err != nil {
		errs := s.classify(c, err)
		if len(refusalsOf(err)) == 0 {
			return err
		}
		v.Errors = formErrors(errs).place(v.Lang, nil)
		return s.page(c, statusOf(errs[0].Code), "translation_import", &v)
	}
	v.Report.explain(v.Lang, &t)
	return s.page(c, http.StatusOK, "translation_import", &v)
}

// explain words the refusals of a report.
func (r *report) explain(lang string, t *text) {
	guard := t.words.Guard(t.job.From)
	for i := range r.Refused {
		if n := &r.Refused[i]; n.Err != nil {
			n.Detail = i18n.Error(lang, named(*n, t.job, guard))
		}
	}
}

// named is a refusal with the protected text itself in place of its placeholder, for
// the page of those who may read it; the refusal is not logged.
func named(r notIn, j transjob.Job, guard *translation.Guard) *mla.Error {
	u, ok := j.Unit(r.Unit)
	if !ok || r.Err.Args["value"] == "" {
		return r.Err
	}
	_, values := guard.Mask(u.Source)
	e := *r.Err
	e.Args = maps.Clone(e.Args)
	if text := translation.Unmask("⟦"+e.Args["value"]+"⟧", values); !strings.ContainsRune(text, '⟦') {
		e.Args["value"] = text
	}
	return &e
}
