package jurisdiction

import (
	"regexp"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestEveryBasisIsWordedInBothLanguages(t *testing.T) {
	french := regexp.MustCompile(`[éèçà]|\b(et|du|de|des|UE|STCE|Règle)\b`)
	b := book(t)
	for _, c := range b.clocks {
		if got := b.BasisText(c.Basis.FR); got.FR != c.Basis.FR || got.EN == "" || french.MatchString(got.EN) {
			t.Errorf("%s: %+v", c.ID, got)
		}
	}
	for _, e := range b.paths.Elsewhere {
		if french.MatchString(e.Basis.EN) {
			t.Errorf("%s: %s", e.ID, e.Basis.EN)
		}
	}
	if got := b.BasisText("Directive 2014/41/UE, art. 12(4) et 12(6)"); got.EN != "Directive 2014/41/EU, art. 12(4) and 12(6)" {
		t.Errorf("%+v", got)
	}
	if got := b.BasisText("a basis of older data"); got != (mla.Text{FR: "a basis of older data", EN: "a basis of older data"}) {
		t.Errorf("%+v", got)
	}
}

func TestABasisInOneLanguageIsAFault(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"one language":    {`basis: {fr: "Directive 2014/41/UE, art. 16(1)"}`, "EIO_ACK).basis: no basis, or in one language"},
		"none":            {`basis: ""`, "EIO_ACK).basis: no basis, or in one language"},
		"another key":     {`basis: {fr: a, en: b, de: c}`, `unknown key "de"`},
		"a list":          {`basis: [a, b]`, "cannot unmarshal"},
		"once is allowed": {`basis: "RA 10175"`, ""},
	} {
		files := shippedFiles(t)
		old := `basis: {fr: "Directive 2014/41/UE, art. 16(1)", en: "Directive 2014/41/EU, art. 16(1)"}`
		text := string(files["clocks.yaml"].Data)
		if !strings.Contains(text, old) {
			t.Fatal("the data changed")
		}
		files["clocks.yaml"].Data = []byte(strings.Replace(text, old, c.text, 1))
		if got := Check(files).Error(); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
