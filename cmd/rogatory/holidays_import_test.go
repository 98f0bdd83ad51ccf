package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/jurisdiction"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/pgcluster"
	"github.com/rogatory/rogatory/internal/store/storetest"
	"github.com/rogatory/rogatory/internal/workday"
)

const importHead = "state,date,name_fr,name_en,kind,proclamation\n"

// importer is the verb over a store of its own.
type importer struct {
	t   *testing.T
	h   holidays
	dir string
}

func newImporter(t *testing.T) importer {
	t.Helper()
	if err := pgcluster.Available(); err != nil {
		t.Skip(err)
	}
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	return importer{t, holidays{storetest.New(t).Store, book}, t.TempDir()}
}

// run imports a file and gives what the verb printed.
func (i importer) run(text string, dry bool) (string, error) {
	i.t.Helper()
	file := filepath.Join(i.dir, "days.csv")
	if err := os.WriteFile(file, []byte(importHead+text), 0o600); err != nil {
		i.t.Fatal(err)
	}
	var out strings.Builder
	c := &holidaysImportCmd{File: "days.csv", DryRun: dry, Lang: "fr"}
	err := c.run(i.t.Context(), i.h, jurisdiction.ReadHolidays(file, []byte(importHead+text)), &out)
	return strings.ReplaceAll(out.String(), "\u00a0", " "), err
}

func (i importer) kept() int {
	i.t.Helper()
	all, err := i.h.store.Holidays(i.t.Context(), "")
	if err != nil {
		i.t.Fatal(err)
	}
	return len(all)
}

func TestImportingHolidays(t *testing.T) {
	i := newImporter(t)
	const good = "PH,2026-11-27,Jour chômé spécial,Special non-working day,added,1300/2026\n"
	out, err := i.run(good+"PH,2026-12-25,Noël,Christmas,added,1300/2026\nXX,2026-02-30,,b,moved,\n", false)
	for _, want := range []string{"days.csv:3: Date : le 25 décembre 2026 est déjà férié", "days.csv:4: ", "« XX »"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	if err == nil || i.kept() != 0 {
		t.Errorf("%v: %d days kept of a faulty file", err, i.kept())
	}
	if out, err := i.run(good, true); err != nil || i.kept() != 0 || !strings.Contains(out, "Rien n’a été importé") {
		t.Errorf("dry: %v, %d kept, %s", err, i.kept(), out)
	}
	for _, want := range []string{"Jours nouveaux : 1.", "Jours nouveaux : 0."} {
		if out, err := i.run(good, false); err != nil || i.kept() != 1 || !strings.Contains(out, want) {
			t.Errorf("%v, %d kept, %s", err, i.kept(), out)
		}
	}
	list, err := i.h.Year(t.Context(), "PH", 2026)
	if err != nil || len(list.Days) != 21 {
		t.Errorf("%d days, %v", len(list.Days), err)
	}
}

// TestNewRequestsTakeImportedDaysAndTheLawOfTheDay asks the adapter that opens
// requests.
func TestNewRequestsTakeImportedDaysAndTheLawOfTheDay(t *testing.T) {
	i := newImporter(t)
	if _, err := i.run("RO,2027-05-04,Jour de pont,Bridge day,added,HG 1/2027\nFR,2027-05-07,Pont,Bridge day,added,D 2/2027\n", false); err != nil {
		t.Fatal(err)
	}
	l := law{i.h.book, i.h.store, func() time.Time { return time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC) }}
	p, err := l.Profile(fixture.Judicial("RO"))
	if err != nil {
		t.Fatal(err)
	}
	if p.AbroadCalendar.IsWorking(workday.MustDate("2027-05-04")) || p.HomeCalendar.IsWorking(workday.MustDate("2027-05-07")) {
		t.Error("an imported day is a working day of a new request")
	}
	if n, err := i.h.store.OweCalendars(t.Context()); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// TestAnImportReachesAnOpenRequestByTheSystem runs end to end: the inbox row, the
// sweep, the workflow, the record.
func TestAnImportReachesAnOpenRequestByTheSystem(t *testing.T) {
	p := shared.use(t)
	tr := p.opened(t, fixture.Judicial("RO"))
	ctx := within(t, 2*time.Minute)
	v, err := tr.read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	book, err := jurisdiction.Load()
	if err != nil {
		t.Fatal(err)
	}
	done, faults, err := holidays{p.l.app.store, book}.Import(ctx, mla.Automaton, []jurisdiction.HolidayChange{{
		State: "RO", Date: "2027-06-08", NameFR: "Jour de pont", NameEN: "Bridge day", Kind: jurisdiction.DayAdded, Proclamation: "HG 9/2027",
	}})
	if err != nil || len(faults) > 0 || done.Added != 1 || done.Requests < 1 {
		t.Fatalf("%+v, %v, %v", done, faults, err)
	}
	eventually(t, time.Minute, "the imported day governs the request", func() (bool, error) {
		profile, err := p.l.app.store.CurrentProfile(ctx, v.ID)
		h, off := profile.AbroadCalendar.Holiday(workday.MustDate("2027-06-08"))
		return off && h.Source == "HG 9/2027", err
	})
}
