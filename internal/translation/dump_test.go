package translation

import (
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	if d := os.Getenv("DUMP"); d != "" {
		os.WriteFile(d+"/sample.xlf", EncodeXLIFF(sampleJob()), 0o644)
		os.WriteFile(d+"/sample.tmx", EncodeTMX([]Entry{{"fr", "lo", "Le ⟦date1⟧, ⟦name1⟧ & <x>.", "ວັນທີ ⟦date1⟧ ⟦name1⟧"}}), 0o644)
	}
}
