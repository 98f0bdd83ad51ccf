package translation

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	xliffSpace = "urn:oasis:names:tc:xliff:document:2.0"
	// originalPrefix begins the file's “original”: the request, then the digest
	// of the version. Some tools drop it or put a path of their own there, and
	// some drop notes or number files anew; so the id of the file and a note say
	// the same, and the first that came back counts.
	originalPrefix = "rogatory:"
	filePrefix     = "rogatory-"
	jobNote        = "rogatory"
)

// travels reports whether a token becomes a <ph> element. Numbers and dates stay
// text, for each language writes them in its way; so do authorities and
// companies, which may be translated. Check compares them.
func travels(t Token) bool {
	return t.Kind != KindNumber && t.Kind != KindDate && (t.Kind != KindName || !isBody(t.Text))
}

// travelling keeps the tokens that become <ph> elements.
func travelling(tokens []Token) []Token {
	var out []Token
	for _, t := range tokens {
		if travels(t) {
			out = append(out, t)
		}
	}
	return out
}

type xmlWriter struct{ bytes.Buffer }

// attr writes an attribute.
func (w *xmlWriter) attr(name, value string) {
	w.WriteString(" " + name + `="`)
	w.text(value, true)
	w.WriteByte('"')
}

// text writes character data. Characters that XML cannot hold are <cp>
// elements in content and left out of attributes.
func (w *xmlWriter) text(s string, attribute bool) {
	for i, r := range s {
		switch r {
		case '&':
			w.WriteString("&amp;")
		case '<':
			w.WriteString("&lt;")
		case '>':
			w.WriteString("&gt;")
		case '"':
			if attribute {
				w.WriteString("&quot;")
			} else {
				w.WriteByte('"')
			}
		case '\r':
			w.WriteString("&#13;")
		case '\n', '\t':
			if attribute {
				w.WriteString("&#" + strconv.Itoa(int(r)) + ";")
			} else {
				w.WriteRune(r)
			}
		case utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size > 1 {
				w.WriteRune(r)
			}
		default:
			switch {
			case inXML(r):
				w.WriteRune(r)
			case !attribute:
				w.WriteString(`<cp hex="` + leftPad(strconv.FormatInt(int64(r), 16)) + `"/>`)
			}
		}
	}
}

func leftPad(hex string) string {
	return strings.Repeat("0", max(0, 4-len(hex))) + strings.ToUpper(hex)
}

// inXML reports whether XML 1.0 has the character.
func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

func encodeXLIFF(job Job) []byte {
	w := &xmlWriter{}
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"" + xliffSpace + "\" version=\"2.0\"")
	w.attr("srcLang", job.SourceLang)
	w.attr("trgLang", job.TargetLang)
	w.WriteString(">\n<file")
	w.attr("id", filePrefix+encodeID(job.ID+"/"+job.SourceSHA256))
	w.WriteString(" canResegment=\"no\"")
	w.attr("original", originalOf(job))
	w.WriteString(">\n<notes>\n<note id=\"job\" category=\"" + jobNote + "\" appliesTo=\"source\">")
	w.text(originalOf(job), false)
	w.WriteString("</note>\n</notes>\n")
	lang := primary(job.SourceLang)
	source := NewGuard(lang, keysOf(job.Names))
	target := NewGuard(primary(job.TargetLang), bothForms(job.Names))
	forms := formsOf(job.Names)
	for _, u := range job.Units {
		w.unit(u, source, target, forms, lang)
	}
	w.WriteString("</file>\n</xliff>\n")
	return w.Bytes()
}

func keysOf(names map[string]string) []string {
	return bothForms(func() map[string]string {
		m := make(map[string]string, len(names))
		for n := range names {
			m[n] = ""
		}
		return m
	}())
}

func originalOf(job Job) string { return originalPrefix + job.ID + "/" + job.SourceSHA256 }

// jobOf reads what originalOf wrote; a path that a tool put before it does not matter.
func jobOf(s, prefix string) (id, digest string, ok bool) {
	i := strings.LastIndex(s, prefix)
	if i < 0 {
		return "", "", false
	}
	s = strings.TrimSpace(s[i+len(prefix):])
	k := strings.LastIndexByte(s, '/')
	if k < 0 {
		return "", "", false
	}
	return s[:k], s[k+1:], true
}

func (w *xmlWriter) unit(u JobUnit, source, target *Guard, forms forms, lang string) {
	tokens := travelling(source.Protect(u.Source))
	_, values := maskTokens(u.Source, tokens)
	ids := placeholderIDs(values)
	w.WriteString("<unit")
	w.attr("id", encodeID(u.ID))
	if u.Place != "" {
		w.attr("name", u.Place)
	}
	w.WriteString(" xml:space=\"preserve\">\n")
	if len(u.Notes) > 0 {
		w.WriteString("<notes>\n")
		for _, n := range u.Notes {
			w.WriteString("<note>")
			w.text(n, false)
			w.WriteString("</note>\n")
		}
		w.WriteString("</notes>\n")
	}
	if len(values) > 0 {
		w.WriteString("<originalData>\n")
		for i, v := range values {
			w.WriteString("<data")
			w.attr("id", ids[i])
			w.WriteByte('>')
			w.text(v.Text, false)
			w.WriteString("</data>\n")
		}
		w.WriteString("</originalData>\n")
	}
	state := u.State
	if state == "" {
		state = StateInitial
	}
	w.WriteString("<segment")
	w.attr("state", state)
	w.WriteString(">\n<source>")
	w.inline(u.Source, tokens, values, ids, nil)
	w.WriteString("</source>\n")
	if !isBlank(u.Target) {
		w.WriteString("<target>")
		w.target(u.Target, target, values, ids, forms, lang)
		w.WriteString("</target>\n")
	}
	w.WriteString("</segment>\n</unit>\n")
}

// inline writes a text with its tokens as <ph> elements. value says which value
// the i-th token stands for; nil compares their texts.
func (w *xmlWriter) inline(s string, tokens []Token, values []Token, ids []string, value []int) {
	at := 0
	times := make([]int, len(values))
	for i, t := range tokens {
		v := -1
		if value != nil {
			v = value[i]
		} else {
			for k := range values {
				if values[k].Kind == t.Kind && values[k].Text == t.Text {
					v = k
					break
				}
			}
		}
		if v < 0 {
			continue
		}
		w.text(s[at:t.Start], false)
		times[v]++
		id := ids[v]
		if times[v] > 1 {
			id += "-" + strconv.Itoa(times[v]) // an id is used once in a source
		}
		w.WriteString("<ph")
		w.attr("id", id)
		w.attr("canDelete", "no")
		w.attr("dataRef", ids[v])
		w.attr("equiv", ids[v])
		w.attr("disp", values[v].Text)
		w.WriteString("/>")
		at = t.End
	}
	w.text(s[at:], false)
}

// target writes a translation: what renders a value of the source is the same
// <ph>, everything else is text.
func (w *xmlWriter) target(s string, g *Guard, values []Token, ids []string, forms forms, lang string) {
	read := rescan(values, lang)
	var tokens []Token
	var value []int
	for _, f := range g.scan(s) {
		for i := range read {
			if travels(read[i].Token) && renders(&f, &read[i], forms) {
				tokens, value = append(tokens, f.Token), append(value, i)
				break
			}
		}
	}
	w.inline(s, tokens, values, ids, value)
}

// encodeID writes a unit's id as an NMTOKEN, which has no "/": "." stands for
// it, and any other byte outside [A-Za-z0-9-] is ":" and two hexadecimal digits.
func encodeID(id string) string {
	var b strings.Builder
	for i := 0; i < len(id); i++ {
		switch c := id[i]; {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '-', c == '_':
			b.WriteByte(c)
		case c == '/':
			b.WriteByte('.')
		default:
			b.WriteByte(':')
			b.WriteByte("0123456789abcdef"[c>>4])
			b.WriteByte("0123456789abcdef"[c&15])
		}
	}
	return b.String()
}

// decodeID is the inverse of encodeID; an id of other origin stays as it is.
func decodeID(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '.':
			b.WriteByte('/')
		case s[i] == ':' && i+2 < len(s):
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return s
			}
			b.WriteByte(byte(n))
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
