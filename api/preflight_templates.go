package api

import (
	"context"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// draftTemplates warns of each template that the request would be printed from
// and that nobody released: its pages would carry a label, and the request would
// not be handed over. Better told before it is submitted than when it is to leave.
func (s *Server) draftTemplates(ctx context.Context, req desk.Request, d mla.Draft) ([]mla.Finding, error) {
	if s.cfg.Templates == nil || d.Form == "" {
		return nil, nil
	}
	langs := []string{i18n.French}
	if to := req.Profile.TranslateTo; to != "" && to != i18n.French {
		langs = append(langs, to)
	}
	drafts, err := s.cfg.Templates.Drafts(ctx, d, req.Profile, langs...)
	if err != nil {
		return nil, err
	}
	var out []mla.Finding
	for _, t := range drafts {
		say := func(key string) mla.Text {
			word := func(lang string) string {
				return i18n.T(lang, "preflight.template."+key, map[string]string{"Letter": letterName(lang, t.Form), "Lang": i18n.Label(lang, "lang", t.Lang)})
			}
			return mla.Text{FR: word(i18n.French), EN: word(i18n.English)}
		}
		out = append(out, mla.Finding{
			Rule: "other", Check: mla.CodeTemplateNotReleased, Field: "form", Severity: mla.Warn, House: true,
			Message: say("message"), Explanation: say("why"), Cure: say("cure"), Source: mla.Source{Mark: mla.Design, Ref: string(mla.Design)},
		})
	}
	return out, nil
}
