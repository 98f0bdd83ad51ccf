package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Every field of every body is replaced by what it is not. Whatever the contract does not allow must be refused, by name
// and without a fault; call checks that what is taken is allowed.
func TestNoFieldTakesWhatItIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	strange := []any{nil, -1, 1.5, 1e30, true, "", " ", "\x00", strings.Repeat("é", 3000), []any{}, []any{nil}, map[string]any{}, map[string]any{"x": 1}}
	for path, item := range loadContract(t).Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody == nil || op.RequestBody.Value.Content["application/json"] == nil {
				continue
			}
			raw, _ := json.Marshal(op.RequestBody.Value.Content["application/json"].Example)
			var example map[string]any
			if err := json.Unmarshal(raw, &example); err != nil {
				t.Fatal(err)
			}
			url := strings.NewReplacer("{ref}", theRef).Replace(path)
			for _, at := range places(example, "") {
				for _, v := range strange {
					var body map[string]any
					_ = json.Unmarshal(raw, &body)
					put(body, at, v)
					a := w.call("u-auditor", method, url, body)
					malformed := a.status == http.StatusBadRequest || a.status == http.StatusUnprocessableEntity
					if a.status >= 500 || !malformed && !w.allows(method, url, body) {
						t.Errorf("%s %s with %s = %q: %d %s", method, path, at, fmt.Sprint(v), a.status, a.raw)
					}
				}
			}
		}
	}
}

// places lists the paths of a tree.
func places(tree map[string]any, prefix string) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(tree)) {
		out = append(out, prefix+k)
		switch v := tree[k].(type) {
		case map[string]any:
			out = append(out, places(v, prefix+k+"/")...)
		case []any:
			if len(v) > 0 {
				if child, ok := v[0].(map[string]any); ok {
					out = append(out, places(child, prefix+k+"/0/")...)
				}
			}
		}
	}
	return out
}

func put(tree map[string]any, path string, v any) {
	head, rest, more := strings.Cut(path, "/")
	if !more {
		tree[head] = v
		return
	}
	if list, ok := tree[head].([]any); ok {
		_, rest, _ = strings.Cut(rest, "/")
		put(list[0].(map[string]any), rest, v)
		return
	}
	put(tree[head].(map[string]any), rest, v)
}

func TestOtherMethodsAndPaths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tc := range []struct {
		method, path string
		status       int
	}{
		{http.MethodDelete, "/api/v1/requests", 405}, {http.MethodPatch, "/api/v1/requests/" + theRef, 405},
		{http.MethodPost, "/healthz", 405}, {http.MethodGet, "/api/v1/nothing", 404}, {http.MethodGet, "/api/v1/requests/%00", 404},
		{http.MethodGet, "/api/v1/documents/%ff", 404}, {http.MethodGet, "/api/v1/commands/..%2f", 404},
		{http.MethodGet, "/api/v1/requests?q=%00", 400}, {http.MethodGet, "/api/v1/requests?q=%ff", 400},
	} {
		a := w.bare("u-officer", tc.method, tc.path)
		if a.status != tc.status || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %s %s", tc.method, tc.path, a.status, a.header.Get("Content-Type"), a.raw)
		}
		if tc.status == 405 && a.header.Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", tc.method, tc.path)
		}
	}
}
