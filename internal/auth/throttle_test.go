package auth_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/auth"
)

func TestThrottle(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	fail := func(th *auth.Throttle, n int) {
		for range n {
			th.Failed("Officer@demo", "192.0.2.1")
		}
	}
	for _, tc := range []struct {
		name string
		do   func(th *auth.Throttle, now *time.Time)
		want time.Duration
	}{
		{"a newcomer does not wait", func(*auth.Throttle, *time.Time) {}, 0},
		{"four slips are free", func(th *auth.Throttle, _ *time.Time) { fail(th, 4) }, 0},
		{"the fifth costs a second", func(th *auth.Throttle, _ *time.Time) { fail(th, 5) }, time.Second},
		{"each further one doubles it", func(th *auth.Throttle, _ *time.Time) { fail(th, 8) }, 8 * time.Second},
		{"a quarter of an hour is the most", func(th *auth.Throttle, _ *time.Time) { fail(th, 500) }, 15 * time.Minute},
		{"the wait runs down", func(th *auth.Throttle, now *time.Time) {
			fail(th, 8)
			*now = now.Add(5 * time.Second)
		}, 3 * time.Second},
		{"success forgets", func(th *auth.Throttle, _ *time.Time) {
			fail(th, 8)
			th.Succeeded("officer@demo", "192.0.2.1")
		}, 0},
		{"after a day the count starts again", func(th *auth.Throttle, now *time.Time) {
			fail(th, 8)
			*now = now.Add(25 * time.Hour)
			fail(th, 1)
		}, 0},
		{"another address does not suffer", func(th *auth.Throttle, _ *time.Time) {
			for range 50 {
				th.Failed("officer@demo", "198.51.100.9")
			}
		}, 0},
		{"a flood of other pairs does not wash away a long count", func(th *auth.Throttle, _ *time.Time) {
			fail(th, 8)
			for i := range 10_500 {
				th.Failed(fmt.Sprint("nobody", i), "198.51.100.9")
			}
		}, 8 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			now := start
			th := auth.NewThrottle(func() time.Time { return now })
			tc.do(th, &now)
			if got := th.Wait("officer@demo ", "192.0.2.1"); got != tc.want {
				t.Errorf("Wait = %s, want %s", got, tc.want)
			}
		})
	}
}
