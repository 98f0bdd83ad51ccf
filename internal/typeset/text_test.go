package typeset

import (
	"strings"
	"testing"
)

func TestLaoMarksAreNormalised(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ in, want string }{
		"niggahit, tone, aa":      {"ນ\u0ECD\u0EC9\u0EB2", "ນ\u0EC9\u0EB3"},
		"tone, niggahit, aa":      {"ນ\u0EC9\u0ECD\u0EB2", "ນ\u0EC9\u0EB3"},
		"am, tone":                {"ນ\u0EB3\u0EC9", "ນ\u0EC9\u0EB3"},
		"niggahit, aa":            {"ຄ\u0ECD\u0EB2", "ຄ\u0EB3"},
		"tone before vowel":       {"ທ\u0EC8\u0EB5", "ທ\u0EB5\u0EC8"},
		"niggahit alone stays":    {"ຂ\u0ECD", "ຂ\u0ECD"},
		"composed and decomposed": {"s\u0326 t\u0326 e\u0301", "ș ț é"},
		"line ends and blanks":    {"a\r\nb\tc\u200B\u202Fd", "a\nb c\u00A0d"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Normalise(tt.in); got != tt.want {
				t.Errorf("%+q, want %+q", got, tt.want)
			}
			if got := Normalise(Normalise(tt.in)); got != tt.want {
				t.Errorf("not stable: %+q", got)
			}
		})
	}
}

func TestLaoBreaksBetweenSyllables(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ສາທາລະນະລັດ": "ສາ|ທາ|ລະ|ນະ|ລັດ",
		"ຊ່ວຍເຫຼືອ":   "ຊ່ວຍ|ເຫຼືອ",
		"ຄຳຮ້ອງຂໍ":    "ຄຳ|ຮ້ອງ|ຂໍ",
		"ຜູ້ເຍົາ":     "ຜູ້|ເຍົາ",
		"ກົດໝາຍ":      "ກົດ|ໝາຍ",
		"":            "",
	} {
		runes := []rune(text)
		var parts []string
		start := 0
		for _, b := range append(laoBreaks(runes), len(runes)) {
			parts = append(parts, string(runes[start:b]))
			start = b
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestLaoToneStandsOverItsConsonant(t *testing.T) {
	t.Parallel()
	s := takeShaper()
	defer s.release()
	bare, marked := s.shape(lao, false, "lo", "ນ"), s.shape(lao, false, "lo", "ນ້ຳ")
	if marked.plain {
		t.Error("tone and sara am were not shaped")
	}
	if len(marked.glyphs) < 3 || marked.glyphs[1].x > bare.advance+0.2 {
		t.Errorf("marks do not stand over the consonant: %+v", marked.glyphs)
	}
}

func TestPaginationKeepsWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	var rows []row
	for range 46 {
		rows = append(rows, row{height: 5})
	}
	rows = append(rows, row{height: 5, keep: true}, row{height: 30}) // a heading and its block: 35 mm do not fit after 230
	pages := paginate(rows)
	if len(pages) != 2 || len(pages[0]) != 46 || len(pages[1]) != 2 {
		t.Fatalf("%d pages, first of %d rows", len(pages), len(pages[0]))
	}
	for _, p := range paginate(make([]row, 0)) {
		if len(p) != 0 {
			t.Error("rows from nothing")
		}
	}
	long := make([]row, 100)
	for i := range long {
		long[i] = row{height: 5, keep: true} // longer than a page: it is split all the same
	}
	for _, p := range paginate(long) {
		for _, r := range p {
			if r.top+r.height > bodyBottom {
				t.Fatalf("a row at %.0f mm runs over the footer", r.top)
			}
		}
	}
}

func TestABreakBeginsAPageAndNeverAnEmptyOne(t *testing.T) {
	t.Parallel()
	para := Block{Kind: Para, Rows: [][]Text{{{{Text: "text"}}}}}
	turn := Block{Kind: Break}
	for name, tt := range map[string]struct {
		blocks []Block
		pages  int
	}{
		"none":             {[]Block{para, para}, 1},
		"between":          {[]Block{para, turn, para}, 2},
		"after a heading":  {[]Block{para, {Kind: Heading, Rows: para.Rows}, turn, para}, 2},
		"twice":            {[]Block{para, turn, turn, para}, 2},
		"before anything":  {[]Block{turn, para}, 1},
		"after everything": {[]Block{para, turn}, 1},
	} {
		if _, pages, err := Set(Document{Lang: "fr", Blocks: tt.blocks}); err != nil || pages != tt.pages {
			t.Errorf("%s: %d pages, want %d (%v)", name, pages, tt.pages, err)
		}
	}
}
