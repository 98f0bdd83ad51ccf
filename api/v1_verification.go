package api

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// postVerification is POST /verifications: what a file is. Nothing of it is kept.
func (s *Server) postVerification(c echo.Context) error {
	out, err := s.verifyUpload(c, must(c).Actor())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, out)
}

var isDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// findDocuments is GET /documents: where a content is filed, for who holds a file
// and does not want to send it.
func (s *Server) findDocuments(c echo.Context) error {
	q := query{c: c}
	q.only("sha256")
	if err := q.err(); err != nil {
		return err
	}
	sha := strings.ToLower(c.QueryParam("sha256")) // some tools print it in capitals
	if sha == "" {
		return mla.Refuse(mla.CodeRequired, "sha256")
	}
	if !isDigest.MatchString(sha) {
		return mla.Refuse(mla.CodeUnknownValue, "sha256", "value", printable(sha), "expected", "64 × 0-9, a-f")
	}
	found, err := s.cfg.Verifier.Known(c.Request().Context(), must(c).Actor(), sha)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pageOf(found, func(d desk.FoundDocument) desk.FoundDocument { return d }))
}
