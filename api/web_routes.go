package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/auth"
	"github.com/rogatory/rogatory/internal/i18n"
)

// web serves the pages. It uses the same functions as the JSON API to read and
// to move requests, and decides nothing itself.
type web struct {
	*Server
	pages    pages
	throttle *auth.Throttle
	pulse    pulse
}

// routesWeb adds the pages, and lets refusals be worded and shown by them.
func (s *Server) routesWeb() error {
	parsed, err := parsePages()
	if err != nil {
		return err
	}
	files, err := static()
	if err != nil {
		return fmt.Errorf("static files: %w", err)
	}
	w := &web{Server: s, pages: parsed, throttle: auth.NewThrottle(realNow)}
	s.worder, s.errorPage = i18n.Error, w.showProblem

	e := s.echo
	e.GET("/static/*", echo.WrapHandler(cached(files)))
	e.GET("/connexion", w.signInForm)
	e.POST("/connexion", w.signInPost)
	e.POST("/deconnexion", w.signOutPost)
	e.POST("/langue", w.languagePost)

	in := func(method, path string, h echo.HandlerFunc) { e.Add(method, path, h, w.signedIn) }
	in(http.MethodGet, "/", w.home)
	in(http.MethodGet, "/demandes", w.requestList)
	in(http.MethodGet, "/demandes/nouvelle", w.requestNew)
	in(http.MethodPost, "/demandes/nouvelle", w.requestNewPost)
	in(http.MethodGet, "/demandes/:ref", w.requestShow)
	in(http.MethodGet, "/demandes/:ref/brouillon", w.draftEdit)
	in(http.MethodPost, "/demandes/:ref/brouillon", w.draftPost)
	in(http.MethodPost, "/demandes/:ref/brouillon/controle", w.draftPreflight)
	in(http.MethodGet, "/demandes/:ref/brouillon/json", w.draftJSON)
	in(http.MethodPost, "/demandes/:ref/brouillon/json", w.draftJSONPost)
	in(http.MethodGet, "/demandes/:ref/apercu.pdf", w.draftPreview)
	in(http.MethodGet, "/demandes/:ref/lecture", w.approval)
	in(http.MethodPost, "/demandes/:ref/approve", w.approvePost)
	w.routesTranslation(in)
	in(http.MethodGet, "/demandes/:ref/identites", w.sealed)
	in(http.MethodPost, "/demandes/:ref/identites", w.sealedPost)
	in(http.MethodPost, "/demandes/:ref/identites/annexe", w.sealedAnnex)
	in(http.MethodGet, "/demandes/:ref/simulation", w.simulation)
	in(http.MethodGet, "/demandes/:ref/:verb", w.command)
	in(http.MethodPost, "/demandes/:ref/:verb", w.commandPost)
	in(http.MethodGet, "/etats", w.stateList)
	in(http.MethodGet, "/etats/:code", w.stateShow)
	in(http.MethodGet, "/remises", w.handovers)
	in(http.MethodGet, "/affaires", w.cases)
	in(http.MethodGet, "/affaires/:ref", w.caseShow)
	in(http.MethodGet, "/affaires/:ref/noms", w.names)
	in(http.MethodPost, "/affaires/:ref/noms", w.namesPost)
	in(http.MethodGet, "/affaires/:ref/noms/:id", w.name)
	in(http.MethodPost, "/affaires/:ref/noms/:id", w.namePost)
	in(http.MethodGet, "/courrier", w.outbox)
	in(http.MethodGet, holidaysPath, w.holidays)
	in(http.MethodPost, holidaysPath, w.holidaysPost)
	in(http.MethodGet, templatesPath, w.templates)
	in(http.MethodGet, templatesPath+"/:form/:lang", w.template)
	in(http.MethodGet, templatesPath+"/:form/:lang/apercu.pdf", w.templatePreview)
	in(http.MethodPost, templatesPath+"/:form/:lang/publier", w.templateRelease)
	in(http.MethodPost, templatesPath+"/:form/:lang/retirer", w.templateWithdraw)
	in(http.MethodGet, "/jetons", w.tokens)
	in(http.MethodPost, "/jetons", w.tokensPost)
	in(http.MethodPost, "/jetons/:id/revoquer", w.tokenRevoke)
	in(http.MethodGet, "/commandes/:id", w.pending)
	in(http.MethodGet, "/documents/:id", w.document)
	in(http.MethodGet, verifyPath, w.verifyForm)
	in(http.MethodPost, verifyPath, w.verifyPost)
	return nil
}

// signedIn sends anonymous visitors to the sign-in page, which brings them back,
// with what they had typed where a form arrives after its session has ended.
func (s *web) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, ok := actorFrom(c); ok {
			return next(c)
		}
		if c.Request().Method == http.MethodPost {
			return s.sessionEnded(c)
		}
		to := "/connexion"
		if c.Request().Method == http.MethodGet && c.Request().URL.Path != "/" {
			to += "?suite=" + url.QueryEscape(c.Request().URL.RequestURI())
		}
		return c.Redirect(http.StatusSeeOther, to)
	}
}

// local gives back an address of our own site, and the home page for any other.
func local(to string) string {
	if u, err := url.Parse(to); err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(u.Path, "/") &&
		!strings.HasPrefix(to, "//") && !strings.Contains(to, "\\") {
		return to
	}
	return "/"
}

// cached lets a browser keep the static files for an hour.
func cached(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		h.ServeHTTP(w, r)
	})
}
