// Package i18n words everything that a person reads, in French and English. Every
// text has a key in active.fr.toml and active.en.toml; a test fails for a key
// that either lacks.
package i18n

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// The languages of the interface. French is what a visitor gets first.
const (
	French  = "fr"
	English = "en"
)

// Languages lists them in the order of the switch.
var Languages = []string{French, English}

//go:embed active.fr.toml active.en.toml
var files embed.FS

var (
	localizers = map[string]*goi18n.Localizer{}
	keys       = map[string]map[string]bool{}
)

func init() {
	bundle := goi18n.NewBundle(language.French)
	bundle.RegisterUnmarshalFunc("toml", unmarshalFlat)
	for _, lang := range Languages {
		file, err := bundle.LoadMessageFileFS(files, "active."+lang+".toml")
		if err != nil {
			panic(fmt.Sprintf("i18n: %s: %v", lang, err))
		}
		keys[lang] = make(map[string]bool, len(file.Messages))
		for _, m := range file.Messages {
			keys[lang][m.ID] = true
		}
		localizers[lang] = goi18n.NewLocalizer(bundle, lang)
	}
}

// unmarshalFlat reads the subset of TOML that our files use: comments, and one
// quoted key with one quoted text a line.
func unmarshalFlat(data []byte, v any) error {
	out := map[string]any{}
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		k, text, ok := strings.Cut(line, " = ")
		key, errK := strconv.Unquote(k)
		value, errV := strconv.Unquote(text)
		if !ok || errK != nil || errV != nil {
			return fmt.Errorf("line %d is not a quoted key and text", n+1)
		}
		if _, twice := out[key]; twice {
			return fmt.Errorf("line %d: key %q twice", n+1, key)
		}
		out[key] = value
	}
	into, ok := v.(*any)
	if !ok {
		return fmt.Errorf("unexpected target %T", v)
	}
	*into = out
	return nil
}

// Language gives the interface language for a wish: French unless it is known.
func Language(wish string) string {
	if wish == English {
		return English
	}
	return French
}

// Has reports whether the key has a text in the language.
func Has(lang, key string) bool { return keys[Language(lang)][key] }

// Keys lists the keys of a language, for tests.
func Keys(lang string) []string {
	out := make([]string, 0, len(keys[lang]))
	for k := range keys[lang] {
		out = append(out, k)
	}
	return out
}

// T words a key; data fills its {{.Name}} places and may be nil. A missing key
// gives the key itself, which is ugly on purpose.
func T(lang, key string, data any) string {
	if !Has(lang, key) {
		return key
	}
	s, err := localizers[Language(lang)].Localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: data})
	if err != nil {
		return key
	}
	return s
}

// Label words a code of a family, as in Label("fr", "phase", "draft"); a code
// without a label (a value newer than this program) is shown as it is. A
// language without one has its name from the Unicode tables, so that the data
// may bring any.
func Label(lang, family, code string) string {
	if code == "" {
		return ""
	}
	if key := family + "." + code; Has(lang, key) {
		return T(lang, key, nil)
	}
	if family == "lang" {
		return languageName(lang, code)
	}
	return code
}

// languageName names a language by its BCP 47 code in the reader's language.
func languageName(lang, code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Languages(language.Make(Language(lang))).Name(tag); name != "" {
		return name
	}
	return code
}
