package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
	"github.com/rogatory/rogatory/internal/workday"
)

// translating is a request whose frozen text its translator works on.
func translating(w *world) *request {
	w.t.Helper()
	r := w.open().submit()
	r.do(w.officer, mla.AssignTranslator{Translator: w.translator.ID})
	return r
}

func (r *request) key() desk.TextKey { return desk.TextKey{RequestID: r.id, From: "fr", To: "en"} }

func unit(id, target string, version int) desk.TranslationUnit {
	return desk.TranslationUnit{ID: id, Place: "facts", Source: "Source de " + id, Target: target, State: desk.UnitDraft, Version: version}
}

func TestAUnitIsSavedOnTopOfTheVersionItNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := translating(w)
	save := func(units ...desk.TranslationUnit) desk.SavedUnits {
		t.Helper()
		out, err := w.SaveUnits(t.Context(), w.translator, r.key(), units)
		w.ok(err)
		return out
	}
	if got := save(unit("facts/a-1", "One", 0), unit("facts/b-1", "Two", 0)); len(got.Saved) != 2 || got.Saved[0].Version != 1 {
		t.Fatalf("%+v", got)
	}
	if got := save(unit("facts/a-1", "One", 0)); len(got.Conflicts) != 0 || got.Saved[0].Version != 1 {
		t.Errorf("the same again: %+v", got)
	}
	got := save(unit("facts/a-1", "Another", 0), unit("facts/b-1", "Two, better", 1))
	if len(got.Conflicts) != 1 || got.Conflicts[0].Target != "One" || len(got.Saved) != 1 || got.Saved[0].Version != 2 {
		t.Errorf("a conflict takes others with it, or does not show both: %+v", got)
	}
	save(unit("facts/a-1", "Another", 1))

	units, _, err := w.TranslationUnits(t.Context(), w.officer, r.key())
	w.ok(err)
	want := []desk.TranslationUnit{unit("facts/a-1", "Another", 2), unit("facts/b-1", "Two, better", 2)}
	if diff := cmp.Diff(want, units, cmpopts.IgnoreFields(desk.TranslationUnit{}, "By", "At")); diff != "" {
		t.Error(diff)
	}
	versions, err := w.UnitVersions(t.Context(), w.translator, r.key(), "facts/a-1")
	w.ok(err)
	if len(versions) != 2 || versions[1].Target != "One" {
		t.Errorf("what was overwritten is lost: %+v", versions)
	}
	if got := save(unit("facts/c-1", "", 0)); got.Saved[0].Version != 0 {
		t.Error("nothing typed became a version")
	}
}

// Who may do what at the desk: the assigned translator writes, the members of the
// case read, nobody else knows of it.
func TestTheDeskIsForItsTranslatorAndTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := translating(w)
	for _, tc := range []struct {
		name          string
		who           mla.Actor
		reads, writes bool
	}{
		{"the assigned translator", w.translator, true, true},
		{"an officer of the case", w.officer, true, false},
		{"a magistrate of the case", w.magistrate, true, false},
		{"the auditor of the case", w.auditor, true, false},
		{"another translator", w.strangeTranslator, false, false},
		{"an officer of another case", w.strangeOfficer, false, false},
		{"a clerk", w.registry, false, false},
		{"an administrator", w.admin, false, false},
	} {
		_, _, readErr := w.TranslationUnits(t.Context(), tc.who, r.key())
		_, memoryErr := w.CaseMemory(t.Context(), tc.who, r.key())
		_, writeErr := w.SaveUnits(t.Context(), tc.who, r.key(), []desk.TranslationUnit{unit("facts/x-1", "X", 0)})
		if (readErr == nil) != tc.reads || (memoryErr == nil) != tc.reads || (writeErr == nil) != tc.writes {
			t.Errorf("%s: read %v, memory %v, write %v", tc.name, readErr, memoryErr, writeErr)
		}
	}
	// The work stays with the request when somebody else goes on with it.
	r.do(w.officer, mla.AssignTranslator{Translator: w.strangeTranslator.ID})
	_, err := w.SaveUnits(t.Context(), w.translator, r.key(), []desk.TranslationUnit{unit("facts/y-1", "Y", 0)})
	refused(t, err, mla.CodeNotFound, "request")
	units, _, err := w.TranslationUnits(t.Context(), w.strangeTranslator, r.key())
	w.ok(err)
	if len(units) != 1 || units[0].Target != "X" || units[0].By != w.translator.ID {
		t.Errorf("the next translator finds %+v", units)
	}
}

func TestACertifiedTextIsNotWrittenInAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().ready()
	_, err := w.SaveUnits(t.Context(), w.translator, r.key(), []desk.TranslationUnit{unit("facts/x-1", "X", 0)})
	refused(t, err, mla.CodeAlreadyDone, "translation")
	refused(t, w.KeepCertificate(t.Context(), w.translator, desk.Certificate{TextKey: r.key()}), mla.CodeAlreadyDone, "translation")
}

func TestLettersAreMadeOfTheTextThatWasCertified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().submit()
	pdf := doc("the pdf").SHA256
	r.do(w.magistrate, mla.Approve{PDFSHA256: pdf, DraftSHA256: r.submitted.DraftSHA256})
	r.do(w.registry, mla.AttachSigned{Scan: doc("the scan"), SignedOn: r.today(), PDFSHA256: pdf})
	r.do(w.officer, mla.AssignTranslator{Translator: w.translator.ID})
	cert := desk.Certificate{TextKey: r.key(), SourceSHA256: r.submitted.DraftSHA256, TextSHA256: digest("text"), Parts: map[string]string{"facts": "It happened."}}
	stale := cert
	stale.SourceSHA256 = digest("an older draft")
	refused(t, w.KeepCertificate(t.Context(), w.translator, stale), mla.CodeStaleTranslation, "source_sha256")
	w.ok(w.KeepCertificate(t.Context(), w.translator, cert))
	other := cert // a second page, certified a moment later and refused by the workflow
	other.TextSHA256, other.Parts = digest("other"), map[string]string{"facts": "It occurred."}
	w.ok(w.KeepCertificate(t.Context(), w.translator, other))
	snap, err := w.Snapshot(t.Context(), r.id)
	w.ok(err)
	if len(snap.Translations) != 0 {
		t.Errorf("not certified, and already used: %v", snap.Translations)
	}
	r.do(w.translator, mla.CertifyTranslation{
		Doc: doc("the translation"), SourceSHA256: r.submitted.DraftSHA256, Language: "en", TranslationSHA256: digest("text"),
	})
	snap, err = w.Snapshot(t.Context(), r.id)
	w.ok(err)
	if diff := cmp.Diff(map[string]string{"facts": "It happened."}, snap.Translations); diff != "" {
		t.Error(diff)
	}
}

// What was typed part by part, before texts were cut, is still there.
func TestPartsThatWereSavedWholeAreFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := translating(w)
	// A part saved whole lies under the digest of its draft, as parts of a certified text do under theirs.
	w.ok(w.KeepCertificate(t.Context(), w.translator, desk.Certificate{
		TextKey: r.key(), SourceSHA256: r.submitted.DraftSHA256, TextSHA256: r.submitted.DraftSHA256, Parts: map[string]string{"facts": "Payments were made, as typed before."},
	}))
	_, earlier, err := w.TranslationUnits(t.Context(), w.translator, r.key())
	w.ok(err)
	if len(earlier) != 1 || earlier[0].Place != "facts" || earlier[0].Target != "Payments were made, as typed before." {
		t.Errorf("%+v", earlier)
	}
}

func TestTheSourceOfAnItemIsSavedByVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.open().abroad()
	r.do(w.officer, mla.RecordResponse{Extent: "full", ReceivedOn: r.today(), Evidence: []mla.EvidenceIn{
		{Doc: doc("the evidence"), Measure: "M1", Language: "ro", AllowedUse: "case_only", Detail: r.text(w.officer, "Statement")},
		{Doc: doc("another"), Measure: "M1", Language: "fr", AllowedUse: "case_only", Detail: r.text(w.officer, "Letter")},
	}})
	put := func(who mla.Actor, item, text string, version int) error {
		_, err := w.PutEvidenceSource(t.Context(), who, r.id, item, desk.EvidenceSource{Text: text, Version: version})
		return err
	}
	w.ok(put(w.translator, "E1", "Contul a fost deschis.", 0))
	w.ok(put(w.translator, "E1", "Contul a fost deschis.", 0)) // the same again
	refused(t, put(w.translator, "E1", "Alt text.", 0), mla.CodeTranslationConflict, "source_text")
	w.ok(put(w.translator, "E1", "Alt text.", 1))
	refused(t, put(w.translator, "E2", "En français déjà.", 0), mla.CodeAlreadyDone, "evidence")
	refused(t, put(w.translator, "E9", "x", 0), mla.CodeNotFound, "evidence")
	refused(t, put(w.officer, "E1", "x", 2), mla.CodeNotAllowed, "translator")
	got, err := w.EvidenceSource(t.Context(), w.magistrate, r.id, "E1")
	w.ok(err)
	if got.Text != "Alt text." || got.Version != 2 {
		t.Errorf("%+v", got)
	}
	r.do(w.translator, mla.TranslateAnswer{Evidence: "E1", Doc: doc("in French"), SourceSHA256: digest("s"), TranslationSHA256: digest("t")})
	refused(t, put(w.translator, "E1", "Encore.", 2), mla.CodeAlreadyDone, "evidence")
}

func TestAnOathIsItsTranslatorsAndTheAdministrators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := desk.Oath{UserID: w.translator.ID, Name: "Prénom Nom", Court: "cour d’appel d’Exemple", Number: "T-1", Sworn: workday.MustDate("2020-01-15")}
	w.ok(w.PutOath(t.Context(), w.translator, o))
	o.Number = "T-2"
	w.ok(w.PutOath(t.Context(), w.admin, o))
	got, err := w.Oath(t.Context(), w.translator, w.translator.ID)
	w.ok(err)
	if !got.Complete() || got.Number != "T-2" || got.By != w.admin.ID {
		t.Errorf("%+v", got)
	}
	for _, who := range []mla.Actor{w.strangeTranslator, w.officer, w.magistrate, w.auditor, w.registry} {
		_, err := w.Oath(t.Context(), who, w.translator.ID)
		refused(t, err, mla.CodeNotFound, "user")
		refused(t, w.PutOath(t.Context(), who, o), mla.CodeNotFound, "user")
	}
	o.UserID = w.officer.ID
	refused(t, w.PutOath(t.Context(), w.admin, o), mla.CodeNotFound, "user")
	o.UserID, o.Court = w.translator.ID, ""
	refused(t, w.PutOath(t.Context(), w.translator, o), mla.CodeRequired, "oath.court")
}

// shared certifies a text with one sentence for the shared memory.
func (r *request) shared(source, target string) {
	r.w.t.Helper()
	text := digest(source + r.id)
	r.w.ok(r.w.KeepCertificate(r.w.t.Context(), r.w.translator, desk.Certificate{
		TextKey: r.key(), SourceSHA256: r.submitted.DraftSHA256, TextSHA256: text,
		Memory: []desk.MemoryEntry{{From: "fr", To: "en", Source: source, Target: target, Bands: transjob.Bands(source)}},
	}))
	pdf := doc("the pdf").SHA256
	r.do(r.w.magistrate, mla.Approve{PDFSHA256: pdf, DraftSHA256: r.submitted.DraftSHA256})
	r.do(r.w.registry, mla.AttachSigned{Scan: doc("the scan"), SignedOn: r.today(), PDFSHA256: pdf})
	r.do(r.w.translator, mla.CertifyTranslation{Doc: doc("t"), SourceSHA256: r.submitted.DraftSHA256, Language: "en", TranslationSHA256: text})
}

func TestTheSharedMemoryHoldsCertifiedSentencesOnlyAndForgetsAnErasedCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const source, target = "le titulaire du compte n’a pas répondu à la demande", "the account holder did not answer the request"
	ask := func(q string) []desk.MemoryEntry {
		t.Helper()
		got, err := w.SharedMemory(t.Context(), w.strangeTranslator, "fr", "en", []desk.MemoryQuery{
			{Source: "rien de tel ne s’y trouve assurément", Bands: transjob.Bands("rien de tel ne s’y trouve assurément")}, {Source: q, Bands: transjob.Bands(q)},
		})
		w.ok(err)
		if len(got) != 2 || len(got[0]) != 0 {
			t.Fatalf("%+v", got)
		}
		return got[1]
	}
	r := translating(w)
	w.ok(w.KeepCertificate(t.Context(), w.translator, desk.Certificate{
		TextKey: r.key(), SourceSHA256: r.submitted.DraftSHA256, TextSHA256: digest("draft"),
		Memory: []desk.MemoryEntry{{From: "fr", To: "en", Source: source, Target: "a draft", Bands: transjob.Bands(source)}},
	}))
	if got := ask(source); len(got) != 0 {
		t.Fatalf("a sentence that nobody certified is shared: %+v", got)
	}
	r.shared(source, target)
	for _, q := range []string{source, "le titulaire du compte n’a pas encore répondu à la demande"} {
		if got := ask(q); len(got) != 1 || got[0].Target != target || got[0].Own {
			t.Errorf("%q finds %+v", q, got)
		}
	}
	for _, who := range []mla.Actor{w.officer, w.admin, w.registry} {
		got, err := w.SharedMemory(t.Context(), who, "fr", "en", []desk.MemoryQuery{{Source: source, Bands: transjob.Bands(source)}})
		w.ok(err)
		if len(got[0]) != 0 {
			t.Errorf("%s reads the memory", who.Role)
		}
	}
	added, err := w.AddSharedMemory(t.Context(), w.admin, []desk.MemoryEntry{
		{From: "fr", To: "lo", Source: source, Target: "ໂຕຢ່າງ", Bands: transjob.Bands(source)}, {From: "fr", To: "lo", Source: source, Target: "ໂຕຢ່າງ", Bands: transjob.Bands(source)},
	})
	w.ok(err)
	counts, err := w.CountSharedMemory(t.Context(), w.admin)
	w.ok(err)
	if diff := cmp.Diff(map[string]int{"fr en": 1, "fr lo": 1}, counts); diff != "" || added != 1 {
		t.Errorf("added %d\n%s", added, diff)
	}
	_, err = w.AddSharedMemory(t.Context(), w.translator, nil)
	refused(t, err, mla.CodeNotAllowed, "actor")
	_, err = w.ListSharedMemory(t.Context(), w.officer, "fr", "en", 10)
	refused(t, err, mla.CodeNotAllowed, "actor")

	w.ok(w.EraseCase(t.Context(), w.c.ID))
	if got := ask(source); len(got) != 0 {
		t.Errorf("an erased case is remembered: %+v", got)
	}
	if all, err := w.ListSharedMemory(t.Context(), w.admin, "fr", "lo", 10); err != nil || len(all) != 1 {
		t.Errorf("what an administrator brought went with it: %+v, %v", all, err)
	}
}

func TestAnAdministratorCorrectsAndRemovesSingleSentences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pair := func(source, target string) desk.MemoryEntry {
		return desk.MemoryEntry{From: "fr", To: "lo", Source: source, Target: target, Bands: transjob.Bands(source)}
	}
	_, err := w.AddSharedMemory(t.Context(), w.admin, []desk.MemoryEntry{pair("cent_pour%cent", "a"), pair("autre phrase", "b"), pair("autre phrase", "c"), pair("autre phrase", "d")})
	w.ok(err)
	find := func(text string) (out []string) {
		got, err := w.FindSharedMemory(t.Context(), w.admin, "fr", "lo", text, 0, 10)
		w.ok(err)
		for _, e := range got {
			out = append(out, e.Source+" = "+e.Target)
		}
		return out
	}
	if diff := cmp.Diff([]string{"cent_pour%cent = a"}, find("t_pour%")); diff != "" {
		t.Error("signs of the query language are signs:", diff)
	}
	w.ok(w.ChangeSharedMemory(t.Context(), w.admin, pair("autre phrase", "b"), "e"))
	w.ok(w.ChangeSharedMemory(t.Context(), w.admin, pair("autre phrase", "c"), "e")) // there is one already
	w.ok(w.ChangeSharedMemory(t.Context(), w.admin, pair("autre phrase", "d"), ""))
	w.ok(w.ChangeSharedMemory(t.Context(), w.admin, pair("autre phrase", "e"), "e"))
	if diff := cmp.Diff([]string{"autre phrase = e"}, find("PHRASE")); diff != "" {
		t.Error(diff)
	}
	refused(t, w.ChangeSharedMemory(t.Context(), w.admin, pair("autre phrase", "d"), "x"), mla.CodeNotFound, "memory")
	refused(t, w.ChangeSharedMemory(t.Context(), w.translator, pair("autre phrase", "e"), ""), mla.CodeNotAllowed, "actor")
	_, err = w.FindSharedMemory(t.Context(), w.translator, "fr", "lo", "", 0, 10)
	refused(t, err, mla.CodeNotAllowed, "actor")
}

func TestTheMemoryOfACaseStaysInIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, other := translating(w), translating(w)
	other.do(w.officer, mla.AssignTranslator{Translator: w.strangeTranslator.ID})
	_, err := w.SaveUnits(t.Context(), w.translator, r.key(), []desk.TranslationUnit{unit("facts/a-1", "Mine", 0)})
	w.ok(err)
	w.ok(w.BringCaseMemory(t.Context(), w.translator, r.key(), []desk.MemoryEntry{{Source: "apportée", Target: "brought"}}))
	got, err := w.CaseMemory(t.Context(), w.strangeTranslator, other.key())
	w.ok(err)
	if len(got) != 2 || got[0].Target != "Mine" || got[0].Own || got[1].Target != "brought" || got[1].Own {
		t.Errorf("the other translator of the case finds %+v", got)
	}
	got, err = w.CaseMemory(t.Context(), w.officer, other.key())
	w.ok(err)
	if len(got) != 2 || !got[0].Own || !got[1].Own {
		t.Errorf("the officer finds %+v", got)
	}
	elsewhere := desk.TextKey{RequestID: other.id, From: "fr", To: "lo"}
	if got, err := w.CaseMemory(t.Context(), w.officer, elsewhere); err != nil || len(got) != 0 {
		t.Errorf("another language: %+v, %v", got, err)
	}
	w.ok(w.EraseCase(t.Context(), w.c.ID))
	if got, err := w.CaseMemory(t.Context(), w.officer, other.key()); err != nil || len(got) != 0 {
		t.Errorf("an erased case is remembered: %+v, %v", got, err)
	}
	if units, earlier, err := w.TranslationUnits(t.Context(), w.translator, r.key()); err != nil || len(units)+len(earlier) != 0 {
		t.Errorf("an erased translation is read: %+v, %v", units, err)
	}
	_, err = w.SaveUnits(t.Context(), w.translator, r.key(), []desk.TranslationUnit{unit("facts/a-1", "Again", 1)})
	refused(t, err, "case_erased", "case")
}

// One query serves a page of sentences, also in a memory of 100,000.
func TestTheSharedMemoryIsQuickAtAHundredThousandEntries(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a table")
	}
	t.Parallel()
	w := newWorld(t)
	const n = 100_000
	entries := make([]desk.MemoryEntry, 0, 50_000)
	for i := range n {
		s := sentence(i)
		entries = append(entries, desk.MemoryEntry{From: "fr", To: "en", Source: s, Target: "target", Bands: transjob.Bands(s)})
		if len(entries) == cap(entries) {
			_, err := w.AddSharedMemory(t.Context(), w.admin, entries)
			w.ok(err)
			entries = entries[:0]
		}
	}
	_, err := w.Owner(t).Exec(t.Context(), `ANALYZE translation_memory`)
	w.ok(err)
	ask := make([]desk.MemoryQuery, 25)
	for i := range ask {
		s := strings.Replace(sentence(i*3989), "le ", "un ", 1)
		ask[i] = desk.MemoryQuery{Source: s, Bands: transjob.Bands(s)}
	}
	var took time.Duration
	var got [][]desk.MemoryEntry
	for range 3 {
		began := time.Now()
		got, err = w.SharedMemory(t.Context(), w.translator, "fr", "en", ask)
		w.ok(err)
		if d := time.Since(began); took == 0 || d < took {
			took = d
		}
	}
	found, candidates := 0, 0
	for i := range got {
		candidates += len(got[i])
		for _, e := range got[i] {
			if e.Source == sentence(i*3989) {
				found++
				break
			}
		}
	}
	t.Logf("25 sentences in %s, %d found, %d candidates", took, found, candidates)
	if found < 24 || took > 500*time.Millisecond {
		t.Errorf("found %d of 25 in %s", found, took)
	}
}

var vocabulary = strings.Fields(`le compte bancaire transfert fonds versement titulaire relevé période demande autorité magistrat procureur tribunal
	enquête procédure infraction exposé personne témoin audition mesure exécution communiquer entendre saisir conserver données abonné connexion
	adresse service fournisseur opérateur montant date référence pièce document copie certifiée original cachet remise preuve délai urgent nécessaire
	utile établir vérifier préciser indiquer fournir obtenir recevoir envoyer retirer remettre ouvrir utiliser chaque aucune notamment également lorsque
	selon conformément article code loi convention traité réciprocité principe droit protection résultat recherche coopération étranger requis compétent`)

// sentence is the i-th of many sentences of eighteen words.
func sentence(i int) string {
	x := uint64(i)*0x9e3779b97f4a7c15 + 1
	words := make([]string, 18)
	for k := range words {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		words[k] = vocabulary[x%uint64(len(vocabulary))]
	}
	return "le " + strings.Join(words, " ") + fmt.Sprintf(" ⟦number%d⟧", i%3+1)
}
