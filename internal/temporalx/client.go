package temporalx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"

	"github.com/rogatory/rogatory/internal/clock"
	"github.com/rogatory/rogatory/internal/secret"
	"github.com/rogatory/rogatory/workflows/contract"
)

// Options say where the server is and with which keys payloads are sealed.
type Options struct {
	Address   string
	Namespace string
	Keys      secret.Ring
	Log       *slog.Logger
}

// Converters are the data and failure converters that seal everything: failure
// messages and stack traces included, which a codec alone would leave readable.
func Converters(keys secret.Ring) (converter.DataConverter, converter.FailureConverter) {
	dc := converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), Codec{Ring: keys})
	return dc, temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
		DataConverter: dc, EncodeCommonAttributes: true,
	})
}

func (o Options) client() client.Options {
	dc, fc := Converters(o.Keys)
	ns := o.Namespace
	if ns == "" {
		ns = "default"
	}
	return client.Options{
		HostPort: o.Address, Namespace: ns, DataConverter: dc, FailureConverter: fc,
		Logger: log.NewStructuredLogger(o.Log),
		// Payloads are packed and sealed: trying again on the wire wins nothing.
		ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}},
	}
}

// Lazy returns a client that connects when first used, so that pages work while
// the engine is down.
func Lazy(o Options) (client.Client, error) { return client.NewLazyClient(o.client()) }

// Dial returns a connected client.
func Dial(ctx context.Context, o Options) (client.Client, error) {
	return client.DialContext(ctx, o.client())
}

// Prepare registers the search attributes and waits until a start with them
// succeeds: a start right after they were added can fail for a moment.
func Prepare(ctx context.Context, c client.Client, namespace string) error {
	if namespace == "" {
		namespace = "default"
	}
	attrs := map[string]enumspb.IndexedValueType{
		contract.AttrState: enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		contract.AttrTrack: enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		contract.AttrPhase: enumspb.INDEXED_VALUE_TYPE_KEYWORD,
	}
	list, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err != nil {
		return fmt.Errorf("list search attributes: %w", err)
	}
	for name := range list.GetCustomAttributes() {
		delete(attrs, name)
	}
	if len(attrs) > 0 {
		_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: namespace, SearchAttributes: attrs})
		var exists *serviceerror.AlreadyExists
		if err != nil && !errors.As(err, &exists) {
			return fmt.Errorf("add search attributes: %w", err)
		}
	}
	return probe(ctx, c)
}

// probe starts a workflow that no worker takes, with all attributes, and ends it.
func probe(ctx context.Context, c client.Client) error {
	var last error
	for ctx.Err() == nil {
		id := "probe/" + uuid.NewString()
		_, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
			ID: id, TaskQueue: contract.Queue + "-probe", WorkflowExecutionTimeout: 10 * time.Second,
			TypedSearchAttributes: temporal.NewSearchAttributes(
				temporal.NewSearchAttributeKeyKeyword(contract.AttrState).ValueSet("FR"),
				temporal.NewSearchAttributeKeyKeyword(contract.AttrTrack).ValueSet("probe"),
				temporal.NewSearchAttributeKeyKeyword(contract.AttrPhase).ValueSet("probe"),
			),
		}, "Probe")
		if err == nil {
			return c.TerminateWorkflow(ctx, id, "", "probe")
		}
		last = err
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	return fmt.Errorf("probe search attributes: %w", errors.Join(ctx.Err(), last))
}

// Schedules creates the daily digest and the sweep of the inbox, once. With a
// fast clock the digest comes once a virtual day.
func Schedules(ctx context.Context, c client.Client, clk clock.Clock) error {
	day := max(clk.Scale(24*time.Hour), time.Second)
	for _, s := range []struct {
		id, workflow string
		every        time.Duration
		offset       time.Duration
	}{
		{"digest", contract.DigestWorkflow, day, clk.Scale(5 * time.Hour)},
		{"sweep", contract.SweepWorkflow, max(min(clk.Scale(time.Hour), time.Minute), 5*time.Second), 0},
	} {
		_, err := c.ScheduleClient().Create(ctx, client.ScheduleOptions{
			ID:   s.id,
			Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: s.every, Offset: s.offset % s.every}}},
			Action: &client.ScheduleWorkflowAction{
				ID: s.id, Workflow: s.workflow, TaskQueue: contract.Queue, Args: []any{contract.DigestInput{Clock: clk}},
				WorkflowExecutionTimeout: 10 * time.Minute,
			},
			Overlap:       enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
			CatchupWindow: time.Minute,
		})
		if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
			return fmt.Errorf("schedule %s: %w", s.id, err)
		}
	}
	return nil
}
