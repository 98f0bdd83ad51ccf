package translation

// wordsFR is what sentences of procedure are made of in French, picked by hand.
// What may stand for a person, a place, an amount or a time is left out on
// purpose: numbers, months, currencies, trades, nicknames and whatever introduces
// them, I and you, and what a chat is made of.
const wordsFR = `
a abonnement abonnements abonné abonnés abord absence absent absente absentes absents abus accepte accepté acceptée acceptées accessible
accompagnement accomplie accomplir accomplis accord accords accuser accusé accusée accès achemine achève acquis acquise acte actes action actions
activité activités actualisé actualisés actuel actuelle actuelles adaptée additionnel admet administrateur administratif administratifs administrative
admise adresse adresser adresses adressé adressée adressées adressés affaire affaires affiché affidavit affirmée afférent afférente afférents afin
agence agences agents aggravées agissant agissements aide aider aient ainsi ait ajout ajouter ajouté alerte alerter alinéa alinéas aller alors
altération ambassade amende amendes an analyse analyser analyses analysé ancien ancienne annexe annexer annexes annexé annonce annoncer annoncé
annoncée annuaire annulerait année années ans antérieur antérieure antérieures apparaissent apparaît apparaître appareil appareils appartient appel
appelle appelés appert applicable applicables application applique appliquent apporte apporté apposition apposé approbation approuve approuver
approuvé approuvée appréciation apprécier appréciée appui après arrive arriver arriverait arrivé arrivée arrivées arrêt arrête art article articles
assermenté assermentée assermentés assistance assister assujetties assujettis assurance assurances assurer assuré attend attendent attendre attendu
attendue attendues attendus attente attestation attestations attester attesté attestés au aucun aucune audience audiences audiovisuel audiovisuelle
auditeur audition auditionner auditionné auditionnée auditions auprès auquel aura auraient aurait auront aussi autant auteur auteurs authenticité
autorisation autorisations autorise autoriser autorisé autorisée autorité autorités autre autrement autres aux auxquelles auxquels avaient avait
avance avancement avant avec averti avertie avertir avertit avis aviser avisé avisée avocat avocats avoir avoirs ayant ayants bancaire bancaires
banque banques base bases bien biens bilatéral bilatérale blanchiment bloquant bloque bordereau bordereaux bureau bureaux bénéficiaire bénéficiaires c
cachet calendrier calendriers car caractère caractères cas cassation catégorie catégories cause causes ce cela celle celles cellule celui central
centrale centrales centre cependant certain certaine certaines certains certificat certification certifie certifier certifié certifiée certifiées
certitude ces cet cette ceux chacun chacune chambre chancellerie change changement changent changer changerait changé chapitre chaque charge chargé
chargée chaîne chefs chez choisi choisir choisis choix ci circonstance circonstances circuit citation citer cité citée citées cités civil close closes
clôture clôturé coauteur code coder codes commande comme commence commencer comment commettant commettre commis commise commises commission
commissions commun commune communes communication communications communique communiquent communiquer communiqué communiquée communiquées communiqués
compare complice complices complicité complète complément complémentaire complémentaires compléments compléter complété compris comprises compromises
compte comptent compter comptes compté comptées comptés compétence compétent compétente compétentes compétents conception concernant concerne
concernent concerné concernée concernées concernés concordance concordances concourant concourent concourir concours concouru condamnation
condamnations condamné condamnée condition conditions conduire conduit conduite confidentialité confidentiel confidentielle confier confirmation
confirmer confirmé confirmée confiscation confié conforme conformité conformément confrontation conférence conjointe connaissance connaît connaître
connexion connexions connu connue connues connus conseil conseils consentement conservation conservent conserver conservé conservée conservées
conservés considération consigner consigné consignée consignées constat constatation constatations constater constaté constatée constatées constatés
consultation consulte consulter consulté consultée contact contacter contenu contenues contenus contestée contient continue continuent continuer
contradiction contradictoire contrainte contraire contraires contrat contrats contre contredisent contribuer contribué contrôle contrôles contrôlés
convenir convention conventionnel conventions convient coopération coordonner coordonnées copie copier copies correspond correspondance
correspondances correspondant correspondante correspondantes correspondants correspondent correspondre corrige corriger corrigé cotitulaire
cotitulaires cour courrier courriers courront cours court courtes courtoisie couvert couvertes couverts coût coûts crime crimes côtés d dans date
dater dates daté datée datées datés de degré delà demandant demande demandent demander demandes demandé demandée demandées demandés demeure depuis
dernier derniers dernière dernières derrière des description desquelles desquels dessous dessus destinataire destinataires destruction devant devient
devra devront difficulté diffèrent différence différent différente différentes différents différée diligence diligences diligenter diligenté
diligentée diplomatique dire direct directe directement directive disent disparaît disparition disponible dispose disposer disposition dispositions
disproportionnée distance division divisions divulgation divulguer divulgué document documents doit doivent domaine domicile domiciliaire don donc
donner donneur donneurs donné donnée données donnés dons dont dossier dossiers douanières dresser dressé droit droits du due duquel durant dure durée
durées dès début décalage décentralisé décharge décidée décidés décision décisions déclarant déclaration déclare déclarent déclaré déclarée déclenché
découpé découpée décret décrire décrit décrite décrits décrivent définies définitif définitive déjà délai délais délit délits délivre délivré
démonstration démontrer démontré départ dépendent dépose déposition dépérissement dépôt dépôts dérogations désignation désigne désignent désigner
désigné désignée désignées désignés détenir détenteur détenteurs détention détenu détenue détenues détenus déterminer déterminé déterminée détiennent
détient détournement effacement effacé effacée effacées effacés effective effet elle elles emplacement emploi emploie employé emporte empreinte
empreintes emprisonnement empêche empêcher en encore encouru encourue encourues endroit enfant enfants enfin engage engagement engagée enquête
enquêtes enquêteur enquêteurs enregistrement enregistrer enregistrez enregistré enregistrée ensemble ensuite entend entendre entendu entendue
entendues entendus entier entité entraide entrante entre entrent entreprise entreprises entrée entrées environ environnement envoi envois envoyer
envoyez envoyé envoyée envoyées envoyés erreur escroquerie escroqueries espace essentiels est estimation estimations estimé estimée estimés et eu eue
eux ex exact exacte exactement exactitude examen exceptionnels exclu exclues exemple exercé exige exigence exiger exigé exigée existante existe
existence existeraient expert expertise expertises experts expire expirer expiré expirée expliquer exploitation exploiter exploité exploitée
exploitées exploités export exposé exposée exposés expresse expression expéditeur expéditeurs expérience extrait extraits extraordinaires extérieures
exécute exécuter exécution exécuté exécutée exécutées exécutés faciliter facilité facteurs facture factures facultatif faire fais fait faites faits
falsification famille fasse faut faux fera ferait ferme fermé fermées feront fiche fichier fichiers fictives figure figurent figurer filtre fin finale
finalité finalités financier financiers financières finit fiscales fixe fixes fixé fixée foi fois fonction fonctions fondamentaux fonde fondement
fondements fondent fonder fonds fondé fondée font formalité formalités format formats forme formelle formes formulaire formé formée fourni fournie
fournies fournir fournis fournisseur fournisseurs frais férié fériés garantie garanties garde garder gardé gardées gardés gel geler gelé gelés
graphies graves greffe greffier griefs groupe guichets guide général générale généraux habituel haute heure heures historique historiques honneur
horaire horodatage horodatages hors hébergement hébergées ici identifiant identifiants identification identifications identifier identifié identifiée
identifiées identifiés identique identiques identité identités il illicite illisible illisibles ils immatriculation immédiat immédiate immédiatement
importance importe importé importés impossibilité impossible impossibles imposé imprimé imprimés impératif incertain incertaine inchangée inchangées
incomplet incomplète incompétent incompétentes inconnu inconnue incrimination indicatif indication indications indice indices indiquant indique
indiquer indiqué indiquée indiquées indirectement indisponible infiltration infirmer information informations informatique informatiques informer
informé informée infraction infractions inférieur inférieure inhabituelle injonctions inscription inscrit inscrits instant instigation instruction
instructions instrument insuffisante insère intact intention interception interceptions interdit interdites interlocuteur intermédiaire international
internationale interne interprète interprètes interrogatoire interrogatoires interroger interrogé interrogée interrogées interrompu interrompue
intervenir interventions intervenu intervenue intervenus intitulé intégral intégrale intégralement intégraux intérieure intérêts inutilisables invoqué
invoquée irréguliers issue joindre joint jointe jointes joints jour journal journalisé journalisés journaux jours judiciaire judiciaires juge jugement
jugements juges jugée juridiction juridique jusqu jusque juste justice justificatif justificatifs justification justificative justificatives
justifient l la laissant laisser langue langues laquelle large le lecture lequel les lesquelles lesquels lettre lettres leur leurs levée liaison
libellé liberté libertés libre lie lien liens lieu lieux ligne lignes limitation limite limiter limites limité lire lisible liste listes lit lié liée
liés local locales localisation localiser localisé loi lois long longue longueur lors lorsqu lorsque lu lue lues lui lus lutte légal légale légales
magistrat magistrats maintenant maintenir maintenue mais majeur majeure majeures majuscule majuscules malgré mandant mandante mandat mandataire
mandataires mandats manifestation manière manquants manque manquent marque marques matière matières matériel matériels maximal maximale meilleur
meilleurs membres menace mener mention mentionné mentionnée mentions mené menée menées message messagerie messageries messages mesure mesures met
mettant mettra mieux militaire militaires mineur mineure mineures mineurs minimum ministre ministère mis mise mises mission modalité modalités
modification modifie modifié modifiée modifiés moins mois montant montants montrent montré montrée montrées morale morales motif motifs motive motiver
motivé motivée moyen moyens multilatéral mutuelle mènent mémoire même mêmes n naissance national nationale nationales nationalité nature ne neutre
neutres ni nom nombre nombres nomme nommé nommés noms non normal normale norme nos notamment note notice notification notifier notifié notifiée notre
nous nouveau nouveaux nouvel nouvelle nul nulle numérique numériques numérisé numéro numéros né néanmoins nécessaire nécessaires nécessité objet
obligation obligatoire obligatoires obligé observation observent observer obstacle obtenir obtention obtenu obtenue obtenues obtenus obtient offerte
office officiel officielle officier offre offrir on ont opposé option opérateur opérateurs opération opérations or ordinaire ordinaires ordonnance
ordonnances ordonner ordonné ordonnée ordonnées ordonnés ordre ordres organisation organisme organismes organisé organisée original originaux origine
ou oui outre ouvert ouverte ouvertes ouverture ouvrable ouvrables ouvre ouvrir ouvré ouvrés où page paie paiement paiements par paragraphe paragraphes
parallèles paraît parle parmi parquet part partage partagé partagée partait participation participer participé particulier particulière partie
partielle parties partir partout parvenir parvenue pas passeport passé payer pays peine peines pendant permet permettant permettent permettre permis
perquisition perquisitionner perquisitions personne personnel personnelle personnelles personnels personnes pertinence pertinent pertinente
pertinentes pertinents peu peut peuvent phase pièce pièces place plaignant plaignante plainte plaintes plateforme plateformes plus plusieurs plutôt
point points police polices policier policière policières porte portefeuille portefeuilles portent porter portera porterait porté portée pose poser
possession possible possibles poste postérieure posée pour pourquoi pourra pourrait pourront poursuite poursuites poursuivi poursuivie poursuivies
poursuivis poursuivre pouvant pouvoir pratique premier premiers première premières prend prendra prendrait prendre prescription prescrit prescrits
prestataire prestataires prestation preuve preuves priant prie prime principal principale principe pris prise privilège privée prié priée proclamation
proclamé procureur procureurs procès procéder procédure procédures procédé production produire produit produite produites produits profession profil
programme projet prolongation prolonger prolongé prolongée promesse prononcer proportionnalité proportionné proportionnée proportionnées proportionnés
propose proposition proposé proposée proposés propre propres protection protocole protocoles protège protéger protégé prouve prouvent prouver prouvera
provisoire provisoires provocation provoquer provoqué près préalable précaution précis précise préciser précision précisions précisé précisée précède
précédent précédente précéder préjudice préliminaire prénom prénoms préparation présence présent présente présenter présentes présents présenté
présentée préservation préserver préservé président présumée prévenu prévenue prévisible prévoir prévoit prévu prévue prévues prévus prêt prêter prêté
pu public publication publier publique publié publiée publiées publiés puis puisqu puisque puisse puni punie punies punir punis punissables punit
pénal pénale pénales pénaux périmé période périodes qu qualification qualifications qualifié qualifiée qualité quand que quel quelle quelles quelqu
quelques quels question questionnaire questions qui quoi raisons rapide rapidement rappel rapport rapports rattache rattachement rattachent rattaché
recalculer recalculées recel recevoir recevra recherche rechercher recherches recherché recherchée recherchées recherchés recommandé recommandée
recommencer reconnaissance reconnaissante reconnaît reconnu reconnue recopier records recours recueil recueille recueilli recueillie recueillies
recueillir recueillis recueils refaire refait refaits refonte refus refuse refuser refusé refusée refusées registre registres relais relance relatif
relatifs relation relations relative relativement relatives relevant relever relevé relevée relevées relevés relu relue relues relève relèvent
remarquer remarques remercie remet remettre remis remise remises remplace remplacer remplacé rempli remplie remplir rencontre rencontres rendue
renoncer renouvelable renouveler renseignement renseignements renvoi renvoie renvoyer renvoyé renvoyée report reportée repose reposent reprend
reprendre reprenez repris reprise reprises reprochées reproduit reproduite reproduits représentant requis requise requérant requérante requérir
requête requêtes respect respecter respectivement respecté respectée respectés ressort restant restants reste restent restituer restitution restitué
restreint restriction restrictions resté restées retard retenir retenue retient retirer retiré retirée retour retourner retournée retrait retraits
retrouve retrouvé revenir revenu reviennent revient revêtue reçoit reçoivent reçu reçue reçues reçus risque risques rogatoire rogatoires règle
règlement règles réception réciprocité réclusion récépissé rédacteur rédacteurs rédaction rédiger rédigé réel réelle référant référence références
référencée régional régulier réguliers régulière régulières répond répondre répondu réponse réponses réprimé réprimée réprimés répété réquisition
réquisitions réseau réseaux réserve réservé réservée résidant réside résidence résider résolue résulte résultent résulter réunir révision révocation
révoqué révèle révèlent révéler révélé révélée rôle rôles s sa saisi saisie saisies saisine saisir saisit sait sans satisfaisante satisfaite sauf
savoir sceller scellé scellée scellées scellés sciemment se secret secrets section sections selon semaine semaines sens sera seraient serais serait
serment seront sert servent servi service services servir servira serviront ses session seul seule seulement seules seuls si signalement signalements
signalé signalée signalées signataire signature signatures signe signer signes signifié signé signée silence similaire similaires simultanéité sinon
site siège société sociétés soi soient soit soixantième solde soldes sollicitation sollicite sollicitent solliciter sollicité sollicitée somme sommes
son sont sortantes souhaite souhaitent souhaitée souhaités soumet soumettre soumis soumise soumission soupçonnée source sources sous soussigné
soussignée spéciales spécialisée structure subsidiaire suffit suit suite suivant suivante suivantes suivants suivi suivie suivra suivre
supplémentaires support supporte supports suppose supposer suprême sur surveillance surveillée survenue suspect suspects suspectée suspendu suspendue
suspension système sécurité séjour séparé séparée séparément séquestration tant technique techniques tel telecommunication telle telles tels
temporaire temps tendant tenir tentative tentatives tenu tenue terme termes terminal terminaux terminée terminées territoire territorial territoriale
texte textes tiennent tient tiers titre titulaire titulaires totalité toujours tous tout toute toutefois toutes trace traducteur traducteurs
traduction traductions traduire traduit traduite traduites traduits trafic traite traitement traitements traité traitée traités transaction
transactions transfert transferts transformation transfèrement transférer transféré transférée transférées transférés translation transmettez
transmettre transmis transmise transmises transmission transnationale travail tribunal tribunaux trouve trouvent trouver trouvé trouvée très type
télécommunication télécommunications téléphone téléphones téléphonique téléphoniques témoignage témoignages témoigner témoin témoins un une unies
uniquement unité urgence urgent urgente usage usager usagers utile utiles utilisateur utilisateurs utilisation utiliser utilisé utilisée utilisées
utilisés valable valeur validation validité validé value variantes vaut venir verbal verbale verbaux vers versement versements verser version versions
versé versée versés veut victime victimes viennent vient vigueur virement virements visant vise viser visé visée visées visés vitale voici voie voies
voir voit volontaire volontaires vos votre vouloir voulu vous vu vue vérification vérifications vérifie vérifier vérifié vérifiée vérité y à âge
écarte écarté échange échanger échanges échangé échec échelon échoué échue échéance échéances échéant écrire écrit écrite écrites écrits écriture
également électronique électroniques élément éléments émanant émet émetteur émetteurs émettre émis émise émission équitable équivoque établi établie
établies établir établis établissant établissement établissements établissent établit étaient était étant étape état étendue étiquette étranger
étrangers étrangère étrangères été éventuelle éventuellement éviter évoque être êtres
`
