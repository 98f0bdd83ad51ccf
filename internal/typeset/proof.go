package typeset

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
