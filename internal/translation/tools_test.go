package translation

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	regexpUnit     = regexp.MustCompile(`<unit [^>]*>`)
	regexpNotes    = regexp.MustCompile(`(?s)<notes>.*?</notes>`)
	regexpOriginal = regexp.MustCompile(` original="[^"]*"`)
	regexpFile     = regexp.MustCompile(`<file id="[^"]*"`)
	regexpName     = regexp.MustCompile(`<ph id="name1"[^>]*/>`)
)

// fixtures are files that other tools returned.
func fixtures(t testing.TB) []string {
	names, err := filepath.Glob("testdata/*.xlf")
	if err != nil || len(names) == 0 {
		t.Fatal("no fixtures", err)
	}
	return names
}

// taken checks that a file brings the whole sample back, its three open units translated.
func taken(t *testing.T, b []byte) {
	t.Helper()
	sent := sampleJob()
	in := reconciled(t, sent, b)
	if len(in.Taken)+len(in.Unchanged) != len(sent.Units) || in.Older || len(in.Refused) > 0 {
		t.Fatalf("import %+v", in)
	}
	want := []string{
		"ລາວ Le 3 février 2026, ສະເຕຟານ ເອັກຊຳ (P1) a versé 1 234,56 euros à V1 ; V1 est mineur.",
		"ລາວ Les fonds « urgents » ont été reçus à Exempleville <sic> & alentours.",
		"ລາວ Demande FR-2026-PH-0042.",
	}
	var got []string
	for _, u := range in.Taken {
		got = append(got, u.Target)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The files in testdata are the sample job as other programs wrote it back: the
// npm package xliff 6.4 (which drops the original data and the file's notes and
// indents within sentences), and the XML library of OpenXLIFF, whose validator
// accepted what we sent.
func TestFilesThatToolsReturnedAreTaken(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			taken(t, b)
		})
	}
}

// needs finds an optional program.
func needs(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed", program)
	}
	return path
}

func written(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	var out, said bytes.Buffer
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s", program, args, err, said.String())
	}
	return out.Bytes()
}

func TestXmllintReadsAndRewritesOurFiles(t *testing.T) {
	t.Parallel()
	xmllint := needs(t, "xmllint")
	file := written(t, "job.xlf", []byte(translateOpen(string(EncodeXLIFF(sampleJob())))))
	for _, how := range []string{"--format", "--c14n", "--noent"} {
		taken(t, run(t, xmllint, "--nonet", how, file))
	}
}

// translateOpen translates the units that have no target.
func translateOpen(file string) string {
	return regexp.MustCompile(`<source>(.*)</source>\n</segment>`).ReplaceAllString(file, "<source>$1</source>\n<target>ລາວ $1</target>\n</segment>")
}

// XLIFF_SCHEMA names the core schema of XLIFF 2.0 (xliff_core_2.0.xsd), which is
// OASIS's and not part of this repository.
func TestOurFilesFollowTheSchema(t *testing.T) {
	t.Parallel()
	schema := os.Getenv("XLIFF_SCHEMA")
	if schema == "" {
		t.Skip("XLIFF_SCHEMA names no schema")
	}
	xmllint := needs(t, "xmllint")
	for name, j := range map[string]Job{"sample.xlf": sampleJob(), "big.xlf": bigJob()} {
		run(t, xmllint, "--nonet", "--noout", "--schema", schema, written(t, name, EncodeXLIFF(j)))
	}
}

// XLIFF_NPM names a directory in which npm installed the package xliff.
func TestThePackageOfNpmReturnsOurFiles(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("XLIFF_NPM")
	if dir == "" {
		t.Skip("XLIFF_NPM names no directory")
	}
	node := needs(t, "node")
	in, out := written(t, "job.xlf", EncodeXLIFF(sampleJob())), filepath.Join(t.TempDir(), "back.xlf")
	const script = `
		const { xliff2js, js2xliff } = require(process.argv[1] + "/node_modules/xliff");
		const fs = require("fs");
		(async () => {
			const js = await xliff2js(fs.readFileSync(process.argv[2], "utf8"));
			for (const file of Object.values(js.resources)) for (const u of Object.values(file))
				if (!u.target) u.target = Array.isArray(u.source) ? ["ລາວ ", ...u.source] : "ລາວ " + u.source;
			fs.writeFileSync(process.argv[3], await js2xliff(js));
		})();`
	run(t, node, "-e", script, dir, in, out)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	taken(t, b)
}

func sampleMemory() []Entry {
	return []Entry{
		{"fr", "lo", "Le ⟦date1⟧, ⟦name1⟧ & <x>.", "ວັນທີ ⟦date1⟧ ⟦name1⟧"},
		{"fr", "lo", "Les faits sont établis.", "ຂໍ້ເທັດຈິງ <ແທ້> & ຈິງ."},
	}
}

// The fixture is the first entry of the sample memory as Translate Toolkit 3.8
// read it, with the second one added by it.
func TestTheMemoryThatTranslateToolkitReturnedIsRead(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/returned_by_translate_toolkit.tmx")
	if err != nil {
		t.Fatal(err)
	}
	got, skipped, err := DecodeTMX(bytes.NewReader(b), "fr", "lo", DefaultLimits)
	if err != nil || skipped != 0 || !slices.Equal(got, sampleMemory()) {
		t.Errorf("%v, %d skipped, %v", got, skipped, err)
	}
}
