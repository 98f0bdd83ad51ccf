package workday

import "time"

// paris and bucharest hold the real changes of 2026; manila and kolkata have none.
var (
	paris     = summerZone("Europe/Paris", 3600)
	bucharest = summerZone("Europe/Bucharest", 7200)
	manila    = Zone{Name: "Asia/Manila", Transitions: []Transition{{OffsetSeconds: 8 * 3600}}}
	kolkata   = Zone{Name: "Asia/Kolkata", Transitions: []Transition{{OffsetSeconds: 5*3600 + 1800}}}
)

func summerZone(name string, winter int) Zone {
	return Zone{Name: name, Transitions: []Transition{
		{OffsetSeconds: winter},
		{From: instant("2026-03-29T01:00:00Z"), OffsetSeconds: winter + 3600},
		{From: instant("2026-10-25T01:00:00Z"), OffsetSeconds: winter},
	}}
}

func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// calendar2026 covers one year with the given holidays, as date and name.
func calendar2026(state string, days ...string) Calendar {
	var hs []Holiday
	for i := 0; i+1 < len(days); i += 2 {
		hs = append(hs, Holiday{Date: MustDate(days[i]), Name: days[i+1], Status: Official})
	}
	return NewCalendar(Calendar{
		State: state, Weekend: []time.Weekday{time.Saturday, time.Sunday},
		CoversFrom: MustDate("2026-01-01"), CoversTo: MustDate("2026-12-31"),
	}, hs...)
}

var (
	romania = calendar2026("RO", "2026-01-01", "New Year's Day", "2026-01-02", "New Year's Day", "2026-01-06", "Epiphany",
		"2026-01-07", "Saint John", "2026-04-10", "Orthodox Good Friday", "2026-04-12", "Orthodox Easter",
		"2026-04-13", "Orthodox Easter", "2026-05-01", "Labor Day", "2026-06-01", "Children's Day",
		"2026-11-30", "Saint Andrew", "2026-12-01", "National Day", "2026-12-25", "Christmas Day")
	france = calendar2026("FR", "2026-04-06", "Easter Monday", "2026-05-01", "Labor Day", "2026-05-08", "Victory Day",
		"2026-05-14", "Ascension Day", "2026-07-14", "National Day", "2026-11-11", "Armistice Day")
	bare = calendar2026("XX")
)
