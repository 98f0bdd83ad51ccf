package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

// What an Engine says besides refusals.
var (
	// ErrUnreachable: nothing was sent; the caller may try again with the same command id.
	ErrUnreachable = errors.New("api: engine unreachable")
	// ErrUnanswered: it was sent and may still happen.
	ErrUnanswered = errors.New("api: engine has not answered yet")
)

// The codes of the edge itself; the others come from the domain.
const (
	codeInvalidJSON     = "invalid_json"
	codeUnknownField    = "unknown_field"
	codeInvalidType     = "invalid_type"
	codeInvalidDate     = "invalid_date"
	codeInvalidTime     = "not_rfc3339"
	codeInvalidText     = "invalid_text"
	codeInvalidID       = "invalid_id"
	codeInvalidCursor   = "invalid_cursor"
	codeOutOfRange      = "out_of_range"
	codeUnauthenticated = "unauthenticated"
	codeInvalidToken    = "invalid_token"
	codeCrossOrigin     = "cross_origin"
	codeMethod          = "method_not_allowed"
	codeMediaType       = "unsupported_media_type"
	codeTooLarge        = "too_large"
	codeFileTooLarge    = "upload_too_large"
	codeFixed           = "fixed_at_opening"
	codeInvalidForm     = "invalid_form"
	codeEmpty           = "empty_file"
	codeImageRefused    = "image_refused"
	codeTypeRefused     = "type_refused"
	codeDraftConflict   = "draft_conflict"
	codeTooMany         = "too_many_attempts"
	codeLinkRefused     = "link_refused"
	codeUnreachable     = "engine_unreachable"
	codeDatabase        = "database_unavailable"
	codeInternal        = "internal"
	codeErased          = "case_erased"
	codeNoneTicked      = "none_ticked"

	codeTranslationSkipped = "translation_skipped" // the receiving State reads French
	codeNotShareable       = "not_shareable"       // a translation that tells of somebody
	codeUnitGone           = "unit_gone"           // a sentence that the text no longer has
)

// statuses is the one table from codes to HTTP. A code that is not in it is a refusal of
// content: 422.
var statuses = map[string]int{
	codeInvalidJSON: http.StatusBadRequest, codeUnknownField: http.StatusBadRequest, codeInvalidType: http.StatusBadRequest,
	codeInvalidCursor: http.StatusBadRequest, codeInvalidText: http.StatusBadRequest, codeInvalidForm: http.StatusBadRequest,

	codeUnauthenticated: http.StatusUnauthorized, codeInvalidToken: http.StatusUnauthorized,

	mla.CodeNotAllowed: http.StatusForbidden, mla.CodeContributor: http.StatusForbidden, mla.CodeWrongHolder: http.StatusForbidden,
	codeCrossOrigin: http.StatusForbidden, codeLinkRefused: http.StatusForbidden,

	names.CodeConflict: http.StatusConflict, names.CodeDuplicate: http.StatusConflict, codeErased: http.StatusConflict,

	mla.CodeNotFound: http.StatusNotFound,
	codeMethod:       http.StatusMethodNotAllowed,

	mla.CodeWrongPhase: http.StatusConflict, mla.CodeStalePage: http.StatusConflict, mla.CodeStaleFile: http.StatusConflict,
	mla.CodeStaleDraft: http.StatusConflict, mla.CodeStaleTranslation: http.StatusConflict, codeDraftConflict: http.StatusConflict,
	mla.CodeCommandReused: http.StatusConflict, mla.CodeAlreadyDone: http.StatusConflict, mla.CodeRequestEnded: http.StatusConflict,
	mla.CodeSafeguardOpen: http.StatusConflict, mla.CodeNotTranslated: http.StatusConflict, mla.CodeNotDelivered: http.StatusConflict,
	mla.CodeStoreAhead: http.StatusConflict, codeTranslationSkipped: http.StatusConflict, codeUnitGone: http.StatusConflict,
	mla.CodeTranslationConflict: http.StatusConflict, mla.CodeTranslationBlocked: http.StatusConflict, mla.CodeOathMissing: http.StatusConflict,
	mla.CodeSealPending: http.StatusConflict, mla.CodeTemplateNotReleased: http.StatusConflict,

	codeFileTooLarge: http.StatusRequestEntityTooLarge,
	codeTooLarge:     http.StatusRequestEntityTooLarge,
	codeMediaType:    http.StatusUnsupportedMediaType,
	codeTooMany:      http.StatusTooManyRequests,
	codeUnreachable:  http.StatusServiceUnavailable, codeDatabase: http.StatusServiceUnavailable,
	codeInternal: http.StatusInternalServerError,
}

func statusOf(code string) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return http.StatusUnprocessableEntity
}

// Refusals are several refusals of one request, all at once, so that a person corrects a form in one go.
type Refusals []*mla.Error

// Error implements error with the first refusal.
func (r Refusals) Error() string { return fmt.Sprintf("%d refusals, first %s", len(r), r[0].Error()) }

// refusals joins what a check found; nil when it found nothing.
func refusals(errs []*mla.Error) error {
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return Refusals(errs)
}

// refusalsOf lists the refusals in an error, for a form to show beside its fields; none for a fault.
func refusalsOf(err error) []*mla.Error {
	var many Refusals
	if errors.As(err, &many) {
		return many
	}
	var flight blocked
	if errors.As(err, &flight) {
		return flight.refusals()
	}
	var one *mla.Error
	if errors.As(err, &one) {
		return []*mla.Error{one}
	}
	return nil
}

// Problem is an RFC 9457 problem. Detail is worded for people, Code is for programs.
type Problem struct {
	Type     string            `json:"type"`
	Title    string            `json:"title"`
	Status   int               `json:"status"`
	Detail   string            `json:"detail"`
	Instance string            `json:"instance,omitempty"`
	Code     string            `json:"code"`
	Field    string            `json:"field,omitempty"`
	Args     map[string]string `json:"args,omitempty"`
	Errors   []FieldProblem    `json:"errors,omitempty"`
}

// FieldProblem is one of several refusals.
type FieldProblem struct {
	Code   string            `json:"code"`
	Field  string            `json:"field,omitempty"`
	Args   map[string]string `json:"args,omitempty"`
	Detail string            `json:"detail"`
	// Rule and Cure are those of a return cause that blocks.
	Rule string `json:"rule,omitempty"`
	Cure string `json:"cure,omitempty"`
}

// problem words an error for a reader. Faults that are not refusals say nothing of their cause.
func (s *Server) problem(c echo.Context, err error, lang string) Problem {
	errs := s.classify(c, err)
	first := errs[0]
	p := Problem{
		Type: "urn:rogatory:problem:" + first.Code, Status: statusOf(first.Code), Code: first.Code, Field: first.Field,
		Args: first.Args, Detail: s.word(lang, first), Instance: "urn:rogatory:call:" + requestIDOf(c.Request().Context()),
	}
	p.Title = titleOf(lang, p.Status)
	var flight blocked
	preflight := errors.As(err, &flight)
	if len(errs) > 1 || preflight {
		for _, e := range errs {
			one := FieldProblem{Code: e.Code, Field: e.Field, Args: e.Args, Detail: s.word(lang, e)}
			if f, ok := flight.finding(e); ok {
				one.Rule, one.Cure = f.Rule, inLang(lang, f.Cure)
				if e.Code == codePreflight {
					one.Detail = inLang(lang, f.Message)
				}
			}
			p.Errors = append(p.Errors, one)
		}
	}
	return p
}

// classify turns any error into refusals, at least one.
func (s *Server) classify(c echo.Context, err error) []*mla.Error {
	if errs := refusalsOf(err); len(errs) > 0 {
		return errs
	}
	one := func(code string, args ...string) []*mla.Error { return []*mla.Error{mla.Refuse(code, "", args...)} }
	var tooLarge *http.MaxBytesError
	var he *echo.HTTPError
	switch {
	case errors.Is(err, ErrUnreachable):
		return one(codeUnreachable)
	case errors.As(err, &tooLarge):
		return one(codeTooLarge, "max", fmt.Sprint(tooLarge.Limit))
	case errors.As(err, &he):
		switch he.Code {
		case http.StatusNotFound:
			return one(mla.CodeNotFound)
		case http.StatusMethodNotAllowed:
			return one(codeMethod)
		case http.StatusRequestEntityTooLarge:
			return one(codeTooLarge)
		case http.StatusUnsupportedMediaType:
			return one(codeMediaType)
		case http.StatusBadRequest:
			return one(codeInvalidJSON)
		}
	}
	ctx := c.Request().Context()
	s.cfg.Log.ErrorContext(ctx, "fault", "request_id", requestIDOf(ctx), "route", c.Path(), "error", err)
	if s.cfg.Desk.Ping(ctx) != nil {
		return one(codeDatabase)
	}
	return one(codeInternal)
}

// answerError is echo's error handler: a problem for programs, the page that the pages set for browsers.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	html := !strings.HasPrefix(c.Request().URL.Path, "/api/") && strings.Contains(c.Request().Header.Get("Accept"), "text/html")
	p := s.problem(c, err, langOf(c.Request()))
	h := c.Response().Header()
	switch p.Status {
	case http.StatusServiceUnavailable:
		h.Set(echo.HeaderRetryAfter, "5")
	case http.StatusUnauthorized:
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="rogatory"`)
	}
	h.Add(echo.HeaderVary, "Accept-Language")
	var werr error
	if html && s.errorPage != nil {
		werr = s.errorPage(c, p)
	} else {
		werr = writeJSON(c, p.Status, "application/problem+json", p)
	}
	if werr != nil {
		s.cfg.Log.WarnContext(c.Request().Context(), "answer not written", "request_id", requestIDOf(c.Request().Context()), "error", werr)
	}
}
