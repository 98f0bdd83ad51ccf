package typeset

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"
)

// The sizes of codes, in millimetres. A module of a third of a millimetre is
// read by any scanner from paper that was printed, stamped and copied.
const (
	barModule = 0.33
	barHeight = 11.0
	qrSide    = 26.0
	quietBars = 10 // modules left white beside a bar code
	quietQR   = 4  // and around a QR code
)

// code sets a QR or bar code as rectangles, with its text beneath. It stays in
// one piece. On its left it relies on the margin of the page or the gap of a
// pair, which are wider than the white zone it needs.
func (l *layouter) code(b Block) {
	if l.err != nil {
		return
	}
	modules, err := encode(b.Symbol, b.Data)
	if err != nil {
		l.err = err
		return
	}
	n := len(modules[0])
	module, height, quiet := barModule, barHeight, quietBars
	if b.Symbol == QR {
		module = qrSide / float64(n)
		height, quiet = module, quietQR
	} else if wide := float64(n+quiet) * module; wide > l.width {
		module *= l.width / wide
	}
	above := 2.0
	if b.Symbol == QR {
		above = float64(quiet) * module
	}
	r := row{before: 3, height: above + height*float64(len(modules)) + 1, keep: true}
	for _, f := range merged(modules) {
		r.fills = append(r.fills, fillOp{float64(f.x) * module, above + float64(f.y)*height, float64(f.w) * module, float64(f.h) * height})
	}
	from := len(l.rows)
	l.rows = append(l.rows, r)
	caption := b.Text()
	if caption == nil {
		caption = Text{{Text: b.Data}}
	}
	l.text(caption, style{size: smallSize, gray: 60})
	l.keepFrom(from)
	l.rows = append(l.rows, row{height: 2.5})
}

// encode gives the modules of a code, row by row. What cannot be encoded is a
// fault of the template that asked for it.
func encode(symbol, data string) ([][]bool, error) {
	var code barcode.Barcode
	var err error
	switch symbol {
	case QR:
		code, err = qr.Encode(data, qr.M, qr.Auto)
	case Code128:
		code, err = code128.Encode(data)
	default:
		err = fmt.Errorf("no such symbol")
	}
	if err != nil {
		return nil, fmt.Errorf("typeset: code %q of %d bytes: %w", symbol, len(data), err)
	}
	size := code.Bounds()
	modules := make([][]bool, size.Dy())
	for y := range modules {
		modules[y] = make([]bool, size.Dx())
		for x := range modules[y] {
			modules[y][x] = code.At(size.Min.X+x, size.Min.Y+y) == color.Black
		}
	}
	return modules, nil
}

type rect struct{ x, y, w, h int }

// merged joins dark modules into as few rectangles as a greedy walk finds, so
// that no viewer draws seams between them.
func merged(modules [][]bool) []rect {
	var out []rect
	open := map[[2]int]int{} // x and width → index of the rectangle that ends above
	for y, line := range modules {
		next := map[[2]int]int{}
		for x := 0; x < len(line); x++ {
			if !line[x] {
				continue
			}
			w := 1
			for x+w < len(line) && line[x+w] {
				w++
			}
			key := [2]int{x, w}
			if i, ok := open[key]; ok {
				out[i].h++
				next[key] = i
			} else {
				next[key] = len(out)
				out = append(out, rect{x, y, w, 1})
			}
			x += w
		}
		open = next
	}
	return out
}
