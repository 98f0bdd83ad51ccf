package api

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// requestView is one request.
type requestView struct {
	base
	Request desk.Request
	Steps   []step
	Hops    []hopView
	Next    *obligationView
	// Open and Ended are the obligations; Open soonest first.
	Open, Ended []obligationView
	Timeline    []eventView
	Troubled    []mla.Effect
	Evidence    []evidenceView
	// Files are what the approval binds together; Documents all that are filed.
	Files     []boundFile
	Documents []desk.Document
	Actions   []action
	CanRetry  bool
	// ReadsText is for those who may read what was written, which a clerk may not.
	ReadsText bool
	// ReadsCase is for those who see the whole case.
	ReadsCase bool
	Since     time.Time
}

// step is one phase of the stepper.
type step struct {
	Phase mla.Phase
	// State is done, now or next.
	State string
}

type hopView struct {
	mla.HopState
	No   int
	Here bool
	// Gone is behind the present holder.
	Gone bool
}

type evidenceView struct {
	mla.Evidence
	Detail     string
	DocID      string
	Translated string
}

// action is a thing that the reader may do now.
type action struct {
	Kind  mla.CommandKind
	Href  string
	Major bool
}

func (s *web) requestShow(c echo.Context) error {
	req, err := s.cfg.Desk.Request(c.Request().Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	v := requestView{base: s.base(c, "request.title", "Ref", req.Reference), Request: req}
	a := who(c)
	v.Steps, v.Hops = stepper(&req.State), hopViews(&req.State)
	v.Open, v.Ended = obligationViews(v.Lang, req)
	for i := range v.Open {
		if v.Open[i].Kind != mla.Expected {
			v.Next = &v.Open[i]
			break
		}
	}
	v.Timeline = timeline(v.Lang, req)
	v.Files, v.Documents = boundFiles(req), shownDocuments(req)
	v.Actions = actions(&req.State, a, req.Reference)
	for _, e := range req.State.Effects {
		if e.State == mla.EffectFailed || e.State == mla.EffectIsUncertain {
			v.Troubled = append(v.Troubled, e)
		}
	}
	v.CanRetry = slices.Contains(mla.Allowed(&req.State, a), mla.KindRetryEffect)
	for _, e := range req.State.Evidence {
		ev := evidenceView{Evidence: e, Detail: req.Texts[e.Detail.ID]}
		if doc, ok := documentBy(req.Documents, e.Doc.SHA256); ok {
			ev.DocID = doc.ID
		}
		if doc, ok := documentBy(req.Documents, e.Translated.SHA256); ok {
			ev.Translated = doc.ID
		}
		v.Evidence = append(v.Evidence, ev)
	}
	v.ReadsCase = a.Role == mla.Officer || a.Role == mla.Magistrate || a.Role == mla.Auditor
	v.ReadsText = a.Role != mla.Clerk && a.Role != mla.Admin
	v.Since = req.State.PhaseAt
	return s.page(c, http.StatusOK, "request", &v)
}

// stepper is the main line of the request's track, read from the one table:
// from draft, each time the first row that leads on to a phase not yet seen.
func stepper(s *mla.State) []step {
	line := []mla.Phase{mla.PhaseDraft}
	seen := map[mla.Phase]bool{mla.PhaseDraft: true}
	skip := func(r mla.Row) bool {
		switch r.When {
		case mla.WhenPaper:
			return !s.Paper
		case mla.WhenTranslation:
			return s.TranslateTo == ""
		case mla.WhenNoTranslation:
			return s.TranslateTo != ""
		case mla.WhenNoPaperTranslate:
			return s.Paper || s.TranslateTo == ""
		case mla.WhenNoPaperReady:
			return s.Paper || s.TranslateTo != ""
		case mla.WhenPartial, mla.WhenNotFinal, mla.WhenAnswerForeign, mla.WhenAnsweredPartly:
			return true
		}
		switch r.On {
		case mla.KindRecall, mla.KindReturn, mla.KindReturnIncomplete, mla.KindWithdraw, mla.KindRefuse, mla.KindPostpone,
			mla.KindAskSupplement, mla.KindWaiveDelivery, mla.KindRelease, mla.KindLapse:
			return true
		}
		return r.To == mla.PhaseReturnedIncomplete
	}
	for at := mla.PhaseDraft; ; {
		next := mla.Phase("")
		for _, r := range mla.Table {
			if r.Track == s.Track && r.From == at && !seen[r.To] && !skip(r) {
				next = r.To
				break
			}
		}
		if next == "" {
			break
		}
		seen[next] = true
		line = append(line, next)
		at = next
	}
	now := slices.Index(line, s.Phase)
	if now < 0 {
		now = beside(s, line)
		line = slices.Insert(line, now, s.Phase)
		if s.Phase.Terminal() {
			line = line[:now+1]
		}
	}
	out := make([]step, len(line))
	for i, p := range line {
		out[i] = step{p, "next"}
		if i < now {
			out[i].State = "done"
		} else if i == now {
			out[i].State = "now"
		}
	}
	return out
}

// beside is where a phase off the main line stands: before the phase it waits
// for, or after the last one of the line that was surely reached.
func beside(s *mla.State, line []mla.Phase) int {
	next := map[mla.Phase]mla.Phase{mla.PhasePartiallyExecuted: mla.PhaseExecuted, mla.PhaseAnswerInTranslation: mla.PhaseAssessed}
	if i := slices.Index(line, next[s.Phase]); i > 0 {
		return i
	}
	at := 1
	for i, p := range line {
		if p == mla.PhaseDraft {
			continue
		}
		reached := p == mla.PhaseReceived && !s.ReceivedOn.IsZero() || p == mla.PhaseInTransit && !s.SentAbroad.IsZero() ||
			p == mla.PhaseApproved && s.Approval != nil || p == mla.PhaseReady && s.Holder >= 0
		if reached {
			at = i + 1
		}
	}
	return min(at, len(line))
}

func hopViews(s *mla.State) []hopView {
	out := make([]hopView, len(s.Hops))
	for i, h := range s.Hops {
		out[i] = hopView{HopState: h, No: i + 1, Here: i == s.Holder, Gone: i < s.Holder}
	}
	return out
}

// ownPages are the commands that have a page instead of a form.
var ownPages = map[mla.CommandKind]string{
	mla.KindSubmit: "brouillon", mla.KindApprove: "lecture", mla.KindCertifyTranslation: "traduction",
	mla.KindTranslateAnswer: "pieces",
}

// actions are what the table lets the reader do now, less what only the holder's
// own clerk may do. The domain still has the last word.
func actions(s *mla.State, a mla.Actor, ref string) []action {
	at := "/demandes/" + url.PathEscape(ref) + "/"
	var major, minor []action
	for _, k := range mla.Allowed(s, a) {
		if !applies(s, a, k) {
			continue
		}
		act := action{Kind: k, Major: len(mla.RowsFor(s.Track, s.Phase, k)) > 0 && k != mla.KindWithdraw}
		if page, ok := ownPages[k]; ok {
			act.Href = at + page
		} else if _, ok := commandForms[k]; ok {
			act.Href = at + slug(k)
		} else {
			continue
		}
		if act.Major {
			major = append(major, act)
		} else {
			minor = append(minor, act)
		}
	}
	return append(major, minor...)
}

// applies hides what the state of the request makes pointless.
func applies(s *mla.State, a mla.Actor, k mla.CommandKind) bool {
	open := func(clocks ...string) bool {
		return slices.ContainsFunc(s.Obligations, func(o mla.Obligation) bool {
			return o.State == mla.ObligationOpen && (len(clocks) == 0 || slices.Contains(clocks, o.Clock))
		})
	}
	switch k {
	case mla.KindHandOver:
		h, ok := s.HolderHop()
		if !ok || s.SealPending() || s.Holder >= len(s.Hops)-1 {
			return false
		}
		if h.ClerkOrg == "" {
			return a.Role == mla.Officer
		}
		return a.Role == mla.Clerk && a.Org == h.ClerkOrg
	case mla.KindAcknowledge, mla.KindRecordResponse:
		return !s.SentAbroad.IsZero()
	case mla.KindApprove:
		return s.Frozen == nil || !slices.Contains(s.Frozen.Contributors, a.ID)
	case mla.KindAttachSigned:
		return s.Paper
	case mla.KindCertifyTranslation:
		return s.Translator == a.ID
	case mla.KindTranslateAnswer:
		return s.Translator == a.ID && slices.ContainsFunc(s.Evidence, mla.Evidence.NeedsTranslation)
	case mla.KindDeclareDanger:
		return !s.Safeguard.Open()
	case mla.KindLogSafeguardAlert, mla.KindLogSafeguardOutcome:
		return s.Safeguard.Open()
	case mla.KindCompleteDuty:
		return open(endedByHand...)
	case mla.KindExtendDeadline:
		return slices.ContainsFunc(s.Obligations, func(o mla.Obligation) bool { return o.Extendable() })
	case mla.KindRetryEffect:
		return slices.ContainsFunc(s.Effects, func(e mla.Effect) bool {
			return e.State == mla.EffectFailed || e.State == mla.EffectIsUncertain
		})
	}
	return true
}

// obligationView is an obligation with its history.
type obligationView struct {
	mla.Obligation
	Owed    string
	Overdue bool
	Moves   []mla.ObligationMoved
	// Reasons are the texts of the moves, in their order.
	Reasons []string
	// Period is the rule in words.
	Period string
}

func obligationViews(lang string, req desk.Request) (open, ended []obligationView) {
	moves := map[string][]mla.ObligationMoved{}
	for _, ev := range req.Events {
		if m, ok := ev.Event.Body.(mla.ObligationMoved); ok {
			moves[m.ID] = append(moves[m.ID], m)
		}
	}
	for _, o := range req.State.Obligations {
		v := obligationView{Obligation: o, Owed: owedBy(lang, o.Owed, req.Holder), Moves: moves[o.ID]}
		for _, m := range v.Moves {
			v.Reasons = append(v.Reasons, req.Texts[m.Reason.ID])
		}
		v.Period = period(lang, o.Rule.Amount, o.Rule.Unit) + ", " + i18n.Label(lang, "rollover", o.Rule.RollOver)
		if o.State == mla.ObligationOpen || o.State == mla.ObligationIsSuspended {
			open = append(open, v)
		} else {
			ended = append(ended, v)
		}
	}
	slices.SortStableFunc(open, func(a, b obligationView) int { return a.Due.Compare(b.Due) })
	return open, ended
}

// period is a number of units in words.
func period(lang string, n int, unit string) string {
	key := "unit." + unit
	if n == 1 {
		key = "unit_one." + unit
	}
	return i18n.T(lang, key, map[string]int{"N": n})
}
