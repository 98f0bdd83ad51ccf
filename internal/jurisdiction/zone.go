package jurisdiction

import (
	"sort"
	"time"
	_ "time/tzdata" // the same transitions on every machine

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// The span in which a zone's transitions are listed. Before it the offset of
// its first instant holds, after it that of its last.
var (
	zonesFrom = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	zonesTo   = time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Zone gives an IANA zone with its transitions from 2024 to 2036. The error is
// an *mla.Error with code unknown_zone.
func (b *Book) Zone(name string) (workday.Zone, error) {
	if z, ok := b.zones[name]; ok {
		return z, nil
	}
	z, err := loadZone(name, zonesFrom, zonesTo)
	if err != nil {
		return workday.Zone{}, err
	}
	return z, nil
}

// loadZone lists the transitions of a zone from one instant to another.
func loadZone(name string, begin, end time.Time) (workday.Zone, error) {
	if name == "" || name == "Local" {
		return workday.Zone{}, mla.Refuse("unknown_zone", "zone", "zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return workday.Zone{}, mla.Refuse("unknown_zone", "zone", "zone", name)
	}
	offset := func(t time.Time) int {
		_, o := t.In(loc).Zone()
		return o
	}
	z := workday.Zone{Name: name, Transitions: []workday.Transition{{OffsetSeconds: offset(begin)}}}
	for day := begin; day.Before(end); day = day.Add(24 * time.Hour) {
		before, after := offset(day), offset(day.Add(24*time.Hour))
		if before == after {
			continue
		}
		second := sort.Search(24*60*60, func(s int) bool {
			return offset(day.Add(time.Duration(s)*time.Second)) != before
		})
		from := day.Add(time.Duration(second) * time.Second)
		z.Transitions = append(z.Transitions, workday.Transition{From: from, OffsetSeconds: after})
	}
	return z, nil
}
