package transjob

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/desk"
)

var bank = strings.Fields(`le compte bancaire transfert fonds versement titulaire relevé période demande autorité magistrat procureur tribunal enquête
	procédure infraction exposé personne témoin audition mesure exécution communiquer entendre saisir conserver données abonné connexion adresse service
	fournisseur opérateur montant date référence pièce document copie certifiée original cachet remise preuve délai urgent nécessaire utile établir vérifier`)

func prose(i int) string {
	x := uint64(i)*0x9e3779b97f4a7c15 + 1
	out := make([]string, 18)
	for k := range out {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		out[k] = bank[x%uint64(len(bank))]
	}
	return "Le " + strings.Join(out, " ") + fmt.Sprintf(" du %d mars 2026.", i%28+1)
}

// A page of the desk in a case with five thousand translated sentences.
func BenchmarkSuggestAPageInALargeCase(b *testing.B) {
	var facts []string
	for i := range 25 {
		facts = append(facts, prose(i*97))
	}
	j := Build(key, "n", sha, []Part{{"facts", "facts", strings.Join(facts, "\n")}}, nil, nil)
	var inCase []desk.MemoryEntry
	for i := range 5000 {
		inCase = append(inCase, desk.MemoryEntry{From: "fr", To: "en", Source: prose(i), Target: "x", Own: true})
	}
	b.ReportMetric(float64(len(j.Units)), "units")
	for b.Loop() {
		NewFinder(&j, Words{Names: map[string]string{"Exemple Fictif": ""}}).Suggest(j.Units, inCase, nil)
	}
}

// A text of two thousand sentences, checked as after each saving.
func BenchmarkBuildAndCheckTwoThousandSentences(b *testing.B) {
	var facts []string
	for i := range 2000 {
		facts = append(facts, prose(i))
	}
	parts := []Part{{"facts", "facts", strings.Join(facts, "\n")}}
	first := Build(key, "n", sha, parts, nil, nil)
	saved := typed(first, "")
	for b.Loop() {
		j := Build(key, "n", sha, parts, saved, nil)
		j.Check(Words{Names: map[string]string{"Exemple Fictif": ""}})
	}
}

func BenchmarkBands(b *testing.B) {
	s := prose(7)
	for b.Loop() {
		Bands(s)
	}
}
