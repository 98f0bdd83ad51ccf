package api

import (
	"slices"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// boundFile is one of the files that an approval binds together: the approved one,
// the same with the organisation's seal, the scan of the signed original.
type boundFile struct {
	// Key is approved, sealed or signed; Note says more of the seal: pending,
	// not_configured, no_timestamp.
	Key, Note string
	SHA256    string
	DocID     string
	By        string
	At        time.Time
	On        workday.Date
	// Travels says that hops hand over this one.
	Travels bool
}

// shownDocuments are those of the request's page. A paper that was made anew with
// the same content stands there once: nothing replaced it.
func shownDocuments(req desk.Request) []desk.Document {
	current := map[string]bool{}
	for _, d := range req.Documents {
		if !req.State.Superseded(d.Key) {
			current[d.Kind+d.Doc.SHA256] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(req.Documents), func(d desk.Document) bool {
		return req.State.Superseded(d.Key) && current[d.Kind+d.Doc.SHA256]
	})
}

// boundFiles are empty before an approval.
func boundFiles(req desk.Request) []boundFile {
	s := &req.State
	if s.Approval == nil {
		return nil
	}
	row := func(key, sha string) boundFile {
		f := boundFile{Key: key, SHA256: sha, Travels: sha != "" && sha == s.Travelling()}
		if d, ok := documentBy(req.Documents, sha); ok {
			f.DocID = d.ID
		}
		return f
	}
	approved := row("approved", s.Approval.PDFSHA256)
	approved.At, approved.By = s.Approval.At, req.Names[s.Approval.By]
	out := []boundFile{approved}
	sealed := boundFile{Key: "sealed"}
	if s.Seal != nil {
		sealed = row("sealed", s.Seal.Doc.SHA256)
		sealed.At = s.Seal.At
	}
	sealed.Note = sealNote(s)
	out = append(out, sealed)
	if !s.SignedDoc.IsZero() {
		signed := row("signed", s.SignedDoc.SHA256)
		signed.On = s.SignedOn
		out = append(out, signed)
	}
	return out
}

// sealNote is what the seal of an approved file lacks; empty where it lacks nothing
// and where nothing was approved.
func sealNote(s *mla.State) string {
	switch {
	case s.Approval == nil:
		return ""
	case s.SealPending():
		return "pending"
	case s.Seal == nil: // approved before approvals were sealed
		return mla.SealNotConfigured
	}
	return s.Seal.Lacks
}
