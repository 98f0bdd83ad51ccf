package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
)

// keptPrefix marks, on the sign-in page, what was typed into a form whose session
// had ended meanwhile; keptAction is where that form goes.
const (
	keptPrefix = "garde."
	keptAction = "garde_pour"
)

// keptForm is a form that arrived after its session had ended: it is carried
// through the sign-in, shown to whoever signs in, and sent only when they press
// its button. Nothing of it is stored.
type keptForm struct {
	// Action is an address of our own site.
	Action string
	Fields []keptField
	// Multipart says how the form travels. Files says that files were chosen too;
	// browsers let nobody put them back.
	Multipart, Files bool
}

// keptField is a value, with the label to show it by; an empty label is a hidden field's.
type keptField struct{ Name, Value, Label string }

// keptOf reads a form that nobody is signed in for. Passwords are not kept, and
// files are not even read.
func keptOf(c echo.Context) (*keptForm, error) {
	k := &keptForm{Action: c.Request().URL.RequestURI()}
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if kind == echo.MIMEMultipartForm {
		k.Multipart = true
		return k, k.readParts(c.Request())
	}
	if err := c.Request().ParseForm(); err != nil {
		return nil, err
	}
	for _, name := range sortedNames(c.Request().PostForm) {
		for _, v := range c.Request().PostForm[name] {
			k.add(name, v)
		}
	}
	return k, nil
}

func (k *keptForm) add(name, value string) {
	if name != "" && name != "password" {
		k.Fields = append(k.Fields, keptField{Name: name, Value: value})
	}
}

// readParts keeps the texts of a form with files, as much as a form may hold.
func (k *keptForm) readParts(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	left := int64(maxBody)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			k.Files = true
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return err
		}
		if left -= int64(len(text)); left < 0 {
			return &http.MaxBytesError{Limit: maxBody}
		}
		if _, isFile := part.Header["Content-Type"]; !isFile {
			k.add(part.FormName(), string(text))
		}
	}
}

// carried reads what the sign-in page carried along; nil where nothing was.
func carried(c echo.Context) *keptForm {
	form, err := c.FormParams()
	if err != nil || form.Get(keptAction) == "" {
		return nil
	}
	k := &keptForm{
		Action: local(form.Get(keptAction)), Multipart: form.Get(keptAction+".parts") != "", Files: form.Get(keptAction+".files") != "",
	}
	for _, name := range sortedNames(form) {
		kept, ok := strings.CutPrefix(name, keptPrefix)
		if !ok {
			continue
		}
		for _, v := range form[name] {
			k.Fields = append(k.Fields, keptField{Name: kept, Value: v})
		}
	}
	return k
}

// sessionEnded answers a form without a session: the sign-in page, which keeps
// what was typed. A form that cannot be read, or is too large to be carried, is
// refused as anywhere else.
func (s *web) sessionEnded(c echo.Context) error {
	k, err := keptOf(c)
	if err != nil {
		return err
	}
	return s.signInPage(c, http.StatusUnauthorized, signInView{Kept: k})
}

// resumeView shows what was typed before the session ended.
type resumeView struct {
	base
	Kept *keptForm
}

// behindTheForm are fields that a page fills and nobody types.
var behindTheForm = regexp.MustCompile(`(^|[._])(command_id|seen_seq|revision|base|schema|sha256|size|mime)$`)

// resume shows the kept form to the person who has just signed in.
func (s *web) resume(c echo.Context, k *keptForm) error {
	v := resumeView{base: s.base(c, "resume.title"), Kept: k}
	v.Path = "/"
	for i, f := range k.Fields {
		if key, _ := i18n.FieldKey(f.Name); i18n.Has(v.Lang, key) && strings.TrimSpace(f.Value) != "" && !behindTheForm.MatchString(f.Name) {
			k.Fields[i].Label = upperFirst(i18n.T(v.Lang, key, nil))
		}
	}
	return s.page(c, http.StatusOK, "resume", &v)
}
