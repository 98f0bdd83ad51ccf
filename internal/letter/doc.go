// Package letter turns a request into the papers that travel: template text →
// blocks → PDF. It places every glyph itself after shaping, because the PDF
// library knows no complex scripts, and it refuses what it cannot print (a
// rune without a glyph, a segment without a translation) rather than print
// something else.
//
// Rendering is pure: identical input gives identical bytes. Nothing here reads
// a clock, a file or the network; templates and fonts are embedded.
package letter
