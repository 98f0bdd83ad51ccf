package typeset

import (
	"bytes"
	"testing"
)

func TestAFileSaysWhatItProves(t *testing.T) {
	t.Parallel()
	doc := letterSample()
	pdf := set(t, "letter", doc)
	if got, ok := ReadProof(pdf); !ok || got != doc.Proof {
		t.Errorf("%+v %v", got, ok)
	}
	signed := append(bytes.Clone(pdf), "\n99 0 obj\n<< /Type /Sig >>\nendobj\nstartxref\n1\n%%EOF\n"...)
	if got, ok := ReadProof(signed); !ok || got != doc.Proof {
		t.Errorf("after a signature: %+v %v", got, ok)
	}
}

func TestNoProofIsNotInvented(t *testing.T) {
	t.Parallel()
	bare := set(t, "bare", document(plain(Para, "texte")))
	with := set(t, "letter", letterSample())
	other := letterSample()
	other.Proof.Reference = "FR-2026-LA-0043"
	for name, pdf := range map[string][]byte{
		"a file without one":      bare,
		"nothing":                 nil,
		"not a PDF":               []byte("<x:xmpmeta><rdf:RDF"),
		"two that differ":         append(bytes.Clone(with), set(t, "other", other)...),
		"metadata that is broken": bytes.Replace(with, []byte("</rdf:RDF>"), []byte("</rdf:ABC>"), 1),
		"an entity to be fetched": []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>&e;</x:xmpmeta>`),
	} {
		if got, ok := ReadProof(pdf); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
