package translation

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// xliffReader reads the elements that matter and passes over the rest: modules
// of other namespaces hold sources and targets too, and those are not ours.
type xliffReader struct {
	*xmlReader
	job  Job
	seen map[string]bool
}

func decodeXLIFF(r io.Reader, limits Limits) (Job, error) {
	x, err := newXMLReader(r, "xliff", limits)
	if err != nil {
		return Job{}, err
	}
	d := xliffReader{xmlReader: x, seen: map[string]bool{}}
	root, err := d.root()
	if err != nil {
		return Job{}, err
	}
	version := attr(root, "version")
	switch {
	case root.Name.Local != "xliff":
		return Job{}, d.refuse("not_xliff", "value", printable(root.Name.Local))
	case root.Name.Space != xliffSpace || version != "2.0" && version != "2.1":
		return Job{}, d.refuse("version", "value", printable(version))
	}
	d.job.SourceLang, d.job.TargetLang = attr(root, "srcLang"), attr(root, "trgLang")
	if err := d.children(d.file); err != nil {
		return Job{}, err
	}
	if err := d.finish(); err != nil {
		return Job{}, err
	}
	if len(d.job.Units) == 0 {
		return Job{}, d.refuse("empty")
	}
	return d.job, nil
}

func core(e xml.StartElement, name string) bool {
	return e.Name.Space == xliffSpace && e.Name.Local == name
}

func (d *xliffReader) file(e xml.StartElement) error {
	if !core(e, "file") {
		return d.skip()
	}
	d.claim(attr(e, "original"), originalPrefix)
	d.claim(decodeID(attr(e, "id")), filePrefix)
	return d.children(d.inFile)
}

// claim reads which job the file is of, where it says so.
func (d *xliffReader) claim(s, prefix string) {
	if id, digest, ok := jobOf(s, prefix); ok && d.job.ID == "" {
		d.job.ID, d.job.SourceSHA256 = id, digest
	}
}

func (d *xliffReader) inFile(e xml.StartElement) error {
	switch {
	case core(e, "unit"):
		return d.unit(e)
	case core(e, "group"):
		return d.children(d.inFile)
	case core(e, "notes"):
		return d.children(func(e xml.StartElement) error {
			if !core(e, "note") {
				return d.skip()
			}
			s, err := d.plain()
			d.claim(s, originalPrefix)
			return err
		})
	}
	return d.skip()
}

// part is a <segment> or an <ignorable>: tools may cut a unit into several.
type part struct {
	source, target string
	hasTarget      bool
	ignorable      bool
	state          string
	order          int
}

func (d *xliffReader) unit(e xml.StartElement) error {
	id := decodeID(attr(e, "id"))
	switch {
	case id == "":
		return d.refuseHere("unit_id")
	case d.seen[id]:
		return d.refuseHere("duplicate_unit", "value", printableID(id))
	case len(d.seen) >= d.limits.Units:
		return d.refuseHere("too_many", "max", strconv.Itoa(d.limits.Units))
	}
	d.seen[id] = true
	u := JobUnit{ID: id, Place: attr(e, "name")}
	data := map[string]string{}
	var parts []part
	err := d.children(func(e xml.StartElement) error {
		switch {
		case core(e, "segment"), core(e, "ignorable"):
			p, err := d.part(e, data)
			parts = append(parts, p)
			return err
		case core(e, "originalData"):
			return d.children(func(e xml.StartElement) error {
				s, err := d.plain()
				data[attr(e, "id")] = s
				return err
			})
		case core(e, "notes"):
			return d.children(func(e xml.StartElement) error {
				s, err := d.plain()
				u.Notes = append(u.Notes, s)
				return err
			})
		}
		return d.skip()
	})
	if err != nil {
		return err
	}
	assemble(&u, parts)
	d.job.Units = append(d.job.Units, u)
	return nil
}

// assemble puts the parts of a unit together, the targets in the order that
// the tool gave them. Its state is that of the part that is furthest behind.
func assemble(u *JobUnit, parts []part) {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.source)
		if !p.ignorable && (u.State == "" || slices.Index(stateOrder, p.state) < slices.Index(stateOrder, u.State)) {
			u.State = p.state
		}
	}
	u.Source = b.String()
	if !slices.ContainsFunc(parts, func(p part) bool { return p.hasTarget && !isBlank(p.target) }) {
		return
	}
	b.Reset()
	for _, p := range ordered(parts) {
		if p.hasTarget {
			b.WriteString(p.target)
		} else if p.ignorable {
			b.WriteString(p.source) // the blank between two sentences
		}
	}
	u.Target = b.String()
}

var stateOrder = []string{StateInitial, StateTranslated, StateReviewed, StateFinal}

// ordered gives the parts by the order of their targets, which counts from 1.
func ordered(parts []part) []part {
	out := make([]part, len(parts))
	var rest []part
	used := make([]bool, len(parts))
	for _, p := range parts {
		if p.order >= 1 && p.order <= len(parts) && !used[p.order-1] {
			out[p.order-1], used[p.order-1] = p, true
		} else {
			rest = append(rest, p)
		}
	}
	for i := range out {
		if !used[i] {
			out[i], rest = rest[0], rest[1:]
		}
	}
	return out
}

func (d *xliffReader) part(e xml.StartElement, data map[string]string) (part, error) {
	p := part{ignorable: core(e, "ignorable"), state: attr(e, "state")}
	if !slices.Contains(stateOrder, p.state) {
		p.state = StateInitial
	}
	err := d.children(func(e xml.StartElement) (err error) {
		switch {
		case core(e, "source"):
			p.source, err = d.inline(data)
		case core(e, "target"):
			p.hasTarget = true
			p.order, _ = strconv.Atoi(attr(e, "order"))
			p.target, err = d.inline(data)
		default:
			err = d.skip()
		}
		return err
	})
	return p, err
}

// inline reads mixed content up to the end of its element. Marks of the tool
// (mrk, sm, em, pc, sc, ec) go, what they enclose stays.
func (d *xliffReader) inline(data map[string]string) (string, error) {
	return d.mixed(func(e xml.StartElement) (string, element, error) {
		switch {
		case core(e, "mrk"), core(e, "pc"):
			return "", enter, nil
		case core(e, "ph"):
			return placeholderOf(e, data), pass, nil
		case core(e, "cp"):
			if n, err := strconv.ParseUint(attr(e, "hex"), 16, 32); err == nil {
				return string(rune(min(n, 0x10FFFF))), pass, nil
			}
		}
		return "", pass, nil
	})
}

// placeholderOf names a <ph>: by its id, by the id of its data if the tool
// numbered anew, and else by what it shows.
func placeholderOf(e xml.StartElement, data map[string]string) string {
	for _, id := range []string{attr(e, "id"), attr(e, "dataRef"), attr(e, "equiv")} {
		id, _, _ = strings.Cut(id, "-")
		if isPlaceholderID(id) {
			return open + id + shut
		}
	}
	for _, s := range []string{data[attr(e, "dataRef")], attr(e, "disp"), attr(e, "equiv")} {
		if s != "" {
			return s
		}
	}
	return ""
}

var kinds = []string{KindName, KindNumber, KindDate, KindLabel, KindReference, KindAccount, KindIP, KindIBAN, KindMTCN, KindPhone, KindEmail, KindURL, KindHash, KindSign}

func isPlaceholderID(s string) bool {
	kind := strings.TrimRight(s, "0123456789")
	return len(kind) < len(s) && len(s) < 32 && slices.Contains(kinds, kind)
}

// plain reads the text of an element up to its end, whatever else it holds.
func (d *xliffReader) plain() (string, error) { return d.inline(nil) }

// printableID bounds an id that a file brought before it is shown.
func printableID(id string) string {
	id = strings.Map(func(r rune) rune {
		if r == '/' || printable(string(r)) != "" {
			return r
		}
		return -1
	}, id)
	return id[:min(len(id), 80)]
}
