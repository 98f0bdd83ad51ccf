package jurisdiction

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

func reasonWith(in []Reason, part string) (Reason, bool) {
	i := slices.IndexFunc(in, func(r Reason) bool { return strings.Contains(r.Text.FR, part) })
	if i < 0 {
		return Reason{}, false
	}
	return in[i], true
}

func TestEveryLineKeepsTheMarkOfItsOwnFact(t *testing.T) {
	t.Parallel()
	urgentData := propose(t, asked("PH", "subscriber_data", "judicial_information", "child_exploitation", "u")).Options[0]
	bank := propose(t, asked("RO", "bank_transactions", "preliminary_inquiry", "laundering", "u")).Options[0]
	for _, tc := range []struct {
		name, part string
		in         []Reason
		mark       mla.Mark
	}{
		{"CPP 694 says that the request may go directly", "adressée directement", urgentData.Reasons, mla.Sourced},
		{"the copy through BEPI is our advice", "copie officielle suit en parallèle", urgentData.Reasons, mla.Design},
		{"section H4 is from memory, whatever S18 says of bank secrecy", "section H4", bank.Reasons, mla.Memory},
		{"CPP 694-21 asks for the reasons of a shorter limit", "694-21, 7°", bank.Reasons, mla.Sourced},
	} {
		if r, ok := reasonWith(tc.in, tc.part); !ok || r.Source.Mark != tc.mark {
			t.Errorf("%s: %v %+v", tc.name, ok, r)
		}
	}
}

func TestPalermoIsLeftOutWithAReason(t *testing.T) {
	t.Parallel()
	for flags, said := range map[string]bool{"": true, "t": true, "o": true, "ot": false} {
		o := propose(t, asked("LA", "witness_hearing", "judicial_information", "child_exploitation", flags)).Options[0]
		if _, ok := reasonWith(o.Reasons, "Convention de Palerme non invoquée"); ok != said || strings.Contains(bases(o), "UNTOC") == said {
			t.Errorf("%q: said %v, relies on %s", flags, ok, bases(o))
		}
	}
}

func TestOtherMeasuresOnTheElectronicChannelAreWarnedOf(t *testing.T) {
	t.Parallel()
	const part = "voie est celle de la preuve électronique"
	for _, o := range propose(t, asked("PH", "subscriber_data victim_hearing", "judicial_information", "child_exploitation", "")).Options {
		r, ok := reasonWith(o.Warnings, part)
		if want := o.ID == "letter_rogatory/budapest"; ok != want || ok && !strings.Contains(r.Text.FR, "Audition d’un mineur victime") {
			t.Errorf("%s: %v %q", o.ID, ok, r.Text.FR)
		}
	}
}

func TestInterceptionCitesItsOwnArticle(t *testing.T) {
	t.Parallel()
	for measure, want := range map[string]bool{"interception": true, "search": false} {
		o := propose(t, asked("PH", measure, "judicial_information", "computer_crime", "")).Options[0]
		if got := strings.Contains(o.Basis.FR, "31 et 34"); got != want {
			t.Errorf("%s: %s", measure, o.Basis.FR)
		}
	}
}

func TestWhatIsIssuedElsewhereIsNamedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, in := range []ProposalInput{asked("RO", "subscriber_data preservation joint_team", "trial", "", ""), asked("IN", "preservation", "trial", "", "")} {
		for _, o := range propose(t, in).Options {
			if o.Elsewhere && (o.Basis.EN == "" || strings.Contains(o.Basis.EN, "Règlement") || strings.Contains(o.Basis.EN, " et ")) {
				t.Errorf("%s: %q", o.ID, o.Basis.EN)
			}
		}
	}
}
