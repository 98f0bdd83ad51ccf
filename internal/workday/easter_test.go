package workday

import "testing"

// TestEaster holds both rites against dates published for years past and to
// come, among them the earliest and latest Easters and years of coincidence.
func TestEaster(t *testing.T) {
	for _, c := range []struct{ western, orthodox string }{
		{"1961-04-02", "1961-04-09"},
		{"2000-04-23", "2000-04-30"},
		{"2008-03-23", "2008-04-27"},
		{"2010-04-04", "2010-04-04"},
		{"2016-03-27", "2016-05-01"},
		{"2017-04-16", "2017-04-16"},
		{"2020-04-12", "2020-04-19"},
		{"2021-04-04", "2021-05-02"},
		{"2022-04-17", "2022-04-24"},
		{"2023-04-09", "2023-04-16"},
		{"2024-03-31", "2024-05-05"},
		{"2025-04-20", "2025-04-20"},
		{"2026-04-05", "2026-04-12"},
		{"2027-03-28", "2027-05-02"},
		{"2028-04-16", "2028-04-16"},
		{"2030-04-21", "2030-04-28"},
		{"2035-03-25", "2035-04-29"},
		{"2038-04-25", "2038-04-25"},
		{"2049-04-18", "2049-04-25"},
		{"2076-04-19", "2076-04-26"},
	} {
		year := MustDate(c.western).Year()
		if got := Easter(year, Western); got != MustDate(c.western) {
			t.Errorf("western Easter of %d: %s, want %s", year, got, c.western)
		}
		if got := Easter(year, Orthodox); got != MustDate(c.orthodox) {
			t.Errorf("Orthodox Easter of %d: %s, want %s", year, got, c.orthodox)
		}
	}
}

func TestEasterIsASundayWithinItsBounds(t *testing.T) {
	for year := 1900; year <= 2199; year++ {
		w, o := Easter(year, Western), Easter(year, Orthodox)
		if w.Weekday() != 0 || w.Before(NewDate(year, 3, 22)) || w.After(NewDate(year, 4, 25)) {
			t.Errorf("western Easter %s", w)
		}
		if o.Weekday() != 0 || o.Before(w) {
			t.Errorf("Orthodox Easter %s, western %s", o, w)
		}
	}
	if !Easter(2026, "julian").IsZero() || !Easter(1400, Western).IsZero() {
		t.Error("an unknown rite or a year before the calendar has no Easter")
	}
}
