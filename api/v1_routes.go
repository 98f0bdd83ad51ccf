package api

import (
	"github.com/labstack/echo/v4"
)

// routesV1 is everything that openapi.yaml describes.
func (s *Server) routesV1() error {
	document, err := openAPIDocument()
	if err != nil {
		return err
	}
	s.echo.GET("/api/openapi.json", func(c echo.Context) error {
		return c.Blob(200, echo.MIMEApplicationJSON, document)
	})
	s.echo.GET("/healthz", s.healthy)
	s.echo.GET("/readyz", s.ready)
	// The signature is the authority. The second form is the one that the case system's links have.
	s.echo.GET("/api/v1/deliveries/:id/files/:sha256", s.getDeliveryFile)
	s.echo.GET("/api/v1/evidence/:sha256", s.getDeliveryFile)

	v1 := s.echo.Group("/api/v1", requireUser)
	v1.GET("/requests", s.listRequests)
	v1.POST("/requests", s.openRequest)
	v1.GET("/requests/:ref", s.getRequest)
	v1.GET("/requests/:ref/draft", s.getDraft)
	v1.PUT("/requests/:ref/draft", s.putDraft)
	v1.GET("/requests/:ref/sealed", s.getSealed)
	v1.PUT("/requests/:ref/sealed", s.putSealed)
	v1.GET("/requests/:ref/events", s.getEvents)
	v1.GET("/requests/:ref/obligations", s.getObligations)
	v1.POST("/requests/:ref/files", s.postFile)
	for _, v := range verbs {
		v1.POST("/requests/:ref/"+v.Name, s.command(v))
	}
	v1.GET("/documents/:id", s.getDocument)
	v1.GET("/commands/:command_id", s.commandOutcome)
	v1.GET("/cases", s.listCases)
	v1.GET("/cases/:ref", s.getCase)
	v1.GET("/duties", s.listDuties)
	v1.GET("/outbox", s.listOutbox)
	v1.GET("/users", s.listUsers)
	v1.GET("/tokens", s.listTokens)
	v1.POST("/tokens", s.postToken)
	v1.DELETE("/tokens/:id", s.deleteToken)
	return nil
}
