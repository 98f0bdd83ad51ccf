package casesystem

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFileName(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, want string }{
		{"an ordinary name stays", "Réponse (1).pdf", "Réponse (1).pdf"},
		{"Lao stays Lao", "ຄຳຕອບ.pdf", "ຄຳຕອບ.pdf"},
		{"a path becomes a name", "../../etc/passwd", "etc_passwd"},
		{"a Windows path becomes a name", `C:\a\b.txt`, "C__a_b.txt"},
		{"line ends become underscores", "a\r\nb.txt", "a__b.txt"},
		{"hidden files come to light", ".profile", "profile"},
		{"trailing dots and spaces go", "a.txt. .", "a.txt"},
		{"nothing becomes a document", "", "document"},
		{"only dots become a document", "...", "document"},
		{"invalid text is replaced", "a\xff.txt", "a_.txt"},
		{"a decomposed accent is composed", "e\u0301.txt", "é.txt"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := FileName(tc.in); got != tc.want {
				t.Errorf("FileName(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
	t.Run("a long name is shortened and keeps its extension", func(t *testing.T) {
		t.Parallel()
		got := FileName(strings.Repeat("é", 300) + ".pdf")
		if len(got) > maxNameBytes || !strings.HasSuffix(got, "é.pdf") || !utf8.ValidString(got) {
			t.Errorf("got %q", got)
		}
	})
	t.Run("whatever comes in, a harmless name comes out", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			got := FileName(rapid.String().Draw(t, "name"))
			if got == "" || len(got) > maxNameBytes || strings.HasPrefix(got, ".") || strings.ContainsAny(got, "/\\\r\n\x00:*?\"<>|") || !utf8.ValidString(got) {
				t.Fatalf("got %q", got)
			}
		})
	})
}

func TestManifestPathsSurviveEncoding(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"data/100%.txt":  "data/100%25.txt",
		"data/a\nb.txt":  "data/a%0Ab.txt",
		"data/a\rb.txt":  "data/a%0Db.txt",
		"data/%0A.txt":   "data/%250A.txt",
		"data/é ສ.txt":   "data/é ສ.txt",
		"data/a%20b.txt": "data/a%2520b.txt",
	} {
		if got := encodePath(in); got != want || decodePath(got) != in {
			t.Errorf("encodePath(%q) = %q, want %q; back %q", in, got, want, decodePath(got))
		}
	}
}

func TestBagName(t *testing.T) {
	t.Parallel()
	a, b := BagName("0193/deliver/1"), BagName("0193_deliver_1")
	if a == b || strings.ContainsAny(a, "/.") || a != BagName("0193/deliver/1") {
		t.Errorf("names %q and %q", a, b)
	}
}
