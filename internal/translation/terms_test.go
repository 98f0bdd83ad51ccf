package translation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTermsOfASentenceAreFoundWhateverTheirNumber(t *testing.T) {
	t.Parallel()
	terms := ReadTerms([]Term{
		{Source: "infractions", Target: "offences"}, {Source: "infraction", Target: "offence"}, {Source: "témoin", Target: "witness"},
		{Source: "audition de témoin", Target: "hearing of a witness"}, {Source: "escroquerie", Target: "-"},
	}, "fr", "en")
	for source, want := range map[string][]Term{
		"Les infractions sont visées.":             {{Source: "infraction", Target: "offence"}},
		"Une infraction d’escroquerie est visée.":  {{Source: "infraction", Target: "offence"}}, // a dash renders nothing
		"L’audition de témoins est demandée.":      {{Source: "témoin", Target: "witness"}, {Source: "audition de témoin", Target: "hearing of a witness"}},
		"Les instructions ont été données.":        nil,
		"Le témoignage est joint, sans infracteur": nil,
	} {
		if diff := cmp.Diff(want, terms.In(source)); diff != "" {
			t.Errorf("%s: %s", source, diff)
		}
	}
	lao := ReadTerms([]Term{{Source: "ພະຍານ", Target: "témoin"}, {Source: "ການກະທຳຜິດ", Target: "infraction"}, {Source: "ການກະທຳຜິດ", Target: "infractions"}}, "lo", "fr")
	if diff := cmp.Diff([]Term{{Source: "ພະຍານ", Target: "témoin"}, {Source: "ການກະທຳຜິດ", Target: "infraction"}}, lao.In("ພະຍານເຫັນການກະທຳຜິດ")); diff != "" {
		t.Error(diff)
	}
}
