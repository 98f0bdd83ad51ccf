package api

// routes is the table of everything the server answers.
func (s *Server) routes() error {
	if err := s.routesV1(); err != nil {
		return err
	}
	return s.routesWeb()
}
