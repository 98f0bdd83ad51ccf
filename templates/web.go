package templates

import "embed"

// WebFS holds the pages: web/layout, web/partials and web/pages, one page a file.
//
//go:embed web
var WebFS embed.FS

// StaticFS holds what browsers fetch beside the pages: the style sheet and the
// one small script, which no page needs to work.
//
//go:embed static
var StaticFS embed.FS
