package jurisdiction

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/fixture"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// flightDay is the day of the tests: the fixtures' data is still kept in the Philippines.
var flightDay = workday.MustDate("2026-03-02")

// good is a clean request for a State and a form.
func good(state string, form mla.Form) mla.Draft {
	var d mla.Draft
	switch form {
	case mla.FormPoliceMessage:
		d = fixture.PoliceMessage(state)
	case mla.FormBudapest29:
		d = fixture.PreservationOrder(state)
	case mla.FormBudapest31:
		d = fixture.FollowUp(state, "FR-2026-PH-0001")
	default:
		d = fixture.Judicial(state)
		d.Form = form
		d.Authority.Capacity, d.Proceedings.Nature = "juge d’instruction", "judicial_information"
	}
	for i, p := range d.Persons {
		if p.Local && state == "LA" {
			d.Persons[i].OtherNames = "ໂຣບິນ ແຊມເປິນ"
		}
	}
	return d
}

// goodForms are the six forms with the States that take them.
var goodForms = map[string][]mla.Form{
	"PH": {mla.FormMLA, mla.FormLetterRogatory, mla.FormBudapest31, mla.FormBudapest29, mla.FormPoliceMessage},
	"RO": {mla.FormEIO, mla.FormBudapest29, mla.FormPoliceMessage},
	"IN": {mla.FormMLA, mla.FormLetterRogatory, mla.FormPoliceMessage},
	"LA": {mla.FormMLA, mla.FormLetterRogatory, mla.FormPoliceMessage},
}

// defect is one change to a good request and the finding it must give.
type defect struct {
	state string
	form  mla.Form
	want  string // rule.check@field
	sev   mla.Severity
	make  func(*mla.Draft)
	// around is what is known besides the draft.
	around func(*PreflightContext)
}

func on(state string, form mla.Form, want string, sev mla.Severity, f func(*mla.Draft)) defect {
	return defect{state, form, want, sev, f, func(*PreflightContext) {}}
}

func beside(state string, form mla.Form, want string, around func(*PreflightContext)) defect {
	return defect{state, form, want, mla.Warn, func(*mla.Draft) {}, around}
}

func ident(kind, value string) func(*mla.Draft) {
	return func(d *mla.Draft) { d.Measures[0].Identifiers = []mla.Identifier{{Kind: kind, Value: value}} }
}

func seen(at string) func(*mla.Draft) {
	return func(d *mla.Draft) { d.Measures[0].Identifiers[0].At = at }
}

func attached(title, mime string, size int64) func(*mla.Draft) {
	return func(d *mla.Draft) {
		d.Attachments = []mla.Attachment{{Title: title, Doc: mla.DocRef{SHA256: strings.Repeat("a", 64), Size: size, MIME: mime}}}
	}
}

func search(d *mla.Draft) {
	d.Measures[0] = mla.Measure{
		ID: "M1", Kind: "search", Description: "Rechercher au lieu indiqué le téléphone mentionné dans les échanges exploités.", Expected: "Procès-verbal et téléphone.",
		Place: "14 Example Street, Barangay Sampaguita, Cebu City", Authorisation: "Ordonnance du 12 janvier 2026, n° 26/14",
	}
	attached("Ordonnance du juge d’instruction", "application/pdf", 1000)(d)
}

func hearing(kind, person string) func(*mla.Draft) {
	return func(d *mla.Draft) { d.Measures[1].Kind, d.Measures[1].Person = kind, person }
}

func says0(more string) func(*mla.Draft) { return func(d *mla.Draft) { d.Facts += " " + more } }

func walletRequest(ref, state string, track mla.Track, confidential bool) func(*PreflightContext) {
	return func(c *PreflightContext) {
		c.Siblings = []mla.Sibling{{Reference: ref, State: state, Track: track, Confidential: confidential, Measures: []mla.Measure{
			{ID: "M1", Kind: "bank_records", Identifiers: []mla.Identifier{{Kind: "wallet", Value: "EX-4471-0093"}}},
		}}}
	}
}

func preserved(lapses string) func(*PreflightContext) {
	return func(c *PreflightContext) {
		c.Preservations = []mla.PreservedData{{Reference: "FR-2026-PH-0001", State: "PH", Lapses: workday.MustDate(lapses)}}
	}
}

var (
	day         = workday.MustDate
	ph, eio     = mla.FormMLA, mla.FormEIO
	b29, b31    = mla.FormBudapest29, mla.FormBudapest31
	police      = mla.FormPoliceMessage
	block, warn = mla.Block, mla.Warn
	info        = mla.Info
)

var defects = []defect{
	on("PH", ph, "R01.none@legal_basis", block, func(d *mla.Draft) { d.LegalBasis, d.ReciprocityOffered = nil, false }),
	on("PH", ph, "R01.unknown@legal_basis.0.instrument", block, func(d *mla.Draft) { d.LegalBasis[0].Instrument = "FR_PH_1999" }),
	on("IN", ph, "R01.not_with_state@legal_basis.0.instrument", warn, func(d *mla.Draft) { d.LegalBasis[0].Instrument = "ETS185" }),
	on("PH", ph, "R01.not_in_force@legal_basis.0.instrument", block, func(d *mla.Draft) { d.LegalBasis[0].Instrument = "CETS224" }),
	on("PH", ph, "R01.not_for_form@legal_basis.0.instrument", warn, func(d *mla.Draft) { d.LegalBasis[0].Instrument = "INTERPOL" }),
	on("PH", ph, "R01.articles_missing@legal_basis.1.articles", warn, func(d *mla.Draft) { d.LegalBasis[1].Articles = nil }),
	on("PH", b31, "R01.articles_other@legal_basis.0.articles", warn, func(d *mla.Draft) { d.LegalBasis[0].Articles = []string{"2"} }),
	on("IN", ph, "R01.form_not_carried@form", block, func(d *mla.Draft) { d.Form, d.Track, d.Channel = b29, mla.Preservation, "" }),
	on("PH", ph, "R01.channel_unknown@channel", block, func(d *mla.Draft) { d.Channel = "pigeon" }),
	on("PH", ph, "R01.measure_unknown@measures.0.kind", block, func(d *mla.Draft) { d.Measures[0].Kind = "teleportation" }),
	on("IN", ph, "R01.no_preservation@measures.0.kind", warn, func(d *mla.Draft) { d.Measures[0].Kind = "preservation" }),
	on("LA", ph, "R01.no_preservation@measures.0.kind", warn, func(d *mla.Draft) { d.Measures[0].Kind = "preservation" }),
	on("RO", ph, "R01.eio_is_the_rule@form", warn, func(d *mla.Draft) {}),
	on("PH", ph, "R01.group_not_shown@legal_basis.0.instrument", warn, func(d *mla.Draft) {
		d.LegalBasis = []mla.LegalBasis{{Instrument: "UNTOC", Articles: []string{"18"}}}
	}),

	on("PH", ph, "R02.facts_missing@facts", block, func(d *mla.Draft) { d.Facts = " \n" }),
	on("PH", ph, "R02.facts_short@facts", warn, func(d *mla.Draft) {
		d.Facts = "En 2025, P1 a adressé des paiements correspondant aux références ci-dessous."
	}),
	on("PH", ph, "R02.facts_undated@facts", warn, func(d *mla.Draft) { d.Facts = strings.ReplaceAll(d.Facts, "2025", "dernier") }),
	on("PH", ph, "R02.placeholder@facts", warn, func(d *mla.Draft) { d.Facts = "à compléter" }),
	on("PH", ph, "R02.necessity_missing@necessity", warn, func(d *mla.Draft) { d.Necessity = "" }),
	on("PH", ph, "R02.necessity_short@necessity", warn, func(d *mla.Draft) { d.Necessity = "Utile à l’enquête." }),
	on("PH", ph, "R02.purpose_missing@purpose", block, func(d *mla.Draft) { d.Purpose = "" }),
	on("PH", ph, "R02.purpose_short@purpose", warn, func(d *mla.Draft) { d.Purpose = "Enquête" }),
	on("PH", ph, "R02.measures_missing@measures", block, func(d *mla.Draft) { d.Measures = nil }),
	on("PH", ph, "R02.description_missing@measures.0.description", block, func(d *mla.Draft) { d.Measures[0].Description = "" }),
	on("PH", ph, "R02.description_short@measures.0.description", warn, func(d *mla.Draft) { d.Measures[0].Description = "Relevés." }),
	on("PH", ph, "R02.expected_missing@measures.0.expected", warn, func(d *mla.Draft) { d.Measures[0].Expected = "" }),
	on("PH", ph, "R02.open_ended@measures.0.description", warn, func(d *mla.Draft) {
		d.Measures[0].Description = "Communiquer tous les comptes et toutes les données de la personne visée."
	}),
	on("PH", ph, "R02.no_link@measures.0.identifiers", warn, func(d *mla.Draft) {
		d.Facts = "Entre juin et décembre 2025, P1 a adressé des paiements à des tiers. " + strings.Repeat("Une enquête est ouverte au tribunal. ", 5)
		d.Necessity = "Ces éléments sont nécessaires à la manifestation de la vérité."
	}),
	on("PH", ph, "R02.person_unknown@measures.1.person", block, func(d *mla.Draft) { d.Measures[1].Person = "P9" }),
	on("PH", ph, "R02.person_missing@measures.1.person", warn, func(d *mla.Draft) { d.Measures[1].Person = "" }),
	on("PH", ph, "R02.person_unidentified@persons.1.name", warn, func(d *mla.Draft) { d.Persons[1].Name = "" }),
	on("PH", ph, "R02.label_invalid@persons.1.label", block, func(d *mla.Draft) { d.Persons[1].Label = "Témoin" }),
	on("PH", ph, "R02.label_in_text@facts", warn, says0("P7 a reçu un transfert.")),
	on("PH", ph, "R02.measure_id@measures.1.id", block, func(d *mla.Draft) { d.Measures[1].ID = "M1" }),

	on("PH", ph, "R03.offences_missing@offences", block, func(d *mla.Draft) { d.Offences = nil }),
	on("PH", ph, "R03.articles_missing@offences.0.articles", warn, func(d *mla.Draft) { d.Offences[0].Articles = nil }),
	on("IN", ph, "R03.text_missing@offences.0.law_text", warn, func(d *mla.Draft) { d.Offences[0].LawText = "" }),
	on("IN", ph, "R03.text_short@offences.0.law_text", warn, func(d *mla.Draft) { d.Offences[0].LawText = "Voir le code pénal." }),
	on("PH", ph, "R03.renumbered@offences.0.articles", warn, func(d *mla.Draft) { d.Offences[0].Articles[0] = "L. 1111-1" }),
	on("LA", ph, "R04.penalty_missing@offences.0.max_penalty", warn, func(d *mla.Draft) { d.Offences[0].MaxPenalty = "" }),
	on("LA", ph, "R04.prescription_missing@offences.0.prescription", warn, func(d *mla.Draft) { d.Offences[0].Prescription = "" }),
	on("RO", eio, "R04.prescribed@offences.0.prescription", warn, func(d *mla.Draft) { d.Offences[0].Prescription = "La prescription est acquise." }),
	on("PH", ph, "R05.no_conduct@facts", warn, func(d *mla.Draft) {
		d.Facts = "En 2025, P1 est mis en examen pour complicité des infractions visées, au préjudice de V1 et V2, et la procédure suit son cours au tribunal. " + strings.Repeat("La qualification est celle de complicité. ", 3)
	}),
	on("RO", eio, "R05.category_missing@offences.0.eio_category", warn, func(d *mla.Draft) { d.Offences[0].EIOCategory = "" }),
	on("RO", eio, "R05.category_unknown@offences.0.eio_category", warn, func(d *mla.Draft) { d.Offences[0].EIOCategory = "tapage nocturne" }),
	on("RO", eio, "R05.under_three_years@offences.0.max_penalty", warn, func(d *mla.Draft) { d.Offences[0].MaxPenalty = "deux ans d’emprisonnement" }),

	on("PH", ph, "R06.addressee_missing@executing_authority", warn, func(d *mla.Draft) { d.ExecutingAuthority = "" }),
	on("LA", ph, "R06.other_state@executing_authority", warn, func(d *mla.Draft) { d.ExecutingAuthority = "Ministry of Home Affairs, New Delhi" }),
	on("PH", ph, "R06.home_authority@executing_authority", warn, func(d *mla.Draft) { d.ExecutingAuthority = "Tribunal judiciaire de Paris" }),
	on("PH", ph, "R06.police_office@executing_authority", warn, func(d *mla.Draft) { d.ExecutingAuthority = "INTERPOL NCB Manila" }),
	on("PH", ph, "R06.place_missing@measures.1.place", warn, func(d *mla.Draft) { d.Measures[1].Place, d.Persons[1].Address = "", "" }),
	on("PH", ph, "R06.place_vague@measures.1.place", warn, func(d *mla.Draft) { d.Measures[1].Place = "Cebu" }),
	on("LA", ph, "R06.place_vague@measures.1.place", warn, func(d *mla.Draft) { d.Measures[1].Place = "Vientiane" }),
	on("IN", ph, "R06.place_vague@measures.1.place", warn, func(d *mla.Draft) { d.Measures[1].Place = "27 Example Road" }),
	on("RO", eio, "R06.place_elsewhere@measures.1.place", warn, func(d *mla.Draft) { d.Measures[1].Place = "27 Example Road, Mumbai" }),

	on("PH", ph, "R07.not_certified@certified", block, func(d *mla.Draft) { d.Certified = false }),
	on("PH", ph, "R07.police_issuer@authority.capacity", block, func(d *mla.Draft) { d.Authority.Capacity = "officier de police judiciaire" }),
	on("RO", eio, "R07.police_issuer@authority.name", block, func(d *mla.Draft) {
		d.Authority.Name, d.Authority.Capacity, d.Authority.Person = "Office mineurs (OFMIN)", "chef de groupe", "M. Exemple"
	}),
	on("PH", ph, "R07.wrong_issuer@authority.capacity", block, func(d *mla.Draft) { d.Authority.Capacity = "greffière" }),
	on("PH", ph, "R07.person_missing@authority.person", warn, func(d *mla.Draft) { d.Authority.Person = "" }),
	on("PH", ph, "R07.capacity_missing@authority.capacity", warn, func(d *mla.Draft) { d.Authority.Capacity = "" }),
	on("PH", ph, "R07.capacity_unknown@authority.capacity", warn, func(d *mla.Draft) { d.Authority.Capacity = "chargée de mission" }),
	on("PH", ph, "R07.nature_missing@proceedings.nature", warn, func(d *mla.Draft) { d.Proceedings.Nature = "" }),
	on("PH", ph, "R07.nature_mismatch@proceedings.nature", warn, func(d *mla.Draft) { d.Authority.Capacity = "procureur de la République" }),
	on("PH", ph, "R07.authority_missing@proceedings.authority", block, func(d *mla.Draft) { d.Proceedings.Authority = "" }),
	on("IN", mla.FormLetterRogatory, "R07.form_not_for_issuer@form", warn, func(d *mla.Draft) {
		d.Authority.Capacity, d.Proceedings.Nature = "procureure de la République", "preliminary_inquiry"
	}),

	on("LA", ph, "R08.language_not_accepted@translate_to", warn, func(d *mla.Draft) { d.TranslateTo = "en" }),
	on("PH", ph, "R08.name_variant@facts", warn, func(d *mla.Draft) {
		d.Persons[1].Name = "Maria DELACRUZ"
		says0("Maria Delacrus a retiré les fonds.")(d)
	}),
	on("RO", eio, "R08.spelling_mixed@facts", warn, func(d *mla.Draft) {
		d.Persons[1].Name = "Ion NĂSTASE"
		says0("Ion Nastase a retiré les fonds.")(d)
	}),
	on("RO", eio, "R08.script_mixed@persons.1.name", warn, func(d *mla.Draft) { d.Persons[1].Name = "Ion POP\u0415SCU" }),
	on("LA", ph, "R08.original_script@persons.1.name", warn, func(d *mla.Draft) { d.Persons[1].OtherNames = "" }),

	on("PH", b31, "R09.missing@measures.0.identifiers", warn, func(d *mla.Draft) { d.Measures[0].Identifiers = nil }),
	on("PH", ph, "R09.value_missing@measures.0.identifiers.0.value", warn, ident("wallet", " ")),
	on("PH", ph, "R09.placeholder@measures.0.identifiers.0.value", warn, ident("wallet", "xxx")),
	on("PH", ph, "R09.kind_unknown@measures.0.identifiers.0.kind", warn, ident("pager", "1")),
	on("PH", ph, "R09.ip_invalid@measures.0.identifiers.0.value", block, ident("ip", "192.0.2.999")),
	on("PH", ph, "R09.ip_reserved@measures.0.identifiers.0.value", block, ident("ip", "192.168.1.20")),
	on("PH", ph, "R09.ip_reserved@measures.0.identifiers.0.value", block, ident("ip", "100.64.3.4")),
	on("PH", ph, "R09.ip_reserved@measures.0.identifiers.0.value", block, ident("ip", "::1")),
	on("PH", ph, "R09.ip_no_instant@measures.0.identifiers.0.at", warn, ident("ip", "192.0.2.9")),
	on("PH", ph, "R09.ip_no_port@measures.0.identifiers.0.port", warn, ident("ip", "192.0.2.9")),
	on("PH", b29, "R09.instant_no_offset@measures.0.identifiers.0.at", block, seen("2026-01-14T03:22:05")),
	on("PH", b29, "R09.instant_no_offset@measures.0.identifiers.0.at", block, seen("14/01/2026 03:22")),
	on("PH", b29, "R09.instant_invalid@measures.0.identifiers.0.at", block, seen("hier soir")),
	on("PH", b29, "R09.instant_future@measures.0.identifiers.0.at", warn, seen("2027-01-14T03:22:05Z")),
	on("PH", b29, "R09.port_invalid@measures.0.identifiers.0.port", block, func(d *mla.Draft) { d.Measures[0].Identifiers[0].Port = 70000 }),
	on("PH", ph, "R09.display_name@measures.0.identifiers.0.value", warn, ident("account", "Blue Lagoon")),
	on("PH", ph, "R09.display_name@measures.0.identifiers.0.value", warn, ident("account", "@bluelagoon")),
	on("PH", b29, "R09.provider_missing@measures.0.custodian", warn, func(d *mla.Draft) { d.Measures[0].Custodian = "" }),
	on("PH", ph, "R09.url_invalid@measures.0.identifiers.0.value", warn, ident("url", "example.com/profil")),
	on("PH", ph, "R09.email_invalid@measures.0.identifiers.0.value", warn, ident("email", "robin.example.com")),
	on("PH", ph, "R09.phone_no_country@measures.0.identifiers.0.value", warn, ident("phone", "0917 555 0100")),
	on("PH", ph, "R09.phone_invalid@measures.0.identifiers.0.value", warn, ident("phone", "+63 917")),
	on("PH", ph, "R09.url_shortened@measures.0.identifiers.0.value", warn, ident("url", "https://t.co/Ab3dE9xYz1")),
	on("RO", eio, "R09.iban_invalid@measures.0.identifiers.0.value", block, ident("iban", "RO50 AAAA 1B31 0075 9384 0000")),
	on("RO", eio, "R09.iban_elsewhere@measures.0.identifiers.0.value", warn, ident("iban", "FR14 2004 1010 0505 0001 3M02 606")),
	on("PH", ph, "R09.bank_without_account@measures.0.identifiers", warn, func(d *mla.Draft) { d.Measures[0].Identifiers = nil }),
	on("PH", ph, "R09.account_without_bank@measures.0.identifiers.0.value", warn, func(d *mla.Draft) {
		ident("bank_account", "0012-3456-78")(d)
		d.Measures[0].Custodian = ""
	}),
	on("PH", ph, "R09.mtcn_malformed@measures.0.identifiers.0.value", warn, ident("mtcn", "000-111-22")),
	on("PH", ph, "R09.imei_invalid@measures.0.identifiers.0.value", block, ident("imei", "490154203237519")),

	on("PH", b29, "R10.missing@measures.0.period_from", warn, func(d *mla.Draft) {
		d.Measures[0].PeriodFrom, d.Measures[0].PeriodTo = workday.Date{}, workday.Date{}
	}),
	on("IN", ph, "R10.half_open@measures.0.period_to", warn, func(d *mla.Draft) { d.Measures[0].PeriodTo = workday.Date{} }),
	on("IN", ph, "R10.reversed@measures.0.period_to", block, func(d *mla.Draft) { d.Measures[0].PeriodTo = day("2025-01-01") }),
	on("IN", ph, "R10.too_long@measures.0.period_from", warn, func(d *mla.Draft) { d.Measures[0].PeriodFrom = day("2018-01-01") }),
	on("IN", ph, "R10.outside_facts@measures.0.period_from", warn, func(d *mla.Draft) { d.Measures[0].PeriodFrom = day("2018-01-01") }),
	on("IN", ph, "R10.future@measures.0.period_to", warn, func(d *mla.Draft) { d.Measures[0].PeriodTo = day("2026-12-01") }),
	on("PH", b29, "R10.retention@measures.0.period_from", warn, func(d *mla.Draft) { d.Measures[0].PeriodFrom = day("2025-06-01") }),
	on("PH", b29, "R10.instant_outside@measures.0.identifiers.0.at", warn, seen("2026-02-14T03:22:05Z")),

	on("PH", ph, "R11.missing@measures.0.authorisation", block, func(d *mla.Draft) {
		search(d)
		d.Measures[0].Authorisation = ""
	}),
	on("PH", ph, "R11.missing@measures.0.authorisation", block, func(d *mla.Draft) { d.Measures[0].Coercive = true }),
	on("PH", ph, "R11.pending@measures.0.authorisation", block, func(d *mla.Draft) {
		search(d)
		d.Measures[0].Authorisation = "JLD, en cours"
	}),
	on("PH", ph, "R11.not_attached@measures.0.authorisation", info, func(d *mla.Draft) {
		search(d)
		d.Attachments = nil
	}),
	on("PH", ph, "R11.hidden@measures.0.coercive", warn, func(d *mla.Draft) {
		d.Measures[0].Description = "Procéder à une perquisition au siège et remettre les pièces correspondantes."
	}),
	on("PH", police, "R11.not_by_police@measures.0.kind", warn, func(d *mla.Draft) { d.Measures[0].Coercive = true }),

	on("PH", ph, "R12.no_reason@urgency.reason", block, func(d *mla.Draft) { d.Urgency = mla.Urgency{Level: "urgent", RequiredBy: day("2027-06-01")} }),
	on("PH", ph, "R12.reason_short@urgency.reason", warn, func(d *mla.Draft) {
		d.Urgency = mla.Urgency{Level: "urgent", Reason: "Affaire très sensible, merci de traiter au plus vite"}
	}),
	on("PH", ph, "R12.no_date@urgency.required_by", warn, func(d *mla.Draft) {
		d.Urgency = mla.Urgency{Level: "urgent", Reason: "La détention provisoire de P1 s’achève dans l’année."}
	}),
	on("PH", ph, "R12.date_without_urgency@urgency.reason", warn, func(d *mla.Draft) { d.Urgency.RequiredBy = day("2027-06-01") }),
	on("PH", ph, "R12.danger_not_urgent@urgency.level", warn, func(d *mla.Draft) { d.ChildInDanger = true }),
	on("PH", ph, "R12.danger_words@child_in_danger", warn, says0("V1 serait exposé à un danger immédiat.")),
	on("PH", ph, "R12.level_unknown@urgency.level", warn, func(d *mla.Draft) { d.Urgency.Level = "flash" }),
	on("PH", b29, "R12.measure_urgent@urgency.level", warn, func(d *mla.Draft) { d.Urgency = mla.Urgency{Level: "normal"} }),
	on("PH", ph, "R13.not_asked@confidential", warn, func(d *mla.Draft) { d.Confidential = false }),

	on("PH", ph, "R14.missing@measures.1.questions", warn, func(d *mla.Draft) { d.Measures[1].Questions = nil }),
	on("PH", ph, "R14.few@measures.1.questions", warn, func(d *mla.Draft) { d.Measures[1].Questions = d.Measures[1].Questions[:1] }),
	on("PH", ph, "R14.rights_missing@formalities", warn, func(d *mla.Draft) {
		d.Persons[1].Role = "suspect"
		hearing("suspect_hearing", "P2")(d)
	}),
	on("PH", ph, "R14.capacity_mismatch@measures.1.person", warn, func(d *mla.Draft) { d.Persons[1].Role = "suspect" }),
	on("PH", ph, "R15.unavailable@formalities.0", warn, func(d *mla.Draft) {
		d.Formalities[0] = "Permettre un interrogatoire direct du témoin par les enquêteurs français."
	}),
	on("LA", ph, "R15.unavailable@measures.1.description", warn, func(d *mla.Draft) {
		d.Persons[1].Role = "suspect"
		hearing("suspect_hearing", "P2")(d)
		d.Measures[1].Description = "Entendre P2 sous serment sur les remises de fonds, en présence d’un avocat."
	}),
	on("PH", ph, "R15.video_consent@measures.1.description", warn, func(d *mla.Draft) {
		d.Persons[1].Role = "suspect"
		hearing("video_hearing", "P2")(d)
	}),
	on("PH", ph, "R16.use_limitation@use_limitation", warn, func(d *mla.Draft) { d.UseLimitation = false }),
	on("LA", ph, "R16.reciprocity@reciprocity_offered", warn, func(d *mla.Draft) {
		d.LegalBasis, d.ReciprocityOffered = []mla.LegalBasis{{Instrument: "RECIPROCITY"}}, false
	}),
	on("LA", ph, "R16.reciprocity_alternative@reciprocity_offered", warn, func(d *mla.Draft) { d.ReciprocityOffered = false }),
	on("PH", ph, "R16.costs@costs", warn, hearing("video_hearing", "P2")),
	on("PH", ph, "R16.transfer_ground@data_protection", warn, func(d *mla.Draft) { d.DataProtection = "" }),
	on("IN", ph, "R16.assurance@assurance_required", block, func(d *mla.Draft) { d.Persons[1].Role = "suspect" }),

	on("PH", ph, "R17.authority_missing@authority.name", block, func(d *mla.Draft) { d.Authority.Name = "" }),
	on("PH", ph, "R17.person_missing@authority.person", warn, func(d *mla.Draft) { d.Authority.Person = "" }),
	on("PH", ph, "R17.email_missing@authority.email", warn, func(d *mla.Draft) { d.Authority.Email = "" }),
	on("PH", ph, "R17.email_invalid@authority.email", warn, func(d *mla.Draft) { d.Authority.Email = "cabinet3" }),
	on("PH", ph, "R17.email_private@authority.email", warn, func(d *mla.Draft) { d.Authority.Email = "cabinet3@gmail.com" }),
	on("PH", ph, "R17.phone_missing@authority.phone", warn, func(d *mla.Draft) { d.Authority.Phone = "" }),
	on("PH", ph, "R17.zone_missing@authority.zone", warn, func(d *mla.Draft) { d.Authority.Zone = "" }),
	on("PH", ph, "R17.zone_unknown@authority.zone", warn, func(d *mla.Draft) { d.Authority.Zone = "Paris" }),
	on("PH", ph, "R17.hours_missing@authority.hours", info, func(d *mla.Draft) { d.Authority.Hours = "" }),
	on("PH", ph, "R17.languages_missing@authority.languages", info, func(d *mla.Draft) { d.Authority.Languages = nil }),
	on("PH", ph, "R18.image@attachments.0.doc.mime", block, attached("Pièce 1", "image/jpeg", 100)),
	on("PH", ph, "R18.image@attachments.0.doc.mime", block, attached("Pièce 1", "VIDEO/mp4", 100)),
	on("PH", ph, "R18.image@attachments.0.doc.mime", block, attached("IMG_2041.HEIC", "application/octet-stream", 100)),
	on("PH", ph, "R18.archive@attachments.0.doc.mime", block, attached("Pièce 1", "application/zip", 100)),
	on("PH", ph, "R18.unreadable@attachments.0.doc.mime", warn, attached("Pièce 1", "application/octet-stream", 100)),
	on("PH", ph, "R18.missing@attachments.0.doc", warn, func(d *mla.Draft) { d.Attachments = []mla.Attachment{{Title: "Pièce 1"}} }),
	on("PH", ph, "R18.title_missing@attachments.0.title", warn, attached("", "application/pdf", 100)),
	on("PH", ph, "R18.title_image@attachments.0.title", warn, attached("Photographies du lieu", "application/pdf", 100)),
	on("PH", ph, "R18.announced@facts", warn, says0("Le procès-verbal est ci-joint.")),
	beside("PH", b31, "R19.lapsed@references", preserved("2026-02-20")),
	beside("PH", b31, "R19.before_arrival@references", preserved("2026-03-20")),
	on("PH", b31, "R19.presumed_lapsed@references.2.value", warn, func(d *mla.Draft) { d.References[2].Value = "Conservation 24/7 du 3 janvier 2026" }),
	on("PH", ph, "R19.stated_lapsed@facts", warn, says0("Les données ont été conservées jusqu’au 15 mars 2026.")),
	on("PH", b29, "R19.no_follow_up@necessity", warn, func(d *mla.Draft) {
		d.Necessity = "Les journaux sont effacés au bout de quelques semaines par le fournisseur."
	}),
	on("PH", b31, "R19.no_reference@references", info, func(d *mla.Draft) { d.References = d.References[:2] }),
	on("PH", ph, "R20.within@measures.2", warn, func(d *mla.Draft) {
		again := d.Measures[0]
		again.ID = "M3"
		d.Measures = append(d.Measures, again)
	}),
	beside("PH", ph, "R20.police@measures.0", walletRequest("FR-2026-PH-0009", "PH", mla.Police, true)),
	beside("PH", ph, "R20.same@measures.0", walletRequest("FR-2026-PH-0009", "PH", mla.Judicial, true)),
	beside("PH", ph, "R20.confidentiality_differs@confidential", walletRequest("FR-2026-PH-0009", "PH", mla.Police, false)),
	on("PH", ph, "R20.parallel_unreferenced@necessity", warn, func(d *mla.Draft) { d.Necessity += " La même vérification est faite par le canal policier." }),

	on("PH", ph, "R21.person_minor@persons.1.born_on", block, func(d *mla.Draft) { d.Persons[1].BornOn = day("2012-04-02") }),
	on("PH", ph, "R21.label@victims.0.label", block, func(d *mla.Draft) { d.Victims[0].Label = "Robin" }),
	on("PH", ph, "R21.name@facts", block, says0("V1 (Robin Sample) a été vue.")),
	on("PH", ph, "R21.name@facts", block, says0("La mineure Robin a été entendue.")),
	on("PH", ph, "R21.address@facts", block, says0("Au 14 rue des Exemples habite la mère de V1.")),
	on("PH", ph, "R21.name@facts", block, says0("Maricel (11 ans) a été vue.")),
	on("PH", ph, "R21.birth@facts", warn, says0("V1 est née le 3 mai 2014.")),
	on("PH", ph, "R21.address@facts", block, says0("V1 demeure dans la rue Sampaguita, barangay Exemple.")),
	on("PH", ph, "R21.address@measures.0.description", block, func(d *mla.Draft) { d.Measures[0].Description += " La mineure se trouve au 14 Example Street." }),
	on("PH", ph, "R21.school@facts", block, says0("V2 est scolarisé à l’école Exemple.")),
	on("PH", ph, "R21.school@facts", block, says0("La victime, élève au collège Exemple, a été vue.")),
	on("PH", ph, "R21.place@measures.1.place", block, hearing("victim_hearing", "V1")),

	on("PH", ph, "R22.schema@schema", block, func(d *mla.Draft) { d.Schema = "rogatory.request/0" }),
	on("RO", eio, "R22.structure_only@form", info, func(*mla.Draft) {}),
	on("IN", ph, "R22.outdated@measures.0.description", warn, func(d *mla.Draft) { d.Measures[0].Description += " (section 166B du CrPC)" }),
	on("PH", ph, "R23.several_authorities@executing_authority", warn, func(d *mla.Draft) {
		d.ExecutingAuthority = "DOJ Office of Cybercrime et National Bureau of Investigation"
	}),
	on("IN", ph, "R23.several_authorities@executing_authority", warn, func(d *mla.Draft) {
		d.ExecutingAuthority = "Ministry of Home Affairs, New Delhi; Police of Maharashtra"
	}),
	on("PH", ph, "R23.several_states@executing_authority", warn, func(d *mla.Draft) {
		d.ExecutingAuthority = "Office of Cybercrime (Manila), copie CBI, New Delhi"
	}),
	beside("PH", ph, "R23.sibling@measures.0", walletRequest("FR-2026-IN-0002", "IN", mla.Judicial, true)),
	on("PH", ph, "R23.also_sent@purpose", warn, func(d *mla.Draft) { d.Purpose += " Une demande identique part vers l’Inde." }),

	on("PH", ph, "R24.required_past@urgency.required_by", block, func(d *mla.Draft) { d.Urgency.RequiredBy = day("2026-01-15") }),
	on("PH", ph, "R24.before_answer@urgency.required_by", warn, func(d *mla.Draft) { d.Urgency.RequiredBy = day("2026-04-01") }),
	on("PH", ph, "R24.trial_past@proceedings.stage", warn, func(d *mla.Draft) { d.Proceedings.Stage = "audience de jugement le 12 février 2026" }),
	on("PH", ph, "R24.trial_before_answer@facts", warn, says0("L’audience est fixée au 2026-05-04.")),
	on("PH", ph, "R25.too_large@attachments", warn, attached("Relevés", "application/pdf", 200<<20)),
	on("PH", ph, "R25.too_many@attachments", warn, func(d *mla.Draft) {
		attached("Relevé", "application/pdf", 10)(d)
		d.Attachments = slices.Repeat(d.Attachments, 40)
	}),
	on("LA", ph, "R25.too_many_measures@measures", warn, func(d *mla.Draft) {
		for _, id := range []string{"M3", "M4"} {
			m := d.Measures[1]
			m.ID, m.Description = id, m.Description+id
			d.Measures = append(d.Measures, m)
		}
	}),
}

// composites are requests as they really come back: several causes at once.
var composites = map[string]struct {
	state string
	form  mla.Form
	make  func(*mla.Draft)
	rules []string
}{
	"an investigator writes in haste": {"PH", ph, func(d *mla.Draft) {
		d.Authority = mla.Authority{Name: "OFMIN", Capacity: "capitaine de police"}
		d.Certified, d.Facts = false, "P1 a payé des tiers en 2025."
	}, []string{"R02", "R07", "R17", "R22"}},
	"names and no numbers": {"PH", ph, func(d *mla.Draft) {
		d.Measures[0].Identifiers = []mla.Identifier{{Kind: "account", Value: "Blue Lagoon"}, {Kind: "phone", Value: "0917 555 0101"}}
		d.Measures[0].PeriodFrom, d.Measures[0].PeriodTo = workday.Date{}, workday.Date{}
	}, []string{"R09", "R10", "R22"}},
	"a search without a judge": {"RO", eio, func(d *mla.Draft) {
		search(d)
		d.Measures[0].Place, d.Measures[0].Authorisation, d.Confidential = "Brașov", "", false
	}, []string{"R06", "R11", "R13", "R22"}},
	"law left out": {"IN", mla.FormLetterRogatory, func(d *mla.Draft) {
		d.Offences[0].LawText, d.Offences[0].MaxPenalty, d.Offences[0].Prescription = "", "", ""
	}, []string{"R03", "R04"}},
	"nothing asked of the witness": {"IN", ph, func(d *mla.Draft) {
		d.Measures[1].Questions, d.Measures[1].Place, d.Persons[1].Address = nil, "", ""
	}, []string{"R06", "R14"}},
	"a child exposed twice": {"PH", ph, func(d *mla.Draft) {
		says0("V1 est scolarisée à l’école Exemple.")(d)
		attached("Captures d’écran", "image/png", 5)(d)
	}, []string{"R18", "R21", "R22"}},
	"too late for the court": {"LA", ph, func(d *mla.Draft) {
		d.Urgency = mla.Urgency{Level: "urgent", RequiredBy: day("2026-02-01")}
	}, []string{"R12", "R24"}},
	"no promise to Laos": {"LA", ph, func(d *mla.Draft) {
		d.LegalBasis, d.ReciprocityOffered, d.UseLimitation, d.DataProtection = []mla.LegalBasis{{Instrument: "RECIPROCITY"}}, false, false, ""
	}, []string{"R16"}},
	"a treaty that is not one": {"PH", ph, func(d *mla.Draft) {
		d.LegalBasis = []mla.LegalBasis{{Instrument: "UNCC_HANOI", Articles: []string{"40"}}}
		d.Facts = strings.Repeat("La qualification de complicité est retenue depuis 2025 pour P1, V1 et V2. ", 4)
	}, []string{"R01", "R05", "R22"}},
	"everybody gets a copy": {"PH", ph, func(d *mla.Draft) {
		d.ExecutingAuthority = "Office of Cybercrime; NBI; PNP"
		d.Necessity += " Une demande policière est déjà partie."
	}, []string{"R20", "R22", "R23"}},
	"heavy and unreadable": {"PH", police, attached("Relevés", "application/octet-stream", 30<<20), []string{"R18", "R25"}},
	"preserved long ago": {"PH", b31, func(d *mla.Draft) {
		d.References[2].Value = "24/7 du 05/11/2025"
		says0("Robin Semple a confirmé.")(d)
	}, []string{"R08", "R19", "R22"}},
}
