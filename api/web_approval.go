package api

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// approvalView is what the magistrate reads: the text, the exact file, who wrote it.
type approvalView struct {
	base
	Request  desk.Request
	Draft    mla.Draft
	Sections []readSection
	// ProposedChannel names the path that was proposed when the request was opened.
	ProposedChannel string
	PDF             *desk.Document
	Contributors    []string
	// Own says that the reader contributed and cannot approve.
	Own        bool
	MayApprove bool
	MayReturn  bool
	CommandID  string
	ReturnID   string
	SeenSeq    int64
	Causes     []formField
	Errors     []string
	// Preflight is why the submitted text would come back, as of today.
	Preflight preflightPanel
}

// readSection is a section of the draft as text.
type readSection struct {
	Key   string
	Lines []fact
}

// approval is for those who may approve or read along; the form below posts to
// the command's own address.
func (s *web) approval(c echo.Context) error { return s.approvalPage(c, http.StatusOK, nil) }

// frozen reads the request of the page and the revision that was submitted; before
// a submission there is nothing to do kind with, which needs another phase.
func (s *web) frozen(c echo.Context, kind mla.CommandKind, needs mla.Phase) (req desk.Request, d desk.Draft, err error) {
	ctx, a := c.Request().Context(), who(c)
	if req, err = s.cfg.Desk.Request(ctx, a, c.Param("ref")); err != nil {
		return req, d, err
	}
	if req.State.Frozen == nil {
		return req, d, mla.Refuse(mla.CodeWrongPhase, "phase", "phase", string(req.State.Phase), "command", string(kind), "needs", string(needs))
	}
	d, err = s.cfg.Desk.Draft(ctx, a, req.ID, req.State.Frozen.Revision)
	return req, d, err
}

func (s *web) approvalPage(c echo.Context, status int, errs formErrors) error {
	ctx, a := c.Request().Context(), who(c)
	req, draft, err := s.frozen(c, mla.KindApprove, mla.PhaseAwaitingApproval)
	if err != nil {
		return err
	}
	frozen := req.State.Frozen
	v := approvalView{base: s.base(c, "approval.title", "Ref", req.Reference), Request: req, Draft: draft.Body, SeenSeq: req.State.Seq}
	v.Sections = readSections(v.Lang, draft.Body)
	v.ProposedChannel = proposedChannel(v.Lang, draft.Body)
	findings, err := s.preflight(ctx, a, req, draft.Body)
	if err != nil {
		return err
	}
	v.Preflight = panelOf(v.Lang, i18n.T(v.Lang, "preflight.approval", nil), findings, func(string) string { return "" })
	if doc, ok := documentBy(req.Documents, frozen.PDF.SHA256); ok {
		v.PDF = &doc
	}
	for _, id := range frozen.Contributors {
		name := req.Names[id]
		if name == "" {
			name = id
		}
		v.Contributors = append(v.Contributors, name)
	}
	allowed := mla.Allowed(&req.State, a)
	v.Own = slices.Contains(frozen.Contributors, a.ID)
	v.MayApprove = slices.Contains(allowed, mla.KindApprove) && !v.Own
	v.MayReturn = slices.Contains(allowed, mla.KindReturn)
	v.CommandID, v.ReturnID = uuid.NewString(), uuid.NewString()
	if id := c.FormValue("command_id"); c.Request().Method == http.MethodPost && id != "" {
		v.CommandID = id
	}
	v.Causes = formContext{lang: v.Lang, req: req}.fields(commandForms[mla.KindReturn], "", commandTry{})
	v.Errors = errs.place(v.Lang, nil)
	return s.page(c, status, "approval", &v)
}

// approvePost approves the file that the page named, not whichever is current.
func (s *web) approvePost(c echo.Context) error {
	ctx := c.Request().Context()
	user, _ := actorFrom(c)
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), c.Param("ref"))
	if err != nil {
		return err
	}
	out, err := s.do(ctx, user, req.ID, mla.Command{
		ID: c.FormValue("command_id"), SeenSeq: seq(c), Body: mla.Approve{PDFSHA256: c.FormValue("pdf_sha256"), DraftSHA256: c.FormValue("draft_sha256")},
	})
	if err == nil {
		return s.afterCommand(c, out, req.Reference)
	}
	errs := s.classify(c, err)
	if len(refusalsOf(err)) == 0 && errs[0].Code != codeUnreachable || req.State.Frozen == nil {
		return err
	}
	return s.approvalPage(c, statusOf(errs[0].Code), errs)
}

// readSections lists what is filled in, section by section, with the editor's labels.
func readSections(lang string, d mla.Draft) []readSection {
	values, err := draftValues(d)
	if err != nil {
		return nil
	}
	sections, _, _ := draftForm(lang, values, nil)
	var out []readSection
	for _, sec := range sections {
		r := readSection{Key: sec.Key, Lines: readLines(lang, sec.Fields, "")}
		if sec.Group != nil {
			for _, row := range sec.Group.Rows {
				r.Lines = append(r.Lines, readLines(lang, row.Fields, row.Title)...)
				if row.Sub != nil {
					for _, sub := range row.Sub.Rows {
						r.Lines = append(r.Lines, readLines(lang, sub.Fields, sub.Title)...)
					}
				}
			}
		}
		if len(r.Lines) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func readLines(lang string, fields []formField, row string) []fact {
	var out []fact
	for _, f := range fields {
		value := f.Value
		switch f.Widget {
		case asHidden:
			continue
		case asCheck:
			if value == "" {
				continue
			}
			value = i18n.T(lang, "yes", nil)
		case asDate:
			value = civil(lang, value)
		case asSelect:
			for _, o := range f.Options {
				if o.Value == value {
					value = o.Label
				}
			}
		}
		if value == "" {
			continue
		}
		label := f.Label
		if row != "" {
			label = row + " – " + label
		}
		out = append(out, fact{label, value})
	}
	return out
}

func seq(c echo.Context) int64 {
	n, _ := strconv.ParseInt(c.FormValue("seen_seq"), 10, 64)
	return n
}
