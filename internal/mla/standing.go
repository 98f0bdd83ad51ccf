package mla

// Standing is what a filed document is to its request today.
type Standing string

// The standings.
const (
	StandsSealed      Standing = "sealed"      // the approved file with the organisation's seal
	StandsApproved    Standing = "approved"    // the file that a magistrate approved
	StandsSubmitted   Standing = "submitted"   // waits for approval
	StandsSigned      Standing = "signed"      // the scan of the signed original
	StandsTranslation Standing = "translation" // the certified translation
	StandsSuperseded  Standing = "superseded"  // of an earlier version: not in force any more
	StandsFiled       Standing = "filed"       // any other paper of the request
)

// versioned are the kinds of document of which one is in force.
var versioned = map[string]bool{"request": true, "sealed_request": true, "signed": true, "translation": true}

// Standing says what the document of a kind and digest is today.
func (s *State) Standing(kind, sha256 string) Standing {
	switch {
	case sha256 == "":
		return StandsFiled
	case s.Seal != nil && s.Seal.Doc.SHA256 == sha256:
		return StandsSealed
	case s.Approval != nil && s.Approval.PDFSHA256 == sha256:
		return StandsApproved
	case s.Frozen != nil && s.Frozen.PDF.SHA256 == sha256:
		return StandsSubmitted
	case s.SignedDoc.SHA256 == sha256:
		return StandsSigned
	case s.Translation != nil && s.Translation.Doc.SHA256 == sha256:
		return StandsTranslation
	case versioned[kind]:
		return StandsSuperseded
	}
	return StandsFiled
}
