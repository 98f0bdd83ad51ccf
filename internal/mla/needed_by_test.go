package mla

import (
	"testing"

	"github.com/rogatory/rogatory/internal/workday"
)

// TestTheDayThatTheIssuerAskedFor has a request that names a day before any
// limit of the law (EIO section B, art. 12(2)).
func TestTheDayThatTheIssuerAskedFor(t *testing.T) {
	t.Parallel()
	wanted := func(p *Profile) {
		p.Clocks = append(p.Clocks, Clock{
			ID: "EIO_SHORTER", Kind: Expected, StartsOn: OnSentAbroad, MetBy: []Trigger{OnAnswered}, OwedBy: "foreign", Active: true,
			Rule: workday.Rule{Unit: workday.Days, RollOver: workday.NoRoll, Calendar: workday.Abroad}, Ladder: "duty",
			Source: Source{Mark: Memory},
		})
	}
	t.Run("it is an obligation of that day, which no calendar moves", func(t *testing.T) {
		t.Parallel()
		p := profile(Judicial)
		wanted(p)
		st := opened(t, p)
		st.neededBy = workday.MustDate("2026-05-02") // a Saturday
		st.abroad()
		o := st.last("EIO_SHORTER")
		if o.DueDate != st.neededBy || o.State != ObligationOpen || !o.Fixed || !o.Owed.Foreign {
			t.Fatalf("%+v", o)
		}
		st.do(Automaton, RefreshCalendar{Home: french(), Abroad: philippine().With(holiday("2026-05-02", "new")), Cause: "import-1"})
		if got := st.last("EIO_SHORTER"); got.DueDate != st.neededBy {
			t.Errorf("moved to %s", got.DueDate)
		}
	})
	t.Run("a request that asks for no day has none", func(t *testing.T) {
		t.Parallel()
		p := profile(Judicial)
		wanted(p)
		st := opened(t, p).abroad()
		for _, o := range st.s.Obligations {
			if o.Clock == "EIO_SHORTER" {
				t.Errorf("%+v", o)
			}
		}
	})
}
