package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// uploadedJSON is a document as commands can name it, by id or by sha256.
type uploadedJSON struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	MIME   string `json:"mime"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
}

// postFile is POST /requests/{ref}/files: one file with its kind.
func (s *Server) postFile(c echo.Context) error {
	r, err := s.request(c) // before anything is stored
	if err != nil {
		return err
	}
	form, err := s.upload(c)
	if err != nil {
		return err
	}
	for name := range form.Values {
		if oneOf(name, name, []string{"kind", "lang"}) != nil {
			return mla.Refuse(codeUnknownField, printable(name))
		}
	}
	f, ok := form.File("file")
	if !ok || len(form.Files) != 1 {
		return mla.Refuse(mla.CodeRequired, "file")
	}
	d, err := s.file(c.Request().Context(), must(c), r.ID, form.Values.Get("kind"), form.Values.Get("lang"), f)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/api/v1/documents/"+d.ID)
	return answer(c, http.StatusCreated, uploadedJSON{d.ID, d.Doc.SHA256, d.Doc.Size, d.Doc.MIME, d.Kind, d.Name})
}

// getDocument is GET /documents/{id}.
func (s *Server) getDocument(c echo.Context) error {
	id, err := segment(c, "id")
	if err != nil {
		return err
	}
	d, err := s.cfg.Desk.Document(c.Request().Context(), must(c).Actor(), id)
	if err != nil {
		return err
	}
	return s.send(c, d)
}

// send streams a document as a download. Its bytes come from strangers, so no browser shows them as a page of ours.
func (s *Server) send(c echo.Context, d desk.Document) error {
	r, err := s.cfg.Files.Get(c.Request().Context(), d.Doc.SHA256)
	if err != nil {
		return fmt.Errorf("open document: %w", err)
	}
	defer r.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": neutralName(d.Name)}))
	h.Set(echo.HeaderContentLength, strconv.FormatInt(d.Doc.Size, 10))
	h.Set("ETag", `"`+d.Doc.SHA256+`"`)
	h.Set(echo.HeaderContentType, "application/octet-stream")
	if d.Doc.MIME == mimePDF {
		h.Set(echo.HeaderContentType, mimePDF)
	}
	c.Response().WriteHeader(http.StatusOK)
	if _, err := io.Copy(c.Response(), r); err != nil {
		if !errors.Is(err, context.Canceled) {
			s.cfg.Log.ErrorContext(c.Request().Context(), "document broken off", "request_id", requestIDOf(c.Request().Context()), "error", err)
		}
		panic(http.ErrAbortHandler) // the reader must not take a part for the whole
	}
	return nil
}

// getDeliveryFile opens a signed link; the signature is the authority, no session is needed.
func (s *Server) getDeliveryFile(c echo.Context) error {
	if s.cfg.Links == nil {
		return mla.Refuse(mla.CodeNotFound, "delivery")
	}
	delivery, sha, err := s.cfg.Links.VerifyRequest(c.Request())
	if err != nil || sha != c.Param("sha256") || c.Param("id") != "" && c.Param("id") != delivery {
		return mla.Refuse(codeLinkRefused, "")
	}
	doc, name, err := s.cfg.Desk.DeliveryFile(c.Request().Context(), delivery, sha)
	if err != nil {
		return err
	}
	return s.send(c, desk.Document{Name: name, Doc: doc})
}
