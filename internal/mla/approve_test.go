package mla

import "testing"

func TestFourEyesAndTheFileThatWasRead(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*story){
		"whoever wrote in the draft cannot approve it": func(st *story) {
			st.submitted().refuses(Actor{ID: "u-other", Role: Magistrate}, approve(), CodeContributor, "actor")
			st.in(PhaseAwaitingApproval)
		},
		"who wrote only in an earlier revision may": func(st *story) {
			st.submitted().do(officer, Recall{})
			s := submit()
			s.Revision, s.Contributors = 4, []string{officer.ID}
			st.do(officer, s)
			st.do(Actor{ID: "u-other", Role: Magistrate}, approve())
			st.in(PhaseApproved)
		},
		"another file than the one read is not approved": func(st *story) {
			a := approve()
			a.PDFSHA256 = digest("older")
			st.submitted().refuses(magistrate, a, CodeStaleFile, "pdf_sha256")
		},
		"another draft than the one read is not approved": func(st *story) {
			a := approve()
			a.DraftSHA256 = digest("older")
			st.submitted().refuses(magistrate, a, CodeStaleDraft, "draft_sha256")
		},
		"a returned draft forgets the frozen file": func(st *story) {
			st.submitted().do(magistrate, Return{Causes: []string{"R02", "other"}, Reason: text("r")})
			st.in(PhaseDraft)
			if st.s.Frozen != nil {
				st.t.Fatalf("still frozen")
			}
			st.isState("APPROVE_DUTY", ObligationMet)
		},
		"the signed original belongs to the approved file": func(st *story) {
			st.approved().refuses(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today(), PDFSHA256: digest("older")}, CodeStaleFile, "pdf_sha256")
		},
		"nobody signed before the approval": func(st *story) {
			st.approved().refuses(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today().AddDays(-1), PDFSHA256: approve().PDFSHA256}, CodeDateBefore, "signed_on")
		},
		"nobody signed tomorrow": func(st *story) {
			st.approved().refuses(registry, AttachSigned{Scan: doc("scan"), SignedOn: st.today().AddDays(1), PDFSHA256: approve().PDFSHA256}, CodeDateInFuture, "signed_on")
		},
		"only the translator assigned certifies": func(st *story) {
			st.signed().in(PhaseInTranslation).refuses(translator, certify(), CodeNotAllowed, "translator")
			st.do(officer, AssignTranslator{Translator: "u-someone"})
			st.refuses(translator, certify(), CodeNotAllowed, "translator")
		},
		"a translation of another text is stale": func(st *story) {
			st.signed().do(officer, AssignTranslator{Translator: translator.ID})
			c := certify()
			c.SourceSHA256 = digest("older")
			st.refuses(translator, c, CodeStaleTranslation, "source_sha256")
		},
		"a translation into another language does not serve": func(st *story) {
			st.signed().do(officer, AssignTranslator{Translator: translator.ID})
			c := certify()
			c.Language = "fil"
			st.refuses(translator, c, CodeUnknownValue, "language")
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c(opened(t, profile(Judicial)))
		})
	}
}
