package main

import (
	"errors"
	"os"
	"strings"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// explain words a refusal in the language of the terminal, French unless LANG
// says English.
func explain(err error) error { return explainIn(terminalLang(""), err) }

// explainIn is explain in the language that was asked for.
func explainIn(lang string, err error) error {
	var e *mla.Error
	if !errors.As(err, &e) {
		return err
	}
	text := i18n.Error(lang, e)
	if e.Field != "" {
		text += " [" + e.Field + "]"
	}
	return errors.New(text)
}

// terminalLang is the language asked for, else that of the terminal.
func terminalLang(asked string) string {
	if asked != "" {
		return asked
	}
	if l := os.Getenv("LC_ALL") + os.Getenv("LANG"); strings.HasPrefix(l, "en") {
		return i18n.English
	}
	return i18n.French
}
