package api

import (
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"
)

// document sends a stored document, to be saved; PDF may be read in the page of
// the approval, which is ours.
func (s *web) document(c echo.Context) error {
	ctx := c.Request().Context()
	doc, err := s.cfg.Desk.Document(ctx, who(c), c.Param("id"))
	if err != nil {
		return err
	}
	body, err := s.cfg.Files.Get(ctx, doc.Doc.SHA256)
	if err != nil {
		return err
	}
	defer body.Close()
	h := c.Response().Header()
	if doc.Doc.MIME == mimePDF && c.QueryParam("lire") != "" {
		inline(c, doc.Name)
	} else {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": doc.Name}))
	}
	h.Set("X-Content-SHA256", doc.Doc.SHA256)
	c.Response().Header().Set(echo.HeaderContentType, doc.Doc.MIME)
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), body)
	return err
}

// inline lets our own pages show a PDF; nobody else's may.
func inline(c echo.Context, name string) {
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'")
	h.Set("X-Frame-Options", "SAMEORIGIN")
}
