package workday

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateText(t *testing.T) {
	type doc struct {
		On   Date `json:"on"`
		None Date `json:"none,omitzero"`
	}
	text, err := json.Marshal(doc{On: MustDate("2026-02-28")})
	if err != nil || string(text) != `{"on":"2026-02-28"}` {
		t.Fatalf("marshalled %s, %v", text, err)
	}
	var back doc
	if err := json.Unmarshal([]byte(`{"on":"2026-02-28","none":""}`), &back); err != nil || back.On != MustDate("2026-02-28") || !back.None.IsZero() {
		t.Fatalf("read back %+v, %v", back, err)
	}
	for _, bad := range []string{"2026-02-30", "2026-2-3", "03/02/2026", "2026-02-03T00:00:00Z", "x"} {
		if _, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) accepted", bad)
		}
	}
	if err := json.Unmarshal([]byte(`{"on":"2026-02-30"}`), &back); err == nil {
		t.Error("an impossible date was accepted")
	}
}

func TestAddMonthsClampsToTheLastDay(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-15", 2, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"},
	} {
		if got := MustDate(c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "d")
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		e := d.AddDays(n)
		if d.DaysUntil(e) != n || e.AddDays(-n) != d {
			t.Fatalf("%s + %d = %s, but %d days apart", d, n, e, d.DaysUntil(e))
		}
		if (n > 0) != e.After(d) || (n < 0) != e.Before(d) || (n == 0) != e.Equal(d) {
			t.Fatalf("order of %s and %s", d, e)
		}
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("round trip of %s: %v", d, err)
		}
		if want := time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC).Weekday(); d.Weekday() != want {
			t.Fatalf("%s is a %s", d, d.Weekday())
		}
	})
}

func drawDate(t *rapid.T, label string) Date {
	return MustDate("2026-01-01").AddDays(rapid.IntRange(-800, 800).Draw(t, label))
}
