package api

import (
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// Worder words a refusal in "fr" or "en"; an empty answer means that it knows no wording.
type Worder func(lang string, e *mla.Error) string

var languages = language.NewMatcher([]language.Tag{language.French, language.English})

// langOf is the reader's language by Accept-Language: fr or en, French by default.
func langOf(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return "fr"
	}
	if _, i, _ := languages.Match(tags...); i == 1 {
		return "en"
	}
	return "fr"
}

// word asks the catalogue first and falls back to the edge's own words, so that an answer is never without any.
func (s *Server) word(lang string, e *mla.Error) string {
	if s.worder != nil && i18n.Has(lang, "error."+e.Code) {
		if text := s.worder(lang, e); text != "" && text != e.Code {
			return text
		}
	}
	return ownWords(lang, e)
}

func ownWords(lang string, e *mla.Error) string {
	pair, ok := wordings[e.Code]
	if !ok {
		pair = [2]string{"La demande est refusée ({code}).", "The request is refused ({code})."}
	}
	text := pair[0]
	if lang == "en" {
		text = pair[1]
	}
	replace := []string{"{code}", e.Code, "{field}", e.Field}
	for k, v := range e.Args {
		replace = append(replace, "{"+k+"}", v)
	}
	return strings.NewReplacer(replace...).Replace(text)
}

// wordings are the edge's own, French and English.
var wordings = map[string][2]string{
	codeInvalidJSON:       {"Le corps de la requête n'est pas un JSON valide.", "The body is not valid JSON."},
	codeUnknownField:      {"Champ inconnu : {field}.", "Unknown field: {field}."},
	codeInvalidType:       {"{field} n'a pas le type attendu.", "{field} does not have the expected type."},
	codeInvalidDate:       {"{field} n'est pas une date (AAAA-MM-JJ).", "{field} is not a date (YYYY-MM-DD)."},
	codeInvalidTime:       {"{field} n'est pas un instant RFC 3339 avec fuseau.", "{field} is not an RFC 3339 instant with a zone."},
	codeInvalidText:       {"{field} contient un caractère interdit.", "{field} holds a forbidden character."},
	codeInvalidID:         {"{field} n'est pas un UUID.", "{field} is not a UUID."},
	codeInvalidCursor:     {"Le curseur de page est invalide.", "The page cursor is not valid."},
	codeOutOfRange:        {"{field} est hors limites.", "{field} is out of range."},
	codeUnauthenticated:   {"Connectez-vous ou présentez un jeton.", "Sign in or present a token."},
	codeInvalidToken:      {"Le jeton est inconnu, expiré ou révoqué.", "The token is unknown, expired or revoked."},
	codeCrossOrigin:       {"Cette action vient d'un autre site.", "This action comes from another site."},
	codeMethod:            {"Cette méthode n'existe pas ici.", "This method does not exist here."},
	codeMediaType:         {"Le type de contenu n'est pas accepté ici.", "This content type is not accepted here."},
	codeTooLarge:          {"C'est trop volumineux.", "This is too large."},
	codeFixed:             {"{field} est fixé à l'ouverture de la demande et ne change plus.", "{field} was fixed when the request was opened and changes no more."},
	codeFileTooLarge:      {"{field} : le fichier dépasse {max} octets.", "{field}: the file is larger than {max} bytes."},
	codeInvalidForm:       {"Le formulaire est incomplet ou mal formé.", "The form is incomplete or malformed."},
	codeEmpty:             {"Le fichier est vide.", "The file is empty."},
	codeImageRefused:      {"Les images et vidéos n'entrent jamais : seules leur empreinte, une description neutre et la référence du scellé sont consignées. Un scan se dépose en PDF.", "Images and videos never enter: only their hash, a neutral description and the seizure reference are recorded. Bring a scan as PDF."},
	codeTypeRefused:       {"Ce type de fichier n'est pas accepté (PDF, texte, CSV, JSON, XML, ZIP, XLSX, EML).", "This file type is not accepted (PDF, text, CSV, JSON, XML, ZIP, XLSX, EML)."},
	codeDraftConflict:     {"Quelqu'un a enregistré une autre version entre-temps.", "Somebody saved another revision meanwhile."},
	codeTooMany:           {"Trop d'essais ; attendez un moment.", "Too many attempts; wait a moment."},
	codeLinkRefused:       {"Ce lien est expiré ou n'est pas de nous.", "This link has expired or is not ours."},
	codeUnreachable:       {"Le moteur est injoignable : rien n'a été envoyé. Réessayez.", "The engine cannot be reached: nothing was sent. Try again."},
	codeDatabase:          {"La base de données est injoignable. Réessayez.", "The database cannot be reached. Try again."},
	codeInternal:          {"Une erreur est survenue ; elle est consignée.", "Something went wrong; it is on record."},
	mla.CodeNotFound:      {"Introuvable, ou hors de votre accès.", "Not found, or not yours to see."},
	mla.CodeRequired:      {"{field} est obligatoire.", "{field} is required."},
	mla.CodeTooLong:       {"{field} est trop long.", "{field} is too long."},
	mla.CodeUnknownValue:  {"{field} : valeur inconnue.", "{field}: unknown value."},
	mla.CodeDateBefore:    {"{field} précède une date antérieure ({before}).", "{field} is before an earlier step ({before})."},
	mla.CodeDateInFuture:  {"{field} est dans le futur.", "{field} is in the future."},
	mla.CodeWrongPhase:    {"L'étape actuelle ({phase}) ne le permet pas.", "The present phase ({phase}) does not allow this."},
	mla.CodeStalePage:     {"La demande a avancé depuis votre lecture.", "The request has moved since you read it."},
	mla.CodeStaleFile:     {"Ce n'est pas le fichier actuel.", "This is not the present file."},
	mla.CodeStaleDraft:    {"Ce n'est pas la version soumise.", "This is not the submitted revision."},
	mla.CodeContributor:   {"Qui a rédigé ne peut pas approuver.", "Who wrote in it cannot approve it."},
	mla.CodeNotAllowed:    {"Votre rôle ne permet pas cette action.", "Your role does not allow this."},
	mla.CodeWrongHolder:   {"Le dossier n'est pas chez vous.", "You do not hold the file."},
	mla.CodeCommandReused: {"Cet identifiant de commande a déjà servi pour autre chose.", "This command id was already used for something else."},
	mla.CodeAlreadyDone:   {"C'est déjà fait.", "This is already done."},
}

// titleOf words a status.
func titleOf(lang string, status int) string {
	if pair, ok := titles[status]; ok {
		if lang == "en" {
			return pair[1]
		}
		return pair[0]
	}
	return http.StatusText(status)
}

var titles = map[int][2]string{
	http.StatusBadRequest: {"Requête mal formée", "Malformed request"}, http.StatusUnauthorized: {"Non identifié", "Not signed in"},
	http.StatusForbidden: {"Interdit", "Forbidden"}, http.StatusNotFound: {"Introuvable", "Not found"},
	http.StatusMethodNotAllowed: {"Méthode non permise", "Method not allowed"}, http.StatusConflict: {"Conflit", "Conflict"},
	http.StatusRequestEntityTooLarge: {"Trop volumineux", "Too large"}, http.StatusUnsupportedMediaType: {"Type non accepté", "Type not accepted"},
	http.StatusUnprocessableEntity: {"Contenu refusé", "Content refused"}, http.StatusTooManyRequests: {"Trop d'essais", "Too many attempts"},
	http.StatusInternalServerError: {"Erreur interne", "Internal error"}, http.StatusServiceUnavailable: {"Momentanément indisponible", "Unavailable for the moment"},
}
