package main

import (
	"fmt"

	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/server_options"
)

// startUI serves the web UI for looking only: it has no sign-in, and people act on a request through the application.
func startUI(o options, address string) (*uiserver.Server, string, error) {
	if o.uiPort == 0 {
		return nil, "", nil
	}
	// Asked first, because the UI answers a taken port by ending the process.
	if _, err := freePort(o.uiPort); err != nil {
		return nil, "", err
	}
	ui := uiserver.NewServer(server_options.WithConfigProvider(&uiconfig.Config{
		TemporalGRPCAddress: address,
		Host:                loopback,
		Port:                o.uiPort,
		EnableUI:            true,
		DefaultNamespace:    o.namespace,
		DisableNewsFetch:    true,
		DisableWriteActions: true,
		HideLogs:            true,
		Codec:               uiconfig.Codec{Endpoint: o.uiCodec},
		// The cookie against forged requests is sent over plain HTTP, which on loopback is all there is.
		CORS: uiconfig.CORS{CookieInsecure: true},
	}))
	go func() { _ = ui.Start() }()
	return ui, fmt.Sprintf("http://%s:%d", loopback, o.uiPort), nil
}
