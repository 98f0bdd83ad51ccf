package letter

// annexD are the categories of offences of the EIO's Annex D, in its order
// (dossier Y.2); the glossary words them under eio_category/.
var annexD = []string{
	"criminal_organisation", "terrorism", "trafficking", "child_exploitation", "drugs", "weapons", "corruption", "fraud",
	"laundering", "counterfeit_currency", "computer_crime", "environmental", "unauthorised_entry", "murder", "organs", "kidnapping",
	"racism", "robbery", "cultural_goods", "swindling", "extortion", "product_piracy", "forged_documents", "forged_payment",
	"hormones", "nuclear", "stolen_vehicles", "rape", "arson", "icc", "unlawful_seizure", "sabotage",
}

// annexDAliases are the names that drafts used before the list was whole.
var annexDAliases = map[string]string{
	"trafficking_in_human_beings": "trafficking", "sexual_exploitation_of_children": "child_exploitation",
	"computer_related_crime": "computer_crime", "racketeering_and_extortion": "extortion",
}

func annexDCode(code string) string {
	if c, ok := annexDAliases[code]; ok {
		return c
	}
	return code
}

// categoryView is one box of the list, with the offences that tick it.
type categoryView struct {
	Code string
	By   []int
}

// AnnexD are the boxes of the EIO's section G3.
func (v *view) AnnexD() []categoryView {
	out := make([]categoryView, len(annexD))
	for i, code := range annexD {
		out[i].Code = code
		for _, o := range v.Offences {
			if o.Category == code {
				out[i].By = append(out[i].By, o.N)
			}
		}
	}
	return out
}
