package typeset

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/rogatory/rogatory/internal/mla"
)

// Whatever is typed is either refused by name or drawn whole, in lines that fit.
func TestAnyTextIsRefusedOrDrawnWhole(t *testing.T) {
	t.Parallel()
	alphabet := []rune("aéșﬁ 0123-/.@:;!?«»()[]\n\u00A0\u200B\u200C\u200D\u0301ກຂງນມຫວອະາຳເແໄັິີຸູ່້໌ໆ\u0ECDकषि्ाँज़אבגַלمرحبا١٢ًلاΑж≥☑")
	kinds := []BlockKind{Title, Heading, Sub, Para, Field, Numbered, Bullet, Check, Note, Right, Table, Sign, Rule, Gap, Break}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) string {
			return string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 40).Draw(t, "text"))
		})
		text := Normalise(word.Draw(t, "text") + rapid.SampledFrom([]string{"", "", "", "", "", "\uFFFD", "😀", "漢"}).Draw(t, "strange"))
		s := takeShaper()
		defer s.release()
		set := &setter{shaper: s, lang: rapid.SampledFrom([]string{"fr", "lo", "en"}).Draw(t, "lang")}
		width := rapid.Float64Range(2, 40).Draw(t, "width")
		lines, err := set.wrap(Text{{Text: text}}, false, width)
		var refusal *mla.Error
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Code != "missing_glyph" || !strings.ContainsAny(text, "\uFFFD😀漢") {
				t.Fatalf("%q: %v is no refusal with a reason", text, err)
			}
			return
		}
		squeeze := strings.NewReplacer(" ", "", "\n", "", "\u200B", "")
		want, got := map[rune]int{}, map[rune]int{}
		for _, r := range squeeze.Replace(text) {
			want[r]++
		}
		for _, ln := range lines {
			for _, tk := range ln.tokens {
				for _, r := range squeeze.Replace(tk.run.text) {
					got[r]++
				}
			}
			if ln.width > width+1e-9 && len(ln.tokens) > 1 {
				t.Fatalf("a line of %d pieces and %.2f em in %.2f", len(ln.tokens), ln.width, width)
			}
		}
		for r, n := range want {
			if got[r] != n {
				t.Fatalf("%q: %d of %d %+q are drawn", text, got[r], n, r)
			}
		}
		var blocks []Block
		for range rapid.IntRange(1, 6).Draw(t, "blocks") {
			b := cells(rapid.SampledFrom(kinds).Draw(t, "kind"), text, strings.Repeat(text, rapid.IntRange(0, 30).Draw(t, "times")))
			b.Head = rapid.Bool().Draw(t, "head")
			if b.Kind != Title && b.Kind != Sign && rapid.Bool().Draw(t, "paired") {
				b = Block{Kind: Pair, Left: []Block{b}, Right: []Block{plain(Para, text), b}}
			}
			blocks = append(blocks, b)
		}
		if _, _, err := Set(document(blocks...)); err != nil {
			t.Fatal(err)
		}
	})
}
