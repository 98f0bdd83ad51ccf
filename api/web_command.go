package api

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// commandView is the form of one command.
type commandView struct {
	base
	Request   desk.Request
	Kind      mla.CommandKind
	CommandID string
	SeenSeq   int64
	Fields    []formField
	// Items are the rows of evidence of a response.
	Items  []formRow
	Errors []string
	Files  bool
	// Holder names who has the file, for a hand-over.
	Travelling *desk.Document
}

// commandTry is a form as it was sent.
type commandTry struct {
	values url.Values
	files  []receivedFile
	errs   formErrors
}

// command shows the form of a command.
func (s *web) command(c echo.Context) error {
	f, kind, err := s.formFor(c)
	if err != nil {
		return err
	}
	return s.commandPage(c, http.StatusOK, f, kind, commandTry{values: url.Values{}})
}

// formFor loads what a form depends on. A verb that nobody types is not found.
func (s *web) formFor(c echo.Context) (formContext, mla.CommandKind, error) {
	ctx := c.Request().Context()
	kind := mla.CommandKind(strings.ReplaceAll(c.Param("verb"), "-", "_"))
	if _, ok := commandForms[kind]; !ok {
		return formContext{}, "", mla.Refuse(mla.CodeNotFound, "")
	}
	user, _ := actorFrom(c)
	req, err := s.cfg.Desk.Request(ctx, user.Actor(), c.Param("ref"))
	if err != nil {
		return formContext{}, "", err
	}
	f := formContext{lang: s.lang(c), req: req, user: user, today: i18n.Today(s.cfg.Now()).String(), query: c.QueryParam}
	f.obligation = c.QueryParam("obligation")
	if role, ok := map[mla.CommandKind]mla.Role{mla.KindAssignTranslator: mla.Translator, mla.KindReassign: mla.Officer}[kind]; ok {
		if f.users, err = s.cfg.Desk.UsersByRole(ctx, user.Actor(), role); err != nil {
			return formContext{}, "", err
		}
	}
	return f, kind, nil
}

func (s *web) commandPage(c echo.Context, status int, f formContext, kind mla.CommandKind, try commandTry) error {
	v := commandView{base: s.base(c, "command.title", "Command", i18n.Label(f.lang, "command", string(kind)), "Ref", f.req.Reference)}
	v.Request, v.Kind, v.CommandID, v.SeenSeq = f.req, kind, try.values.Get("command_id"), f.req.State.Seq
	if v.CommandID == "" {
		v.CommandID = uuid.NewString()
	}
	if f.obligation == "" {
		f.obligation = try.values.Get("obligation")
	}
	v.Fields = f.fields(commandForms[kind], "", try)
	all := append([]formField{}, v.Fields...)
	if kind == mla.KindRecordResponse {
		n := max(1, rowsIn(try.values, "evidence"))
		if try.values.Get("do") == "add:evidence" {
			n++
		}
		for i := range n {
			row := formRow{Title: i18n.T(f.lang, "response.item", map[string]int{"N": i + 1}), Fields: f.fields(evidenceSpecs, "evidence."+strconv.Itoa(i)+".", try)}
			v.Items, all = append(v.Items, row), append(all, row.Fields...)
		}
	}
	v.Errors = try.errs.place(f.lang, all)
	copy(v.Fields, all)
	at := len(v.Fields)
	for i := range v.Items {
		at += copy(v.Items[i].Fields, all[at:])
	}
	for _, fl := range all {
		v.Files = v.Files || fl.Widget == asFile || fl.Widget == asFiles
	}
	if doc, ok := documentBy(f.req.Documents, f.req.State.Travelling()); ok && kind == mla.KindHandOver {
		v.Travelling = &doc
	}
	return s.page(c, status, "command", &v)
}

// fields builds the fields of specs with what was typed, or the presets.
func (f formContext) fields(specs []spec, prefix string, try commandTry) []formField {
	var out []formField
	for _, sp := range specs {
		if sp.when != nil && !sp.when(f) {
			continue
		}
		name := prefix + sp.name
		fl := newField(f.lang, name, sp.widget, try.values.Get(name))
		if _, typed := try.values[name]; !typed && sp.preset != nil {
			fl.Value = sp.preset(f)
		} else if !typed && f.query != nil && (sp.name == "obligation" || sp.name == "effect" || sp.name == "evidence") {
			fl.Value = f.query(sp.name)
		}
		fl.Values, fl.Required = try.values[name], sp.required
		if sp.options != nil {
			fl.Options = sp.options(f)
		}
		if sp.widget == asFile || sp.widget == asFiles {
			fl.Values = nil
			for _, sha := range try.values["keep."+name] {
				if doc, ok := documentBy(f.req.Documents, sha); ok {
					fl.Options = append(fl.Options, option{doc.Doc.SHA256, doc.Name})
				}
			}
		}
		if help := "help." + sp.name; i18n.Has(f.lang, help) {
			fl.Help = i18n.T(f.lang, help, nil)
		}
		out = append(out, fl)
	}
	return out
}

// commandPost gives the command, or shows the form again with what was typed.
func (s *web) commandPost(c echo.Context) error {
	f, kind, err := s.formFor(c)
	if err != nil {
		return err
	}
	try, err := s.readForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if len(try.errs) == 0 {
		if err := s.fileUploads(c, &f, kind, &try); err != nil {
			return err
		}
	}
	if do := try.values.Get("do"); strings.HasPrefix(do, "add:") && len(try.errs) == 0 {
		return s.commandPage(c, http.StatusOK, f, kind, try)
	}
	var out desk.Outcome
	if len(try.errs) == 0 {
		if out, err = s.giveCommand(c, f, kind, &try); err == nil && len(try.errs) == 0 {
			return s.afterCommand(c, out, f.req.Reference)
		}
	}
	if len(try.errs) == 0 {
		try.errs = s.classify(c, err)
		if errs := refusalsOf(err); len(errs) == 0 && try.errs[0].Code != codeUnreachable {
			return err
		}
	}
	if again, err := s.cfg.Desk.Request(ctx, who(c), f.req.ID); err == nil {
		f.req = again
	}
	return s.commandPage(c, statusOf(try.errs[0].Code), f, kind, try)
}

// readForm reads either kind of form. What a file is refused for is an error of the form.
func (s *web) readForm(c echo.Context) (commandTry, error) {
	if t, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType)); t == echo.MIMEMultipartForm {
		form, err := s.upload(c)
		try := commandTry{values: form.Values, files: form.Files}
		if try.values == nil {
			try.values = url.Values{}
		}
		if try.errs = refusalsOf(err); len(try.errs) > 0 {
			return try, nil
		}
		return try, err
	}
	values, err := c.FormParams()
	return commandTry{values: values}, err
}

// fileUploads puts received files among the request's documents at once, so that
// a refused form keeps them: the page then carries their digests.
func (s *web) fileUploads(c echo.Context, f *formContext, kind mla.CommandKind, try *commandTry) error {
	ctx := c.Request().Context()
	for _, file := range try.files {
		docKind := "attachment"
		for _, sp := range append(commandForms[kind], evidenceSpecs...) {
			if base := file.Field[strings.LastIndex(file.Field, ".")+1:]; sp.name == base && sp.kind != "" {
				docKind = sp.kind
				break
			}
		}
		if strings.HasPrefix(file.Field, "evidence.") {
			docKind = "evidence"
		}
		lang := try.values.Get(strings.TrimSuffix(file.Field, "doc") + "language")
		doc, err := s.file(ctx, f.user, f.req.ID, docKind, lang, file)
		if errs := refusalsOf(err); len(errs) > 0 {
			try.errs = append(try.errs, errs...)
			continue
		}
		if err != nil {
			return err
		}
		f.req.Documents = append(f.req.Documents, doc)
		if docKind != "cure" {
			try.values.Del("keep." + file.Field)
		}
		try.values.Add("keep."+file.Field, doc.Doc.SHA256)
	}
	return nil
}

// giveCommand makes the body from the form and gives it.
func (s *web) giveCommand(c echo.Context, f formContext, kind mla.CommandKind, try *commandTry) (desk.Outcome, error) {
	ctx, id := c.Request().Context(), try.values.Get("command_id")
	if err := checkUUID(id, "command_id"); err != nil {
		return desk.Outcome{}, err
	}
	f.obligation = try.values.Get("obligation")
	tree := map[string]any{}
	if err := s.bodyFrom(c, f, commandForms[kind], "", tree, try); err != nil {
		return desk.Outcome{}, err
	}
	if kind == mla.KindRecordResponse {
		for i := range rowsIn(try.values, "evidence") {
			prefix := "evidence." + strconv.Itoa(i) + "."
			if err := s.bodyFrom(c, f, evidenceSpecs, prefix, tree, try); err != nil {
				return desk.Outcome{}, err
			}
			item := tree["evidence"].([]any)[i].(map[string]any)
			delete(item, "name")
			delete(item, "custodian")
			ref, err := s.text(ctx, f.user, f.req.ID, id, prefix+"name", evidenceDetail(try.values.Get(prefix+"name"), try.values.Get(prefix+"custodian")))
			if err != nil {
				return desk.Outcome{}, err
			}
			item["detail"] = ref
		}
	}
	if len(try.errs) > 0 {
		return desk.Outcome{}, nil
	}
	if err := s.complete(c, f, kind, tree); err != nil {
		return desk.Outcome{}, err
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return desk.Outcome{}, err
	}
	body, err := mla.DecodeCommandBody(kind, data)
	if err != nil {
		return desk.Outcome{}, err
	}
	seen, _ := strconv.ParseInt(try.values.Get("seen_seq"), 10, 64)
	return s.do(ctx, f.user, f.req.ID, mla.Command{ID: id, SeenSeq: seen, Body: body})
}

// complete adds what a form cannot hold: another request by its id, and today's
// law, which reaches an open request by a person only.
func (s *web) complete(c echo.Context, f formContext, kind mla.CommandKind, tree map[string]any) error {
	ctx := c.Request().Context()
	switch kind {
	case mla.KindLinkFollowUp, mla.KindFollowUpReceived:
		ref, _ := tree["request"].(string)
		id, err := s.requestID(ctx, f.user, ref)
		if err != nil {
			return err
		}
		tree["request"] = id
	case mla.KindRefreshProfile:
		if f.req.Draft == nil {
			return mla.Refuse(mla.CodeNotAllowed, "actor", "role", string(f.user.Role), "command", string(kind))
		}
		p, err := s.cfg.Law.Profile(f.req.Draft.Body)
		if err != nil {
			return err
		}
		tree["profile"] = p
	}
	return nil
}

// bodyFrom reads the fields into the tree of the body; what cannot be read is an
// error of the form.
func (s *web) bodyFrom(c echo.Context, f formContext, specs []spec, prefix string, tree map[string]any, try *commandTry) error {
	for _, sp := range specs {
		if sp.when != nil && !sp.when(f) {
			continue
		}
		name := prefix + sp.name
		raw := strings.TrimSpace(try.values.Get(name))
		refuse := func(code string) { try.errs = append(try.errs, mla.Refuse(code, name, "value", raw)) }
		if sp.required && raw == "" && sp.widget != asFile && sp.widget != asChecks {
			refuse(mla.CodeRequired)
			continue
		}
		switch sp.widget {
		case asWords, asLine:
			ref, err := s.text(c.Request().Context(), f.user, f.req.ID, try.values.Get("command_id"), name, raw)
			if err != nil {
				return err
			}
			if !ref.IsZero() {
				putAt(tree, name, ref)
			}
		case asDate:
			if raw == "" {
				continue
			}
			if d, err := workday.ParseDate(raw); err == nil {
				putAt(tree, name, d)
			} else {
				refuse(codeInvalidDate)
			}
		case asTime:
			if at, ok := i18n.ParseTime(raw); ok {
				putAt(tree, name, at)
			} else {
				refuse("invalid_time")
			}
		case asNumber:
			if n, err := strconv.Atoi(raw); err == nil {
				putAt(tree, name, n)
			} else {
				refuse("invalid_number")
			}
		case asChecks:
			putAt(tree, name, try.values[name])
		case asCheck:
			putAt(tree, name, raw != "")
		case asFile, asFiles:
			s.docsFrom(f, sp, name, tree, try)
		default:
			putAt(tree, name, raw)
		}
	}
	return nil
}

func (s *web) docsFrom(f formContext, sp spec, name string, tree map[string]any, try *commandTry) {
	var docs []mla.DocRef
	for _, sha := range try.values["keep."+name] {
		if doc, ok := documentBy(f.req.Documents, sha); ok {
			docs = append(docs, doc.Doc)
		}
	}
	switch {
	case len(docs) == 0 && sp.required:
		try.errs = append(try.errs, mla.Refuse(mla.CodeRequired, name))
	case len(docs) == 0:
	case sp.widget == asFiles:
		putAt(tree, name, docs)
	default:
		putAt(tree, name, docs[len(docs)-1])
	}
}

// afterCommand goes to the file, or to the page that waits for the confirmation.
func (s *web) afterCommand(c echo.Context, out desk.Outcome, ref string) error {
	if out.Status == statusReceived {
		return c.Redirect(http.StatusSeeOther, "/commandes/"+out.CommandID+"?ref="+url.QueryEscape(ref))
	}
	return c.Redirect(http.StatusSeeOther, "/demandes/"+url.PathEscape(ref)+"?fait="+string(out.Kind))
}
