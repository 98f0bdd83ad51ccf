package api

func (s *Server) routesV1() error { return nil }
