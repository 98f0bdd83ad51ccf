package letter

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/typeset"
)

// outline is a letter's structure: the kind of each block and its first words.
func outline(blocks []typeset.Block) []string {
	var out []string
	for _, b := range blocks {
		text := b.Text().String()
		switch b.Kind {
		case typeset.Heading, typeset.Sub, typeset.Title:
			out = append(out, string(b.Kind)+": "+text)
		case typeset.Check:
			if b.Checked {
				out = append(out, "ticked: "+text)
			}
		case typeset.Table, typeset.Sign:
			out = append(out, string(b.Kind)+": "+text)
		}
	}
	return out
}

func TestEIOHasTheSectionsOfAnnexA(t *testing.T) {
	t.Parallel()
	doc, err := Compose(SampleInput("RO", mla.FormEIO))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"title: Décision d’enquête européenne",
		"heading: Section A – États",
		"heading: Section B – Urgence",
		"ticked: Autre motif",
		"heading: Section C – Mesures d’enquête à exécuter",
		"subheading: 1. Mesures demandées",
		"ticked: Audition d’un témoin",
		"ticked: Identification de titulaires d’un abonnement correspondant à un numéro de téléphone ou à une adresse IP",
		"ticked: Informations sur des opérations bancaires et autres opérations financières",
		"subheading: 2. Description de l’assistance demandée",
		"subheading: M1 – Données d’abonné ou de compte",
		"table: Type",
		"subheading: M2 – Transferts de fonds",
		"table: Type",
		"subheading: M3 – Audition de témoin",
		"heading: Section D – Lien avec une décision antérieure",
		"heading: Section E – Identité des personnes concernées",
		"subheading: P1 – personne mise en cause",
		"subheading: Mineurs",
		"table: Désignation",
		"heading: Section F – Type de procédure",
		"ticked: a) procédure pénale engagée par une autorité judiciaire, ou pouvant l’être, pour une infraction pénale",
		"heading: Section G – Motifs",
		"subheading: 1. Exposé des faits et raisons de la mesure",
		"subheading: 2. Nature et qualification juridique des infractions",
		"subheading: 3. Catégories de l’annexe D, pour une infraction punie en France d’au moins trois ans",
		"ticked: exploitation sexuelle des enfants et pédopornographie (Infraction 1)",
		"heading: Section H – Exigences supplémentaires pour certaines mesures",
		"subheading: H4. Comptes bancaires et autres comptes financiers, opérations",
		"table: Type",
		"heading: Section I – Formalités et procédures d’exécution",
		"subheading: 1. Formalités demandées",
		"subheading: 2. Agents de l’État d’émission appelés à assister l’exécution",
		"table: Nom",
		"heading: Section J – Voies de recours",
		"heading: Section K – Autorité d’émission",
		"sign: Signature",
		"heading: Section L – Autorité judiciaire ayant validé la décision",
		"heading: Pièces jointes",
		"table: N°",
	}
	if diff := cmp.Diff(want, outline(doc.Blocks)); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
	if doc.Label != "PROJET NON RELU" {
		t.Errorf("label %q", doc.Label)
	}
}

func TestTypedTextIsNeverMarkup(t *testing.T) {
	t.Parallel()
	in := SampleInput("PH", mla.FormMLA)
	in.Draft.Facts = "# not a title\n! not | a signature\n** not bold \x01\x02x\x03 {{.Costs}}"
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range doc.Blocks {
		if len(b.Text()) == 1 && b.Text()[0].Field == "facts" {
			if b.Kind != typeset.Numbered {
				t.Errorf("block %s", b.Kind)
			}
			got = append(got, b.Text().String())
		}
	}
	if diff := cmp.Diff([]string{"# not a title", "! not | a signature", "** not bold x {{.Costs}}"}, got); diff != "" {
		t.Errorf("the facts (-want +got):\n%s", diff)
	}
}

func TestATemplateFaultNamesFileAndLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"a key that does not exist":    {"# Title\n\n{{.Nothing}}\n", "letters/cover/fr.tmpl:6:"},
		"a term not in the glossary":   {"{{t \"nothing\"}}\n", "letters/cover/fr.tmpl:4:"},
		"a map without the key":        {"{{(index .Labels 0).X}}\n", "letters/cover/fr.tmpl:4:"},
		"an action that is not closed": {"a\nb {{.Date\n", "letters/cover/fr.tmpl:5"},
		"a field without a value":      {"a\n@ label\n", "letters/cover/fr.tmpl:5:"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := openLibrary(fstest.MapFS{
				"glossary.yaml":         {Data: []byte("page: {fr: page}\n")},
				"letters/common.tmpl":   {Data: []byte("")},
				"letters/cover/fr.tmpl": {Data: []byte("---\nversion: 1\n---\n" + tt.body)},
			})
			if err != nil {
				t.Fatal(err)
			}
			in := SampleInput("PH", mla.FormMLA)
			in.Kind = KindCover
			_, err = l.compose(in)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want it to name %s", err, tt.want)
			}
		})
	}
}

func TestTheGlossaryHasEveryTermInEveryLanguage(t *testing.T) {
	t.Parallel()
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for key, renderings := range l.glossary {
		for _, lang := range []string{"fr", "en", "ro", "lo"} {
			if renderings[lang] == "" {
				t.Errorf("%s has no %s", key, lang)
			}
		}
	}
}

func TestAReminderCitesOnlyWhatTheProfileMarks(t *testing.T) {
	t.Parallel()
	const article = "Directive 2014/41/UE, art. 16(1)"
	const printed = "Directive 2014/41/UE, article 16, paragraphe 1"
	tests := map[string]struct {
		change func(*Input)
		cited  bool
		check  string
	}{
		"the rung's basis, from memory": {func(*Input) {}, true, "cited_from_memory"},
		"the basis of a rung that is not named": {func(in *Input) {
			in.Reminder.Rung, in.Reminder.Basis, in.Reminder.Letter = "", article, "reminder_eio_ack"
		}, true, "cited_from_memory"},
		"a basis without a mark": {func(in *Input) {
			in.Profile.Ladders["eio_ack"][1].Source.Mark = ""
		}, false, "basis_not_cited"},
		"a basis that nothing in the profile holds": {func(in *Input) {
			in.Reminder.Basis = "art. 99"
		}, false, "basis_not_cited"},
		"a clock that the profile does not hold": {func(in *Input) {
			in.Reminder.Clock = "X"
		}, false, "basis_not_cited"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := SampleInput("RO", mla.FormEIO)
			in.Kind = KindReminder
			tt.change(&in)
			doc, err := Compose(in)
			if err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, b := range doc.Blocks {
				for _, r := range b.Rows {
					for _, c := range r {
						all.WriteString(c.String() + "\n")
					}
				}
			}
			if got := strings.Contains(all.String(), printed); got != tt.cited {
				t.Errorf("cited: %v", got)
			}
			found := false
			for _, c := range checksOf(in) {
				found = found || c.Code == tt.check
			}
			if !found {
				t.Errorf("no check %s in %v", tt.check, checksOf(in))
			}
		})
	}
}

func TestATemplateNameGivesItsKind(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Kind{
		"reminder_eio_ack": KindReminder, "reminder_letter": KindReminder, "reminder": KindReminder,
		"status_request": KindStatusRequest, "cover": KindCover, "liaison": "", "": "",
	} {
		if got := KindOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestSegmentsHaveStableIDs(t *testing.T) {
	t.Parallel()
	d := SampleInput("PH", mla.FormMLA).Draft
	var before []string
	for _, s := range Segments(d) {
		before = append(before, s.ID)
	}
	for _, want := range []string{"facts", "measures/M1/description", "measures/M3/questions/2", "offences/1/law_text", "urgency/reason"} {
		if !strings.Contains(" "+strings.Join(before, " ")+" ", " "+want+" ") {
			t.Errorf("no segment %s in %v", want, before)
		}
	}
	d.Measures = d.Measures[1:] // M1 goes, the others keep their ids
	for _, s := range Segments(d) {
		if s.ID == "measures/M2/description" && s.Field == "measures[0].description" {
			return
		}
	}
	t.Error("measures/M2/description did not survive the removal of M1")
}

// Drafts written before identity and transactions were asked apart still render.
func TestAnOldKindOfMeasureStillRenders(t *testing.T) {
	t.Parallel()
	in := SampleInput("RO", mla.FormEIO)
	in.Draft.Measures = slices.Clone(in.Draft.Measures)
	in.Draft.Measures[1].Kind = "bank_records"
	doc, err := Compose(in)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(outline(doc.Blocks), "\n")
	for _, want := range []string{"M2 – Données bancaires ou de transfert de fonds", "ticked: Informations sur des comptes bancaires", "ticked: Informations sur des opérations bancaires"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}
