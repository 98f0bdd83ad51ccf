package jurisdiction

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func profile(t *testing.T, in ProfileInput) mla.Profile {
	t.Helper()
	p, err := book(t).Profile(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryStateFormAndChannelGivesAWholeProfile(t *testing.T) {
	b := book(t)
	for _, s := range b.States() {
		for _, form := range s.Forms() {
			for _, ch := range s.Channels(form) {
				t.Run(s.Code()+" "+string(form)+" "+ch.ID, func(t *testing.T) {
					p := profile(t, ProfileInput{State: s.Code(), Form: form, Channel: ch.ID})
					if p.Path.ID != ch.ID || p.Paper != ch.Paper || p.Track != tracks[form] || p.MachineMaySend {
						t.Errorf("path %s, paper %v, track %s, machine %v", p.Path.ID, p.Paper, p.Track, p.MachineMaySend)
					}
					if len(p.Instruments) == 0 || len(p.AcceptedLanguages) == 0 || p.ExpectedAnswer.MaxDays == 0 || len(p.Gates) == 0 {
						t.Error("instruments, languages, expectation or gates are missing")
					}
					if !p.HomeZone.Known() || !p.AbroadZone.Known() || len(p.HomeCalendar.Days) == 0 || len(p.AbroadCalendar.Days) == 0 {
						t.Error("a zone or a calendar is missing")
					}
					checkHops(t, p)
					checkClocks(t, p)
				})
			}
		}
	}
}

func checkHops(t *testing.T, p mla.Profile) {
	t.Helper()
	for i, h := range p.Path.Hops {
		if !bilingual(h.Actor) || h.Source.Mark == "" {
			t.Errorf("hop %s lacks a name or a mark", h.ID)
		}
		if i > 0 && len(h.Proofs) == 0 {
			t.Errorf("nothing proves that the file left for %s", h.ID)
		}
		if h.Side == mla.Abroad && h.ClerkOrg != "" {
			t.Errorf("a clerk of ours cannot sit at %s", h.ID)
		}
	}
	first := map[mla.Track]string{mla.Judicial: "court_registry", mla.Police: "ncb_paris", mla.Preservation: "fr_247"}
	if got := p.Path.Hops[0]; got.ClerkOrg != first[p.Track] || got.Side != mla.Home {
		t.Errorf("the first holder is %s", got.ID)
	}
	if last := p.Path.Hops[len(p.Path.Hops)-1]; last.Role != "execute" || last.Side != mla.Abroad {
		t.Errorf("the last holder %s does not execute abroad", last.ID)
	}
}

func checkClocks(t *testing.T, p mla.Profile) {
	t.Helper()
	for _, c := range p.Clocks {
		if c.Source.Mark == "" || c.Basis == "" || !bilingual(c.Name) || !c.Active {
			t.Errorf("clock %s lacks a mark, a basis or a name, or is not active", c.ID)
		}
		if len(p.Ladders[c.Ladder]) == 0 {
			t.Errorf("clock %s has no ladder %q", c.ID, c.Ladder)
		}
		if c.Rule.Amount == 0 && !slices.Contains([]string{"HOP_EXPECTED", "POSTPONED_UNTIL", "EIO_SHORTER", "ANSWER_WANTED"}, c.ID) {
			t.Errorf("clock %s has no amount", c.ID)
		}
	}
	for name, rungs := range p.Ladders {
		for _, r := range rungs {
			if r.Source.Mark == "" || (r.Basis != "") != (r.BasisSource.Mark != "") {
				t.Errorf("rung %s.%s: mark %q, basis %q marked %q", name, r.ID, r.Source.Mark, r.Basis, r.BasisSource.Mark)
			}
		}
	}
}

func clockIDs(p mla.Profile) []string {
	var out []string
	for _, c := range p.Clocks {
		out = append(out, c.ID)
	}
	return out
}

func TestTheRightClocksRun(t *testing.T) {
	for _, c := range []struct {
		name     string
		in       ProfileInput
		yes, not []string
	}{
		{"an EIO", ProfileInput{State: "RO", Form: mla.FormEIO}, []string{"EIO_ACK", "EIO_DECISION", "EIO_EXEC", "APPROVE_DUTY"}, []string{"SIGN_DUTY", "EIO_PROVISIONAL", "BUD_PRESERVE_INT"}},
		{"an EIO with a provisional measure", ProfileInput{State: "RO", Form: mla.FormEIO, Measures: []string{"provisional_measure"}}, []string{"EIO_PROVISIONAL"}, nil},
		{"paper is signed", ProfileInput{State: "PH", Form: mla.FormMLA}, []string{"SIGN_DUTY", "ANSWER_EXPECTED", "POSTPONED_UNTIL"}, []string{"EIO_ACK"}},
		{"preservation", ProfileInput{State: "PH", Form: mla.FormBudapest29}, []string{"BUD_PRESERVE_INT", "BUD_MLA_FOLLOWUP"}, []string{"APPROVE_DUTY", "ANSWER_EXPECTED", "INTERPOL_24_7"}},
		{"a police message", ProfileInput{State: "LA", Form: mla.FormPoliceMessage}, []string{"INTERPOL_24_7", "SAFEGUARD_ALERT"}, []string{"INTERPOL_24_7_URGENT", "APPROVE_DUTY"}},
		{"an urgent police message", ProfileInput{State: "LA", Form: mla.FormPoliceMessage, Urgency: "urgent"}, []string{"INTERPOL_24_7_URGENT"}, []string{"INTERPOL_24_7"}},
		{"law not in force", ProfileInput{State: "RO", Form: mla.FormBudapest29}, nil, []string{"AP2_ART7", "AP2_ART8_SUB"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := clockIDs(profile(t, c.in))
			for _, id := range c.yes {
				if !slices.Contains(got, id) {
					t.Errorf("%s does not run: %v", id, got)
				}
			}
			for _, id := range c.not {
				if slices.Contains(got, id) {
					t.Errorf("%s runs", id)
				}
			}
		})
	}
}

// What an act makes pointless is not asked for any more, and a postponement
// leaves somebody who is owed its end.
func TestActsThatOvertakeADutyMeetIt(t *testing.T) {
	for _, c := range []struct {
		name, clock string
		form        mla.Form
		met         mla.Trigger
		want        bool
	}{
		{"a full answer overtakes the question", "SUPPLEMENT_DUTY", mla.FormMLA, mla.OnAnswered, true},
		{"a part leaves the question open", "SUPPLEMENT_DUTY", mla.FormMLA, mla.OnPartialAnswer, false},
		{"a follow-up that was linked is sent", "BUD_MLA_FOLLOWUP", mla.FormBudapest29, mla.OnFollowUpSent, true},
		{"a follow-up that was received was sent", "BUD_MLA_FOLLOWUP", mla.FormBudapest29, mla.OnFollowUpReceived, true},
		{"a linked follow-up does not stop the lapse", "BUD_PRESERVE_INT", mla.FormBudapest29, mla.OnFollowUpSent, false},
		{"the resumption ends the postponement", "POSTPONED_UNTIL", mla.FormMLA, mla.OnResumed, true},
		{"a decision ends the postponement", "POSTPONED_UNTIL", mla.FormMLA, mla.OnDecided, true},
		{"a part ends the postponement", "POSTPONED_UNTIL", mla.FormMLA, mla.OnPartialAnswer, true},
		{"an answer ends the postponement", "POSTPONED_UNTIL", mla.FormMLA, mla.OnAnswered, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			clocks := profile(t, ProfileInput{State: "PH", Form: c.form}).Clocks
			i := slices.IndexFunc(clocks, func(k mla.Clock) bool { return k.ID == c.clock })
			if i < 0 || slices.Contains(clocks[i].MetBy, c.met) != c.want {
				t.Errorf("%s at %d: %+v", c.clock, i, clocks)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct {
		name string
		in   ProfileInput
		want string
	}{
		{"Laos takes Lao", ProfileInput{State: "LA", Form: mla.FormMLA}, "lo"},
		{"India takes English", ProfileInput{State: "IN", Form: mla.FormMLA}, "en"},
		{"Romania takes the French text", ProfileInput{State: "RO", Form: mla.FormEIO}, ""},
		{"a Romanian translation by courtesy", ProfileInput{State: "RO", Form: mla.FormEIO, TranslateTo: "ro"}, "ro"},
		{"a police message is written in its language", ProfileInput{State: "PH", Form: mla.FormPoliceMessage}, ""},
	} {
		if got := profile(t, c.in).TranslateTo; got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	long := func(s string) (n int) {
		for _, c := range profile(t, ProfileInput{State: s, Form: mla.FormMLA}).Clocks {
			if c.ID == "TRANSLATE_DUTY" {
				n = c.Rule.Amount
			}
		}
		return n
	}
	if long("LA") <= long("PH") {
		t.Error("a Lao translation takes longer")
	}
}

func TestInstrumentsAreRanked(t *testing.T) {
	ids := func(p mla.Profile) (out []string) {
		for _, i := range p.Instruments {
			out = append(out, i.ID)
		}
		return out
	}
	if diff := cmp.Diff([]string{"FR_IN_1998", "UNTOC", "OPSC", "RECIPROCITY"}, ids(profile(t, ProfileInput{State: "IN", Form: mla.FormMLA}))); diff != "" {
		t.Error(diff)
	}
	chosen := profile(t, ProfileInput{State: "PH", Form: mla.FormMLA, Instruments: []string{"RECIPROCITY", "UNTOC"}})
	if diff := cmp.Diff([]string{"UNTOC", "RECIPROCITY"}, ids(chosen)); diff != "" {
		t.Error(diff)
	}
}

func TestALetterCitesOnlyWhatTheRequestReliesOn(t *testing.T) {
	basis := func(in ProfileInput) string {
		for _, r := range profile(t, in).Ladders["answer"] {
			if r.Action == mla.StatusRequest {
				return r.Basis
			}
		}
		return "no status request"
	}
	if got := basis(ProfileInput{State: "PH", Form: mla.FormMLA}); got != "Convention de Palerme, art. 18(24)" {
		t.Errorf("with UNTOC: %q", got)
	}
	if got := basis(ProfileInput{State: "PH", Form: mla.FormMLA, Instruments: []string{"RECIPROCITY"}}); got != "" {
		t.Errorf("with reciprocity alone: %q", got)
	}
}

func TestProfileRefuses(t *testing.T) {
	good := ProfileInput{State: "PH", Form: mla.FormMLA}
	for _, c := range []struct {
		name        string
		change      func(*ProfileInput)
		code, field string
	}{
		{"unknown State", func(p *ProfileInput) { p.State = "XX" }, "unknown_state", "state"},
		{"France itself", func(p *ProfileInput) { p.State = "FR" }, "unknown_state", "state"},
		{"unknown form", func(p *ProfileInput) { p.Form = "fax" }, "unknown_form", "form"},
		{"form of another track", func(p *ProfileInput) { p.Track = mla.Police }, "form_not_for_track", "track"},
		{"an EIO outside the Union", func(p *ProfileInput) { p.Form = mla.FormEIO }, "form_not_carried", "form"},
		{"unknown channel", func(p *ProfileInput) { p.Channel = "pigeon" }, "unknown_channel", "channel"},
		{"channel that carries other forms", func(p *ProfileInput) { p.Channel = "police" }, "channel_not_for_form", "channel"},
		{"unknown instrument", func(p *ProfileInput) { p.Instruments = []string{"FR_IN_1998"} }, "unknown_instrument", "instruments"},
		{"instrument not in force", func(p *ProfileInput) { p.Instruments = []string{"CETS224"} }, "instrument_not_in_force", "instruments"},
		{"instrument of another form", func(p *ProfileInput) { p.Instruments = []string{"INTERPOL"} }, "instrument_not_for_form", "instruments"},
		{"language not accepted", func(p *ProfileInput) { p.TranslateTo = "lo" }, "language_not_accepted", "translate_to"},
		{"unknown urgency", func(p *ProfileInput) { p.Urgency = "asap" }, "unknown_urgency", "urgency"},
		{"unknown measure", func(p *ProfileInput) { p.Measures = []string{"magic"} }, "unknown_measure_kind", "measures"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := good
			c.change(&in)
			_, err := book(t).Profile(in)
			refused(t, err, c.code, c.field)
		})
	}
}

func TestProfileHash(t *testing.T) {
	in := ProfileInput{State: "RO", Form: mla.FormEIO}
	a, b := profile(t, in), profile(t, in)
	if a.Hash != b.Hash || len(a.Hash) != 64 || a.Version == "" {
		t.Errorf("hashes %s and %s of version %q", a.Hash, b.Hash, a.Version)
	}
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var back mla.Profile
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	again, err := seal(back, back.Version)
	if err != nil || again.Hash != a.Hash {
		t.Errorf("the hash does not survive the journey: %s, %v", again.Hash, err)
	}
	in.Overlay = map[string][]workday.Holiday{"RO": {{Date: workday.MustDate("2026-06-02"), Name: "Bridge day", NameFR: "Pont", Status: workday.Official, Source: "HG 1/2026"}}}
	c := profile(t, in)
	if c.Hash == a.Hash || c.AbroadCalendar.IsWorking(workday.MustDate("2026-06-02")) {
		t.Error("an imported day changes the calendar and the hash")
	}
	if !book(t).Calendar("RO").IsWorking(workday.MustDate("2026-06-02")) {
		t.Error("an overlay leaked into the book")
	}
}

// Preservation asked of a State that has no such channel is refused with what exists.
func TestAFormThatNobodyCarriesNamesWhatExists(t *testing.T) {
	for _, tc := range []struct {
		state string
		form  mla.Form
		want  string
	}{
		{"IN", mla.FormBudapest29, "police_message"},
		{"LA", mla.FormBudapest29, "police_message"},
		{"PH", mla.FormEIO, "budapest_31, mla_request, letter_rogatory, budapest_29, police_message"},
		{"IN", mla.FormBudapest31, "mla_request, letter_rogatory, police_message"},
	} {
		_, err := book(t).Profile(ProfileInput{State: tc.state, Form: tc.form})
		var e *mla.Error
		if !errors.As(err, &e) || e.Code != "form_not_carried" || e.Args["forms"] != tc.want {
			t.Errorf("%s to %s: %v", tc.form, tc.state, e)
		}
	}
}
