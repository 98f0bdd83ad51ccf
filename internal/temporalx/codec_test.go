package temporalx

import (
	"bytes"
	"compress/flate"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"google.golang.org/protobuf/proto"

	"github.com/rogatory/rogatory/internal/secret"
)

type note struct{ Name string }

func sealedBy(t *testing.T, r secret.Ring, v any) *commonpb.Payload {
	t.Helper()
	dc, _ := Converters(r)
	p, err := dc.ToPayload(v)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsSealedOpensAndShowsNothing(t *testing.T) {
	t.Parallel()
	ring := secret.NewRing(secret.GenerateKey())
	in := note{"Zorblatt Quenneville"}
	p := sealedBy(t, ring, in)
	raw, err := proto.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("Zorblatt")) || bytes.Contains(raw, []byte("json/plain")) {
		t.Errorf("readable: %q", raw)
	}
	dc, _ := Converters(ring)
	var out note
	if err := dc.FromPayload(p, &out); err != nil || out != in {
		t.Errorf("%+v %v", out, err)
	}
	if string(sealedBy(t, ring, in).GetData()) == string(p.GetData()) {
		t.Error("the same value twice gives the same bytes: equal values would show")
	}
}

func TestEveryKindOfValueSurvives(t *testing.T) {
	t.Parallel()
	ring := secret.NewRing(secret.GenerateKey())
	dc, _ := Converters(ring)
	ps, err := dc.ToPayloads("text", []byte{0, 1, 2}, nil, 42, note{"é"})
	if err != nil {
		t.Fatal(err)
	}
	var s string
	var b []byte
	var none *note
	var n int
	var st note
	if err := dc.FromPayloads(ps, &s, &b, &none, &n, &st); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"text", []byte{0, 1, 2}, 42, note{"é"}}, []any{s, b, n, st}); diff != "" || none != nil {
		t.Error(diff, none)
	}
}

func TestAnOlderKeyStillOpens(t *testing.T) {
	t.Parallel()
	before, after := secret.GenerateKey(), secret.GenerateKey()
	p := sealedBy(t, secret.NewRing(before), note{"a"})
	rotated, _ := Converters(secret.NewRing(after, before))
	var out note
	if err := rotated.FromPayload(p, &out); err != nil || out.Name != "a" {
		t.Errorf("%+v %v", out, err)
	}
	// What is sealed after the rotation is sealed under the new key.
	fresh := sealedBy(t, secret.NewRing(after, before), note{"b"})
	onlyNew, _ := Converters(secret.NewRing(after))
	if err := onlyNew.FromPayload(fresh, &out); err != nil || out.Name != "b" {
		t.Errorf("%+v %v", out, err)
	}
}

func TestDecodingFailsClosed(t *testing.T) {
	t.Parallel()
	ring := secret.NewRing(secret.GenerateKey())
	good := sealedBy(t, ring, note{"a"})
	plain, err := converter.GetDefaultDataConverter().ToPayload(note{"a"})
	if err != nil {
		t.Fatal(err)
	}
	change := func(f func(p *commonpb.Payload)) *commonpb.Payload {
		p := proto.Clone(good).(*commonpb.Payload)
		f(p)
		return p
	}
	for name, tc := range map[string]struct {
		p    *commonpb.Payload
		want error
	}{
		"not sealed":        {plain, nil},
		"no metadata":       {&commonpb.Payload{Data: good.GetData()}, nil},
		"empty":             {&commonpb.Payload{}, nil},
		"an unknown key":    {sealedBy(t, secret.NewRing(secret.GenerateKey()), note{"a"}), secret.ErrUnknownKey},
		"a changed byte":    {change(func(p *commonpb.Payload) { p.Data[len(p.Data)-1] ^= 1 }), secret.ErrTampered},
		"a cut end":         {change(func(p *commonpb.Payload) { p.Data = p.Data[:len(p.Data)-1] }), secret.ErrTampered},
		"hardly anything":   {change(func(p *commonpb.Payload) { p.Data = p.Data[:3] }), secret.ErrMalformed},
		"another purpose":   {change(func(p *commonpb.Payload) { p.Data = secret.Seal(ring, []byte("documents"), []byte("x")) }), secret.ErrTampered},
		"another encoding":  {change(func(p *commonpb.Payload) { p.Metadata[converter.MetadataEncoding] = []byte("binary/encrypted") }), nil},
		"plain made sealed": {change(func(p *commonpb.Payload) { p.Data = plain.GetData() }), secret.ErrMalformed},
	} {
		out, err := Codec{Ring: ring}.Decode([]*commonpb.Payload{tc.p})
		if err == nil || out != nil {
			t.Errorf("%s: opened", name)
		}
		if tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

func TestFailuresShowNothing(t *testing.T) {
	t.Parallel()
	ring := secret.NewRing(secret.GenerateKey())
	_, fc := Converters(ring)
	cause := temporal.NewApplicationErrorWithOptions("no such person: Zorblatt Quenneville", "refused", temporal.ApplicationErrorOptions{
		Details: []any{note{"Mirabelle Okonjo"}}, Cause: errors.New("cause: 17 rue du Quokka"),
	})
	f := fc.ErrorToFailure(cause)
	raw, err := proto.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, secretText := range []string{"Zorblatt", "Mirabelle", "Quokka"} {
		if bytes.Contains(raw, []byte(secretText)) {
			t.Errorf("%s is readable in %q", secretText, raw)
		}
	}
	back := fc.FailureToError(f)
	var app *temporal.ApplicationError
	if !errors.As(back, &app) || !strings.Contains(back.Error(), "Zorblatt") {
		t.Fatalf("came back as %v", back)
	}
	var n note
	if err := app.Details(&n); err != nil || n.Name != "Mirabelle Okonjo" {
		t.Errorf("details %+v %v", n, err)
	}
}

func TestAFailurePassedOnStaysSealed(t *testing.T) {
	t.Parallel()
	_, fc := Converters(secret.NewRing(secret.GenerateKey()))
	again := fc.ErrorToFailure(fc.FailureToError(fc.ErrorToFailure(errors.New("boom"))))
	if again.GetMessage() == "boom" || again.GetStackTrace() != "" || again.GetEncodedAttributes() == nil {
		t.Errorf("message %q, stack trace %q, sealed %v", again.GetMessage(), again.GetStackTrace(), again.GetEncodedAttributes() != nil)
	}
}

// A panic in an activity carries a stack trace, which names files and may quote values.
func TestTheStackTraceOfAPanicIsSealed(t *testing.T) {
	t.Parallel()
	dc, fc := Converters(secret.NewRing(secret.GenerateKey()))
	var s testsuite.WorkflowTestSuite
	s.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := s.NewTestActivityEnvironment()
	env.SetDataConverter(dc)
	env.SetFailureConverter(fc)
	fail := func() error { panic("Zorblatt") }
	env.RegisterActivity(fail)
	_, err := env.ExecuteActivity(fail)
	var panicked *temporal.PanicError
	if !errors.As(err, &panicked) {
		t.Fatalf("no panic: %v", err)
	}
	raw, merr := proto.Marshal(fc.ErrorToFailure(panicked))
	if merr != nil || bytes.Contains(raw, []byte("Zorblatt")) || bytes.Contains(raw, []byte("goroutine")) {
		t.Errorf("readable: %q %v", raw, merr)
	}
}

// The writers that pack are used again: nothing of one payload may be left in the
// next, also when many are packed at once.
func TestPackingAgainGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	plain := func(i int) []byte { return bytes.Repeat([]byte{byte(i), 'x', byte(i / 3)}, packFrom+i) }
	var want [8][]byte
	for i := range want {
		var buf bytes.Buffer
		buf.WriteByte(packedDeflate)
		w, err := flate.NewWriter(&buf, flate.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(plain(i))
		_ = w.Close()
		want[i] = buf.Bytes()
	}
	var wg sync.WaitGroup
	for i := range want {
		wg.Go(func() {
			for range 20 {
				got, err := pack(plain(i))
				if err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("payload %d is packed differently: %v", i, err)
				}
				if back, err := unpack(got); err != nil || !bytes.Equal(back, plain(i)) {
					t.Errorf("payload %d does not come back: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkPack(b *testing.B) {
	plain := bytes.Repeat([]byte("a few kilobytes of a request, "), 200)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pack(plain); err != nil {
			b.Fatal(err)
		}
	}
}
