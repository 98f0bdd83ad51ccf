package typeset

import (
	"bytes"
	"encoding/xml"
)

// Proof says of a file which request and which draft it was made from. It is
// written into the PDF as XMP metadata of a namespace of our own, readable
// without any other file. It proves nothing by itself: what it names is
// compared with what the store holds.
type Proof struct {
	Reference   string // of the request
	Kind        string // of the document
	DraftSHA256 string // of the draft that was approved, 64 hexadecimal digits
	Template    string // form, language, version and digest of the template
	Lang        string // BCP 47
}

// IsZero reports that a document carries no proof.
func (p Proof) IsZero() bool { return p == Proof{} }

// proofSpace is the XML namespace of a proof. It is a name, not an address.
const proofSpace = "urn:rogatory:proof:1"

// xmp is the metadata of a file. Equal documents have equal metadata.
func xmp(doc Document) []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:proof=\"" + proofSpace + "\">\n")
	put := func(open, text, end string) {
		b.WriteString(open)
		_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
		b.WriteString(end + "\n")
	}
	on := doc.On.String() + "T00:00:00Z"
	put("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", doc.Title, "</rdf:li></rdf:Alt></dc:title>")
	put("<dc:language><rdf:Bag><rdf:li>", doc.Lang, "</rdf:li></rdf:Bag></dc:language>")
	put("<xmp:CreatorTool>", "Rogatory", "</xmp:CreatorTool>")
	put("<xmp:CreateDate>", on, "</xmp:CreateDate>")
	put("<xmp:ModifyDate>", on, "</xmp:ModifyDate>")
	put("<pdf:Producer>", "Rogatory", "</pdf:Producer>")
	if p := doc.Proof; !p.IsZero() {
		put("<proof:reference>", p.Reference, "</proof:reference>")
		put("<proof:kind>", p.Kind, "</proof:kind>")
		put("<proof:draftSHA256>", p.DraftSHA256, "</proof:draftSHA256>")
		put("<proof:template>", p.Template, "</proof:template>")
		put("<proof:lang>", p.Lang, "</proof:lang>")
	}
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

// ReadProof finds the proof in a file that Set made, also after a signature was
// added to it. It says false for a file without one, and for a file that holds
// two that differ: then nobody can say which is meant.
func ReadProof(pdf []byte) (Proof, bool) {
	var found Proof
	for rest := pdf; ; {
		_, after, ok := bytes.Cut(rest, []byte("<x:xmpmeta"))
		if !ok {
			return found, !found.IsZero()
		}
		packet, next, ok := bytes.Cut(after, []byte("</x:xmpmeta>"))
		if !ok {
			return found, !found.IsZero()
		}
		rest = next
		p, ok := parseProof("<x:xmpmeta" + string(packet) + "</x:xmpmeta>")
		if !ok {
			continue
		}
		if !found.IsZero() && found != p {
			return Proof{}, false
		}
		found = p
	}
}

func parseProof(packet string) (Proof, bool) {
	var meta struct {
		RDF struct {
			Description []struct {
				Reference   string `xml:"urn:rogatory:proof:1 reference"`
				Kind        string `xml:"urn:rogatory:proof:1 kind"`
				DraftSHA256 string `xml:"urn:rogatory:proof:1 draftSHA256"`
				Template    string `xml:"urn:rogatory:proof:1 template"`
				Lang        string `xml:"urn:rogatory:proof:1 lang"`
			} `xml:"Description"`
		} `xml:"RDF"`
	}
	if err := xml.Unmarshal([]byte(packet), &meta); err != nil {
		return Proof{}, false
	}
	for _, d := range meta.RDF.Description {
		if p := Proof(d); !p.IsZero() {
			return p, true
		}
	}
	return Proof{}, false
}
