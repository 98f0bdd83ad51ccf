package translation

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAMemoryComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			s := strings.TrimSpace(strings.Map(func(r rune) rune {
				if !inXML(r) || r == '\r' {
					return 'x'
				}
				return r
			}, strings.ToValidUTF8(rapid.OneOf(legalText(), rapid.String()).Draw(t, "text"), "")))
			if s == "" {
				return "⟦name1⟧"
			}
			return s
		})
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Entry {
			return Entry{"fr", "lo", text.Draw(t, "source"), text.Draw(t, "target")}
		}), 1, 5).Draw(t, "entries")
		got, skipped, err := DecodeTMX(bytes.NewReader(EncodeTMX(entries)), "fr", "lo", DefaultLimits)
		if err != nil || skipped != 0 || !slices.Equal(got, entries) {
			t.Fatalf("%q came back as %q, %d skipped, %v", entries, got, skipped, err)
		}
	})
}

func TestMemoriesOfOtherToolsAreRead(t *testing.T) {
	t.Parallel()
	const file = `<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="FR" segtype="sentence" o-tmf="x" adminlang="en" datatype="x" creationtool="x" creationtoolversion="1"><note>n</note></header><body>
<tu tuid="1"><prop type="x">p</prop><tuv xml:lang="FR-fr"><seg>Un <bpt i="1">&lt;b></bpt><hi>fait</hi><ept i="1">&lt;/b></ept> établi.</seg></tuv><tuv xml:lang="en-GB"><seg>An established <bpt i="1">&lt;b></bpt>fact<ept i="1">&lt;/b></ept>.</seg></tuv><tuv xml:lang="ro"><seg>Un fapt.</seg></tuv></tu>
<tu><tuv lang="fr"><seg>Une date <ph x="7">{0}</ph>.</seg></tuv><tuv lang="en"><seg>A date <ph x="7">{0}</ph>.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Sans anglais</seg></tuv><tuv xml:lang="de"><seg>Ohne</seg></tuv></tu>
</body></tmx>`
	got, skipped, err := DecodeTMX(strings.NewReader(file), "fr", "en", DefaultLimits)
	want := []Entry{{"fr", "en", "Un fait établi.", "An established fact."}, {"fr", "en", "Une date .", "A date ."}}
	if err != nil || skipped != 1 || !slices.Equal(got, want) {
		t.Errorf("%v, %d skipped, %v", got, skipped, err)
	}
}

func TestBadMemoriesAreRefusedByName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, code string }{
		"an external entity":    {`<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]><tmx version="1.4"><body><tu><tuv><seg>&e;</seg></tuv></tu></body></tmx>`, "tmx_dtd"},
		"entities that explode": {`<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tmx version="1.4"/>`, "tmx_dtd"},
		"an unknown entity":     {`<tmx version="1.4"><body>&e;</body></tmx>`, "tmx_entity"},
		"XLIFF":                 {string(EncodeXLIFF(sampleJob())), "tmx_not_tmx"},
		"another version":       {`<tmx version="2.0"/>`, "tmx_version"},
		"no entry":              {`<tmx version="1.4"><header/><body/></tmx>`, "tmx_empty"},
		"cut short":             {`<tmx version="1.4"><body><tu>`, "tmx_malformed"},
		"a zip":                 {"PK\x03\x04", "tmx_zip"},
		"too deep":              {`<tmx version="1.4"><body><tu><tuv><seg>` + strings.Repeat("<hi>", 500), "tmx_too_deep"},
		"too many entries":      {`<tmx version="1.4"><body>` + strings.Repeat("<tu/>", 200), "tmx_too_many"},
	} {
		if _, _, err := DecodeTMX(strings.NewReader(c.file), "fr", "en", Limits{Units: 100}); codeOf(err) != c.code {
			t.Errorf("%s: refused with %v, want %s", name, err, c.code)
		}
	}
}

func FuzzDecodeTMX(f *testing.F) {
	f.Add(EncodeTMX(sampleMemory()))
	f.Add([]byte(`<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><body><tu><tuv lang="fr"><seg>a<hi>b</hi></seg></tuv></tu></body></tmx>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, err := DecodeTMX(bytes.NewReader(b), "fr", "lo", Limits{Bytes: 1 << 16, Elements: 5000, Units: 500})
		if err != nil && !strings.HasPrefix(codeOf(err), "tmx_") {
			t.Fatalf("an error that is no refusal: %v", err)
		}
	})
}
