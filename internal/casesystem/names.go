package casesystem

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxNameBytes leaves room for the number in front on file systems that allow 255 bytes.
const maxNameBytes = 120

// FileName makes a file name that every file system takes and no path can hide in: letters of any
// script, digits and a few signs stay, everything else becomes an underscore. The extension survives
// shortening. It gives "document" when nothing is left.
func FileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), strings.ContainsRune(" .-_()%", r):
			return r
		}
		return '_'
	}, norm.NFC.String(strings.ToValidUTF8(name, "_")))
	name = strings.Trim(name, " ._") // no hidden files; Windows drops trailing dots and spaces
	ext := path.Ext(name)
	if len(ext) > 12 {
		ext = ""
	}
	stem := strings.TrimSuffix(name, ext)
	for len(stem)+len(ext) > maxNameBytes {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem = strings.TrimRight(stem, " ."); stem+ext == "" {
		return "document"
	}
	return stem + ext
}

// BagName is the folder of a delivery: readable where the id allows it, with a digest, so
// that no two ids share one on a file system that ignores case.
func BagName(id string) string {
	readable := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
			return r
		}
		return '_'
	}, id)
	if len(readable) > 80 {
		readable = readable[:80]
	}
	sum := sha256.Sum256([]byte(id))
	return readable + "-" + hex.EncodeToString(sum[:6])
}

// RFC 8493, 2.1.3: in a manifest CR, LF and the percent sign, and only these, are percent-encoded.
var (
	encodePath = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace
	decodePath = strings.NewReplacer("%25", "%", "%0D", "\r", "%0d", "\r", "%0A", "\n", "%0a", "\n").Replace
)

// oneLine: printable text that cannot break out of its line in a tag file or a header.
func oneLine(s string) bool {
	return s != "" && len(s) <= 300 && utf8.ValidString(s) &&
		strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// shown makes a receiver's own words fit for a receipt.
func shown(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(s, "")))
	for len(s) > 200 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
