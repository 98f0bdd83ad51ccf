package api

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// sniff is how many bytes the media type is told by: enough to see what a ZIP is.
const sniff = 64 << 10

func init() { mimetype.SetLimit(sniff) }

// allowed are the media types that enter, found by content.
var allowed = []string{
	mimePDF, "text/plain", "text/csv", "text/tab-separated-values", "application/json", "application/x-ndjson", "text/xml",
	"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "message/rfc822",
}

// received is a file of a form, already in the document store.
type receivedFile struct {
	// Field is the form's field, Name the file name the browser gave.
	Field, Name string
	Doc         mla.DocRef
}

// receivedForm is a multipart form whose files went straight to the document store.
type receivedForm struct {
	Values url.Values
	Files  []receivedFile
}

// File is the file of a field.
func (f receivedForm) File(field string) (receivedFile, bool) {
	for _, file := range f.Files {
		if file.Field == field {
			return file, true
		}
	}
	return receivedFile{}, false
}

// upload reads a multipart form; files are streamed, never held in memory. A file input left empty by a browser is
// skipped. Call it only after the user was found to see the request. Refusals: too_large, empty_file, image_refused,
// type_refused with the form's field; unsupported_media_type for another kind of body.
func (s *Server) upload(c echo.Context) (receivedForm, error) {
	form := receivedForm{Values: url.Values{}}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return form, mla.Refuse(codeMediaType, "", "expected", echo.MIMEMultipartForm)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return form, formError(err)
		}
		if err := s.uploadPart(c.Request().Context(), part, &form); err != nil {
			return form, err
		}
	}
}

// formError keeps what says that the body was too large; everything else is a broken form.
func formError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return mla.Refuse(codeFileTooLarge, "file", "max", fmt.Sprint(tooLarge.Limit))
	}
	return mla.Refuse(codeInvalidForm, "")
}

func (s *Server) uploadPart(ctx context.Context, part *multipart.Part, form *receivedForm) error {
	defer part.Close()
	_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if _, isFile := params["filename"]; !isFile {
		value, err := io.ReadAll(io.LimitReader(part, multipartSlack))
		if err != nil {
			return formError(err)
		}
		if err := checkText(string(value), part.FormName()); err != nil {
			return err
		}
		form.Values.Add(part.FormName(), string(value))
		return nil
	}
	body := bufio.NewReaderSize(part, sniff)
	if _, err := body.Peek(1); errors.Is(err, io.EOF) && part.FileName() == "" {
		return nil // an input left empty
	}
	doc, err := s.keep(ctx, body, part.FormName())
	if err != nil {
		return err
	}
	form.Files = append(form.Files, receivedFile{Field: part.FormName(), Name: neutralName(part.FileName()), Doc: doc})
	return nil
}

// errTooLarge comes from the reader, through the document store.
var errTooLarge = errors.New("api: upload too large")

// keep tells the type of a document by its content and stores it.
func (s *Server) keep(ctx context.Context, body *bufio.Reader, field string) (mla.DocRef, error) {
	head, err := body.Peek(sniff)
	if err != nil && !errors.Is(err, io.EOF) {
		return mla.DocRef{}, formError(err)
	}
	if len(head) == 0 {
		return mla.DocRef{}, mla.Refuse(codeEmpty, field)
	}
	media, err := mediaType(head, field)
	if err != nil {
		return mla.DocRef{}, err
	}
	doc, err := s.cfg.Files.Put(ctx, &bounded{body, s.cfg.MaxUpload}, media, s.cfg.MaxUpload)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, errTooLarge), errors.As(err, &tooLarge):
		return mla.DocRef{}, mla.Refuse(codeFileTooLarge, field, "max", fmt.Sprint(s.cfg.MaxUpload))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return mla.DocRef{}, formError(err)
	case err != nil:
		return mla.DocRef{}, fmt.Errorf("store upload: %w", err)
	}
	return doc, nil
}

// bounded fails, where io.LimitReader would cut silently, once more than left bytes were read.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLarge
	}
	return n, err
}

// mediaType finds the type by content. Illicit images never enter, and no machine can tell which image is one: so none does.
func mediaType(head []byte, field string) (string, error) {
	found := mimetype.Detect(head)
	for m := found; m != nil; m = m.Parent() {
		if top, _, _ := strings.Cut(m.String(), "/"); top == "image" || top == "video" {
			return "", mla.Refuse(codeImageRefused, field, "value", bareType(found))
		}
	}
	for _, a := range allowed {
		if found.Is(a) {
			return a, nil
		}
	}
	return "", mla.Refuse(codeTypeRefused, field, "value", bareType(found))
}

func bareType(m *mimetype.MIME) string {
	t, _, _ := strings.Cut(m.String(), ";")
	return t
}

// neutralName keeps the last part of a file name without what could end a header or a path.
func neutralName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune(`"/\:*?<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[len(runes)-120:])
	}
	if name == "" || name == "." || name == ".." {
		return "document"
	}
	return name
}

// uploadKinds are the kinds of document that a person may bring.
var uploadKinds = []string{
	"signed", "translation", "acknowledgement", "decision", "evidence", "evidence_translation", "cure", "attachment",
}

// file puts a received file among the documents of a request. kind is one of uploadKinds; lang is BCP 47 or empty.
func (s *Server) file(ctx context.Context, user desk.User, requestID, kind, lang string, f receivedFile) (desk.Document, error) {
	if err := oneOf(kind, "kind", uploadKinds); err != nil {
		return desk.Document{}, err
	}
	if len(lang) > 35 {
		return desk.Document{}, mla.Refuse(mla.CodeTooLong, "lang", "max", "35")
	}
	return s.cfg.Desk.AddUpload(ctx, user.Actor(), requestID, kind, f.Name, lang, f.Doc)
}

func oneOf(v, field string, of []string) error {
	if v == "" {
		return mla.Refuse(mla.CodeRequired, field)
	}
	for _, o := range of {
		if v == o {
			return nil
		}
	}
	return mla.Refuse(mla.CodeUnknownValue, field, "value", v, "expected", strings.Join(of, ", "))
}
