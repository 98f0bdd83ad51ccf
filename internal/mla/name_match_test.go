package mla

import "testing"

func TestSpellingsOfOneNameMeetAndFalseFriendsStayApart(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		why  string
		kind NameKind
		a, b string
		want NameMatch
	}{
		{"case and order", NamePerson, "Jean DUPONT", "Dupont, Jean", NamesSame},
		{"hyphen", NamePerson, "Jean-Pierre MARTIN", "Jean Pierre Martin", NamesSame},
		{"marks of Romanian", NamePerson, "Ștefan ȚEPEȘ", "Stefan TEPES", NamesSame},
		{"cedilla for comma", NamePerson, "Şerban IONIŢĂ", "Șerban Ioniță", NamesSame},
		{"free marks", NamePerson, "Rene\u0301 LE\u0301GER", "René Léger", NamesSame},
		{"apostrophes", NamePerson, "Niamh O’BRIEN", "Niamh O'Brien", NamesSame},
		{"joined words", NamePerson, "Omar AL-RASHID", "Omar Alrashid", NamesSame},
		{"one letter", NamePerson, "Jean DUPONT", "Jean DUPOND", NamesNear},
		{"two letters of a long word", NamePerson, "Robin SAMPLEZONE", "Robin SAMPELZONE", NamesNear},
		{"two letters changed places", NamePerson, "Robin SAMPLE", "Robyn SAMPEL", NamesNear},
		{"Lao romanisation", NamePerson, "Khamphone SOUPHANOUVONG", "Khamphon Suphanuvong", NamesNear},
		{"Indian romanisation", NamePerson, "Asha CHOWDHURY", "Asha Choudhuri", NamesNear},
		{"Spanish ear", NamePerson, "Rosa GONZALEZ", "Rosa Gonzales", NamesNear},
		{"an initial", NamePerson, "J. DUPONT", "Jean DUPONT", NamesNear},
		{"Philippine Ma.", NamePerson, "Ma. Exempla SANTOS", "Maria Exempla SANTOS", NamesNear},
		{"a middle name left out", NamePerson, "Maria Cruz SANTOS", "Maria SANTOS", NamesNear},
		{"Lao script, one vowel", NamePerson, "ໂຣບິນ ແຊມເປິນ", "ໂຣບິນ ແຊມເປີນ", NamesNear},

		{"man and woman", NamePerson, "Mario RAMOS", "Maria RAMOS", NamesApart},
		{"Paul and Paule", NamePerson, "Paul MARTIN", "Paule MARTIN", NamesApart},
		{"Michel and Michelle", NamePerson, "Michel BLANC", "Michelle BLANC", NamesApart},
		{"father and son", NamePerson, "Juan CRUZ", "Juan CRUZ Jr.", NamesApart},
		{"junior and third", NamePerson, "Juan CRUZ Jr", "Juan CRUZ III", NamesApart},
		{"brothers", NamePerson, "Pierre DUPONT", "Jean DUPONT", NamesApart},
		{"a surname alone", NamePerson, "DUPONT", "Jean DUPONT", NamesApart},
		{"only initials agree", NamePerson, "J. P.", "J. D.", NamesApart},
		{"short words", NamePerson, "Li WEI", "Lu WEN", NamesApart},
		{"nothing", NamePerson, "", "Jean", NamesApart},
		{"signs only", NamePerson, "—", "…", NamesApart},

		{"marks of a place", NamePlace, "Brașov", "Brasov", NamesSame},
		{"abbreviated barangay", NamePlace, "Brgy. Sampaguita", "Barangay Sampaguita", NamesNear},
		{"Lao town, double letter", NamePlace, "Savannakhet", "Savanakhet", NamesNear},
		{"two towns", NamePlace, "Luang Prabang", "Luang Namtha", NamesApart},
		{"a region and its town", NamePlace, "Cebu", "Cebu City", NamesApart},
		{"two districts", NamePlace, "Secteur 3", "Secteur 4", NamesApart},

		{"legal form left out", NameOrganisation, "Isla Wallet Services Inc.", "Isla Wallet Services", NamesNear},
		{"two branches", NameOrganisation, "Agence Exemple 12", "Agence Exemple 13", NamesApart},
		{"two banks", NameOrganisation, "Banca Exemplu S.A.", "Banca Model S.A.", NamesApart},
	} {
		a, b := NewNameKey(tc.kind, tc.a), NewNameKey(tc.kind, tc.b)
		if got := a.Match(&b); got != tc.want {
			t.Errorf("%s: %q and %q: %d, want %d (%v %v)", tc.why, tc.a, tc.b, got, tc.want, a.Words(), b.Words())
		}
		la, lb := lettersOf(tc.a), lettersOf(tc.b)
		if tc.want != NamesApart && (la.far(&lb, tc.kind) || lb.far(&la, tc.kind)) {
			t.Errorf("%s: the letters alone say that they are apart", tc.why)
		}
		if a.Match(&b) != b.Match(&a) {
			t.Errorf("%s: the order of the two changes the answer", tc.why)
		}
	}
	person, place := NewNameKey(NamePerson, "Paris"), NewNameKey(NamePlace, "Paris")
	if person.Match(&place) != NamesApart {
		t.Error("a person is compared with a place")
	}
}

func TestALetterPrintsTheFormsOfItsLanguageAndOfTheScriptOfTheState(t *testing.T) {
	t.Parallel()
	book := NameBook{
		{Canonical: "Robin SAMPLE", Variants: []string{"Robin SAMPEL"}, Forms: map[string]string{"lo": "ໂຣບິນ", "en": "Robin SAMPLE"}},
		{Canonical: "Asha MODEL", Forms: map[string]string{"hi": "आशा", "en": "Asha MODELL"}},
		{Canonical: "Sans Forme"},
	}
	for _, tc := range []struct {
		lang string
		also []string
		name string
		want string
	}{
		{"lo", nil, "Robin SAMPLE", "ໂຣບິນ"},
		{"lo", nil, "Robin SAMPEL", "ໂຣບິນ"},
		{"fr", []string{"lo"}, "Robin SAMPLE", "ໂຣບິນ"},
		{"en", nil, "Robin SAMPLE", ""},
		{"en", nil, "Robin SAMPEL", "Robin SAMPLE"},
		{"en", []string{"en", "hi"}, "Asha MODEL", "Asha MODELL, आशा"},
		{"en", []string{"en", "ro"}, "Asha MODEL", "Asha MODELL"},
		{"lo", nil, "Sans Forme", ""},
	} {
		if got := book.In(tc.lang, tc.also...)[tc.name]; got != tc.want {
			t.Errorf("%s in %s %v: %q, want %q", tc.name, tc.lang, tc.also, got, tc.want)
		}
	}
	if NameBook(nil).In("lo") != nil {
		t.Error("no register gives forms")
	}
	if !InScriptOf("lo", "ໂຣບິນ 2") || InScriptOf("lo", "Robin") || InScriptOf("hi", "ໂຣບິນ") || !InScriptOf("ro", "Ștefan") || InScriptOf("en", "123") {
		t.Error("scripts are confused")
	}
}
