package templates

import "embed"

// MailFS holds the mails to our own people, one file per language.
//
//go:embed mail/*.tmpl
var MailFS embed.FS
