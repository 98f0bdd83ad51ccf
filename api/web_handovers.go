package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// handoversView is the clerk's queue: files that lie here, letters to hand over.
type handoversView struct {
	base
	Files   []handover
	Letters []handover
}

// handover is one thing to pass on, with the documents that go along.
type handover struct {
	desk.Duty
	To        mla.Text
	Documents []desk.Document
	Action    string
	// Seal says what the organisation's seal lacks: pending, not_configured, no_timestamp.
	Seal string
}

func (s *web) handovers(c echo.Context) error {
	ctx, a := c.Request().Context(), who(c)
	duties, err := s.cfg.Desk.Duties(ctx, a, dutiesShown)
	if err != nil {
		return err
	}
	duties = slices.DeleteFunc(duties, func(d desk.Duty) bool {
		return !mine(a, d.Obligation.Owed) || d.Obligation.Clock != mla.DutyHandOverLetter && d.Obligation.Clock != "HANDOVER_DUTY"
	})
	ids := make([]string, len(duties))
	for i, d := range duties {
		ids[i] = d.Request.ID
	}
	files, err := s.cfg.Desk.HandoverFiles(ctx, a, ids)
	if err != nil {
		return err
	}
	v := handoversView{base: s.base(c, "handovers.title")}
	for _, d := range duties {
		file, ok := files[d.Request.ID]
		if !ok {
			continue // it was passed on meanwhile, and is no longer seen
		}
		h := handover{Duty: d, Action: dutyAction(a, d)}
		if d.Obligation.Clock == mla.DutyHandOverLetter {
			if doc, ok := documentBy(file.Documents, d.Obligation.Doc.SHA256); ok {
				h.Documents = []desk.Document{doc}
			}
			v.Letters = append(v.Letters, h)
			continue
		}
		if next := file.State.Holder + 1; next > 0 && next < len(file.State.Hops) {
			h.To = file.State.Hops[next].Actor
		}
		h.Documents, h.Seal = packageOf(file), sealNote(&file.State)
		v.Files = append(v.Files, h)
	}
	return s.page(c, http.StatusOK, "handovers", &v)
}

// packagePapers are the kinds of paper of our making that go with a request.
var packagePapers = []string{"cover", "slip", "reciprocity", "note_verbale", "eio_form_b", "courtesy", "police_text", "package"}

// packageOf lists what travels: the document that hops hand over, its
// translation, what goes with it, and what was added to complete it. Of a paper
// that was made for several hand-overs the latest goes.
func packageOf(file desk.HandoverFile) []desk.Document {
	var out []desk.Document
	for _, d := range file.Documents {
		if file.State.Superseded(d.Key) {
			continue // made again since, after its template was released
		}
		switch d.Kind {
		case "request", "sealed_request", "signed":
			if d.Doc.SHA256 != file.State.Travelling() {
				continue
			}
		case "translation":
			if t := file.State.Translation; t == nil || t.Doc.SHA256 != d.Doc.SHA256 {
				continue
			}
		case "cure", "attachment":
		default:
			if !slices.Contains(packagePapers, d.Kind) {
				continue
			}
			// A slip is of one hand-over; another paper may be in two languages.
			out = slices.DeleteFunc(out, func(x desk.Document) bool { return x.Kind == d.Kind && (d.Kind == "slip" || x.Lang == d.Lang) })
		}
		out = append(out, d)
	}
	return out
}
