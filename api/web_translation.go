package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// translationView is the translator's desk: the approved text beside the translation.
type translationView struct {
	base
	Request   desk.Request
	Language  string
	Source    string
	CommandID string
	SeenSeq   int64
	Segments  []segmentView
	Done      int
	Errors    []string
	// MayCertify is the appointed translator, in the phase for it.
	MayCertify bool
	Waiting    []mla.Evidence
}

type segmentView struct {
	ID, Label, Source, Target string
	Rows                      int
}

func (s *web) translation(c echo.Context) error {
	return s.translationPage(c, http.StatusOK, nil, nil)
}

func (s *web) translationPage(c echo.Context, status int, typed url.Values, errs formErrors) error {
	ctx, a := c.Request().Context(), who(c)
	req, draft, err := s.frozen(c, mla.KindCertifyTranslation, mla.PhaseInTranslation)
	if err != nil {
		return err
	}
	frozen := req.State.Frozen
	saved, err := s.cfg.Desk.Translations(ctx, a, req.ID)
	if err != nil {
		return err
	}
	v := translationView{base: s.base(c, "translation.title", "Ref", req.Reference), Request: req, Source: frozen.DraftSHA256}
	v.Language, v.SeenSeq, v.CommandID = req.State.TranslateTo, req.State.Seq, typed.Get("command_id")
	if v.CommandID == "" {
		v.CommandID = uuid.NewString()
	}
	for _, seg := range s.cfg.Letters.Segments(draft.Body) {
		target := saved[seg.ID]
		if t, ok := typed["segment:"+seg.ID]; ok && len(t) > 0 {
			target = t[0]
		}
		if strings.TrimSpace(target) != "" {
			v.Done++
		}
		v.Segments = append(v.Segments, segmentView{seg.ID, upperFirst(i18n.Field(v.Lang, seg.Field)), seg.Text, target, min(14, 2+len(seg.Text)/70)})
	}
	v.MayCertify = req.State.Translator == a.ID && req.State.Phase == mla.PhaseInTranslation
	for _, e := range req.State.Evidence {
		if e.NeedsTranslation() {
			v.Waiting = append(v.Waiting, e)
		}
	}
	v.Errors = errs.place(v.Lang, nil)
	return s.page(c, status, "translation", &v)
}

// translationPost saves the segments, and certifies where that is asked: the
// rendered text, or a file that the translator brings.
func (s *web) translationPost(c echo.Context) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), c.Param("ref"))
	if err != nil {
		return err
	}
	try, err := s.readForm(c)
	if err != nil {
		return err
	}
	if len(try.errs) > 0 {
		return s.translationPage(c, statusOf(try.errs[0].Code), try.values, try.errs)
	}
	again := func(err error) error {
		errs := s.classify(c, err)
		if len(refusalsOf(err)) == 0 && errs[0].Code != codeUnreachable {
			return err
		}
		return s.translationPage(c, statusOf(errs[0].Code), try.values, errs)
	}
	segments := map[string]string{}
	for name, vs := range try.values {
		if id, ok := strings.CutPrefix(name, "segment:"); ok {
			segments[id] = norm(vs[0])
		}
	}
	source := try.values.Get("source")
	if len(segments) > 0 {
		if err := s.cfg.Desk.SaveTranslations(ctx, user.Actor(), req.ID, source, segments); err != nil {
			return again(err)
		}
	}
	at := "/demandes/" + url.PathEscape(req.Reference) + "/traduction?fait=saved"
	do := try.values.Get("do")
	if do != "certify" && do != "upload" {
		return c.Redirect(http.StatusSeeOther, at)
	}
	in := certification{SourceSHA256: source}
	if do == "upload" {
		file, ok := receivedForm{Files: try.files}.File("doc")
		if !ok {
			return again(mla.Refuse(mla.CodeRequired, "doc"))
		}
		doc, err := s.file(ctx, user, req.ID, "translation", req.State.TranslateTo, file)
		if err != nil {
			return again(err)
		}
		in.Doc = doc.Doc.SHA256
	}
	seen, _ := strconv.ParseInt(try.values.Get("seen_seq"), 10, 64)
	out, err := s.certifyTranslation(ctx, user, req.ID, try.values.Get("command_id"), seen, in)
	if err != nil {
		return again(err)
	}
	return s.afterCommand(c, out, req.Reference)
}

func seq(c echo.Context) int64 {
	n, _ := strconv.ParseInt(c.FormValue("seen_seq"), 10, 64)
	return n
}
