package translation

import (
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/mla"
)

func reconcile(sent, back Job) (Import, error) {
	switch {
	case back.ID == "":
		return Import{}, mla.Refuse("xliff_no_job", "file")
	case back.ID != sent.ID:
		return Import{}, mla.Refuse("xliff_other_request", "file", "expected", sent.ID)
	case primary(back.SourceLang) != primary(sent.SourceLang):
		return Import{}, wrongLanguage("source", sent.SourceLang, back.SourceLang)
	case back.TargetLang != "" && primary(back.TargetLang) != primary(sent.TargetLang):
		return Import{}, wrongLanguage("target", sent.TargetLang, back.TargetLang)
	}
	out := Import{Older: back.SourceSHA256 != sent.SourceSHA256}
	r := reconciler{
		guard: NewGuard(sent.SourceLang, keysOf(sent.Names)), names: sent.Names, forms: formsOf(sent.Names),
		from: primary(sent.SourceLang), to: primary(sent.TargetLang), out: &out,
	}
	known := make(map[string]JobUnit, len(sent.Units))
	for _, u := range sent.Units {
		known[u.ID] = u
	}
	seen := make(map[string]bool, len(back.Units))
	for _, b := range back.Units {
		u, ok := known[b.ID]
		if !ok {
			r.refuse(b, b.Target, "xliff_unknown_unit")
			continue
		}
		if seen[b.ID] {
			r.refuse(b, b.Target, "xliff_duplicate_unit")
			continue
		}
		seen[b.ID] = true
		r.unit(u, b)
	}
	for _, u := range sent.Units {
		if !seen[u.ID] {
			out.Missing = append(out.Missing, u.ID)
		}
	}
	return out, nil
}

func wrongLanguage(which, expected, found string) *mla.Error {
	return mla.Refuse("xliff_wrong_language", "file", "side", which, "expected", primary(expected), "value", printable(found))
}

// reconciler decides unit by unit.
type reconciler struct {
	guard    *Guard
	names    map[string]string
	forms    forms
	from, to string
	out      *Import
}

func (r *reconciler) refuse(b JobUnit, target, code string, args ...string) {
	r.out.Refused = append(r.out.Refused, UnitRefusal{
		Unit: b.ID, Target: target, Err: mla.Refuse(code, "file", append(args, "unit", printableID(b.ID))...),
	})
}

func (r *reconciler) unit(sent, back JobUnit) {
	_, values := maskTokens(sent.Source, travelling(r.guard.Protect(sent.Source)))
	target := strings.TrimSpace(fill(back.Target, values, r.from, r.to, r.names))
	if !strings.Contains(sent.Source, "\n") {
		target = oneLine(target)
	}
	switch lost, added := r.placeholders(values, back.Target, target); {
	case blanks(unmask(back.Source, values)) != blanks(sent.Source):
		r.refuse(back, target, "xliff_source_changed")
	case target == "":
		r.out.Empty = append(r.out.Empty, sent.ID)
	case lost != "":
		r.refuse(back, target, "xliff_placeholder_lost", "value", lost)
	case added != "":
		r.refuse(back, target, "xliff_placeholder_added", "value", added)
	case target == strings.TrimSpace(sent.Target) && (back.State == sent.State || back.State == StateInitial || sent.State == "" && back.State == StateTranslated):
		r.out.Unchanged = append(r.out.Unchanged, sent.ID)
	default:
		if back.State == StateInitial || back.State == "" {
			back.State = StateTranslated // a tool that gives a target and no state
		}
		taken := sent
		taken.Target, taken.State, taken.Notes = target, back.State, back.Notes
		r.out.Taken = append(r.out.Taken, taken)
	}
}

// placeholders names the first that the translation has lost, and the first
// that its source does not have. One whose text stands there is not lost: some
// tools write placeholders out.
func (r *reconciler) placeholders(values []Token, masked, target string) (lost, added string) {
	ids, in := placeholderIDs(values), placeholdersIn(masked)
	for i, id := range ids {
		if values[i].Kind == KindSign || slices.Contains(in, id) {
			continue
		}
		text, form := values[i].Text, r.forms.of(values[i].Text)
		if values[i].Kind == KindName && (strings.Contains(nameKey(target), nameKey(text)) || strings.Contains(nameKey(target), nameKey(form))) {
			continue
		}
		if !strings.Contains(reading(target), reading(text)) && lost == "" {
			lost = id
		}
	}
	for _, id := range in {
		if !slices.Contains(ids, id) && added == "" {
			added = printable(id)
		}
	}
	return lost, added
}

// oneLine undoes the line ends that a tool's indentation put into a sentence.
func oneLine(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			if i > 0 && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(line)
		}
	}
	return b.String()
}
