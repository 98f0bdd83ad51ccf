package i18n

import (
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/mla"
)

func TestASizeIsWordedAsPeopleSayIt(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64][2]string{0: {"0 o", "0 B"}, 1023: {"1023 o", "1023 B"}, 49227: {"48 ko", "48 kB"}, 64 << 20: {"64 Mo", "64 MB"}, 3 << 19: {"1,5 Mo", "1.5 MB"}} {
		for i, lang := range []string{French, English} {
			if got := strings.ReplaceAll(Size(lang, n), "\u00a0", " "); got != want[i] {
				t.Errorf("%d in %s: %q, want %q", n, lang, got, want[i])
			}
		}
	}
	tooLarge := mla.Refuse("upload_too_large", "file", "max", "67108864")
	if said := Error(French, tooLarge); !strings.Contains(said, "64\u00a0Mo") || strings.Contains(said, "67108864") {
		t.Error(said)
	}
}
