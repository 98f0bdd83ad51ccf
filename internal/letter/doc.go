// Package letter turns a request into the papers that travel: template text →
// blocks → PDF (internal/typeset). It refuses what it cannot print (a segment
// without a translation, a rune without a glyph) rather than print something
// else.
//
// Rendering is pure: identical input gives identical bytes. Nothing here reads
// a clock or the network; templates are embedded, or in the folder that
// TemplatesVar names.
package letter
