package clock_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rogatory/rogatory/internal/clock"
)

var anchor = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func TestVirtual(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		clock clock.Clock
		real  time.Time
		want  time.Time
	}{
		{"the zero clock is the machine's clock", clock.Clock{}, anchor.Add(time.Hour), anchor.Add(time.Hour)},
		{"speed zero counts as one", clock.Clock{Anchor: anchor}, anchor.Add(time.Hour), anchor.Add(time.Hour)},
		{"a negative speed counts as one", clock.Clock{Anchor: anchor, Speed: -3}, anchor.Add(time.Hour), anchor.Add(time.Hour)},
		{"at the anchor both agree", clock.Clock{Anchor: anchor, Speed: 1440}, anchor, anchor},
		{"a minute is a day at speed 1440", clock.Clock{Anchor: anchor, Speed: 1440}, anchor.Add(time.Minute), anchor.AddDate(0, 0, 1)},
		{"before the anchor runs backwards alike", clock.Clock{Anchor: anchor, Speed: 60}, anchor.Add(-time.Minute), anchor.Add(-time.Hour)},
		{"a slow clock is possible", clock.Clock{Anchor: anchor, Speed: 0.5}, anchor.Add(time.Hour), anchor.Add(30 * time.Minute)},
		{"centuries do not overflow", clock.Clock{Anchor: anchor, Speed: 1e5}, anchor.Add(100 * time.Hour), time.Unix(anchor.Unix()+100*3600*100_000, 0)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := tc.clock.Virtual(tc.real); !got.Equal(tc.want) {
				t.Errorf("Virtual(%s) = %s, want %s", tc.real, got, tc.want)
			}
		})
	}
}

func TestVirtualAndRealAreInverse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := clock.Clock{Anchor: anchor, Speed: rapid.Float64Range(1, 100_000).Draw(t, "speed")}
		real := anchor.Add(time.Duration(rapid.Int64Range(-int64(10*365*24*time.Hour), int64(10*365*24*time.Hour)).Draw(t, "elapsed")))
		if back := c.Real(c.Virtual(real)); !back.Equal(real) {
			t.Fatalf("real %s came back as %s", real, back)
		}
		off := c.Virtual(c.Real(real)).Sub(real).Abs()
		if off > time.Duration(c.Speed)+1 {
			t.Fatalf("virtual came back %s off at speed %g", off, c.Speed)
		}
	})
}

func TestScale(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		speed float64
		in    time.Duration
		want  time.Duration
	}{
		{"a virtual day passes in a minute", 1440, 24 * time.Hour, time.Minute},
		{"speed zero leaves it alone", 0, time.Hour, time.Hour},
		{"a wait never vanishes", 1e9, time.Nanosecond, time.Nanosecond},
		{"no wait stays none", 1440, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := (clock.Clock{Anchor: anchor, Speed: tc.speed}).Scale(tc.in); got != tc.want {
				t.Errorf("Scale(%s) = %s, want %s", tc.in, got, tc.want)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	t.Run("what is stored is what comes back", func(t *testing.T) {
		t.Parallel()
		want := clock.Clock{Anchor: anchor, Speed: 720}
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got clock.Clock
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	t.Run("a clock that runs backwards is refused", func(t *testing.T) {
		t.Parallel()
		var got clock.Clock
		if err := json.Unmarshal([]byte(`{"speed":-1}`), &got); err == nil {
			t.Error("accepted")
		}
	})
}

func TestNowIsStorable(t *testing.T) {
	t.Parallel()
	now := clock.Clock{}.Now()
	if now.Location() != time.UTC || now != now.Round(0) {
		t.Errorf("Now() = %#v: want UTC without a monotonic reading", now)
	}
}
