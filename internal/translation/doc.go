// Package translation is what a translation desk needs to know about text: it
// cuts free text into sentences with stable names, finds what must never be
// translated, compares sentences, checks a translation against its source, and
// reads and writes the files of translators' tools (XLIFF 2.0, TMX 1.4b).
//
// It is pure: no clock, no files, no store. Languages are ISO 639-1 codes
// ("fr", "en", "ro", "lo", "hi"); an unknown one is read by the rules that all
// have in common. Texts may be of any length; what comes from outside is
// bounded by Limits before it is parsed.
package translation
