package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// frontendHealth is the name under which the frontend reports its health.
const frontendHealth = "temporal.api.workflowservice.v1.WorkflowService"

// awaitNamespace answers once a client can start a workflow in the namespace: the frontend is healthy, the namespace
// is registered, and the frontend's cache of namespaces has seen it.
func awaitNamespace(ctx context.Context, address, namespace string, retention time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()

	if err := poll(ctx, "the frontend", func(ctx context.Context) error {
		answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: frontendHealth})
		if err == nil && answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
			err = fmt.Errorf("health is %s", answer.GetStatus())
		}
		return err
	}); err != nil {
		return err
	}

	client := workflowservice.NewWorkflowServiceClient(conn)
	if err := poll(ctx, "the namespace", func(ctx context.Context) error {
		_, err := client.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
			Namespace: namespace, WorkflowExecutionRetentionPeriod: durationpb.New(retention),
		})
		var exists *serviceerror.NamespaceAlreadyExists
		if errors.As(serviceerror.FromStatus(status.Convert(err)), &exists) {
			return nil
		}
		return err
	}); err != nil {
		return err
	}
	return poll(ctx, "the lists", func(ctx context.Context) error {
		_, err := client.CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{Namespace: namespace})
		return err
	})
}

// poll repeats a question until it is answered or the context ends, and then tells the last reason.
func poll(ctx context.Context, what string, ask func(context.Context) error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s did not come up: %w", what, err)
		case <-tick.C:
		}
	}
}
