package api

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
)

// requestsView is the list, with its filters as they stand in the address.
type requestsView struct {
	base
	Rows                   []desk.RequestRow
	Filter                 desk.Filter
	States, Tracks, Phases []option
	// Next is the address of the next page, First that of the first.
	Next, First string
}

// reference is a full reference, which opens its file at once.
var reference = regexp.MustCompile(`^FR-\d{4}-[A-Z]{2}-\d{4,}$`)

func (s *web) requestList(c echo.Context) error {
	q := c.QueryParams()
	f := desk.Filter{
		State: q.Get("etat"), Track: q.Get("voie"), Phase: q.Get("phase"), Search: strings.TrimSpace(q.Get("q")),
		Overdue: q.Get("retard") != "", Open: q.Get("toutes") == "", After: q.Get("apres"), Limit: 50,
	}
	ctx := c.Request().Context()
	if ref := strings.ToUpper(f.Search); reference.MatchString(ref) {
		if r, err := s.cfg.Desk.Request(ctx, who(c), ref); err == nil {
			return c.Redirect(http.StatusSeeOther, "/demandes/"+r.Reference)
		}
		f.Search = ref
	}
	got, err := s.cfg.Desk.Requests(ctx, who(c), f)
	if err != nil {
		return err
	}
	v := requestsView{base: s.base(c, "list.title"), Rows: got.Rows, Filter: f}
	v.States, v.Tracks, v.Phases = stateOptions(v.Lang), labelled(v.Lang, "track", mla.Tracks...), phaseOptions(v.Lang)
	q.Del("fait")
	if f.After != "" {
		v.First = withQuery(q, "apres", "")
	}
	if got.Next != "" {
		v.Next = withQuery(q, "apres", got.Next)
	}
	return s.page(c, http.StatusOK, "requests", &v)
}

// withQuery is the list's address with one parameter set or, if empty, left out.
func withQuery(q url.Values, name, value string) string {
	out := url.Values{}
	for k, vs := range q {
		if k != name && len(vs) > 0 && vs[0] != "" {
			out.Set(k, vs[0])
		}
	}
	if value != "" {
		out.Set(name, value)
	}
	if len(out) == 0 {
		return "/demandes"
	}
	return "/demandes?" + out.Encode()
}

// stateOptions are the States that the law's data covers.
func stateOptions(lang string) []option {
	book, err := jurisdiction.Load()
	if err != nil {
		return nil
	}
	var out []option
	for _, st := range book.States() {
		if st.Code() != book.Home().Code() {
			out = append(out, option{st.Code(), inLang(lang, st.Name())})
		}
	}
	return out
}

// phaseOptions lists every phase in the order of the table, each once.
func phaseOptions(lang string) []option {
	var out []option
	seen := map[mla.Phase]bool{}
	for _, r := range mla.Table {
		for _, p := range []mla.Phase{r.From, r.To} {
			if key := "phase." + string(p); !seen[p] && i18n.Has(lang, key) {
				seen[p] = true
				out = append(out, option{string(p), i18n.T(lang, key, nil)})
			}
		}
	}
	return out
}
