package api

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestAMarkSaysHowSureWeAreAndWhereItComesFrom(t *testing.T) {
	t.Parallel()
	parsed, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, lang string
		source     mla.Source
		want       []string
		not        string
	}{
		{"a source with a page is a link", "fr", mla.Source{Mark: mla.Sourced, Ref: "S1"}, []string{"mark sourced", ">sourcé<", `<a href="https://justice.gouv.fr`, ">S1</a>"}, ""},
		{"a source without a page shows its title", "en", mla.Source{Mark: mla.Sourced, Ref: "S13"}, []string{">sourced<", `<abbr title="EJN fiche A.21/354">S13</abbr>`}, "<a "},
		{"memory has no source", "fr", mla.Source{Mark: mla.Memory}, []string{"mark memory", ">de mémoire<"}, "class=\"src\""},
		{"a house rule is named as ours", "fr", mla.Source{Mark: mla.Design, Ref: "design"}, []string{">règle maison<"}, "class=\"src\""},
		{"a proclamation keeps its number", "fr", mla.Source{Mark: mla.Sourced, Ref: "Proclamation 1006"}, []string{"Proclamation 1006"}, "<a "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := parsed[tc.lang]["home"].ExecuteTemplate(&out, "mark", marked(tc.source)); err != nil {
				t.Fatal(err)
			}
			for _, w := range tc.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("lacks %q: %s", w, out.String())
				}
			}
			if tc.not != "" && strings.Contains(out.String(), tc.not) {
				t.Errorf("has %q: %s", tc.not, out.String())
			}
		})
	}
}
