package api

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// integer takes 3, 3.0 and 3e0, which JSON does not tell apart.
func (d *decoder) integer(v any, path string) any {
	n, ok := v.(json.Number)
	if !ok || len(n) > 40 {
		return d.wrong(path, "integer")
	}
	f, _, err := big.ParseFloat(string(n), 10, 128, big.ToNearestEven)
	if err != nil || !f.IsInt() {
		return d.wrong(path, "integer")
	}
	i, acc := f.Int64()
	if acc != big.Exact {
		return d.refuse(codeOutOfRange, path, "max", "9223372036854775807")
	}
	if i < 0 {
		return d.refuse(codeOutOfRange, path, "min", "0")
	}
	return i
}

func (d *decoder) date(v any, path string) any {
	s, ok := v.(string)
	if !ok {
		return d.wrong(path, "date")
	}
	if parsed, err := workday.ParseDate(s); err != nil || parsed.Year() < 1000 {
		return d.refuse(codeInvalidDate, path)
	}
	return s
}

func (d *decoder) instant(v any, path string) any {
	s, ok := v.(string)
	if !ok {
		return d.wrong(path, "date-time")
	}
	if at, err := time.Parse(time.RFC3339, s); err != nil || at.Year() < 1000 {
		return d.refuse(codeInvalidTime, path)
	}
	return s
}

func (d *decoder) textRef(v any, path string) any {
	s, ok := d.str(v, path).(string)
	if !ok {
		return nil
	}
	if err := checkText(s, path); err != nil {
		return d.refuse(mla.CodeTooLong, path, "max", fmt.Sprint(maxText))
	}
	if strings.TrimSpace(s) == "" {
		return d.refuse(mla.CodeRequired, path)
	}
	if d.text == nil {
		return nil
	}
	return d.text(path, s)
}

// docRef takes {"id": …} or {"sha256": …}; size and type come from what is stored.
func (d *decoder) docRef(v any, path string) any {
	in, ok := v.(map[string]any)
	if !ok {
		return d.wrong(path, "object")
	}
	key := ""
	for k, child := range in {
		switch k {
		case "id", "sha256":
			s, isString := child.(string)
			if !isString {
				return d.wrong(join(path, k), "string")
			}
			if key == "" || k == "id" {
				key = s
			}
		case "size", "mime":
		default:
			return d.refuse(codeUnknownField, join(path, printable(k)))
		}
	}
	if key == "" && d.complete {
		return d.refuse(mla.CodeRequired, path)
	}
	if key == "" {
		return nil
	}
	if d.docs != nil {
		if doc, ok := d.docs(key); ok {
			return doc
		}
	}
	return d.refuse(mla.CodeUnknownValue, path, "expected", "uploaded")
}
