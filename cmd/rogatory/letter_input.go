package main

import (
	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/api"
	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// requestInput is the request as a letter. Where the practice is bilingual, the
// translation stands beside the French.
func requestInput(in api.LetterInput) letter.Input {
	out := letter.Input{
		Kind: letter.KindRequest, Lang: in.Lang, Reference: in.Reference, Date: in.Profile.HomeZone.Date(in.At),
		Draft: in.Draft, Profile: in.Profile, DraftSHA256: in.DraftSHA256, Translation: in.Translations, Names: in.Names, Certificate: certificateOf(in.Certificate),
	}
	if in.Profile.Bilingual && in.Lang != letter.SourceLang {
		out.Beside = letter.SourceLang
	}
	return out
}

// letterInput is any other letter about a request.
func letterInput(job activities.LetterJob) letter.Input {
	s := job.Snap.State
	in := letter.Input{
		Kind: letter.KindOf(job.Kind), Lang: job.Lang, Reference: s.Reference, Date: job.On,
		Draft: job.Snap.Draft, Profile: job.Snap.Profile, DraftSHA256: job.Snap.DraftSHA256, Translation: job.Snap.Translations,
		Names: namesIn(job.Snap, job.Lang),
	}
	switch in.Kind {
	case letter.KindReminder, letter.KindStatusRequest:
		in.Reminder = reminderInfo(s, job)
	case letter.KindWithdrawal:
		in.Withdrawal = &letter.WithdrawalInfo{On: job.On, SentOn: s.SentAbroad, TheirNumber: s.ForeignRef}
	case letter.KindSupplement:
		in.Supplement = supplementInfo(s, job)
	case letter.KindThanks:
		in.Thanks = thanksInfo(s)
	default:
		in.Hop = hopInfo(s, job)
	}
	return in
}

// hopInfo says who writes to whom. A note verbale is the embassy's, which stands
// before the ministry on the path; another paper is written by whoever hands over.
// A covering letter of an older profile names no hop and goes to the first
// authority abroad.
func hopInfo(s mla.State, job activities.LetterJob) *letter.HopInfo {
	from, to := job.From, job.To
	if to < 1 || to >= len(s.Hops) {
		to = firstAbroad(s)
	}
	if letter.Kind(job.Kind) == letter.KindNoteVerbale {
		from = to - 1
	}
	if from < 0 || from >= len(s.Hops) || to < 0 {
		return nil // a request without a path has no package
	}
	a, b := s.Hops[from], s.Hops[to]
	out := &letter.HopInfo{
		FromID: a.ID, From: nameIn(job.Lang, a.Actor), ToID: b.ID, To: nameIn(job.Lang, b.Actor),
		Position: to, Of: len(s.Hops) - 1, Number: b.Proof.Number, Proof: b.Proof.Kind, SHA256: s.Travelling(),
	}
	for _, p := range job.Parts {
		out.Parts = append(out.Parts, letter.Part{Kind: p.Kind, Lang: p.Lang, SHA256: p.Doc.SHA256})
	}
	return out
}

// nameIn is a name of the data for a letter: French, or else English, which the
// glossary may render further.
func nameIn(lang string, t mla.Text) string {
	if lang == letter.SourceLang || t.EN == "" {
		return t.FR
	}
	return t.EN
}

func firstAbroad(s mla.State) int {
	for i, h := range s.Hops {
		if h.Side == mla.Abroad {
			return i
		}
	}
	return len(s.Hops) - 1
}

func reminderInfo(s mla.State, job activities.LetterJob) *letter.ReminderInfo {
	r := &letter.ReminderInfo{Letter: job.Kind, Basis: job.Basis, SentOn: s.SentAbroad, LatestNumber: s.ForeignRef}
	if o := job.Obligation; o != nil {
		r.Clock, r.Due = o.Clock, o.DueDate
		if o.Kind == mla.Expected {
			r.Due = job.On
		}
	}
	if i := firstAbroad(s); i >= 0 {
		r.AddressedID, r.AddressedTo = s.Hops[i].ID, nameIn(job.Lang, s.Hops[i].Actor)
	}
	return r
}

func supplementInfo(s mla.State, job activities.LetterJob) *letter.SupplementInfo {
	if job.Supplement == nil {
		return nil
	}
	out := &letter.SupplementInfo{AskedOn: job.Supplement.AskedOn, TheirNumber: s.ForeignRef, Text: job.Text, TextLang: job.Lang}
	for _, d := range job.Supplement.Docs {
		out.Documents = append(out.Documents, "SHA-256 "+d.SHA256)
	}
	return out
}

// thanksInfo says for each measure that brought something how much came, in the
// order of the draft.
func thanksInfo(s mla.State) *letter.ThanksInfo {
	out := &letter.ThanksInfo{SentOn: s.SentAbroad, TheirNumber: s.ForeignRef, Full: s.Full}
	for _, m := range s.Measures {
		n := 0
		for _, e := range s.Evidence {
			if e.Measure == m.ID {
				n++
			}
			if e.ReceivedOn.After(out.ReceivedOn) {
				out.ReceivedOn = e.ReceivedOn
			}
		}
		if n > 0 {
			out.Brought = append(out.Brought, letter.Brought{Measure: m.ID, Items: n})
		}
	}
	return out
}
