package jurisdiction

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

func ids[T any](in []T, id func(T) string) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = id(v)
	}
	return strings.Join(out, " ")
}

func bases(o Option) string { return ids(o.Instruments, func(i mla.Instrument) string { return i.ID }) }
func gateIDs(o Option) string {
	return ids(o.Gates, func(g mla.Gate) string { return g.ID })
}
func optionIDs(p Proposal) string { return ids(p.Options, func(o Option) string { return o.ID }) }

func propose(t *testing.T, in ProposalInput) Proposal {
	t.Helper()
	p, err := book(t).Propose(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// flags of a row: u urgent, d child in danger, l local suspect, o organised
// group, t transnational, 3 three years or more.
func asked(state, measures, stage, offence, flags string) ProposalInput {
	in := ProposalInput{
		State: state, Measures: strings.Fields(measures), Stage: stage, Offence: offence,
		ChildInDanger: strings.Contains(flags, "d"), LocalSuspect: strings.Contains(flags, "l"), OrganisedGroup: strings.Contains(flags, "o"),
		Transnational: strings.Contains(flags, "t"), ThreeYears: strings.Contains(flags, "3"), On: workday.MustDate("2026-11-25"),
	}
	if strings.Contains(flags, "u") {
		in.Urgency = urgent
	}
	return in
}

// The proposals read against the dossier: parts 0.1, 0.2, 1.1 to 1.5, 2.2, 2.3 and 6.
func TestTheFirstProposalIsTheDossiers(t *testing.T) {
	t.Parallel()
	const (
		ji, pq, fl, tr = "judicial_information", "preliminary_inquiry", "flagrancy", "trial"
		csae           = "child_exploitation"
		always         = "no_csam_attachment minor_pseudonym"
		led            = always + " led_transfer"
		recip          = led + " reciprocity_letter"
		death          = "death_penalty " + led
	)
	for _, tc := range []struct {
		name                                      string
		state, measures, stage, offence, flags    string
		first, instruments, gates, receiver, lang string
	}{
		// Philippines: Budapest for electronic evidence, no treaty for the rest.
		{"PH subscriber data is an art. 31 request between central authorities", "PH", "subscriber_data", ji, csae, "", "budapest_31/budapest", "ETS185", led, "ph_doj_ooc", "en"},
		{"PH traffic data likewise, from the prosecutor", "PH", "traffic_data", pq, csae, "", "budapest_31/budapest", "ETS185", led, "ph_doj_ooc", "en"},
		{"PH urgent data goes by e-mail to the Office of Cybercrime (CPP 694, Budapest 25(3))", "PH", "subscriber_data", ji, csae, "u", "budapest_31/urgent", "ETS185", led, "ph_doj_ooc", "en"},
		{"PH preservation comes first, over the 24/7 network", "PH", "preservation subscriber_data", ji, csae, "", "budapest_29/preserve", "ETS185", led, "ph_247", ""},
		{"PH live abuse is the police track at once, before preservation", "PH", "preservation subscriber_data", ji, csae, "ud", "police_message/police", "INTERPOL", led, "ncb_manila", ""},
		{"PH bank identity is a WDCD on art. 31 (EastWest, S45)", "PH", "bank_identity", ji, csae, "", "budapest_31/budapest", "ETS185", led, "ph_doj_ooc", "en"},
		{"PH bank transactions are no WDCD: AMLC or court through the Chief State Counsel's path", "PH", "bank_transactions", ji, csae, "", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH bank transactions with an organised transnational group add UNTOC", "PH", "bank_transactions", ji, csae, "ot", "letter_rogatory/formal", "UNTOC OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH an organised group alone is not UNTOC: not transnational", "PH", "bank_transactions", ji, csae, "o", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH transnational alone is not UNTOC: no organised group", "PH", "bank_transactions", ji, csae, "t", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH trafficking by an organised group adds the Palermo protocol, not OPSC", "PH", "witness_hearing", ji, "trafficking", "ot", "letter_rogatory/formal", "UNTOC PALERMO_TIP RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH data and transactions together travel as one letter rogatory on Budapest and OPSC", "PH", "subscriber_data bank_transactions", ji, csae, "", "letter_rogatory/budapest", "ETS185 OPSC RECIPROCITY", recip, "ph_doj_ooc", "en"},
		{"PH a hearing without treaty offence rests on reciprocity alone", "PH", "witness_hearing", ji, "other", "", "letter_rogatory/formal", "RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH a hearing about computer crime may rest on Budapest", "PH", "witness_hearing", ji, "computer_crime", "", "letter_rogatory/formal", "ETS185 RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH a prosecutor's inquiry is a DEPI, no letter rogatory", "PH", "witness_hearing", pq, csae, "", "mla_request/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH flagrancy is a DEPI too", "PH", "remittance_records", fl, csae, "", "mla_request/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH the trial court asks by request", "PH", "video_hearing", tr, csae, "", "mla_request/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH an urgent hearing goes to the Chief State Counsel by e-mail", "PH", "victim_hearing", ji, csae, "u", "letter_rogatory/urgent_general", "OPSC RECIPROCITY", recip, "ph_doj_ocsc", "en"},
		{"PH a rescue is police work even without declared danger", "PH", "rescue", ji, csae, "", "police_message/police", "INTERPOL", led, "ncb_manila", ""},
		{"PH a local suspect raises no death-penalty gate: abolished in 2006", "PH", "suspect_hearing", ji, csae, "l", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "ph_dfa", "en"},
		{"PH a search is a WSSECD, a cybercrime warrant: Budapest, with the judge's authorisation first", "PH", "search", ji, csae, "", "letter_rogatory/budapest", "ETS185 OPSC RECIPROCITY", recip + " judge_authorisation", "ph_doj_ooc", "en"},

		// Romania: the EIO is the rule (CPP 694-15).
		{"RO a hearing is an EIO, sent directly", "RO", "witness_hearing", ji, csae, "3", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO the prosecutor issues an EIO too", "RO", "bank_transactions", pq, csae, "3", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO UNTOC adds nothing between Member States", "RO", "bank_identity", ji, csae, "3ot", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO subscriber data is an EIO, always available", "RO", "subscriber_data", ji, csae, "3", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO preservation is Budapest 29 first", "RO", "preservation", ji, csae, "3", "budapest_29/preserve", "ETS185", always, "ro_247", ""},
		{"RO the provisional measure is an EIO (art. 32)", "RO", "provisional_measure", ji, csae, "3u", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO live abuse is police cooperation first", "RO", "search", ji, csae, "3d", "police_message/police", "INTERPOL", always, "ro_ccpi", ""},
		{"RO no death-penalty gate", "RO", "suspect_hearing", ji, csae, "3l", "eio/eio", "EIO", always, "ro_executing", ""},
		{"RO interception needs the judge's authorisation", "RO", "interception", ji, csae, "3", "eio/eio", "EIO", always + " judge_authorisation", "ro_executing", ""},

		// India: the convention of 1998 between central authorities, no Budapest.
		{"IN bank records rest on the 1998 convention, no reciprocity beside a treaty", "IN", "bank_transactions", ji, csae, "", "letter_rogatory/formal", "FR_IN_1998 OPSC", led, "in_mha", "en"},
		{"IN with another offence on the convention alone", "IN", "bank_identity", ji, "extortion", "", "letter_rogatory/formal", "FR_IN_1998", led, "in_mha", "en"},
		{"IN a local suspect raises the death-penalty gate", "IN", "suspect_hearing", ji, csae, "l", "letter_rogatory/formal", "FR_IN_1998 OPSC", death, "in_mha", "en"},
		{"IN an organised group adds UNTOC after the bilateral treaty", "IN", "witness_hearing", pq, csae, "ot", "mla_request/formal", "FR_IN_1998 UNTOC OPSC", led, "in_mha", "en"},
		{"IN preservation has no art. 29: the police ask", "IN", "preservation", ji, csae, "", "police_message/police", "INTERPOL", led, "in_cbi", ""},
		{"IN a rescue naming a local suspect keeps the gate on the police track", "IN", "rescue", ji, csae, "dl", "police_message/police", "INTERPOL", death, "in_cbi", ""},

		// Laos: no treaty, always through the Ministry of Foreign Affairs, in Lao.
		{"LA a hearing goes by note verbale on OPSC, reciprocity in the alternative", "LA", "witness_hearing", ji, csae, "", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "la_mfa", "lo"},
		{"LA an organised transnational group adds UNTOC", "LA", "bank_transactions", ji, csae, "ot", "letter_rogatory/formal", "UNTOC OPSC RECIPROCITY", recip, "la_mfa", "lo"},
		{"LA no treaty offence leaves reciprocity", "LA", "witness_hearing", pq, "other", "", "mla_request/formal", "RECIPROCITY", recip, "la_mfa", "lo"},
		{"LA a local suspect raises the death-penalty gate", "LA", "suspect_hearing", ji, csae, "l", "letter_rogatory/formal", "OPSC RECIPROCITY", "death_penalty " + recip, "la_mfa", "lo"},
		{"LA preservation is police only", "LA", "preservation", ji, csae, "", "police_message/police", "INTERPOL", led, "ncb_vientiane", ""},
		{"LA urgency changes no channel: there is none but the ministry's", "LA", "witness_hearing", ji, csae, "u", "letter_rogatory/formal", "OPSC RECIPROCITY", recip, "la_mfa", "lo"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := propose(t, asked(tc.state, tc.measures, tc.stage, tc.offence, tc.flags))
			o := p.Options[0]
			want := []string{tc.first, tc.instruments, tc.gates, tc.receiver, tc.lang}
			if diff := cmp.Diff(want, []string{o.ID, bases(o), gateIDs(o), o.Receiving.ID, o.TranslateTo}); diff != "" {
				t.Errorf("(-dossier +proposed)\n%s\nall: %s", diff, optionIDs(p))
			}
		})
	}
}

func TestEveryLineOfAProposalHasItsMark(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, s := range b.States() {
		for _, m := range b.Measures(s.Code()) {
			p := propose(t, asked(s.Code(), m.ID, "judicial_information", "", "udlot"))
			if len(p.Options) == 0 {
				t.Errorf("%s %s: nothing is proposed", s.Code(), m.ID)
			}
			for _, o := range p.Options {
				lines := slices.Concat(o.Reasons, o.Warnings, p.Warnings)
				for _, w := range o.With {
					lines = append(lines, w.Why)
				}
				if len(o.Reasons) == 0 {
					t.Errorf("%s %s %s: no reason", s.Code(), m.ID, o.ID)
				}
				for _, r := range lines {
					if r.Source.Mark == "" || !bilingual(r.Text) || strings.Contains(r.Text.FR+r.Text.EN, "{") {
						t.Errorf("%s %s %s: %+v", s.Code(), m.ID, o.ID, r)
					}
				}
				if !bilingual(o.Receiving.Name) || o.Receiving.Source.Mark == "" || !o.Elsewhere && (len(o.Path.Hops) < 2 || !bilingual(o.Basis)) {
					t.Errorf("%s %s %s: receiver, hops or basis are missing", s.Code(), m.ID, o.ID)
				}
			}
		}
	}
}

// Whatever is proposed can be opened: the profile takes form, channel and instruments.
func TestWhatIsProposedCanBeOpened(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, s := range b.States() {
		for _, m := range b.Measures(s.Code()) {
			for _, stage := range []string{"judicial_information", "preliminary_inquiry"} {
				for _, o := range propose(t, asked(s.Code(), m.ID, stage, "child_exploitation", "ot")).Options {
					if o.Elsewhere {
						continue
					}
					in := ProfileInput{State: s.Code(), Form: o.Form, Channel: o.Channel, Measures: []string{m.ID}}
					for _, i := range o.Instruments {
						in.Instruments = append(in.Instruments, i.ID)
					}
					pr, err := b.Profile(in)
					if err != nil {
						t.Errorf("%s %s %s: %v", s.Code(), m.ID, o.ID, err)
						continue
					}
					if len(pr.Instruments) != len(o.Instruments) || pr.TranslateTo != o.TranslateTo || len(pr.Path.Hops) != len(o.Path.Hops) {
						t.Errorf("%s %s %s: the profile differs from the proposal", s.Code(), m.ID, o.ID)
					}
				}
			}
		}
	}
}

func TestParallelOptionsBelongTogether(t *testing.T) {
	t.Parallel()
	p := propose(t, asked("PH", "subscriber_data", "judicial_information", "child_exploitation", ""))
	first := p.Options[0]
	if len(first.With) != 1 || first.With[0].Option != "budapest_29/preserve" || first.With[0].Order != "before" {
		t.Errorf("art. 29 now, art. 31 after: %+v", first.With)
	}
	i := slices.IndexFunc(p.Options, func(o Option) bool { return o.ID == "budapest_29/preserve" })
	if i < 0 || p.Options[i].Tier != "companion" || bases(p.Options[i]) != "ETS185" || p.Options[i].With[0].Order != "after" {
		t.Errorf("the preservation beside it: %+v", p.Options)
	}
	if p := propose(t, asked("PH", "witness_hearing", "judicial_information", "child_exploitation", "")); strings.Contains(optionIDs(p), "budapest_29") {
		t.Error("a hearing needs no preservation")
	}
	live := propose(t, asked("PH", "subscriber_data", "judicial_information", "child_exploitation", "ud"))
	calm := propose(t, asked("PH", "subscriber_data", "judicial_information", "child_exploitation", "d"))
	if got := ids(calm.Options[0].Clocks, func(c ClockNote) string { return c.ID }); got != "INTERPOL_24_7_URGENT" {
		t.Errorf("a police message about a child in danger is urgent: %s", got)
	}
	if live.Options[0].ID != "police_message/police" || live.Options[0].With[0].Option != "budapest_31/urgent" {
		t.Errorf("police at once, then the request: %s", optionIDs(live))
	}
}

// The EIO has its own kind for preservation, and the 24-hour clock with it.
func TestPreservationByEIOIsAProvisionalMeasure(t *testing.T) {
	t.Parallel()
	p := propose(t, asked("RO", "preservation", "judicial_information", "child_exploitation", "3"))
	i := slices.IndexFunc(p.Options, func(o Option) bool { return o.ID == "eio/eio" })
	clocks := func(o Option) string { return ids(o.Clocks, func(c ClockNote) string { return c.ID }) }
	if i < 0 || !cmp.Equal(p.Options[i].Opens, []string{"provisional_measure"}) || !strings.Contains(clocks(p.Options[i]), "EIO_PROVISIONAL") {
		t.Errorf("%s", optionIDs(p))
	}
	if first := p.Options[0]; !cmp.Equal(first.Opens, []string{"preservation"}) || strings.Contains(clocks(first), "EIO") {
		t.Errorf("the art. 29 request asks preservation: %v, %s", first.Opens, clocks(first))
	}
}

func TestOrdersToTheProviderAreProposedAndIssuedElsewhere(t *testing.T) {
	t.Parallel()
	find := func(p Proposal, id string) (Option, bool) {
		i := slices.IndexFunc(p.Options, func(o Option) bool { return o.ID == id })
		if i < 0 {
			return Option{}, false
		}
		return p.Options[i], true
	}
	in := asked("RO", "preservation subscriber_data", "judicial_information", "child_exploitation", "3")
	p := propose(t, in)
	epoc, ok := find(p, "epoc")
	if !ok || !epoc.Elsewhere || ids(epoc.Clocks, func(c ClockNote) string { return c.ID }) != "EPOC EPOC_EMERGENCY" || epoc.Clocks[0].Amount != 10 || epoc.Clocks[1].Unit != workday.Hours {
		t.Errorf("EPOC with its ten days and eight hours: %+v", epoc)
	}
	if pr, ok := find(p, "epoc_pr"); !ok || pr.Clocks[0].Amount != 60 || !pr.Clocks[0].Lapses {
		t.Errorf("EPOC-PR with its sixty days: %+v", pr)
	}
	in.On = workday.MustDate("2026-08-17")
	if p := propose(t, in); strings.Contains(optionIDs(p), "epoc") {
		t.Error("before 18 August 2026 there is no EPOC")
	}
	if p := propose(t, asked("PH", "subscriber_data", "judicial_information", "", "")); strings.Contains(optionIDs(p), "epoc") {
		t.Error("an EPOC is for Member States")
	}
	judex, ok := find(p, "eio/digital")
	if !ok || judex.Usable || p.Options[len(p.Options)-1].ID != "eio/digital" || len(judex.Warnings) == 0 {
		t.Errorf("JUDEX is last and not usable yet: %s", optionIDs(p))
	}
	for _, id := range []string{"eio/eio_help", "eio/eio_ejn"} {
		if _, ok := find(p, id); !ok {
			t.Errorf("lacks %s", id)
		}
	}
	if jit, ok := find(propose(t, asked("RO", "joint_team", "judicial_information", "", "")), "jit_agreement"); !ok || !jit.Elsewhere {
		t.Error("a joint team is an agreement, no EIO")
	}
}

func TestAMeasureThatTheStateLacksIsAWarningWithWhatExists(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ state, measure, fr string }{
		{"IN", "preservation", "portail du fournisseur"}, {"LA", "preservation", "INTERPOL seulement"},
		{"IN", "joint_team", "Enquêtes parallèles"}, {"LA", "joint_team", "voie diplomatique"}, {"PH", "provisional_measure", "art. 29"},
	} {
		p := propose(t, asked(tc.state, tc.measure, "judicial_information", "child_exploitation", ""))
		if len(p.Warnings) != 1 || !strings.Contains(p.Warnings[0].Text.FR, tc.fr) || p.Measures[0].Available {
			t.Errorf("%s %s: %+v", tc.state, tc.measure, p.Warnings)
		}
	}
	if p := propose(t, asked("PH", "preservation", "judicial_information", "child_exploitation", "")); len(p.Warnings) != 0 {
		t.Errorf("preservation exists with the Philippines: %+v", p.Warnings)
	}
	if p := propose(t, asked("LA", "interception", "judicial_information", "child_exploitation", "")); len(p.Warnings) != 1 || p.Options[0].ID != "letter_rogatory/formal" {
		t.Errorf("nothing is known of interception in Laos: %+v", p.Warnings)
	}
}

func TestAPathSaysWhatItDoesNotCover(t *testing.T) {
	t.Parallel()
	p := propose(t, asked("PH", "subscriber_data bank_transactions", "judicial_information", "child_exploitation", ""))
	i := slices.IndexFunc(p.Options, func(o Option) bool { return o.Form == mla.FormBudapest31 })
	if i < 0 || !cmp.Equal(p.Options[i].Uncovered, []string{"bank_transactions"}) || !strings.Contains(p.Options[i].Warnings[0].Text.EN, "Bank transactions") {
		t.Errorf("art. 31 gives no transactions: %s", optionIDs(p))
	}
	if len(p.Options[0].Uncovered) != 0 {
		t.Errorf("the first covers both: %v", p.Options[0].Uncovered)
	}
}

func TestTheSentenceOfTheLegalBasis(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, state, measures, flags, want string }{
		{"plural, reciprocity in the alternative", "PH", "subscriber_data bank_transactions", "ot", "Sur le fondement de la Convention de Budapest sur la cybercriminalité (art. 23, 25, 27 et 31), de la Convention des Nations unies contre la criminalité transnationale organisée (art. 18) et du Protocole facultatif à la Convention relative aux droits de l'enfant, concernant la vente d'enfants, la prostitution des enfants et la pornographie mettant en scène des enfants (art. 6, 8 et 10), et à titre subsidiaire de la réciprocité"},
		{"one treaty", "IN", "bank_identity", "x", "Sur le fondement de la Convention franco-indienne d'entraide judiciaire en matière pénale du 25 janvier 1998"},
		{"reciprocity alone", "LA", "witness_hearing", "x", "À titre de réciprocité, l’offre étant jointe"},
	} {
		offence := "child_exploitation"
		if tc.flags == "x" {
			offence = "other"
		}
		if got := propose(t, asked(tc.state, tc.measures, "judicial_information", offence, tc.flags)).Options[0].Basis.FR; got != tc.want {
			t.Errorf("%s:\n%s", tc.name, got)
		}
	}
}

func TestAnOldKindStandsForWhatReplacedIt(t *testing.T) {
	t.Parallel()
	p := propose(t, asked("PH", "bank_records", "judicial_information", "child_exploitation", ""))
	if got := ids(p.Measures, func(m Measure) string { return m.ID }); got != "bank_identity bank_transactions remittance_records" {
		t.Errorf("%s", got)
	}
}

func TestInstrumentsWaitForTheirEntryIntoForce(t *testing.T) {
	t.Parallel()
	in := asked("PH", "subscriber_data bank_transactions", "judicial_information", "child_exploitation", "")
	in.On = workday.MustDate("2018-06-30")
	if got := bases(propose(t, in).Options[0]); strings.Contains(got, "ETS185") {
		t.Errorf("Budapest binds the Philippines from 1 July 2018 only: %s", got)
	}
}

func TestProposeRefuses(t *testing.T) {
	t.Parallel()
	b := book(t)
	good := asked("PH", "subscriber_data", "judicial_information", "child_exploitation", "")
	for _, tc := range []struct {
		name, code, field string
		change            func(*ProposalInput)
	}{
		{"an unknown State", "unknown_state", "state", func(in *ProposalInput) { in.State = "XX" }},
		{"a request to ourselves", "unknown_state", "state", func(in *ProposalInput) { in.State = "FR" }},
		{"no measure", mla.CodeRequired, "measures", func(in *ProposalInput) { in.Measures = nil }},
		{"an unknown measure", "unknown_measure_kind", "measures", func(in *ProposalInput) { in.Measures = []string{"telepathy"} }},
		{"no stage", mla.CodeRequired, "stage", func(in *ProposalInput) { in.Stage = "" }},
		{"an unknown stage", mla.CodeUnknownValue, "stage", func(in *ProposalInput) { in.Stage = "appeal" }},
		{"an unknown offence", mla.CodeUnknownValue, "offence", func(in *ProposalInput) { in.Offence = "jaywalking" }},
		{"an unknown urgency", "unknown_urgency", "urgency", func(in *ProposalInput) { in.Urgency = "panic" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := good
			tc.change(&in)
			_, err := b.Propose(in)
			refused(t, err, tc.code, tc.field)
		})
	}
}

func TestAChoiceIsHeldAgainstTheFirstProposal(t *testing.T) {
	t.Parallel()
	p := propose(t, asked("PH", "subscriber_data", "judicial_information", "child_exploitation", "ud"))
	for _, tc := range []struct {
		name          string
		form, channel string
		want          string
	}{
		{"the first itself", "police_message", "police", "police_message/police"},
		{"the request that belongs with it is no deviation", "budapest_31", "urgent", "budapest_31/urgent"},
		{"another path is held against the first", "letter_rogatory", "formal", "police_message/police"},
	} {
		if o, ok := p.Against(mla.Form(tc.form), tc.channel); !ok || o.ID != tc.want {
			t.Errorf("%s: %s", tc.name, o.ID)
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	book, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	in := asked("PH", "preservation subscriber_data traffic_data bank_identity bank_transactions remittance_records witness_hearing search", "judicial_information", "child_exploitation", "udlot3")
	for b.Loop() {
		if _, err := book.Propose(in); err != nil {
			b.Fatal(err)
		}
	}
	if ms := b.Elapsed().Milliseconds() / int64(b.N); ms >= 5 {
		b.Errorf("%d ms a proposal, more than 5", ms)
	}
}
