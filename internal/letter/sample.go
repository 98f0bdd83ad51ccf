package letter

import (
	"slices"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// SampleInput is a request with invented people, places and numbers, for tests
// and template previews, in the neutral words of the law, offering reciprocity
// and asking for the death-penalty assurance. State is any ISO code that the
// glossary names; the profile holds just what letters read.
func SampleInput(state string, form mla.Form) Input {
	date := workday.MustDate("2026-11-23")
	return Input{
		Kind: KindRequest, Lang: SourceLang, Reference: "FR-2026-" + state + "-0042", Date: date,
		Draft: sampleDraft(state, form), Profile: sampleProfile(state, form),
		DraftSHA256: strings.Repeat("3f9a0c51", 8),
		Approval:    &Approval{At: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC), By: "juge d'instruction"},
		Hop: &HopInfo{
			From: "Parquet général (exemple)", To: "Bureau de l'entraide pénale internationale",
			Position: 2, Of: 5, Number: "BT-0017", Proof: "bordereau", SHA256: strings.Repeat("7c4e91d2", 8),
			Parts: []Part{
				{"request", "fr", strings.Repeat("7c4e91d2", 8)}, {"translation", "en", strings.Repeat("51d20c9a", 8)},
				{"cover", "en", strings.Repeat("b80f3e66", 8)},
			},
		},
		Reminder: &ReminderInfo{
			Clock: "EIO_ACK", Rung: "r2", Due: date.AddDays(8), SentOn: date.AddDays(1), LatestNumber: "EX-2026-118",
		},
		Supplement: &SupplementInfo{
			AskedOn: date.AddDays(40), TheirNumber: "EX-2026-118", Text: "Les dates et numéros demandés figurent dans la pièce jointe.",
			Documents: []string{"Relevé complémentaire (exemple)"},
		},
		Withdrawal: &WithdrawalInfo{On: date.AddDays(90), SentOn: date.AddDays(1), TheirNumber: "EX-2026-118"},
		Thanks: &ThanksInfo{
			SentOn: date.AddDays(1), ReceivedOn: date.AddDays(120), TheirNumber: "EX-2026-118", Full: true,
			Brought: []Brought{{"M1", 2}, {"M2", 1}, {"M3", 1}},
		},
		Sealed: []SealedPerson{{Label: "V1", Name: "Exemple MINEUR", BornOn: workday.MustDate("2014-05-02"), Address: "Exempleville", Note: "Remise au seul magistrat."}},
		Certificate: &CertificateInfo{
			Name: "Traducteur d’exemple", Court: "cour d’appel d’Exempleville", Number: "TR-0001", Sworn: date.AddDays(-2000), On: date.AddDays(60),
			From: "ro", To: "fr", SourceSHA256: strings.Repeat("a1b2c3d4", 8), TextSHA256: strings.Repeat("e5f60718", 8),
		},
		Evidence: &EvidenceInfo{
			Item: "E1", Lang: "ro", FileSHA256: strings.Repeat("5d02b7aa", 8),
			Text: "La banque indique que le compte a été ouvert le 3 février 2026.\nUne copie du relevé est jointe.",
		},
	}
}

// SampleTranslation fills every paragraph of an input with a given text, as a
// preview of the layout; it is not a translation.
func SampleTranslation(in Input, text string) map[string]string {
	out := map[string]string{supplementText: text}
	for _, s := range Segments(in.Draft) {
		paragraphs := strings.Split(s.Text, "\n")
		for i := range paragraphs {
			paragraphs[i] = text
		}
		out[s.ID] = strings.Join(paragraphs, "\n")
	}
	return out
}

func sampleDraft(state string, form mla.Form) mla.Draft {
	return mla.Draft{
		Schema: mla.DraftSchema, CaseRef: "EX-26/0001", State: state, Track: mla.Judicial, Form: form,
		Authority: mla.Authority{
			Name: "Tribunal judiciaire d'Exempleville", Capacity: "juge d'instruction", Person: "greffe du cabinet n° 3",
			Address: "1, place de l'Exemple\n99000 Exempleville", Phone: "+33 1 00 00 00 00", Email: "greffe@exemple.invalid",
			Hours: "9 h – 17 h", Zone: "Europe/Paris", Languages: []string{"fr", "en"},
		},
		ExecutingAuthority: "Autorité centrale (exemple)\nBoîte postale 1",
		References: []mla.Reference{
			{Kind: "parquet", Value: "26/001/0001"}, {Kind: "instruction", Value: "JI 3/26/1"}, {Kind: "bepi", Value: "EX-2026-77"},
		},
		LegalBasis:         []mla.LegalBasis{{Instrument: "EXAMPLE", Articles: []string{"18"}}},
		ReciprocityOffered: form == mla.FormMLA,
		Purpose:            "Identifier le titulaire d'un compte et obtenir les relevés de transferts de fonds utiles à la manifestation de la vérité.",
		Proceedings:        mla.Proceedings{Nature: "judicial_information", Authority: "Tribunal judiciaire d'Exempleville", Stage: "Information ouverte, une personne mise en examen."},
		Facts: "Une personne résidant en France est soupçonnée de faits de complicité d'infractions commises à distance sur mineur, ordonnées et payées en ligne.\n" +
			"Entre le 3 février et le 19 mai 2026, onze transferts de fonds ont été relevés vers un même bénéficiaire. Les échanges conservés par le service en ligne établissent la concordance des dates.",
		Offences: []mla.Offence{{
			Qualification: "Complicité d'infractions commises sur mineur (qualification d'exemple)", Articles: []string{"121-7 CP", "113-6 CP"},
			LawText:    "Est complice la personne qui, sciemment, par aide ou assistance, a facilité la préparation ou la consommation d'une infraction.",
			MaxPenalty: "Dix ans d'emprisonnement", Prescription: "Non acquise", EIOCategory: "sexual_exploitation_of_children",
		}},
		Persons: []mla.Person{{
			Label: "P1", Role: "suspect", Name: "Ștefan EXEMPLE-ȚEPEȘ", BornOn: workday.MustDate("1979-02-01"), BornAt: "Exempleville",
			Nationality: "FR", Document: "00EX00000", Address: "Exempleville", Languages: []string{"fr", "tl"}, Sex: "m", Contact: "+33 1 00 00 00 01",
		}},
		Victims:     []mla.Victim{{Label: "V1", AgeBand: "10_14", Sealed: true}, {Label: "V2", AgeBand: "unknown"}},
		Measures:    sampleMeasures(),
		Necessity:   "Les éléments demandés sont le seul moyen d'établir l'identité du bénéficiaire des fonds ; la mesure est limitée à la période utile.",
		Formalities: []string{"Joindre une attestation de conformité des relevés.", "Ne procéder à aucune confrontation."},
		Officials:   []mla.Official{{Name: "Camille EXEMPLE", Function: "Officier de police judiciaire", Contact: "+33 1 00 00 00 02"}},
		Urgency:     mla.Urgency{Level: "urgent", Reason: "Les données sont effacées après six mois.", RequiredBy: workday.MustDate("2027-01-15")},

		Confidential: true, UseLimitation: true, Certified: true, AssuranceRequired: form != mla.FormEIO,
		Costs: "Les frais ordinaires restent à la charge de l'État requis.", Remedies: "Aucun recours n'a été exercé.",
		DataProtection: "Transfert nécessaire à la constatation d'une infraction pénale.",
		Attachments: []mla.Attachment{{
			Title: "Extraits du code pénal", Doc: mla.DocRef{SHA256: strings.Repeat("0a1b2c3d", 8), Size: 1200, MIME: "application/pdf"},
		}},
	}
}

func sampleMeasures() []mla.Measure {
	return []mla.Measure{
		{
			ID: "M1", Kind: "subscriber_data", Description: "Communiquer l'identité du titulaire du compte désigné et les journaux de connexion.",
			Expected: "Identité déclarée, moyens de contact, journaux de connexion.", Custodian: "Service en ligne Exemple",
			PeriodFrom: workday.MustDate("2026-02-01"), PeriodTo: workday.MustDate("2026-05-31"),
			Identifiers: []mla.Identifier{
				{Kind: "account", Value: "exemple-0001"},
				{Kind: "ip", Value: "192.0.2.17", At: "2026-05-19T13:04:11Z", Port: 50211},
			},
		},
		{
			ID: "M2", Kind: "remittance_records", Description: "Communiquer les relevés des transferts reçus par le bénéficiaire.", Expected: "Dates, montants, émetteur, pièces d'identité présentées.",
			Custodian: "Agence de transfert Exemple", Identifiers: []mla.Identifier{{Kind: "mtcn", Value: "000-000-0001"}},
		},
		{
			ID: "M3", Kind: "witness_hearing", Description: "Entendre l'agent ayant remis les fonds.", Person: "P1",
			Questions: []string{"Dans quelles circonstances les fonds ont-ils été remis ?", "Quelle pièce d'identité a été présentée ?"},
		},
	}
}

func sampleProfile(state string, form mla.Form) mla.Profile {
	src := mla.Source{Mark: mla.Memory, Ref: "S0"}
	return mla.Profile{
		Version: "sample", State: state, Track: mla.Judicial, Form: form,
		Instruments: []mla.Instrument{{
			ID: "EXAMPLE", Name: mla.Text{FR: "Instrument d'exemple", EN: "Example instrument"}, Articles: []string{"18", "art. 18(24)"}, Source: src,
		}},
		Clocks: []mla.Clock{{
			ID: "EIO_ACK", Name: mla.Text{FR: "accusé de réception", EN: "acknowledgement of receipt"}, Ladder: "eio_ack", Source: src,
		}},
		Ladders: map[string][]mla.Rung{"eio_ack": {
			{ID: "r1", Action: mla.Remind},
			{ID: "r2", Action: mla.ReminderLetter, Letter: "reminder_eio_ack", Basis: "Directive 2014/41/UE, art. 16(1)", Source: src},
		}},
	}
}

// SampleLetter is the sample for a template: a form of requests, a State's own
// form or package, or a kind of letter.
func SampleLetter(state, template, lang string) Input {
	form := mla.FormMLA
	kind := Kind(template)
	switch {
	case slices.Contains(Forms(), mla.Form(template)):
		form, kind = mla.Form(template), KindRequest
	case !slices.Contains(Kinds(), kind):
		kind = KindRequest
	}
	in := SampleInput(state, form)
	in.Kind, in.Lang = kind, lang
	if kind == KindRequest && template != string(form) {
		in.Profile.Template = template
	}
	return in
}
