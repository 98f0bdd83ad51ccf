package translation

import (
	"strings"
	"testing"
)

// What a hostile or careless case would carry out of itself: each sentence tells
// something of somebody, and none of it may be shared.
func TestHostileSentencesStayInTheirCase(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"Exemplaire a remis les fonds au bénéficiaire.", // a name at the beginning
		"LES FONDS ONT ÉTÉ REMIS À DUPONT PAR LE TÉMOIN.",
		"les fonds ont été remis par le dénommé gros louis",
		"Le suspect, surnommé ti-jean, a reçu les fonds.",
		"La personne dite le renard a remis les fonds.",
		"L’utilisateur petite fleur a envoyé les fonds au bénéficiaire.",
		"Il a écrit : viens chez moi ce soir ma belle.",
		"Il a envoyé le message suivant : tu me dois tout.",
		"- j’ai reçu les fonds de ta part",
		"Un montant de deux millions de kips a été versé au bénéficiaire.",
		"Le montant de quatre mille euros a été versé au titulaire.",
		"Le versement du trois mars a été reçu par le bénéficiaire.",
		"Le bénéficiaire réside au village de ban xanglek.",
		"Le témoin demeure à exempleville, près du marché du soir.",
		"Le titulaire demeure rue des lilas, au premier étage.",
		"L’adresse du titulaire est jean point dupont arobase exemple point fr.",
		"L’adresse est exemple arobase courriel point com du titulaire.",
		"Le bénéficiaire tient un garage de motos avec son frère.",
		"La victime est la fille du boulanger.",
		"Le compte du joueur shadowmaster a été utilisé.",
		"Le bénéficiaire porte un tatouage de dragon sur le bras.",
		"Le numéro est zéro six douze trente quatre.",
		"Le véhicule est une camionnette bleue du bénéficiaire.",
		"Le titulaire du compte a été soigné pour un cancer.",
		"Le code du compte est la date de naissance de sa mère.",
		"Le titulaire du compte est d u p o n t.",
		"Le titulaire du compte est x‑canari.",
		"Le bénéficiaire est né\u00a0à\u00a0luang‑exemple.",
		"Le titulaire‚ canari‚ a reçu les fonds.", // a low quotation mark for a comma
		"Le titulaire ca\u200bnari a reçu les fonds.",
	} {
		masked, _ := Mask(s, "fr", nil)
		if ok, _ := Shareable(masked, "fr"); ok {
			t.Errorf("would be shared: %q", masked)
		}
	}
}

// The other direction: the sentences that requests have in common are shared, or
// the memory would be good for nothing.
func TestSentencesOfProcedureAreShared(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"L’exploitation du matériel saisi a révélé des échanges datés et des ordres de transfert correspondant aux références ci-dessous.",
		"Les opérations visées correspondent, par leurs dates et leurs montants, aux échanges exploités ; aucune autre source ne permet d’identifier leurs bénéficiaires.",
		"Est complice celui qui, par don, promesse ou ordre, aura provoqué une infraction ou donné des instructions pour la commettre.",
		"Réunir les éléments de preuve nécessaires à l’identification des personnes ayant concouru aux faits et à la protection des victimes.",
		"Communiquer les données relatives aux abonnés et l’historique des connexions pour la période visée.",
		"Indiquer la chaîne de conservation des pièces remises.",
		"Procéder sans divulgation au public ni à la personne visée.",
		"Le titulaire du compte n’a pas répondu à la réquisition de l’autorité requise.",
		"Joindre une copie certifiée conforme des documents d’ouverture du compte.",
		"Entendre ⟦name1⟧ en qualité de témoin sur les remises de fonds et sur l’usage du compte.",
		"Une information judiciaire a été ouverte le ⟦date1⟧ des chefs de complicité et de recel.",
		"Les données seront utilisées pour les seules finalités de la procédure.",
	} {
		if ok, reason := Shareable(s, "fr"); !ok {
			t.Errorf("%q is kept back: %s %s", s, reason, strings.Join(strange(s), " "))
		}
	}
}

// No word that introduces or makes up a name, a place, an amount or a time may
// slip into the list.
func TestTheListOfWordsNamesNobody(t *testing.T) {
	t.Parallel()
	for _, w := range strings.Fields(`deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille million zéro janvier février mars avril mai juin juillet août
		septembre octobre novembre décembre lundi euro kip peso roupie leu dollar village rue avenue route quartier ville marché école ban arobase com mail surnommé surnom alias
		dénommé dit je tu toi moi ma ta petit petite gros frère sœur père mère fils fille ami oncle rose pierre jean marie`) {
		if ofProcedure(w) {
			t.Errorf("%q is on the list", w)
		}
	}
	for _, w := range strings.Fields(wordsFR) {
		if len(cutWords(w)) != 1 || w != strings.ToLower(w) {
			t.Errorf("%q is not one word in small letters", w)
		}
	}
}
