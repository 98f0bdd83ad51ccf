package workday

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestZone(t *testing.T) {
	if got := manila.Date(instant("2026-03-03T16:30:00Z")); got != MustDate("2026-03-04") {
		t.Errorf("in Manila it is %s", got)
	}
	if got := paris.Midnight(MustDate("2026-07-14")); !got.Equal(instant("2026-07-13T22:00:00Z")) {
		t.Errorf("14 July begins at %s", got)
	}
	day := paris.Midnight(MustDate("2026-03-30")).Sub(paris.Midnight(MustDate("2026-03-29")))
	if day != 23*time.Hour {
		t.Errorf("the day of the change to summer time has %s", day)
	}
	if got := paris.At(MustDate("2026-10-25"), 2, 30); !got.Equal(instant("2026-10-25T00:30:00Z")) {
		t.Errorf("an hour that occurs twice: %s, want its first", got)
	}
	if got := paris.At(MustDate("2026-03-29"), 2, 30); !got.Equal(instant("2026-03-29T01:30:00Z")) {
		t.Errorf("an hour that does not exist: %s, want after the change", got)
	}
	if got := kolkata.Local(instant("2026-03-03T00:00:00Z")).Format(time.RFC3339); got != "2026-03-03T05:30:00+05:30" {
		t.Errorf("local form %s", got)
	}
	if !UTC().Known() || (Zone{Name: "x"}).Known() {
		t.Error("a zone is known by its transitions")
	}
}

func TestZoneTravelsAsJSON(t *testing.T) {
	text, err := json.Marshal(paris)
	if err != nil {
		t.Fatal(err)
	}
	var back Zone
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(paris, back); diff != "" {
		t.Error(diff)
	}
}

func TestMidnightIsTheStartOfItsDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom([]Zone{paris, bucharest, manila, kolkata, UTC()}).Draw(t, "zone")
		d := drawDate(t, "d")
		m := z.Midnight(d)
		if z.Date(m) != d || z.Date(m.Add(-1)) != d.AddDays(-1) {
			t.Fatalf("%s in %s begins at %s", d, z.Name, m)
		}
	})
}
