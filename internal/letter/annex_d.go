package letter

import "strings"

// annexD are the categories of offences of the EIO's Annex D, in its order
// (dossier Y.2); the glossary words them under eio_category/. A draft holds the
// code or words: begins are how the words of the list begin, in French and
// English, without accents.
var annexD = []struct {
	code   string
	begins []string
}{
	{"criminal_organisation", []string{"participation"}},
	{"terrorism", []string{"terroris"}},
	{"trafficking", []string{"traite des", "trafficking in human"}},
	{"child_exploitation", []string{"exploitation sexuelle", "sexual exploitation"}},
	{"drugs", []string{"trafic de stupefiants", "trafic illicite de stupefiants", "illicit trafficking in narcotic"}},
	{"weapons", []string{"trafic d armes", "trafic illicite d armes", "illicit trafficking in weapons"}},
	{"corruption", []string{"corruption"}},
	{"fraud", []string{"fraud"}},
	{"laundering", []string{"blanchiment", "laundering"}},
	{"counterfeit_currency", []string{"faux monnayage", "counterfeiting currency", "counterfeiting of currency"}},
	{"computer_crime", []string{"cybercrim", "computer related"}},
	{"environmental", []string{"crimes et delits contre l environnement", "crimes contre l environnement", "environmental"}},
	{"unauthorised_entry", []string{"aide a l entree", "facilitation of unauthori"}},
	{"murder", []string{"homicide", "meurtre", "murder"}},
	{"organs", []string{"trafic d organes", "trafic illicite d organes", "illicit trade in human organs"}},
	{"kidnapping", []string{"enlevement", "kidnapping"}},
	{"racism", []string{"racism"}},
	{"robbery", []string{"vol organise", "vols organises", "organised or armed"}},
	{"cultural_goods", []string{"trafic de biens culturels", "trafic illicite de biens culturels", "illicit trafficking in cultural"}},
	{"swindling", []string{"escroquerie", "swindling"}},
	{"extortion", []string{"racket", "extorsion"}},
	{"product_piracy", []string{"contrefacon", "counterfeiting and piracy"}},
	{"forged_documents", []string{"falsification de documents", "forgery of administrative"}},
	{"forged_payment", []string{"falsification de moyens", "forgery of means"}},
	{"hormones", []string{"trafic de substances hormonales", "trafic illicite de substances hormonales", "illicit trafficking in hormon"}},
	{"nuclear", []string{"trafic de matieres nucleaires", "trafic illicite de matieres nucleaires", "illicit trafficking in nuclear"}},
	{"stolen_vehicles", []string{"trafic de vehicules", "trafficking in stolen"}},
	{"rape", []string{"viol", "rape"}},
	{"arson", []string{"incendie", "arson"}},
	{"icc", []string{"crimes relevant", "crimes within the jurisdiction"}},
	{"unlawful_seizure", []string{"detournement", "unlawful seizure"}},
	{"sabotage", []string{"sabotage"}},
}

var unaccented = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "ç", "c", "î", "i", "ï", "i", "ô", "o", "’", " ", "'", " ", "-", " ", "_", " ")

// annexDCode is the category that a draft names, empty where it is none of the list.
func annexDCode(typed string) string {
	folded := unaccented.Replace(strings.ToLower(strings.TrimSpace(typed)))
	if folded == "" {
		return ""
	}
	for _, c := range annexD {
		if folded == unaccented.Replace(c.code) {
			return c.code
		}
		for _, b := range c.begins {
			if strings.HasPrefix(folded, b) {
				return c.code
			}
		}
	}
	return ""
}

// categoryView is one box of the list, with the offences that tick it.
type categoryView struct {
	Code string
	By   []int
}

// AnnexD are the boxes of the EIO's section G3.
func (v *view) AnnexD() []categoryView {
	out := make([]categoryView, len(annexD))
	for i, c := range annexD {
		out[i].Code = c.code
		for _, o := range v.Offences {
			if o.Category == c.code {
				out[i].By = append(out[i].By, o.N)
			}
		}
	}
	return out
}
