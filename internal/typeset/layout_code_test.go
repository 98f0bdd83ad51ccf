package typeset

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const reference = "FR-2026-PH-0042"

// drawnModules reads the modules of a code back from the rectangles that are
// drawn, by looking at the middle of each.
func drawnModules(t *testing.T, symbol, data string) [][]bool {
	t.Helper()
	modules, err := encode(symbol, data)
	if err != nil {
		t.Fatal(err)
	}
	pages := pagesOf(t, document(Block{Kind: Code, Symbol: symbol, Data: data}))
	r := pages[0][0]
	left, top, right, bottom := 1e9, 1e9, 0.0, 0.0
	for _, f := range r.fills {
		left, top = min(left, f.x), min(top, f.y)
		right, bottom = max(right, f.x+f.width), max(bottom, f.y+f.height)
	}
	rows, columns := len(modules), len(modules[0])
	wide, high := (right-left)/float64(columns), (bottom-top)/float64(rows)
	if quiet := (left + min(marginLeft, pairGap)) / wide; symbol == QR && quiet < 3.99 || symbol == Code128 && quiet < 9.99 {
		t.Errorf("%s: %.1f modules of white on the left", symbol, quiet)
	}
	out := make([][]bool, rows)
	for y := range out {
		out[y] = make([]bool, columns)
		for x := range out[y] {
			cx, cy := left+(float64(x)+0.5)*wide, top+(float64(y)+0.5)*high
			for _, f := range r.fills {
				out[y][x] = out[y][x] || cx > f.x && cx < f.x+f.width && cy > f.y && cy < f.y+f.height
			}
		}
	}
	return out
}

// code128Widths are the symbols of ISO/IEC 15417, as the widths of their bars and spaces.
const code128Widths = "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"

func TestABarCodeReadsAsItsReference(t *testing.T) {
	t.Parallel()
	bars := drawnModules(t, Code128, reference)[0]
	var widths strings.Builder
	for i := 0; i < len(bars); {
		j := i
		for j < len(bars) && bars[j] == bars[i] {
			j++
		}
		widths.WriteByte('0' + byte(j-i))
		i = j
	}
	all := widths.String()
	if !strings.HasSuffix(all, "2331112") {
		t.Fatalf("no stop symbol in %s", all)
	}
	all = strings.TrimSuffix(all, "2331112")
	var values []int
	for ; all != ""; all = all[6:] {
		v := -1
		for i := 0; i < len(code128Widths); i += 6 {
			if code128Widths[i:i+6] == all[:6] {
				v = i / 6
			}
		}
		values = append(values, v)
	}
	sum := values[0]
	for i, v := range values[1 : len(values)-1] {
		sum += (i + 1) * v
	}
	if sum%103 != values[len(values)-1] {
		t.Error("the check symbol does not fit")
	}
	var text strings.Builder
	set := values[0] // 104 starts set B, 105 set C
	for _, v := range values[1 : len(values)-1] {
		switch {
		case v == 99 && set == 104:
			set = 105
		case v == 100 && set == 105:
			set = 104
		case set == 105:
			text.WriteString(string([]byte{'0' + byte(v/10), '0' + byte(v%10)}))
		default:
			text.WriteByte(byte(v + 32))
		}
	}
	if text.String() != reference {
		t.Errorf("reads %q", text.String())
	}
}

// A reference fits the smallest QR code, version 1 with correction M, whose
// sixteen bytes of data stand unmixed.
func TestAQRCodeReadsAsItsReference(t *testing.T) {
	t.Parallel()
	m := drawnModules(t, QR, reference)
	const n = 21
	if len(m) != n {
		t.Fatalf("%d modules, want the smallest code", len(m))
	}
	format := 0
	for i := range 5 {
		format <<= 1
		if m[8][i] {
			format |= 1
		}
	}
	format ^= 0b10101
	if format>>3 != 0b00 {
		t.Errorf("correction %02b, want 00 (M)", format>>3)
	}
	mask := [8]func(y, x int) bool{
		func(y, x int) bool { return (y+x)%2 == 0 },
		func(y, _ int) bool { return y%2 == 0 },
		func(_, x int) bool { return x%3 == 0 },
		func(y, x int) bool { return (y+x)%3 == 0 },
		func(y, x int) bool { return (y/2+x/3)%2 == 0 },
		func(y, x int) bool { return y*x%2+y*x%3 == 0 },
		func(y, x int) bool { return (y*x%2+y*x%3)%2 == 0 },
		func(y, x int) bool { return ((y+x)%2+y*x%3)%2 == 0 },
	}[format&7]
	reserved := func(y, x int) bool {
		return y < 9 && x < 9 || y < 9 && x >= n-8 || y >= n-8 && x < 9 || y == 6 || x == 6
	}
	var bits []bool
	up := true
	for x := n - 1; x > 0; x -= 2 {
		if x == 6 {
			x--
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, c := range []int{x, x - 1} {
				if !reserved(y, c) {
					bits = append(bits, m[y][c] != mask(y, c))
				}
			}
		}
		up = !up
	}
	take := func(k int) int {
		v := 0
		for _, b := range bits[:k] {
			v <<= 1
			if b {
				v |= 1
			}
		}
		bits = bits[k:]
		return v
	}
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	if mode := take(4); mode != 0b0010 {
		t.Fatalf("mode %04b, want alphanumeric", mode)
	}
	text := ""
	for left := take(9); left > 0; left -= 2 {
		if left == 1 {
			text += string(alphabet[take(6)])
			break
		}
		v := take(11)
		text += string(alphabet[v/45]) + string(alphabet[v%45])
	}
	if text != reference {
		t.Errorf("reads %q", text)
	}
}

func TestCodesScanFromThePage(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s (poppler-utils, zbar-tools) is not installed", tool)
		}
	}
	dir := t.TempDir()
	pdf := set(t, "codes", document(
		Block{Kind: Code, Symbol: QR, Data: reference}, Block{Kind: Code, Symbol: Code128, Data: reference},
		Block{Kind: Code, Symbol: QR, Data: "https://exemple.invalid/verifier?reference=" + reference + "&empreinte=" + strings.Repeat("0a1b2c3d", 8)},
	))
	if err := os.WriteFile(filepath.Join(dir, "codes.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "200", "-gray", "-png", filepath.Join(dir, "codes.pdf"), filepath.Join(dir, "page")).Run(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", filepath.Join(dir, "page-1.png")).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := string(out); strings.Count(got, reference) != 3 {
		t.Errorf("scanned %q", got)
	}
}

func TestDataThatNoCodeHoldsIsAnError(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]Block{
		"too much for a QR code":   {Kind: Code, Symbol: QR, Data: strings.Repeat("x", 4000)},
		"a letter Code 128 lacks":  {Kind: Code, Symbol: Code128, Data: "é漢"},
		"no data":                  {Kind: Code, Symbol: Code128},
		"a symbol nobody knows of": {Kind: Code, Symbol: "aztec", Data: "x"},
	} {
		if _, _, err := Set(document(b)); err == nil || !strings.Contains(err.Error(), "code") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
