package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// findingView is a finding as a page shows it.
type findingView struct {
	Rule, Label string
	Severity    mla.Severity
	// Place names the field, Anchor is its id on the page or its section's; empty where the page has neither.
	Place, Anchor               string
	Message, Explanation, Cure  string
	Mark, Source, SourceAddress string
	House                       bool
	// Use is the button's value that writes UseTo in place of what was typed; empty for none.
	Use, UseTo string
}

// severityGroup are the findings of one severity.
type severityGroup struct {
	Severity mla.Severity
	// Rules are the causes, for the line that is read aloud.
	Rules    string
	Findings []findingView
}

// preflightPanel is the panel of the editor and of the approval page.
type preflightPanel struct {
	Groups []severityGroup
	// Help says what the panel is for.
	Help string
}

// panelOf groups findings by severity. anchor gives the id of a field on the page.
func panelOf(lang, help string, fs []mla.Finding, anchor func(field string) string) preflightPanel {
	p := preflightPanel{Help: help}
	for _, sev := range mla.Severities {
		g := severityGroup{Severity: sev, Rules: strings.Join(mla.RulesOf(fs, sev), ", ")}
		for _, f := range fs {
			if f.Severity == sev {
				g.Findings = append(g.Findings, viewFinding(lang, f, anchor(f.Field)))
			}
		}
		if len(g.Findings) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return p
}

func viewFinding(lang string, f mla.Finding, anchor string) findingView {
	v := findingView{
		Rule: f.Rule, Label: i18n.Label(lang, "cause", f.Rule), Severity: f.Severity, Place: upperFirst(i18n.Field(lang, f.Field)), Anchor: anchor,
		Message: inLang(lang, f.Message), Explanation: inLang(lang, f.Explanation), Cure: inLang(lang, f.Cure),
		Mark: i18n.Label(lang, "mark", string(f.Source.Mark)), SourceAddress: f.Source.URL,
	}
	if r := f.Replace; r != nil {
		v.Use, v.UseTo = useValue(f.Field, *r), r.To
	}
	if f.Source.Ref != string(mla.Design) {
		v.Source = f.Source.Ref
	}
	// What is marked design already says so.
	v.House = f.House && f.Source.Mark != mla.Design
	return v
}

// anchors finds the place of a field in the editor: the field, its row's first field, or its section.
func anchors(sections []formSection) func(string) string {
	known := map[string]bool{}
	section := map[string]string{}
	keep := func(sec string, fields []formField) {
		for _, f := range fields {
			if f.Widget != asHidden {
				known[f.Name] = true
			}
			head, _, _ := strings.Cut(f.Name, ".")
			if section[head] == "" {
				section[head] = "s-" + sec
			}
		}
	}
	for _, s := range sections {
		keep(s.Key, s.Fields)
		if s.Group == nil {
			continue
		}
		if section[s.Group.Key] == "" {
			section[s.Group.Key] = "s-" + s.Key
		}
		for _, r := range s.Group.Rows {
			keep(s.Key, r.Fields)
			if r.Sub != nil {
				for _, sub := range r.Sub.Rows {
					keep(s.Key, sub.Fields)
				}
			}
		}
	}
	return func(field string) string {
		if known[field] {
			return fieldID(field)
		}
		head, _, _ := strings.Cut(field, ".")
		return section[head]
	}
}

// noteFields writes the findings beside the fields they concern.
func noteFields(sections []formSection, panel preflightPanel) {
	byID := map[string][]findingView{}
	for _, g := range panel.Groups {
		for _, f := range g.Findings {
			byID[f.Anchor] = append(byID[f.Anchor], f)
		}
	}
	note := func(fields []formField) {
		for i := range fields {
			fields[i].Notes = byID[fields[i].ID]
		}
	}
	for i := range sections {
		note(sections[i].Fields)
		if sections[i].Group == nil {
			continue
		}
		for _, r := range sections[i].Group.Rows {
			note(r.Fields)
			if r.Sub != nil {
				for _, sub := range r.Sub.Rows {
					note(sub.Fields)
				}
			}
		}
	}
}

// withoutUse takes the buttons away from a draft that cannot be edited.
func (p preflightPanel) withoutUse() preflightPanel {
	for _, g := range p.Groups {
		for i := range g.Findings {
			g.Findings[i].Use = ""
		}
	}
	return p
}

// draftPreflight is the panel alone, for the script of the editor: it examines what is typed, and saves nothing.
func (s *web) draftPreflight(c echo.Context) error {
	req, err := s.draftRequest(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	lang := s.lang(c)
	d, _ := draftFrom(values)
	fs, err := s.preflight(c.Request().Context(), who(c), req, d)
	if err != nil {
		return err
	}
	sections, _, _ := draftForm(lang, values, nil)
	panel := panelOf(lang, i18n.T(lang, "preflight.help", nil), fs, anchors(sections))
	var buf bytes.Buffer
	if err := s.pages[lang]["draft"].ExecuteTemplate(&buf, "preflight", panel); err != nil {
		return fmt.Errorf("preflight panel: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.HTMLBlob(http.StatusOK, buf.Bytes())
}
