package letter

import (
	"strings"

	"github.com/rogatory/rogatory/internal/typeset"
)

// plain is a letter as text in UTF-8, for channels that carry no file: one
// "TAG: value" for each field, the following lines of a value set in, so that
// nothing typed can pass for a tag.
func plain(in Input, doc typeset.Document) []byte {
	var b strings.Builder
	if doc.Label != "" {
		writeTag(&b, "LABEL", doc.Label)
	}
	for _, block := range doc.Blocks {
		switch block.Kind {
		case typeset.Title:
			b.WriteString("=== " + oneLine(block.Text().String()) + " ===\n")
		case typeset.Field:
			writeTag(&b, oneLine(block.Rows[0][0].String()), block.Rows[0][1].String())
		case typeset.Rule, typeset.Gap, typeset.Break:
			b.WriteString("\n")
		default:
			for _, row := range block.Rows {
				for _, cell := range row {
					writeTag(&b, "TEXT", cell.String())
				}
			}
		}
	}
	writeTag(&b, "DRAFT-SHA256", in.DraftSHA256)
	writeTag(&b, "TEMPLATE", doc.Version)
	b.WriteString("=== END " + in.Reference + " ===\n")
	return []byte(b.String())
}

func writeTag(b *strings.Builder, tag, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	b.WriteString(tag + ": " + strings.ReplaceAll(text, "\n", "\n  ") + "\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
