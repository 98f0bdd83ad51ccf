package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const loopback = "127.0.0.1"

// historyShards is fixed for the life of the database; a demo needs few, and each costs goroutines and polling.
const historyShards = 4

// startServer starts the four services and answers the frontend's address. The services find each other by fixed
// addresses instead of gossip: there is one of each, and after a crash no dead member needs to be forgotten.
func startServer(pg postgres, o options, logger log.Logger) (temporal.Server, string, error) {
	services := map[string]config.Service{}
	hosts := map[primitives.ServiceName]static.Hosts{}
	address := ""
	for _, name := range temporal.DefaultServices {
		wanted := 0
		if name == string(primitives.FrontendService) {
			wanted = o.grpcPort
		}
		port, err := freePort(wanted)
		if err != nil {
			return nil, "", err
		}
		host := fmt.Sprintf("%s:%d", loopback, port)
		services[name] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
		hosts[primitives.ServiceName(name)] = static.SingleLocalHost(host)
		if name == string(primitives.FrontendService) {
			address = host
		}
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(serverConfig(pg, o, services, address)),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return authorization.NewNoopClaimMapper() }),
		temporal.WithDynamicConfigClient(settings()),
	)
	if err != nil {
		return nil, "", err
	}
	return server, address, server.Start()
}

func serverConfig(pg postgres, o options, services map[string]config.Service, address string) *config.Config {
	const engine, lists = "engine", "lists"
	return &config.Config{
		Global: config.Global{Membership: config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback}},
		Persistence: config.Persistence{
			DefaultStore: engine, VisibilityStore: lists, NumHistoryShards: historyShards,
			DataStores: map[string]config.DataStore{
				engine: {SQL: pg.sql(o.database, engineConnections)},
				lists:  {SQL: pg.sql(o.visibilityDatabase, visibilityConnections)},
			},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: "active", CurrentClusterName: "active",
			ClusterInformation: map[string]cluster.ClusterInformation{
				"active": {Enabled: true, InitialFailoverVersion: 1, RPCAddress: address},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            services,
		PublicClient:        config.PublicClient{HostPort: address},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
	}
}

// settings are the dynamic configuration. Updates and update-with-start are on by default in this server; the first
// is stated because the application cannot work without it.
func settings() dynamicconfig.StaticClient {
	return dynamicconfig.StaticClient{
		// By default a timer under a second fires after a second, which a fast demo clock cannot live with.
		dynamicconfig.TimerProcessorMaxTimeShift.Key(): 10 * time.Millisecond,

		dynamicconfig.FrontendEnableUpdateWorkflowExecution.Key():              true,
		dynamicconfig.FrontendEnableUpdateWorkflowExecutionAsyncAccepted.Key(): true,
		// Ten in flight would refuse an eleventh person acting on one request while a worker is away.
		dynamicconfig.WorkflowExecutionMaxInFlightUpdates.Key(): 100,

		// A search attribute is usable at once after the application added it.
		dynamicconfig.ForceSearchAttributesCacheRefreshOnRead.Key(): true,
		dynamicconfig.NamespaceCacheRefreshInterval.Key():           time.Second,

		// One worker process needs no partitioned task queues, and one partition saves the forwarding between them.
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
	}
}

// freePort answers the wanted port when nobody listens on it, or any free one for 0: at random, so that servers that
// start together differ, and below the ports of outgoing connections, so that none of these holds it. Another process
// may take it before we do; the server then fails to start and says so.
func freePort(wanted int) (int, error) {
	const first, count, tries = 20000, 10000, 100
	for try := 1; ; try++ {
		port := wanted
		if port == 0 {
			port = first + rand.IntN(count)
		}
		l, err := net.Listen("tcp", fmt.Sprintf("%s:%d", loopback, port))
		if err == nil {
			return port, l.Close()
		}
		if wanted != 0 || try == tries {
			return 0, fmt.Errorf("port %d on %s is taken: %w", port, loopback, err)
		}
	}
}
