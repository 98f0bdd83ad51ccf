package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// preflightView is the answer of the pre-flight.
type preflightView struct {
	Blocks   bool          `json:"blocks"`
	Findings []mla.Finding `json:"findings"`
}

func viewPreflight(fs []mla.Finding) preflightView {
	return preflightView{Blocks: mla.Blocks(fs), Findings: orEmpty(fs)}
}

// postPreflight is POST /preflight: any draft, stored nowhere. Its documents are those that it names itself.
func (s *Server) postPreflight(c echo.Context) error {
	tree, err := readObject(c)
	if err != nil {
		return err
	}
	named := namedDocs(tree)
	var d mla.Draft
	dec := decoder{docs: func(key string) (mla.DocRef, bool) {
		doc, ok := named[key]
		return doc, ok
	}}
	if err := dec.into(tree, &d); err != nil {
		return err
	}
	if err := refusals(headFaults(d)); err != nil {
		return err
	}
	fs, err := s.preflight(c.Request().Context(), must(c).Actor(), desk.Request{}, d)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewPreflight(fs))
}

// headFaults are the faults of the draft's head, without which no law can be chosen, and of labels. Times, ports and
// periods that are wrong are return causes, and found as such.
func headFaults(d mla.Draft) []*mla.Error {
	var out []*mla.Error
	for _, e := range mla.CheckDraft(d) {
		if !slices.Contains([]string{codeInvalidTime, codeOutOfRange, mla.CodeDateBefore}, e.Code) {
			out = append(out, e)
		}
	}
	var unknown *mla.Error
	if _, err := lawOf(d.State); d.State != "" && errors.As(err, &unknown) {
		out = append(out, unknown)
	}
	return out
}

// namedDocs are the documents that the attachments of a draft describe.
func namedDocs(tree map[string]any) map[string]mla.DocRef {
	out := map[string]mla.DocRef{}
	list, _ := tree["attachments"].([]any)
	for _, a := range list {
		row, _ := a.(map[string]any)
		doc, _ := row["doc"].(map[string]any)
		sha, _ := doc["sha256"].(string)
		mime, _ := doc["mime"].(string)
		n, _ := doc["size"].(json.Number)
		size, _ := n.Int64()
		if sha != "" {
			out[sha] = mla.DocRef{SHA256: sha, Size: size, MIME: mime}
		}
	}
	return out
}

// getPreflight is GET /requests/{ref}/preflight: the frozen revision once submitted, the latest before.
func (s *Server) getPreflight(c echo.Context) error {
	r, err := s.request(c)
	if err != nil {
		return err
	}
	if r.Draft == nil {
		return mla.Refuse(mla.CodeNotFound, "draft")
	}
	ctx, who := c.Request().Context(), must(c).Actor()
	body := r.Draft.Body
	if f := r.State.Frozen; f != nil && f.Revision != r.Draft.Revision {
		frozen, err := s.cfg.Desk.Draft(ctx, who, r.ID, f.Revision)
		if err != nil {
			return err
		}
		body = frozen.Body
	}
	fs, err := s.preflight(ctx, who, r, body)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, viewPreflight(fs))
}
