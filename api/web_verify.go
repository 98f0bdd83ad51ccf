package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/verify"
)

const verifyPath = "/verifier"

// verifyView shows what a file is. Result is nil before one was brought.
type verifyView struct {
	base
	Result *verify.Result
	Errors []string
}

func (s *web) verifyForm(c echo.Context) error {
	return s.page(c, http.StatusOK, "verify", &verifyView{base: s.base(c, "verify.title")})
}

// verifyPost judges the file and forgets it: there is nothing to redirect to.
func (s *web) verifyPost(c echo.Context) error {
	v := verifyView{base: s.base(c, "verify.title")}
	out, err := s.verifyUpload(c, who(c))
	if errs := formErrors(refusalsOf(err)); len(errs) > 0 {
		v.Errors = errs.place(v.Lang, nil)
		return s.page(c, statusOf(errs[0].Code), "verify", &v)
	}
	if err != nil {
		return err
	}
	v.Result = &out
	return s.page(c, http.StatusOK, "verify", &v)
}
