package mla

import "testing"

func TestWhatADocumentIsToItsRequest(t *testing.T) {
	t.Parallel()
	st := opened(t, profile(Judicial)).submitted()
	is := func(when, kind, of string, want Standing) {
		t.Helper()
		if got := st.s.Standing(kind, doc(of).SHA256); got != want {
			t.Errorf("%s, %s is %s, want %s", when, kind, got, want)
		}
	}
	is("submitted", "request", "pdf", StandsSubmitted)
	st.do(magistrate, approve())
	is("approved", "request", "pdf", StandsApproved)
	is("approved", "request", "another", StandsSuperseded)
	st.sealed()
	is("sealed", "sealed_request", "Sealed", StandsSealed)
	is("sealed", "request", "pdf", StandsApproved)
	st.do(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today(), PDFSHA256: approve().PDFSHA256})
	is("signed", "signed", "scan", StandsSigned)
	is("signed", "attachment", "another", StandsFiled)
	if got := st.s.Standing("evidence", ""); got != StandsFiled {
		t.Errorf("nothing is %s", got)
	}
}
