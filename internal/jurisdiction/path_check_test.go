package jurisdiction

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestLoaderRefusesPathsThatLeadNowhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, old, new, want string }{
		{"a retired kind replaced by nothing known", "measures.yaml", "instead: [bank_identity, ", "instead: [bank_idendity, ", "unknown measure bank_idendity"},
		{"a measure that is not there, without what exists", "measures.yaml", `        instead: {forms: [by_stage, police_message], fr: "Enquêtes parallèles coordonnées : entraide par le MHA et coopération policière par le CBI.", en: "Coordinated parallel investigations: MLA through the MHA and police cooperation through the CBI.", mark: design}`, "", "available: no without what exists instead"},
		{"a measure carried by an unknown form", "measures.yaml", "forms: [budapest_31, by_stage]", "forms: [budapest_32]", "unknown form budapest_32"},
		{"a measure that needs nobody knows what", "measures.yaml", "needs: [person, questions]", "needs: [person, answers]", "unknown need answers"},
		{"a clock that is not in the registry", "measures.yaml", "PH_DISCLOSE]", "PH_ENCLOSE]", "unknown clock PH_ENCLOSE"},
		{"a trap without mark", "measures.yaml", `The follow-up must arrive before the sixtieth day.", mark: memory}`, `The follow-up must arrive before the sixtieth day."}`, "no mark"},
		{"an unknown tier", "paths.yaml", "tier: main", "tier: middle", "unknown tier middle"},
		{"a gate that hangs on an unknown word", "paths.yaml", "when: [reciprocity]", "when: [generosity]", "unknown word generosity"},
		{"an order issued elsewhere for an unknown State", "paths.yaml", "states: [IN]", "states: [ZZ]", "unknown State ZZ"},
		{"a missing phrase", "paths.yaml", "id: uncovered", "id: covered", "no phrase uncovered"},
		{"an instrument for an unknown offence", "instruments.yaml", "offences: [child_exploitation]", "offences: [child_exploration]", "OPSC applies to an unknown offence child_exploration"},
		{"a hop whose least is the longest", "ph.yaml", "least: 10, expected: 60", "least: 90, expected: 60", "least 90 is more than expected 60 at ph_doj_ooc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(edited(t, c.file, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("got %v, want %q in %s", err, c.want, c.file)
			}
		})
	}
}

// Dossier 2.2. The magistrate's registry and the 24/7 and INTERPOL contacts hold
// the file when it is ready, so the drafting hops are not in the data.
func TestHopSequencesAreTheDossiers(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"PH.formal":         "court_registry parquet_general bepi meae_cej amb_manila ph_dfa ph_doj_ocsc ph_executing",
		"PH.budapest":       "court_registry parquet_general bepi ph_doj_ooc ph_executing",
		"PH.urgent":         "court_registry bepi ph_doj_ooc ph_executing",
		"PH.urgent_general": "court_registry bepi ph_doj_ocsc ph_executing",
		"PH.preserve":       "fr_247 ph_247",
		"PH.police":         "ncb_paris ncb_manila ph_police",
		"RO.eio":            "court_registry ro_executing",
		"RO.eio_help":       "court_registry eurojust_fr ro_eurojust ro_executing",
		"RO.eio_ejn":        "court_registry ejn_fr ro_ejn ro_executing",
		"RO.digital":        "court_registry ro_executing",
		"RO.preserve":       "fr_247 ro_247",
		"RO.police":         "ncb_paris ro_ccpi ro_igpr",
		"IN.formal":         "court_registry parquet_general bepi in_mha in_executing",
		"IN.diplomatic":     "court_registry parquet_general bepi meae_cej amb_new_delhi in_mea in_mha in_executing",
		"IN.police":         "ncb_paris in_cbi in_police",
		"LA.formal":         "court_registry parquet_general bepi meae_cej amb_vientiane la_mfa la_ospp la_executing",
		"LA.police":         "ncb_paris ncb_vientiane la_mps",
	}
	got := map[string]string{}
	for _, s := range book(t).States() {
		for _, c := range s.raw.Channels {
			got[s.Code()+"."+c.ID] = ids(c.Hops, func(h rawHop) string { return h.At })
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-dossier +data)\n%s", diff)
	}
}

func TestTheCatalogueSaysWhatEachStateNeeds(t *testing.T) {
	t.Parallel()
	b := book(t)
	get := func(state, id string) Measure {
		m, err := b.Measure(state, id)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	identity, moves := get("PH", "bank_identity"), get("PH", "bank_transactions")
	if identity.Tools[0].Name != "WDCD" || identity.Tools[0].Source.Ref != "S45" || moves.Tools[0].Name != "AMLC" || slices.Contains(moves.Forms, mla.FormBudapest31) {
		t.Errorf("in the Philippines identity is a WDCD, transactions are not: %+v %+v", identity.Tools, moves.Tools)
	}
	if !slices.Contains(moves.Fields, "F20") || slices.Contains(get("IN", "bank_transactions").Fields, "F20") {
		t.Error("a State adds its own fields, and only its own")
	}
	if !slices.Contains(get("IN", "witness_hearing").Needs, "place") || slices.Contains(get("RO", "witness_hearing").Needs, "place") {
		t.Error("a State adds its own needs, and only its own")
	}
	if m := get("IN", "preservation"); m.Available || m.Instead == nil || !slices.Contains(m.Instead.Forms, mla.FormPoliceMessage) || m.Instead.Source.Mark == "" {
		t.Errorf("no art. 29 with India, but the police: %+v", m)
	}
	old := get("PH", "bank_records")
	if !old.Retired || len(old.Replaced) != 3 || slices.ContainsFunc(b.Measures("PH"), func(m Measure) bool { return m.ID == old.ID }) {
		t.Errorf("an old kind still resolves and is offered no more: %+v", old)
	}
	if p := profile(t, ProfileInput{State: "PH", Form: mla.FormMLA, Measures: []string{"bank_records"}}); p.State != "PH" {
		t.Error("an old draft still opens")
	}
	_, err := b.Measure("PH", "telepathy")
	refused(t, err, "unknown_measure_kind", "measures")
}
