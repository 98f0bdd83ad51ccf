package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/names"
)

const caseRef = "24/00123"

func addName(kind mla.NameKind, canonical string, variants ...string) desk.NameChange {
	return desk.NameChange{Action: names.Add, Entry: desk.NameEntry{Kind: kind, Canonical: canonical, Variants: variants}}
}

func (w *world) changeNames(who mla.Actor, changes ...desk.NameChange) []desk.NameEntry {
	w.t.Helper()
	out, err := w.ChangeNames(w.t.Context(), who, caseRef, changes)
	w.ok(err)
	return out
}

func (w *world) register(who mla.Actor) desk.NameRegister {
	w.t.Helper()
	r, err := w.NameRegister(w.t.Context(), who, caseRef)
	w.ok(err)
	return r
}

func canonicals(entries []desk.NameEntry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Canonical)
	}
	return out
}

// naming opens a request whose draft names these persons.
func (w *world) naming(people ...string) *request {
	w.t.Helper()
	r := w.open()
	d := draft()
	for i, p := range people {
		d.Persons = append(d.Persons, mla.Person{Label: fmt.Sprintf("P%d", i+1), Role: "witness", Name: p})
	}
	_, err := w.SaveDraft(w.t.Context(), w.officer, r.id, 1, d)
	w.ok(err)
	return r
}

func TestARegisterKeepsWhoSaidWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.naming("Robin SAMPLE", "Dana FICTIVE")
	added := w.changeNames(w.officer, addName(mla.NamePlace, "Cebu City"), addName(mla.NamePerson, "Robin SAMPLE", "Robyn SAMPLE"))
	robin := added[1]
	robin.Forms = map[string]desk.NameForm{"lo": {Text: "ໂຣບິນ", Source: "passport_mrz", Note: "vu"}}
	robin = w.changeNames(w.magistrate, desk.NameChange{Action: names.Edit, Entry: robin})[0]

	for _, who := range []mla.Actor{w.officer, w.colleague, w.magistrate, w.auditor} {
		got := w.register(who)
		if diff := cmp.Diff([]string{"Robin SAMPLE", "Cebu City"}, canonicals(got.Entries)); diff != "" {
			t.Errorf("%s reads %s", who.ID, diff)
		}
		if f := got.Entries[0].Forms["lo"]; f.By != w.magistrate.ID || f.Source != "passport_mrz" || got.People[w.magistrate.ID] != "Name of u-magistrate" {
			t.Errorf("%s reads %+v, %v", who.ID, f, got.People)
		}
		want := []desk.NameMet{{Kind: mla.NamePerson, Text: "Robin SAMPLE", References: []string{r.ref}}, {Kind: mla.NamePerson, Text: "Dana FICTIVE", References: []string{r.ref}}}
		if diff := cmp.Diff(want, got.Met); diff != "" || !slices.Equal(got.States, []string{"PH"}) {
			t.Errorf("%s meets %s in %v", who.ID, diff, got.States)
		}
	}
	history, err := w.NameHistory(t.Context(), w.auditor, caseRef, robin.ID)
	w.ok(err)
	if len(history) != 2 || history[0].Action != names.Add || history[0].Forms != nil || history[1].By != w.magistrate.ID || history[1].Revision != 2 {
		t.Errorf("history %+v", history)
	}
	book, err := w.NamesOf(t.Context(), w.officer, r.id)
	w.ok(err)
	if got := book.In("lo"); got["Robin SAMPLE"] != "ໂຣບິນ" || got["Robyn SAMPLE"] != "ໂຣບິນ" {
		t.Errorf("letters get %v", got)
	}
	snap, err := w.Snapshot(t.Context(), r.id)
	w.ok(err)
	if diff := cmp.Diff(book, snap.Names); diff != "" {
		t.Errorf("effects get %s", diff)
	}
	w.changeNames(w.officer, desk.NameChange{Action: names.Remove, Entry: robin})
	if got := canonicals(w.register(w.officer).Entries); !slices.Equal(got, []string{"Cebu City"}) {
		t.Errorf("removed: %v", got)
	}
	if history, err := w.NameHistory(t.Context(), w.officer, caseRef, robin.ID); err != nil || len(history) != 3 {
		t.Errorf("the history ends with the entry: %d %v", len(history), err)
	}
}

func TestWhoSeesARegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.naming("Robin SAMPLE").ready()
	w.naming("Dana FICTIVE") // another request of the case, not theirs
	w.changeNames(w.officer, addName(mla.NamePerson, "Robin SAMPLE"), addName(mla.NamePerson, "Dana FICTIVE"))
	for _, who := range []mla.Actor{w.admin, w.strangeOfficer, w.strangeMagistrate, w.strangeAuditor, w.strangeTranslator, w.strangeClerk, w.registry, w.bepi, {}} {
		_, err := w.NameRegister(t.Context(), who, caseRef)
		refused(t, err, mla.CodeNotFound, "case")
		_, err = w.ChangeNames(t.Context(), who, caseRef, []desk.NameChange{addName(mla.NamePerson, "Autre NOM")})
		refused(t, err, mla.CodeNotFound, "case")
		if book, err := w.NamesOf(t.Context(), who, r.id); err == nil {
			t.Errorf("%s reads %v", who.ID, book)
		}
	}
	_, err := w.ChangeNames(t.Context(), w.auditor, caseRef, []desk.NameChange{addName(mla.NamePerson, "Autre NOM")})
	refused(t, err, mla.CodeNotAllowed, "names")
	if other := w.must(w.CreateCase(t.Context(), "26/1", "x", "folder")); len(w.registerOf(other.Ref).Entries) != 0 {
		t.Error("another case sees the names")
	}
}

// registerOf reads as the system, which is a member of everything.
func (w *world) registerOf(ref string) desk.NameRegister {
	w.t.Helper()
	r, err := w.NameRegister(w.t.Context(), mla.Automaton, ref)
	w.ok(err)
	return r
}

func TestATranslatorReadsAndSetsTheFormsOfTheirRequestOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.naming("Robin SAMPLE")
	w.naming("Dana FICTIVE")
	robin := addName(mla.NamePerson, "Robin SAMPLE")
	robin.Entry.Note, robin.Entry.Different = "note de l’enquête", []string{"Robine SAMPLE"}
	added := w.changeNames(w.officer, robin, addName(mla.NamePerson, "Dana FICTIVE"))
	if _, err := w.NameRegister(t.Context(), w.translator, caseRef); err == nil {
		t.Error("a translator of nothing reads the register")
	}
	r.ready()
	got := w.register(w.translator)
	if len(got.Entries) != 1 || got.Entries[0].Canonical != "Robin SAMPLE" || got.Entries[0].Note != "" || got.Entries[0].Different != nil || got.Met != nil {
		t.Errorf("the translator reads %+v", got)
	}
	book, err := w.NamesOf(t.Context(), w.translator, r.id)
	w.ok(err)
	if len(book) != 1 || book[0].Canonical != "Robin SAMPLE" {
		t.Errorf("the desk gives %+v", book)
	}
	form := func(e desk.NameEntry) desk.NameChange {
		return desk.NameChange{Action: names.Form, Entry: desk.NameEntry{ID: e.ID, Revision: e.Revision, Forms: map[string]desk.NameForm{"lo": {Text: "ໂຣບິນ"}}}}
	}
	w.changeNames(w.translator, form(added[0]))
	if f := w.register(w.officer).Entries[1].Forms["lo"]; f.Text != "ໂຣບິນ" || f.By != w.translator.ID {
		t.Errorf("the officer reads %+v", f)
	}
	if kept := w.register(w.officer).Entries[1]; kept.Note != "note de l’enquête" || len(kept.Different) != 1 {
		t.Errorf("what the translator does not see is lost: %+v", kept)
	}
	_, err = w.ChangeNames(t.Context(), w.translator, caseRef, []desk.NameChange{form(added[1])})
	refused(t, err, mla.CodeNotFound, "name")
	_, err = w.ChangeNames(t.Context(), w.strangeTranslator, caseRef, []desk.NameChange{form(added[0])})
	refused(t, err, mla.CodeNotFound, "case")
	_, err = w.NameHistory(t.Context(), w.translator, caseRef, added[0].ID)
	refused(t, err, mla.CodeNotFound, "name")
}

func TestNamesLieSealedAndGoWithTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open()
	const name, variant, form = "Zyxwvut Canariensis", "Zyxwvuth Canariensis", "ໂຣບິນແຊມ"
	change := addName(mla.NamePerson, name, variant)
	change.Entry.Note, change.Entry.Forms = "Ecrit au passeport Canariensis", map[string]desk.NameForm{"lo": {Text: form}}
	e := w.changeNames(w.officer, change)[0]
	all := dump(w)
	for _, secret := range []string{"Zyxwvut", "Canariensis", form} {
		if strings.Contains(all, secret) || strings.Contains(all, fmt.Sprintf("%x", secret)) {
			t.Errorf("%q is found in a table", secret)
		}
	}
	if !strings.Contains(all, "case_names: ") {
		t.Error("the canary looks in the wrong place")
	}
	// A row copied onto another does not open there.
	other := w.changeNames(w.officer, addName(mla.NamePerson, "Autre NOM"))[0]
	owner := w.Owner(t)
	_, err := owner.Exec(t.Context(), `ALTER TABLE case_names DISABLE TRIGGER append_only; UPDATE case_names SET body = (SELECT body FROM case_names WHERE id = '`+e.ID+`') WHERE id = '`+other.ID+`'`)
	w.ok(err)
	if _, err := w.NameRegister(t.Context(), w.officer, caseRef); err == nil {
		t.Error("a row opens in another's place")
	}
	_, err = owner.Exec(t.Context(), `DELETE FROM case_names WHERE id = '`+other.ID+`'`)
	w.ok(err)

	w.ok(w.EraseCase(t.Context(), w.c.ID))
	got := w.register(w.officer)
	if len(got.Entries) != 0 || len(got.Met) != 0 || !got.Erased {
		t.Errorf("%+v", got)
	}
	if book, err := w.NamesOf(t.Context(), w.officer, r.id); len(book) != 0 || err != nil {
		t.Errorf("%v %v", book, err)
	}
	_, err = w.ChangeNames(t.Context(), w.officer, caseRef, []desk.NameChange{addName(mla.NamePerson, "Autre NOM")})
	refused(t, err, "case_erased", "case")
	_, err = w.NameHistory(t.Context(), w.officer, caseRef, e.ID)
	refused(t, err, mla.CodeNotFound, "name")
}

func TestTheHistoryOfNamesCannotBeRewritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.changeNames(w.officer, addName(mla.NamePerson, "Robin SAMPLE"))
	for who, sql := range map[string]string{"update": `UPDATE case_names SET by_id = 'x'`, "delete": `DELETE FROM case_names`, "truncate": `TRUNCATE case_names`} {
		if _, err := w.App(t).Exec(t.Context(), sql); err == nil {
			t.Errorf("the application may %s", who)
		}
		if _, err := w.Owner(t).Exec(t.Context(), sql); err == nil {
			t.Errorf("the owner may %s unnoticed", who)
		}
	}
}

func TestOfTwoAtOnceOneIsToldOfTheOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := w.changeNames(w.officer, addName(mla.NamePerson, "Robin SAMPLE"))[0]
	both := func(a, b desk.NameChange) (codes []string) {
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, c := range []desk.NameChange{a, b} {
			wg.Go(func() { _, errs[i] = w.ChangeNames(t.Context(), w.officer, caseRef, []desk.NameChange{c}) })
		}
		wg.Wait()
		for _, err := range errs {
			var refusal *mla.Error
			if errors.As(err, &refusal) {
				codes = append(codes, refusal.Code)
			} else if err != nil {
				t.Error(err)
			}
		}
		return codes
	}
	if got := both(addName(mla.NamePerson, "Dana FICTIVE"), addName(mla.NamePerson, "Dana FICTIVE")); !slices.Equal(got, []string{names.CodeDuplicate}) {
		t.Errorf("the same name twice: %v", got)
	}
	edit := func(note string) desk.NameChange {
		x := e
		x.Note = note
		return desk.NameChange{Action: names.Edit, Entry: x}
	}
	if got := both(edit("one"), edit("two")); !slices.Equal(got, []string{names.CodeConflict}) {
		t.Errorf("two edits of one revision: %v", got)
	}
	// All or none: a second change that is refused takes the first one back.
	_, err := w.ChangeNames(t.Context(), w.officer, caseRef, []desk.NameChange{addName(mla.NamePerson, "Encore UNE"), addName(mla.NamePerson, "Robin SAMPLE")})
	refused(t, err, names.CodeDuplicate, "canonical")
	if got := canonicals(w.register(w.officer).Entries); slices.Contains(got, "Encore UNE") {
		t.Errorf("half of the changes are kept: %v", got)
	}
}

// A case of 200 names and 50 requests: what the page reads, and what the pre-flight does.
func BenchmarkRegisterOf200NamesAnd50Requests(b *testing.B) {
	w := newWorld(b)
	var last *request
	for i := range 50 {
		last = w.naming(fmt.Sprintf("Robin SAMPLE-%s", word(i)), fmt.Sprintf("Dana %s", strings.ToUpper(word(i+60))), "Commun NOM")
	}
	var changes []desk.NameChange
	for i := range 200 {
		c := addName(mla.NameKinds[i%3], word(i)+" "+strings.ToUpper(word(i+7)), word(i)+"h "+strings.ToUpper(word(i+7)))
		c.Entry.Forms = map[string]desk.NameForm{"lo": {Text: "ໂຣບິນ"}}
		changes = append(changes, c)
	}
	w.changeNames(w.officer, changes...)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			w.register(w.officer)
		}
	})
	reg := w.register(w.officer)
	b.Run("ask", func(b *testing.B) {
		for b.Loop() {
			names.Questions(reg)
		}
	})
	b.Run("preflight reads", func(b *testing.B) {
		for b.Loop() {
			_, err := w.NamesOf(b.Context(), w.officer, last.id)
			w.ok(err)
		}
	})
}

// word is an invented word for a number.
func word(i int) string {
	s := []string{"ba", "ko", "lin", "sur", "vette", "nam", "pho", "dri", "gal", "tes", "mor", "qui", "jar"}
	return strings.ToUpper(s[i%13][:1]) + s[i%13][1:] + s[(i/13)%13] + s[(i*5+3)%13]
}
