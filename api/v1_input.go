package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// readObject reads the body as one JSON object.
func readObject(c echo.Context) (map[string]any, error) {
	media, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if media != echo.MIMEApplicationJSON {
		return nil, mla.Refuse(codeMediaType, "", "expected", echo.MIMEApplicationJSON)
	}
	data, err := io.ReadAll(c.Request().Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, mla.Refuse(codeTooLarge, "", "max", fmt.Sprint(tooLarge.Limit))
	}
	if err != nil || !utf8.Valid(data) {
		return nil, mla.Refuse(codeInvalidJSON, "")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, mla.NotJSON("", data, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, mla.Refuse(codeInvalidJSON, "", "detail", "more than one value")
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, mla.Refuse(codeInvalidType, "", "expected", "object")
	}
	return object, nil
}

// readInto reads a body that names no documents and holds no free texts.
func readInto(c echo.Context, out any) error {
	tree, err := readObject(c)
	if err != nil {
		return err
	}
	return (&decoder{}).into(tree, out)
}

// must gives the signed-in person of a route behind requireUser.
func must(c echo.Context) desk.User {
	u, _ := actorFrom(c)
	return u
}

// segment is a path parameter. What no row can hold is not found before the database is asked.
func segment(c echo.Context, name string) (string, error) {
	v := c.Param(name)
	if v == "" || len(v) > 200 || !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
		return "", mla.Refuse(mla.CodeNotFound, name)
	}
	return v, nil
}

// query reads the parameters of a list and collects what is wrong with them.
type query struct {
	c    echo.Context
	errs []*mla.Error
}

// only refuses parameters that the operation does not have: a mistyped filter must not list everything.
func (q *query) only(names ...string) {
	for name := range q.c.QueryParams() {
		if oneOf(name, name, names) != nil {
			q.errs = append(q.errs, mla.Refuse(codeUnknownField, printable(name)))
		}
	}
}

func (q *query) text(name string, max int) string {
	v := q.c.QueryParam(name)
	switch {
	case !utf8.ValidString(v) || strings.ContainsRune(v, 0):
		q.errs = append(q.errs, mla.Refuse(codeInvalidText, name))
	case utf8.RuneCountInString(v) > max:
		q.errs = append(q.errs, mla.Refuse(mla.CodeTooLong, name, "max", strconv.Itoa(max)))
	}
	return v
}

func (q *query) oneOf(name string, of []string) string {
	v := q.c.QueryParam(name)
	if _, given := q.c.QueryParams()[name]; given && oneOf(v, name, of) != nil {
		q.errs = append(q.errs, mla.Refuse(mla.CodeUnknownValue, name, "value", printable(v), "expected", strings.Join(of, ", ")))
	}
	return v
}

func (q *query) flag(name string) bool {
	return q.oneOf(name, []string{"true", "false"}) == "true"
}

func (q *query) number(name string, def, min, max int) int {
	v := q.c.QueryParam(name)
	if _, given := q.c.QueryParams()[name]; !given {
		return def
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		q.errs = append(q.errs, mla.Refuse(codeInvalidType, name, "expected", "integer"))
		return def
	}
	if n < min || n > max {
		q.errs = append(q.errs, mla.Refuse(codeOutOfRange, name, "min", strconv.Itoa(min), "max", strconv.Itoa(max)))
	}
	return n
}

// date is a civil day, as 2026-11-24.
func (q *query) date(name string, def workday.Date) workday.Date {
	v := q.c.QueryParam(name)
	if _, given := q.c.QueryParams()[name]; !given {
		return def
	}
	d, err := workday.ParseDate(v)
	if err != nil {
		q.errs = append(q.errs, mla.Refuse(codeInvalidDate, name, "value", printable(v)))
	}
	return d
}

func (q *query) err() error { return refusals(q.errs) }
