// Package templates embeds the texts that people read: letters with their
// glossary, and the pages of the web interface.
package templates

import "embed"

// LettersFS holds letters/<form>/<lang>.tmpl, letters/common.tmpl and
// glossary.yaml. A letter's front matter carries its version and reviewed_by;
// while reviewed_by is empty, everything printed from it is labelled a draft.
//
//go:embed letters glossary.yaml glossary-forbidden.yaml
var LettersFS embed.FS
