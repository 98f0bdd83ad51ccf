package jurisdiction

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/mla"
)

// CodeUnreadableLine is a line of an import that is no entry at all.
const CodeUnreadableLine = "unreadable_line"

// holidayKeys are the columns of a CSV file and the keys of a YAML or JSON one.
var holidayKeys = []string{"state", "date", "name_fr", "name_en", "kind", "proclamation"}

// ReadHolidays reads an import: CSV with a header where the file's name ends in
// .csv, else YAML, of which JSON is a part: a list of entries, or a mapping with
// such a list under holidays. What cannot be read is an entry with Unreadable.
func ReadHolidays(name string, text []byte) []HolidayChange {
	if strings.EqualFold(path.Ext(name), ".csv") {
		return readHolidayCSV(text)
	}
	root, more, err := documents(text)
	if err != nil {
		line, what := lineOf(err.Error())
		return unreadable(line, what)
	}
	if more > 0 {
		return unreadable(more, "a second document begins here; keep one list")
	}
	list := content(&root)
	if _, inner := entry(list, "holidays"); inner != nil {
		list = content(inner)
	}
	if root.Kind == 0 || list == nil {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		return unreadable(list.Line, "a list of days is expected")
	}
	var out []HolidayChange
	for _, n := range list.Content {
		item := content(n)
		if item == nil || item.Kind != yaml.MappingNode {
			out = append(out, unreadable(n.Line, "an entry has the keys "+strings.Join(holidayKeys, ", "))...)
			continue
		}
		c, seen := HolidayChange{Line: item.Line}, map[string]bool{}
		for i := 0; i+1 < len(item.Content); i += 2 {
			key := "name_" + strings.TrimPrefix(item.Content[i].Value, "name_") // fr is name_fr
			if seen[key] {
				c.Unreadable = mla.Refuse(CodeUnreadableLine, "", "detail", "the key "+item.Content[i].Value+" stands twice")
				break
			}
			seen[key] = true
			if value := content(item.Content[i+1]); value.Kind != yaml.ScalarNode || !c.set(item.Content[i].Value, value.Value) {
				c.Unreadable = mla.Refuse("unknown_field", item.Content[i].Value)
				c.Line = item.Content[i].Line
				break
			}
		}
		out = append(out, c)
	}
	return out
}

func unreadable(line int, what string) []HolidayChange {
	return []HolidayChange{{Line: max(line, 1), Unreadable: mla.Refuse(CodeUnreadableLine, "", "detail", what)}}
}

// set fills a column; it reports whether there is such a one.
func (c *HolidayChange) set(key, value string) bool {
	value = strings.TrimSpace(value)
	switch key {
	case "state":
		c.State = strings.ToUpper(value)
	case "date":
		c.Date = value
	case "name_fr", "fr":
		c.NameFR = value
	case "name_en", "en":
		c.NameEN = value
	case "kind":
		c.Kind = value
	case "proclamation":
		c.Proclamation = value
	default:
		return false
	}
	return true
}

func readHolidayCSV(text []byte) []HolidayChange {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	if head, _, _ := bytes.Cut(text, []byte("\n")); bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return unreadable(csvLine(err), err.Error())
	}
	for i, h := range header {
		header[i] = strings.TrimSpace(h)
		if slices.Contains(header[:i], header[i]) {
			return unreadable(1, "the column "+header[i]+" stands twice")
		}
		if !new(HolidayChange).set(header[i], "") {
			return []HolidayChange{{Line: 1, Unreadable: mla.Refuse("unknown_field", header[i])}}
		}
	}
	for _, key := range holidayKeys {
		if !slices.Contains(header, key) && !slices.Contains(header, strings.TrimPrefix(key, "name_")) {
			return unreadable(1, "the header lacks the column "+key)
		}
	}
	var out []HolidayChange
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			return append(out, unreadable(csvLine(err), err.Error())...)
		}
		line, _ := r.FieldPos(0)
		if len(record) != len(header) {
			out = append(out, unreadable(line, fmt.Sprintf("%d columns instead of %d", len(record), len(header)))...)
			continue
		}
		c := HolidayChange{Line: line}
		for i, value := range record {
			c.set(header[i], value)
		}
		out = append(out, c)
	}
}

func csvLine(err error) int {
	var e *csv.ParseError
	if errors.As(err, &e) {
		return e.Line
	}
	return 1
}
