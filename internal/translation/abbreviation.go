package translation

import "strings"

// wordSet reads a list of words, folded.
func wordSet(lists ...string) map[string]bool {
	m := map[string]bool{}
	for _, l := range lists {
		for _, w := range strings.Fields(l) {
			m[fold(w)] = true
		}
	}
	return m
}

// abbreviations are written with a point that ends no sentence, by language;
// those of "" are common to all.
var abbreviations = map[string]map[string]bool{
	"": wordSet(`art arts no nos nr op cit cf vs st ste dr prof ed vol fig tel tél fax p pp s etc id ibid approx max min env brgy rs ref réf`),
	"fr": wordSet(`al alin chap sect tit par § c crim civ soc com cass ass plén bull n° mm m me mes mlle mme mgr pr av bd
		pén proc prés réf rapp supp suppl ord décr circ ann av apr janv févr fév avr juil sept oct nov déc éd coll ex extr obs préc
		trib corr req jur jurisp lég régl règl loc fasc tabl h min dir adj dép dépt cie ets sté not spéc infra supra ss suiv sq éq env`),
	"en": wordSet(`sec secs para paras cl ch pt mr mrs ms messrs jr sr hon atty gen gov sen rep col sgt capt lt insp supt e.g i.e viz inc ltd
		co corp pvt bros dept dist mun brgy ave blvd jan feb mar apr jun jul aug sept sep oct nov dec v u.s a.m p.m esq ss seq rev`),
	"ro": wordSet(`alin lit pct cap tit sect ord hot dec dl d-na dna dnei d-l d-nei d-lui dnii dr ing av jud jud str bl sc ap et sect mun com sat
		bd șos sos cod cf nr poz ian feb mart apr iun iul aug sept oct nov dec mld mil s.n n.n c.p c.p.p c.c`),
	"hi": wordSet(`डॉ श्री सं`),
}

// endsSentences are abbreviations that end a sentence as often as not.
var endsSentences = wordSet("etc al seq suiv sq ss inc ltd co corp pvt pén civ crim com soc proc trib dl mil mld tel tél env min h supra infra supp suppl préc")

func abbreviated(word, lang string) bool {
	w := fold(strings.TrimPrefix(word, "-"))
	return abbreviations[""][w] || abbreviations[lang][w]
}

// starters are words that begin a sentence and are nobody's name.
var starters = map[string]map[string]bool{
	"fr": wordSet(`le la les l un une des du de d au aux ce cet cette ces il elle ils elles on nous je j vous tout toute tous toutes
		aucun aucune chaque plusieurs certains certaines cela ceci ainsi alors après avant pendant durant depuis dès dans en sur sous par pour sans selon
		suivant entre vers chez contre avec malgré outre hors lors lorsque quand comme si bien enfin puis ensuite toutefois cependant néanmoins mais or donc car
		et ou ni où qui que qu quel quelle quels quelles quoi comment pourquoi combien est sont a ont y n ne s se son sa ses leur leurs notre nos votre vos mon ma mes
		celui celle ceux celles lequel laquelle lesquels lesquelles à afin attendu considérant vu conformément notamment également deux trois quatre cinq six sept huit neuf dix onze douze vingt trente
		communiquer identifier entendre joindre recueillir procéder faire obtenir conserver préserver vérifier indiquer préciser transmettre remettre saisir
		interroger notifier informer adresser fournir rechercher localiser perquisitionner assurer permettre respecter désigner dresser établir éviter garantir
		geler signaler réunir prendre rédiger autoriser demander exécuter
		dates montants émetteur émetteurs expéditeur expéditeurs bénéficiaire identité références relevé relevés procès verbal attestation pièces pièce
		information enquête instruction complicité recel blanchiment tentative transfert transferts éléments frais délai délais prescription
		peine mesure mesures exposé objet demande acte actes copie copies extrait extraits liste journaux données non oui néant sans conformité`),
	"en": wordSet(`the a an this that these those it he she they we i you all any each every some no none several both either neither such
		in on at by for from to of with without within under over between among during before after since until upon as if when where whereas while although
		though because so then thus therefore however moreover furthermore finally also and or but nor who whom whose which what why how is are was were has have had
		does do did not there here its his her their our your my one two three four five six seven eight nine ten eleven twelve according pursuant having given
		provide identify hear attach collect obtain preserve verify indicate specify transmit hand seize question notify inform send supply search locate
		ensure please request execute
		dates amounts sender senders beneficiary identity references statement statements report certificate documents document aiding money
		transfer transfers evidence costs limitation penalty measure measures summary purpose act acts copy copies extract extracts list logs data yes nil`),
	"ro": wordSet(`un o unei unui acest această acesta aceasta acești aceste el ea ei ele noi voi toate toți fiecare orice niciun nicio
		în pe la de din prin pentru fără sub între după înainte conform potrivit cu contra către până despre dacă când unde cum ce care cine cât câte
		și sau dar însă deci astfel totuși apoi ulterior prezenta prezentul prezentele s-a s-au se nu este sunt a au al ale ai doi două trei patru cinci
		șase șapte opt nouă zece unsprezece să comunicați comunicarea identificarea audierea anexați obținerea conservarea verificarea transmiterea
		datele sumele expeditorul beneficiarul identitatea extrasele proces verbal certificat documente probele cheltuielile termenul măsura măsurile faptele
		obiectul cererea actele copia lista da`),
}

func starts(word, lang string) bool {
	w := fold(word)
	if i := strings.IndexAny(w, "'’"); i >= 0 {
		w = w[:i] // L’enquête
	}
	return starters[lang][w]
}
