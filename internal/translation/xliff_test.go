package translation

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/rogatory/rogatory/internal/mla"
)

// sampleJob is a small request with everything that can stand in a unit.
func sampleJob() Job {
	text := "Le 3 février 2026, Ștefan Exemple (P1) a versé 1 234,56 euros à V1 ; V1 est mineur. Les fonds « urgents » ont été reçus à Exempleville <sic> & alentours. Adresse : 192.0.2.17.\nDemande FR-2026-PH-0042."
	j := Job{
		ID: "FR-2026-LA-0042", SourceSHA256: strings.Repeat("3f9a0c51", 8), SourceLang: "fr", TargetLang: "lo",
		Names: map[string]string{"Ștefan Exemple": "ສະເຕຟານ ເອັກຊຳ", "Exempleville": ""},
	}
	for i, u := range Split("facts", "fr", text) {
		ju := JobUnit{ID: u.ID, Place: u.Place, Source: u.Source}
		switch i {
		case 0:
			ju.Notes = []string{"Un nombre, une date"}
		case 2:
			ju.Target, ju.State = "ທີ່ຢູ່: 192.0.2.17.", StateTranslated
		}
		j.Units = append(j.Units, ju)
	}
	for i, u := range Split("offences/1/law_text", "fr", "Est complice celui qui ⟦name1⟧.") {
		j.Units = append(j.Units, JobUnit{ID: u.ID, Place: u.Place, Source: u.Source, Target: map[int]string{0: "ຜູ້ສົມຮູ້ ⟦name1⟧."}[i], State: StateFinal})
	}
	return j
}

func decoded(t *testing.T, b []byte) Job {
	t.Helper()
	j, err := DecodeXLIFF(bytes.NewReader(b), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func reconciled(t *testing.T, sent Job, b []byte) Import {
	t.Helper()
	in, err := Reconcile(sent, decoded(t, b))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestAFileComesBackUnchanged(t *testing.T) {
	t.Parallel()
	j := sampleJob()
	b := EncodeXLIFF(j)
	if !bytes.Equal(b, EncodeXLIFF(j)) {
		t.Error("the same job gives other bytes")
	}
	in := reconciled(t, j, b)
	if len(in.Taken) != 0 || len(in.Refused) != 0 || len(in.Missing) != 0 || in.Older || len(in.Unchanged) != 2 || len(in.Empty) != len(j.Units)-2 {
		t.Errorf("import %+v", in)
	}
}

// translate fills every <source> of a file into its <target>, as a careful tool does.
func translate(file string, target func(source string) string) string {
	var b strings.Builder
	for {
		i := strings.Index(file, "<source>")
		if i < 0 {
			return b.String() + file
		}
		k := strings.Index(file, "</source>")
		source := file[i+len("<source>") : k]
		rest := file[k+len("</source>"):]
		if t := strings.Index(rest, "</segment>"); strings.Contains(rest[:t], "<target>") {
			rest = rest[t:]
		}
		b.WriteString(file[:k+len("</source>")] + "<target>" + target(source) + "</target>")
		file = rest
	}
}

func lao(source string) string { return "ລາວ " + source }

func TestATranslatedFileIsTaken(t *testing.T) {
	t.Parallel()
	j := sampleJob()
	in := reconciled(t, j, []byte(translate(string(EncodeXLIFF(j)), lao)))
	if len(in.Taken) != len(j.Units) || len(in.Refused) > 0 {
		t.Fatalf("import %+v", in)
	}
	want := "ລາວ Le 3 février 2026, ສະເຕຟານ ເອັກຊຳ (P1) a versé 1 234,56 euros à V1 ; V1 est mineur."
	if in.Taken[0].Target != want || in.Taken[0].State != StateTranslated {
		t.Errorf("taken %+v, want %q: the name in its registered form, V1 twice", in.Taken[0], want)
	}
	if want := "ລາວ Est complice celui qui ⟦name1⟧."; in.Taken[len(in.Taken)-1].Target != want {
		t.Errorf("taken %q, want %q", in.Taken[len(in.Taken)-1].Target, want)
	}
}

// What tools do to a file and may do.
func TestFilesOfOtherToolsAreRead(t *testing.T) {
	t.Parallel()
	j := sampleJob()
	file := translate(string(EncodeXLIFF(j)), lao)
	want := reconciled(t, j, []byte(file))
	for name, change := range map[string]func(string) string{
		"another prefix for the namespace": func(s string) string {
			s = strings.Replace(s, `xmlns="`, `xmlns:x="`, 1)
			for _, e := range []string{"xliff", "file", "notes", "note", "unit", "originalData", "data", "segment", "source", "target", "ph"} {
				s = strings.NewReplacer("<"+e+" ", "<x:"+e+" ", "<"+e+">", "<x:"+e+">", "</"+e+">", "</x:"+e+">").Replace(s)
			}
			return s
		},
		"indentation between elements": func(s string) string { return strings.ReplaceAll(s, "\n", "\n\t\t") },
		"Windows line ends and a byte order mark": func(s string) string {
			return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n")
		},
		"UTF-16": func(s string) string {
			s = strings.Replace(s, "UTF-8", "UTF-16", 1)
			out := []byte{0xff, 0xfe}
			for _, r := range s {
				out = append(out, byte(r), byte(r>>8))
			}
			return string(out)
		},
		"XLIFF 2.1": func(s string) string { return strings.Replace(s, `version="2.0"`, `version="2.1"`, 1) },
		"marks in the target": func(s string) string {
			return strings.ReplaceAll(s, "<target>ລາວ", `<target><mrk id="m1" type="term"><pc id="9">ລາ</pc>ວ</mrk><sm id="m2" type="comment"/><em startRef="m2"/>`)
		},
		"modules with sources of their own": func(s string) string {
			m := `<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#1"><source>x</source><target>autre</target></mtc:match></mtc:matches>`
			return regexpUnit.ReplaceAllString(s, "$0"+m)
		},
		"the target cut into segments": func(s string) string {
			s = strings.Replace(s, "<target>ລາວ Les fonds « urgents » ont", "<target>ont", 1)
			return strings.Replace(s, "<source>Les fonds « urgents » ont été reçus à", `<source>Les fonds « urgents »</source><target>ລາວ Les fonds « urgents »</target></segment><ignorable><source> </source></ignorable><segment state="reviewed"><source>ont été reçus à`, 1)
		},
		"a path in original": func(s string) string {
			return strings.Replace(s, `original="rogatory:`, `original="C:\work\rogatory:`, 1)
		},
		"original and notes gone": func(s string) string {
			return regexpNotes.ReplaceAllString(regexpOriginal.ReplaceAllString(s, ""), "")
		},
		"files numbered anew, original gone": func(s string) string {
			i := strings.Index(s, ` original="`)
			k := i + len(` original="`) + strings.Index(s[i+len(` original="`):], `"`) + 1
			return regexpFile.ReplaceAllString(s[:i]+s[k:], `<file id="1"`)
		},
		"placeholders numbered anew": func(s string) string {
			for i, id := range []string{"name1", "label1", "label2", "label2-2", "name2", "ip1", "reference1"} {
				s = strings.ReplaceAll(s, `<ph id="`+id+`"`, fmt.Sprintf(`<ph id="%d"`, i+1))
			}
			return s
		},
		"comments and processing instructions": func(s string) string {
			return strings.ReplaceAll(s, "<unit", "<!-- note --><?tool x?><unit")
		},
		"units in another order": func(s string) string {
			parts := strings.SplitAfter(s, "</unit>\n")
			parts[0] = strings.Replace(parts[0], "<unit", "\x00<unit", 1)
			head, first, _ := strings.Cut(parts[0], "\x00")
			return head + parts[1] + first + strings.Join(parts[2:], "")
		},
		"groups": func(s string) string {
			return strings.Replace(strings.Replace(s, "<unit", `<group id="g"><group id="h"><unit`, 1), "</file>", "</group></group></file>", 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := reconciled(t, j, []byte(change(file)))
			byID := func(a, b JobUnit) int { return strings.Compare(a.ID, b.ID) }
			w := slices.Clone(want.Taken)
			slices.SortFunc(got.Taken, byID)
			slices.SortFunc(w, byID)
			for i := range got.Taken {
				got.Taken[i].State, got.Taken[i].Notes = "", nil
			}
			for i := range w {
				w[i].State, w[i].Notes = "", nil
			}
			if diff := cmp.Diff(w, got.Taken); diff != "" || len(got.Refused) > 0 {
				t.Errorf("%s\nrefused %v", diff, got.Refused)
			}
		})
	}
}

func codeOf(err error) string {
	var e *mla.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

func TestBadFilesAreRefusedByName(t *testing.T) {
	t.Parallel()
	good := string(EncodeXLIFF(sampleJob()))
	head := `<?xml version="1.0"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr" trgLang="lo">`
	for name, c := range map[string]struct {
		file, code, line string
	}{
		"nothing":                    {"", "xliff_empty", ""},
		"no unit":                    {head + `<file id="f"/></xliff>`, "xliff_empty", ""},
		"cut short":                  {good[:len(good)*2/3], "xliff_malformed", "~"},
		"an element closed wrongly":  {head + "\n<file id=\"f\">\n<unit id=\"u\"></file></xliff>", "xliff_malformed", "3"},
		"text after the end":         {good + "x", "xliff_malformed", "~"},
		"a second root":              {good + "<xliff/>", "xliff_malformed", "~"},
		"text, not XML":              {"Bonjour", "xliff_malformed", "~"},
		"HTML":                       {"<html><body/></html>", "xliff_not_xliff", ""},
		"XLIFF 1.2":                  {`<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file/></xliff>`, "xliff_version", ""},
		"an external entity":         {`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + head + `<file id="f"><unit id="u"><segment><source>&e;</source></segment></unit></file></xliff>`, "xliff_dtd", "~"},
		"a document type":            {`<!DOCTYPE xliff SYSTEM "http://exemple.invalid/x.dtd">` + head + "</xliff>", "xliff_dtd", "~"},
		"an entity without a type":   {head + `<file id="f"><unit id="u"><segment><source>&laugh;</source></segment></unit></file></xliff>`, "xliff_entity", "~"},
		"a zip":                      {"PK\x03\x04rest", "xliff_zip", ""},
		"gzip":                       {"\x1f\x8b\x08rest", "xliff_zip", ""},
		"another encoding":           {`<?xml version="1.0" encoding="Shift_JIS"?>` + head, "xliff_encoding", ""},
		"bytes that are no UTF-8":    {head + "<file id=\"f\"><unit id=\"\xff\"/></file></xliff>", "xliff_malformed", "~"},
		"a unit twice":               {head + "<file id=\"f\">\n<unit id=\"u\"/>\n<unit id=\"u\"/></file></xliff>", "xliff_duplicate_unit", "3"},
		"a unit without id":          {head + `<file id="f"><unit/></file></xliff>`, "xliff_unit_id", "~"},
		"nested a thousand times":    {head + `<file id="f">` + strings.Repeat(`<group id="g">`, 1000), "xliff_too_deep", "~"},
		"nested in a unit":           {head + `<file id="f"><unit id="u"><segment><source>` + strings.Repeat(`<mrk id="m">`, 1000), "xliff_too_deep", "~"},
		"nested in a foreign module": {head + strings.Repeat(`<x:y xmlns:x="z">`, 1000), "xliff_too_deep", "~"},
		"too large":                  {head + strings.Repeat(" ", 1<<20), "xliff_too_large", ""},
		"too many elements":          {head + `<file id="f">` + strings.Repeat(`<group id="g"/>`, 3000), "xliff_too_many", "~"},
		"too many units":             {head + `<file id="f">` + manyUnits(200), "xliff_too_many", "~"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := DecodeXLIFF(strings.NewReader(c.file), Limits{Bytes: 1 << 20, Elements: 2000, Units: 100})
			if codeOf(err) != c.code {
				t.Fatalf("refused with %v, want %s", err, c.code)
			}
			var e *mla.Error
			errors.As(err, &e)
			if line := e.Args["line"]; c.line != line && (c.line != "~" || line == "") {
				t.Errorf("line %q, want %q", line, c.line)
			}
			if e.Field != "file" {
				t.Errorf("field %q", e.Field)
			}
		})
	}
}

func manyUnits(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<unit id="u%d"/>`, i)
	}
	return b.String()
}

// A reader that never ends must not be read to its end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAnEndlessFileIsLeftAtTheLimit(t *testing.T) {
	t.Parallel()
	if _, err := DecodeXLIFF(endless{}, Limits{Bytes: 1 << 20}); codeOf(err) != "xliff_too_large" {
		t.Error(err)
	}
}

func TestAFileOfAnotherJobIsRefusedWhole(t *testing.T) {
	t.Parallel()
	j := sampleJob()
	for code, change := range map[string]func(*Job){
		"xliff_other_request":  func(j *Job) { j.ID = "FR-2026-RO-0001" },
		"xliff_no_job":         func(j *Job) { j.ID = "" },
		"xliff_wrong_language": func(j *Job) { j.TargetLang = "th" },
	} {
		back := decoded(t, EncodeXLIFF(j))
		change(&back)
		if _, err := Reconcile(j, back); codeOf(err) != code {
			t.Errorf("refused with %v, want %s", err, code)
		}
	}
	back := decoded(t, EncodeXLIFF(j))
	back.SourceLang, back.TargetLang = "fr-FR", "lo-LA"
	if _, err := Reconcile(j, back); err != nil {
		t.Errorf("a region is no other language: %v", err)
	}
}

func TestUnitsThatCannotBeTakenAreNamedAndKept(t *testing.T) {
	t.Parallel()
	sent := sampleJob()
	file := translate(string(EncodeXLIFF(sent)), lao)
	before, first, _ := strings.Cut(file, "<target>")
	first, after, _ := strings.Cut(first, "</target>")
	lost := before + "<target>" + regexpName.ReplaceAllString(first, "") + "</target>" + after
	for name, c := range map[string]struct {
		file string
		sent func(*Job)
		want map[string]int
	}{
		"a sentence edited since": {file, func(j *Job) {
			j.SourceSHA256 = strings.Repeat("0", 64)
			u := Split("facts", "fr", "Les fonds ont été reçus.")[0]
			j.Units[1] = JobUnit{ID: u.ID, Place: u.Place, Source: u.Source}
		}, map[string]int{"older": 1, "taken": 4, "missing": 1, "xliff_unknown_unit": 1}},
		"a source edited in the tool": {strings.Replace(file, "<source>Adresse", "<source>Adresses", 1), nil, map[string]int{"taken": 4, "xliff_source_changed": 1}},
		"a placeholder lost":          {lost, nil, map[string]int{"taken": 4, "xliff_placeholder_lost": 1}},
		"a placeholder of elsewhere":  {strings.Replace(file, "<target>", `<target><ph id="iban7"/>`, 1), nil, map[string]int{"taken": 4, "xliff_placeholder_added": 1}},
		"a unit left out":             {file[:strings.Index(file, "<unit")] + file[strings.Index(file, "</unit>")+len("</unit>"):], nil, map[string]int{"taken": 4, "missing": 1}},
		"a unit of nowhere":           {strings.Replace(file, "</file>", `<unit id="x"><segment><source>a</source><target>b</target></segment></unit></file>`, 1), nil, map[string]int{"taken": 5, "xliff_unknown_unit": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sent
			s.Units = slices.Clone(sent.Units)
			if c.sent != nil {
				c.sent(&s)
			}
			in := reconciled(t, s, []byte(c.file))
			got := map[string]int{"taken": len(in.Taken)}
			if in.Older {
				got["older"] = 1
			}
			if len(in.Missing) > 0 {
				got["missing"] = len(in.Missing)
			}
			for _, r := range in.Refused {
				got[r.Err.Code]++
				if r.Target == "" || r.Err.Args["unit"] == "" {
					t.Errorf("refused without what it brought: %+v", r)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnitIDsSurviveAsNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.SampledFrom([]string{"measures/M 1/questions/2/ab-1", "a.b/c:d", "é"}), rapid.String()).Draw(t, "id")
		x := encodeID(id)
		if strings.Trim(x, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:") != "" {
			t.Fatalf("%q is no NMTOKEN", x)
		}
		if back := decodeID(x); back != id {
			t.Fatalf("%q became %q and came back as %q", id, x, back)
		}
	})
}

// Every text survives the way out and back, whatever stands in it.
func TestRoundTripOfAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(rapid.OneOf(legalText(), rapid.String()).Draw(t, "text"), "")
		names := map[string]string{"Ștefan EXEMPLE-ȚEPEȘ": rapid.SampledFrom([]string{"", "Stefan Exemple"}).Draw(t, "form")}
		j := Job{ID: "FR-2026-RO-0001", SourceSHA256: "00", SourceLang: "fr", TargetLang: "ro", Names: names}
		for _, u := range Split("facts", "fr", text) {
			j.Units = append(j.Units, JobUnit{ID: u.ID, Place: u.Place, Source: u.Source})
		}
		if len(j.Units) == 0 {
			return
		}
		b := EncodeXLIFF(j)
		back, err := DecodeXLIFF(bytes.NewReader(b), DefaultLimits)
		if err != nil {
			t.Fatalf("%v reading %s", err, b)
		}
		for i := range back.Units {
			back.Units[i].Target = back.Units[i].Source + " "
		}
		in, err := Reconcile(j, back)
		if err != nil || len(in.Refused) > 0 || len(in.Missing) > 0 || len(in.Taken) != len(j.Units) {
			t.Fatalf("%v %+v of %s", err, in, b)
		}
		for i, u := range in.Taken {
			if names["Ștefan EXEMPLE-ȚEPEȘ"] == "" && blanks(u.Target) != blanks(j.Units[i].Source) {
				t.Fatalf("%q came back as %q", j.Units[i].Source, u.Target)
			}
		}
	})
}

func FuzzDecodeXLIFF(f *testing.F) {
	f.Add(EncodeXLIFF(sampleJob()))
	f.Add([]byte(translate(string(EncodeXLIFF(sampleJob())), lao)))
	for _, name := range fixtures(f) {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	sent := sampleJob()
	f.Fuzz(func(t *testing.T, b []byte) {
		j, err := DecodeXLIFF(bytes.NewReader(b), Limits{Bytes: 1 << 16, Elements: 5000, Units: 500})
		if err != nil {
			if code := codeOf(err); !strings.HasPrefix(code, "xliff_") {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		if in, err := Reconcile(sent, j); err == nil {
			if n := len(in.Taken) + len(in.Unchanged) + len(in.Empty) + len(in.Missing); n > len(sent.Units) {
				t.Fatalf("%d units of %d", n, len(sent.Units))
			}
		}
	})
}

// bigJob is a job of 8,000 sentences, a file of more than five megabytes.
func bigJob() Job {
	j := sampleJob()
	units, target, o := thirtyPages()
	j.Units, j.Names, j.TargetLang = nil, o.Names, "en"
	for k := range 4 {
		for i, u := range units {
			j.Units = append(j.Units, JobUnit{ID: fmt.Sprintf("%s/%d/%d", u.Place, k, i), Place: u.Place, Source: u.Source, Target: target[u.ID], State: StateTranslated})
		}
	}
	return j
}

func TestALargeFileIsReadInTime(t *testing.T) {
	t.Parallel()
	j := bigJob()
	b := EncodeXLIFF(j)
	start := time.Now()
	if in := reconciled(t, j, b); len(in.Unchanged) != len(j.Units) {
		t.Errorf("%d unchanged of %d: %v", len(in.Unchanged), len(j.Units), in.Refused)
	}
	t.Logf("%d units, %d kB: read and compared in %s", len(j.Units), len(b)>>10, time.Since(start))
}

func BenchmarkDecodeXLIFF(b *testing.B) {
	file := EncodeXLIFF(bigJob())
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := DecodeXLIFF(bytes.NewReader(file), DefaultLimits); err != nil {
			b.Fatal(err)
		}
	}
}
