package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/verify"
)

// Verifier answers what a file is, and where a content is filed among what
// somebody may see. It keeps nothing of a file.
type Verifier interface {
	File(ctx context.Context, who mla.Actor, r io.ReaderAt, size int64) (verify.Result, error)
	Known(ctx context.Context, who mla.Actor, sha256 string) ([]desk.FoundDocument, error)
}

// verifying bounds how many files are judged at once: each lies in memory
// meanwhile, for a file that somebody brings is nobody's to write to a disk.
const verifying = 3

// verifyUpload reads the only file of a form and judges it. Refusals: required,
// empty_file and too_large with the field, unsupported_media_type, invalid_form.
func (s *Server) verifyUpload(c echo.Context, who mla.Actor) (verify.Result, error) {
	ctx := c.Request().Context()
	select {
	case s.verifying <- struct{}{}:
		defer func() { <-s.verifying }()
	case <-ctx.Done():
		return verify.Result{}, ctx.Err()
	}
	content, err := s.uploadedBytes(c)
	if err != nil {
		return verify.Result{}, err
	}
	return s.cfg.Verifier.File(ctx, who, bytes.NewReader(content), int64(len(content)))
}

func (s *Server) uploadedBytes(c echo.Context) (content []byte, err error) {
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return nil, mla.Refuse(codeMediaType, "", "expected", echo.MIMEMultipartForm)
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(content) == 0:
			return nil, mla.Refuse(mla.CodeRequired, "file")
		case errors.Is(err, io.EOF):
			return content, nil
		case err != nil:
			return nil, formError(err)
		case part.FormName() != "file" || content != nil:
			return nil, mla.Refuse(codeUnknownField, printable(part.FormName()))
		}
		if content, err = s.partBytes(part); err != nil {
			return nil, err
		}
	}
}

// partBytes reads a file of a form into memory. An input left empty is none.
func (s *Server) partBytes(part *multipart.Part) ([]byte, error) {
	defer part.Close()
	content, err := io.ReadAll(&bounded{part, s.cfg.MaxUpload})
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, errTooLarge), errors.As(err, &tooLarge):
		return nil, mla.Refuse(codeFileTooLarge, "file", "max", fmt.Sprint(s.cfg.MaxUpload))
	case err != nil:
		return nil, formError(err)
	case len(content) == 0 && part.FileName() != "":
		return nil, mla.Refuse(codeEmpty, "file")
	}
	return content, nil
}
