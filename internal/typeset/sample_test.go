package typeset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogatory/rogatory/internal/workday"
)

func plain(kind BlockKind, s string) Block {
	return Block{Kind: kind, Rows: [][]Text{{{{Text: Normalise(s)}}}}}
}

func cells(kind BlockKind, ss ...string) Block {
	b := Block{Kind: kind, Rows: [][]Text{nil}}
	for _, s := range ss {
		b.Rows[0] = append(b.Rows[0], Text{{Text: Normalise(s)}})
	}
	return b
}

func document(blocks ...Block) Document {
	return Document{
		Title: "FR-2026-LA-0042 mla_request", Lang: "fr", BesideLang: "lo", On: workday.NewDate(2026, 11, 23),
		Reference: "FR-2026-LA-0042", Digest: "3f9a0c513f9a0c51", Version: "mla_request/fr 1.0.0 0a1b2c3d", PageWord: "page",
		Blocks: blocks,
	}
}

// set sets a document, keeping the file under its name where LETTER_OUT is set.
func set(t testing.TB, name string, doc Document) []byte {
	t.Helper()
	pdf, _, err := Set(doc)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("LETTER_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return pdf
}

const (
	frenchSample     = "L’autorité soussignée prie les autorités compétentes de l’État requis de bien vouloir prêter leur concours à la procédure décrite ci-après : les éléments demandés sont le seul moyen d’établir l’identité du bénéficiaire des fonds."
	laoSample        = "ອົງການ\u200Bລຸ່ມນີ້ ຂໍ\u200Bຄວາມ\u200Bຊ່ວຍເຫຼືອ\u200Bຈາກ\u200Bອົງການ\u200Bທີ່ມີ\u200Bສິດ\u200Bອຳນາດ\u200Bຂອງ\u200Bລັດ\u200Bທີ່ຖືກ\u200Bຮ້ອງຂໍ. ຂໍ້ຄວາມນີ້ຖືກໃສ່ໂດຍນັກແປ ນ້ຳ ຄຳຮ້ອງຂໍ ຊ່ວຍເຫຼືອ ຜູ້ເຍົາ."
	devanagariSample = "श्रीमती प्रतिज्ञा क्षत्रिय, ज़िला कार्यालय, हिन्दी"
	hebrewSample     = "שלום (abc) עולם 12.5 סוף"
	arabicSample     = "مرحبا بالعالم، الرقم 2026 لا إله"
)

func scripts() Document {
	return document(
		plain(Title, "Écritures d’un dossier"),
		plain(Heading, "Noms indiens"),
		cells(Field, "Nom", devanagariSample),
		plain(Heading, "Conversation"),
		plain(Para, "Le compte a écrit « "+hebrewSample+" » puis « "+arabicSample+" » le 3 mai 2026."),
		plain(Para, arabicSample+" "+strings.Repeat(arabicSample+" ", 4)),
		plain(Para, "Ελληνικά και Кириллица, Ștefan Țepeș, œuvre, “fin” ﬁ."),
		plain(Numbered, laoSample),
	)
}

func bilingual(pairs int) []Block {
	var out []Block
	for range pairs {
		out = append(out,
			Block{Kind: Pair, Left: []Block{plain(Heading, "Exposé des faits")}, Right: []Block{plain(Heading, "ສະຫຼຸບຂໍ້ເທັດຈິງ")}},
			Block{Kind: Pair, Left: []Block{plain(Para, frenchSample+" "+frenchSample)}, Right: []Block{plain(Para, laoSample+" "+laoSample)}},
			Block{
				Kind:  Pair,
				Left:  []Block{cells(Field, "Autorité", "Tribunal judiciaire d’Exempleville"), plain(Bullet, "Joindre une attestation de conformité des relevés.")},
				Right: []Block{cells(Field, "ອົງການ", laoSample), plain(Bullet, laoSample)},
			},
		)
	}
	return out
}
