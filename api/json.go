package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/labstack/echo/v4"
)

// writeJSON encodes before it writes, so that an encoding error can still become a problem.
func writeJSON(c echo.Context, status int, contentType string, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	return c.Blob(status, contentType, buf.Bytes())
}

// answer writes v; a list without entries is [], never null, however deep it lies.
func answer(c echo.Context, status int, v any) error {
	return writeJSON(c, status, echo.MIMEApplicationJSON, withLists(reflect.ValueOf(v)).Interface())
}

// withLists copies v with empty lists in place of nil ones. Zero structs stay zero, so that omitzero still leaves them out.
func withLists(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(withLists(v.Index(i)))
		}
		return out
	case reflect.Struct:
		if v.IsZero() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(withLists(v.Field(i)))
			}
		}
		return out
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		inner := withLists(v.Elem())
		if v.Kind() == reflect.Interface {
			return inner
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(inner)
		return out
	}
	return v
}
