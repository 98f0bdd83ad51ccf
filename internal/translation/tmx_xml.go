package translation

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// encodeTMX writes one <tu> per entry. Placeholders are <ph> elements whose
// content is the placeholder itself, so that a tool can show it.
func encodeTMX(entries []Entry) []byte {
	w := &xmlWriter{}
	source := "*all*"
	if len(entries) > 0 && !slices.ContainsFunc(entries, func(e Entry) bool { return e.SourceLang != entries[0].SourceLang }) {
		source = entries[0].SourceLang
	}
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header creationtool=\"rogatory\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"rogatory\" adminlang=\"en\"")
	w.attr("srclang", source)
	w.WriteString(" datatype=\"plaintext\"/>\n<body>\n")
	for _, e := range entries {
		w.WriteString("<tu>")
		w.variant(e.SourceLang, e.Source)
		w.variant(e.TargetLang, e.Target)
		w.WriteString("</tu>\n")
	}
	w.WriteString("</body>\n</tmx>\n")
	return w.Bytes()
}

func (w *xmlWriter) variant(lang, text string) {
	w.WriteString("<tuv")
	w.attr("xml:lang", lang)
	w.WriteString("><seg>")
	cutPlaceholders(text, func(before, id string) {
		w.tmxText(before)
		switch {
		case isPlaceholderID(id):
			w.WriteString("<ph")
			w.attr("x", placeholderX(id))
			w.attr("type", strings.TrimRight(id, "0123456789"))
			w.WriteString(">" + open + id + shut + "</ph>")
		case id != "":
			w.tmxText(open + id + shut)
		}
	})
	w.WriteString("</seg></tuv>")
}

// tmxText leaves out what XML cannot hold: TMX has no element for it.
func (w *xmlWriter) tmxText(s string) {
	w.text(strings.Map(func(r rune) rune {
		if inXML(r) {
			return r
		}
		return -1
	}, s), false)
}

// placeholderX numbers a placeholder so that source and target are matched by it.
func placeholderX(id string) string {
	kind := strings.TrimRight(id, "0123456789")
	n, _ := strconv.Atoi(id[len(kind):])
	return strconv.Itoa(slices.Index(kinds, kind)*1000 + n)
}

type tmxReader struct {
	*xmlReader
	from, to string
	entries  []Entry
	skipped  int
}

func decodeTMX(r io.Reader, sourceLang, targetLang string, limits Limits) ([]Entry, int, error) {
	x, err := newXMLReader(r, "tmx", limits)
	if err != nil {
		return nil, 0, err
	}
	x.doctype = true
	d := tmxReader{xmlReader: x, from: primary(sourceLang), to: primary(targetLang)}
	root, err := d.root()
	if err != nil {
		return nil, 0, err
	}
	version := attr(root, "version")
	switch {
	case root.Name.Local != "tmx":
		return nil, 0, d.refuse("not_tmx", "value", printable(root.Name.Local))
	case !strings.HasPrefix(version, "1."):
		return nil, 0, d.refuse("version", "value", printable(version))
	}
	err = d.children(func(e xml.StartElement) error {
		if e.Name.Local != "body" {
			return d.skip()
		}
		return d.children(d.tu)
	})
	if err != nil {
		return nil, 0, err
	}
	if err := d.finish(); err != nil {
		return nil, 0, err
	}
	if len(d.entries) == 0 && d.skipped == 0 {
		return nil, 0, d.refuse("empty")
	}
	return d.entries, d.skipped, nil
}

func (d *tmxReader) tu(e xml.StartElement) error {
	if e.Name.Local != "tu" {
		return d.skip()
	}
	if len(d.entries)+d.skipped >= d.limits.Units {
		return d.refuseHere("too_many", "max", strconv.Itoa(d.limits.Units))
	}
	segs := map[string]string{}
	err := d.children(func(e xml.StartElement) error {
		if e.Name.Local != "tuv" {
			return d.skip()
		}
		lang := langOf(e)
		return d.children(func(e xml.StartElement) error {
			if e.Name.Local != "seg" {
				return d.skip()
			}
			s, err := d.seg()
			if _, twice := segs[lang]; !twice {
				segs[lang] = strings.TrimSpace(s)
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	if segs[d.from] == "" || segs[d.to] == "" {
		d.skipped++
		return nil
	}
	d.entries = append(d.entries, Entry{d.from, d.to, segs[d.from], segs[d.to]})
	return nil
}

// langOf is the language of a <tuv>; before 1.4 the attribute was plain lang.
func langOf(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "lang" {
			return primary(a.Value)
		}
	}
	return ""
}

// seg reads the text of a segment. Codes of the tool's format go, except ours;
// what is highlighted stays.
func (d *tmxReader) seg() (string, error) {
	return d.mixed(func(e xml.StartElement) (string, element, error) {
		switch e.Name.Local {
		case "hi":
			return "", enter, nil
		case "ph":
			s, err := d.seg()
			if id := strings.TrimSuffix(strings.TrimPrefix(s, open), shut); isPlaceholderID(id) {
				return open + id + shut, wasRead, err
			}
			return "", wasRead, err
		}
		return "", pass, nil
	})
}
