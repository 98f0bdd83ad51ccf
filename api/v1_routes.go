package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// routesV1 is everything that openapi.yaml describes.
func (s *Server) routesV1() error {
	document, err := openAPIDocument()
	if err != nil {
		return err
	}
	s.echo.GET("/api/openapi.json", func(c echo.Context) error {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, document)
	})
	s.echo.GET("/healthz", s.healthy)
	s.echo.GET("/readyz", s.ready)
	// The signature is the authority. The second form is the one that the case system's links have.
	s.echo.GET("/api/v1/deliveries/:id/files/:sha256", s.getDeliveryFile)
	s.echo.GET("/api/v1/evidence/:sha256", s.getDeliveryFile)

	// Not a group with middleware: echo then answers 404 where another method is asked for, in place of 405.
	in := func(method, path string, h echo.HandlerFunc) { s.echo.Add(method, "/api/v1"+path, h, requireUser) }
	in(http.MethodGet, "/requests", s.listRequests)
	in(http.MethodPost, "/requests", s.openRequest)
	in(http.MethodGet, "/requests/:ref", s.getRequest)
	in(http.MethodGet, "/requests/:ref/draft", s.getDraft)
	in(http.MethodPut, "/requests/:ref/draft", s.putDraft)
	in(http.MethodPost, "/preflight", s.postPreflight)
	in(http.MethodGet, "/requests/:ref/preflight", s.getPreflight)
	in(http.MethodGet, "/requests/:ref/sealed", s.getSealed)
	in(http.MethodPut, "/requests/:ref/sealed", s.putSealed)
	in(http.MethodGet, "/requests/:ref/events", s.getEvents)
	in(http.MethodGet, "/requests/:ref/obligations", s.getObligations)
	in(http.MethodPost, "/requests/:ref/files", s.postFile)
	for _, v := range verbs {
		in(http.MethodPost, "/requests/:ref/"+v.Name, s.command(v))
	}
	in(http.MethodGet, "/requests/:ref/translation", s.getTranslation)
	in(http.MethodPut, "/requests/:ref/translation", s.putTranslation)
	in(http.MethodPut, "/requests/:ref/translation/source", s.putTranslationSource)
	in(http.MethodGet, "/requests/:ref/translation/xliff", s.getXLIFF)
	in(http.MethodPost, "/requests/:ref/translation/xliff", s.postXLIFF)
	in(http.MethodGet, "/requests/:ref/translation/tmx", s.getTMX)
	in(http.MethodPost, "/requests/:ref/translation/tmx", s.postTMX)
	in(http.MethodGet, "/memory/tmx", s.getMemory)
	in(http.MethodPost, "/memory/tmx", s.postMemory)
	in(http.MethodGet, "/translators/:id/oath", s.getOath)
	in(http.MethodPut, "/translators/:id/oath", s.putOathV1)
	in(http.MethodGet, "/documents", s.findDocuments)
	in(http.MethodGet, "/documents/:id", s.getDocument)
	in(http.MethodPost, "/verifications", s.postVerification)
	in(http.MethodGet, "/commands/:command_id", s.commandOutcome)
	in(http.MethodPost, "/paths/propose", s.proposePath)
	in(http.MethodGet, "/requests/:ref/simulation", s.getSimulation)
	in(http.MethodGet, "/cases", s.listCases)
	in(http.MethodGet, "/cases/:ref", s.getCase)
	in(http.MethodGet, "/cases/:ref/names", s.getNames)
	in(http.MethodPost, "/cases/:ref/names", s.postName)
	in(http.MethodPut, "/cases/:ref/names/:id", s.putName)
	in(http.MethodDelete, "/cases/:ref/names/:id", s.deleteName)
	in(http.MethodPut, "/cases/:ref/names/:id/forms/:lang", s.putNameForm)
	in(http.MethodPost, "/cases/:ref/names/:id/merge", s.postNameMerge)
	in(http.MethodPost, "/cases/:ref/names/:id/different", s.postNameDifferent)
	in(http.MethodGet, "/cases/:ref/names/:id/history", s.getNameHistory)
	in(http.MethodGet, "/states", s.listStates)
	in(http.MethodGet, "/states/:code", s.getState)
	in(http.MethodGet, "/duties", s.listDuties)
	in(http.MethodGet, "/outbox", s.listOutbox)
	in(http.MethodGet, "/users", s.listUsers)
	in(http.MethodGet, "/templates", s.listTemplates)
	in(http.MethodPost, "/templates/:form/:lang/release", s.postRelease)
	in(http.MethodPost, "/templates/:form/:lang/withdraw", s.postWithdrawal)
	in(http.MethodGet, "/tokens", s.listTokens)
	in(http.MethodPost, "/tokens", s.postToken)
	in(http.MethodDelete, "/tokens/:id", s.deleteToken)
	return nil
}
