package api

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// eventView is an event in words.
type eventView struct {
	Seq   int64
	Kind  mla.EventKind
	Title string
	Who   string
	At    time.Time
	// Machine events are shown smaller: the automaton's and those that follow by themselves.
	Machine bool
	Facts   []fact
	Texts   []string
	Hash    string
}

// fact is a detail of an event, worded.
type fact struct{ Label, Value string }

// timeline words every event, the latest first.
func timeline(lang string, req desk.Request) []eventView {
	clocks := map[string]string{}
	for _, o := range req.State.Obligations {
		clocks[o.ID] = clockName(lang, o.Clock)
	}
	effects := map[string]string{}
	for _, e := range req.State.Effects {
		effects[e.Key] = i18n.Label(lang, "effect", string(e.Kind))
	}
	w := wording{lang: lang, req: req, clocks: clocks, effects: effects}
	out := make([]eventView, 0, len(req.Events))
	for i := len(req.Events) - 1; i >= 0; i-- {
		out = append(out, w.event(req.Events[i]))
	}
	return out
}

type wording struct {
	lang            string
	req             desk.Request
	clocks, effects map[string]string
}

func (w wording) event(ev desk.Event) eventView {
	kind := ev.Event.Body.EventKind()
	v := eventView{Seq: ev.Seq, Kind: kind, At: ev.At, Who: w.name(ev.Actor), Hash: ev.Hash}
	v.Title = i18n.T(w.lang, "event."+string(kind), w.data(ev.Event.Body))
	switch ev.Event.Body.(type) {
	case mla.CalendarRefreshed:
		return v // its cause is an import's id; the title names the days
	case mla.ObligationOpened, mla.ObligationEnded, mla.ObligationSuspended, mla.RungFired, mla.EffectOwed, mla.EffectEnded, mla.PhaseChanged:
		v.Machine = true
		return v
	}
	raw, err := json.Marshal(ev.Event.Body)
	var tree map[string]any
	if err != nil || json.Unmarshal(raw, &tree) != nil {
		return v
	}
	w.facts(&v, tree)
	return v
}

func (w wording) name(a mla.Actor) string {
	if n := w.req.Names[a.ID]; n != "" {
		return n + " (" + i18n.Label(w.lang, "role", string(a.Role)) + ")"
	}
	return i18n.Label(w.lang, "role", string(a.Role))
}

// data fills the titles.
func (w wording) data(body mla.EventBody) map[string]any {
	l := func(family, code string) string { return i18n.Label(w.lang, family, code) }
	hop := func(i int) string {
		if i >= 0 && i < len(w.req.State.Hops) {
			return inLang(w.lang, w.req.State.Hops[i].Actor)
		}
		return ""
	}
	switch b := body.(type) {
	case mla.PhaseChanged:
		from := l("phase", string(b.From))
		if from == "" {
			from = "–"
		}
		return map[string]any{"From": from, "To": l("phase", string(b.To))}
	case mla.Submitted:
		return map[string]any{"Revision": b.Revision}
	case mla.HandedOver:
		return map[string]any{"Hop": hop(b.ToHop)}
	case mla.CameBackIncomplete:
		return map[string]any{"Hop": hop(b.BackTo)}
	case mla.ResponseRecorded:
		return map[string]any{"No": b.No}
	case mla.CalendarRefreshed:
		return map[string]any{"Days": w.calendarDays(b.Days)}
	case mla.ObligationOpened:
		return map[string]any{"Clock": clockName(w.lang, b.Obligation.Clock), "Due": i18n.Date(w.lang, b.Obligation.DueDate)}
	case mla.ObligationMoved:
		return map[string]any{
			"Clock": w.clocks[b.ID], "Was": i18n.Date(w.lang, b.WasDue), "Due": i18n.Date(w.lang, b.DueDate), "Why": l("why", b.Why),
		}
	case mla.ObligationEnded:
		how := l("obligation", string(b.How))
		if b.Late {
			how += ", " + i18n.T(w.lang, "obligation.late", nil)
		}
		return map[string]any{"Clock": w.clocks[b.ID], "How": how}
	case mla.ObligationSuspended:
		return map[string]any{"Clock": w.clocks[b.ID]}
	case mla.RungFired:
		return map[string]any{"Clock": w.clocks[b.Obligation], "Action": l("action", string(b.Action))}
	case mla.EffectOwed:
		return map[string]any{"Effect": l("effect", string(b.Effect.Kind))}
	case mla.EffectEnded:
		return map[string]any{"Effect": w.effects[b.Key], "Outcome": l("effectstate", string(b.Outcome))}
	}
	return nil
}

// shownFacts are the fields of an event that people read, with how their values
// are worded: a family of labels, or "date", "time", "name", "doc", "plain".
var shownFacts = []struct{ path, as string }{
	{"causes", "cause"}, {"warned", "cause"}, {"cause", "cause"}, {"ground", "ground"}, {"verdict", "verdict"}, {"extent", "extent"}, {"outcome", "outcome"},
	{"on", "date"}, {"signed_on", "date"}, {"received_on", "date"}, {"until", "date"}, {"at", "time"},
	{"proof.kind", "proof"}, {"proof.number", "plain"}, {"proof.on", "date"},
	{"foreign_ref", "plain"}, {"number", "plain"}, {"channel", "alert"}, {"language", "lang"}, {"translator", "name"}, {"officer", "name"},
	{"pdf_sha256", "sha"}, {"pdf.sha256", "sha"}, {"scan.sha256", "sha"}, {"doc.sha256", "sha"}, {"draft_sha256", "sha"},
	{"source_sha256", "sha"}, {"translation_sha256", "sha"}, {"receipt", "plain"},
	{"version", "plain"}, {"request", "plain"},
}

// textFacts are the free texts an event refers to.
var textFacts = []string{"reason", "note", "text", "question", "proof.person"}

func (w wording) facts(v *eventView, tree map[string]any) {
	for _, f := range shownFacts {
		value := w.value(at(tree, f.path), f.as)
		if value == "" {
			continue
		}
		label := f.path
		switch f.path {
		case "pdf.sha256":
			label = "pdf_sha256"
		case "scan.sha256", "doc.sha256":
			label = strings.TrimSuffix(f.path, ".sha256")
		}
		v.Facts = append(v.Facts, fact{upperFirst(i18n.Field(w.lang, label)), value})
	}
	for _, name := range textFacts {
		if ref, ok := at(tree, name).(map[string]any); ok {
			if id, _ := ref["id"].(string); id != "" {
				text := w.req.Texts[id]
				if text == "" {
					text = i18n.T(w.lang, "request.text_erased", nil)
				}
				v.Texts = append(v.Texts, text)
			}
		}
	}
}

func (w wording) value(x any, as string) string {
	if many, ok := x.([]any); ok {
		var out []string
		for _, one := range many {
			out = append(out, w.value(one, as))
		}
		return strings.Join(out, " ; ")
	}
	s, _ := x.(string)
	switch as {
	case "plain":
		return s
	case "sha":
		return shortSHA(s)
	case "name":
		if n := w.req.Names[s]; n != "" {
			return n
		}
		return s
	case "date":
		return civil(w.lang, s)
	case "time":
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return i18n.Time(w.lang, t)
		}
		return ""
	}
	return i18n.Label(w.lang, as, s)
}

// at finds a value by its dotted path.
func at(tree map[string]any, path string) any {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return tree[head]
	}
	sub, _ := tree[head].(map[string]any)
	return at(sub, rest)
}

func civil(lang, s string) string {
	d, err := workday.ParseDate(s)
	if err != nil {
		return s
	}
	return i18n.Date(lang, d)
}
