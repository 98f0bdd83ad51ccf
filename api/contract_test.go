package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/rogatory/rogatory/internal/mla"
)

func loadContract(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(openAPIYAML)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestContractDescribesEveryRoute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var served, described []string
	param := regexp.MustCompile(`:(\w+)`)
	for _, r := range w.server.echo.Routes() {
		if path := param.ReplaceAllString(r.Path, "{$1}"); strings.HasPrefix(path, "/api/") || strings.HasSuffix(path, "z") {
			if r.Method != "echo_route_not_found" {
				served = append(served, r.Method+" "+path)
			}
		}
	}
	for path, item := range loadContract(t).Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" "+path)
		}
	}
	slices.Sort(served)
	slices.Sort(described)
	if diff := cmp.Diff(described, served); diff != "" {
		t.Errorf("routes (-described +served):\n%s", diff)
	}
}

func TestContractNamesEveryFieldOfEveryCommand(t *testing.T) {
	t.Parallel()
	doc := loadContract(t)
	for _, v := range verbs {
		schema := doc.Paths.Value("/api/v1/requests/{ref}/" + v.Name).Post.RequestBody.Value.Content["application/json"].Schema.Value
		got := slices.Sorted(maps.Keys(schema.Properties))
		want := []string{"command_id", "seen_seq"}
		required := []string{"command_id"}
		for i := range reflect.TypeOf(v.Body).NumField() {
			name, opts, _ := strings.Cut(reflect.TypeOf(v.Body).Field(i).Tag.Get("json"), ",")
			want = append(want, name)
			if !strings.HasPrefix(opts, "omit") {
				required = append(required, name)
			}
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: fields (-type +contract):\n%s", v.Name, diff)
		}
		if diff := cmp.Diff(required, schema.Required); diff != "" {
			t.Errorf("%s: required (-type +contract):\n%s", v.Name, diff)
		}
	}
}

func TestEveryCommandOfAPersonHasAVerb(t *testing.T) {
	t.Parallel()
	for _, row := range mla.Table {
		if row.On == "-" || !slices.ContainsFunc(row.By, func(r mla.Role) bool { return r != mla.System }) {
			continue
		}
		if _, ok := verbOf[row.On]; !ok {
			t.Errorf("command %s has no verb", row.On)
		}
	}
}

// The examples of the contract are sent as they stand: none may fail for its form.
func TestExamplesAreWellFormed(t *testing.T) {
	t.Parallel()
	for path, item := range loadContract(t).Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody == nil {
				continue
			}
			media, ok := op.RequestBody.Value.Content["application/json"]
			if !ok {
				continue
			}
			w := newWorld(t)
			raw, err := json.Marshal(media.Example)
			if err != nil {
				t.Fatal(err)
			}
			a := w.call("u-officer", method, strings.NewReplacer("{ref}", theRef, "{lang}", "lo").Replace(path), string(raw))
			named := a.str("code") == "unknown_value" && strings.Contains(string(raw), "sha256") // no such upload here
			if a.status == http.StatusBadRequest || a.status == http.StatusUnprocessableEntity && !named && a.str("field") != "request" && !strings.HasPrefix(a.str("code"), "date_") {
				t.Errorf("%s %s: the example is refused: %s", method, path, a.raw)
			}
		}
	}
}
