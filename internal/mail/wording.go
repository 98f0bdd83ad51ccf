package mail

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/templates"
)

// Wording words the mails to our own people from templates/mail.
type Wording struct {
	langs map[string]*template.Template
	// clockName gives a clock's name in a language.
	clockName func(lang, id string) string
}

// NewWording parses the templates; clockName may be nil, then clocks show their ids.
func NewWording(clockName func(lang, id string) string) (*Wording, error) {
	if clockName == nil {
		clockName = func(_, id string) string { return id }
	}
	w := &Wording{langs: map[string]*template.Template{}, clockName: clockName}
	for _, lang := range []string{"fr", "en"} {
		t, err := template.New(lang).Option("missingkey=error").ParseFS(templates.MailFS, "mail/"+lang+".tmpl")
		if err != nil {
			return nil, fmt.Errorf("parse mails in %s: %w", lang, err)
		}
		w.langs[lang] = t
	}
	return w, nil
}

type mailView struct {
	activities.MailData
	Clock string
}

// Mail words one mail; a language without templates gets French.
func (w *Wording) Mail(lang string, d activities.MailData) (subject, text string, err error) {
	t, ok := w.langs[lang]
	if !ok {
		lang, t = "fr", w.langs["fr"]
	}
	v := mailView{MailData: d}
	if d.Obligation != nil {
		v.Clock = w.clockName(lang, d.Obligation.Clock)
	}
	v.Lines = make([]activities.DigestLine, len(d.Lines))
	for i, l := range d.Lines {
		l.Clock = w.clockName(lang, l.Clock)
		v.Lines[i] = l
	}
	if subject, err = execute(t, d.Template+".subject", v); err != nil {
		return "", "", err
	}
	text, err = execute(t, d.Template+".text", v)
	if err == nil && d.URL != "" {
		text += "\n\n" + d.URL + "\n"
	}
	return subject, text, err
}

func execute(t *template.Template, name string, v mailView) (string, error) {
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, name, v); err != nil {
		return "", fmt.Errorf("mail %s: %w", name, err)
	}
	return strings.TrimSpace(b.String()), nil
}
