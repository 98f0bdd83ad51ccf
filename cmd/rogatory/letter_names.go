package main

import (
	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/jurisdiction"
)

// namesIn are the forms of the case's names for a letter in a language: by the text
// typed, what stands beside it, the script of the requested State included.
func namesIn(snap activities.Snapshot, lang string) map[string]string {
	if len(snap.Names) == 0 {
		return nil
	}
	book, err := jurisdiction.Load()
	if err != nil {
		return snap.Names.In(lang) // the data was read at the start; then only the script is missing
	}
	return snap.Names.In(lang, book.NameLanguages(snap.State.State)...)
}
