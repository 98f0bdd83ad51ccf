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
		guard: NewGuard(sent.SourceLang, keysOf(sent.Names)), pair: NewPair(sent.SourceLang, sent.TargetLang, sent.Names), out: &out,
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
	guard *Guard
	pair  *Pair
	out   *Import
}

func (r *reconciler) refuse(b JobUnit, target, code string, args ...string) {
	r.out.Refused = append(r.out.Refused, UnitRefusal{
		Unit: b.ID, Target: target, Err: mla.Refuse(code, "file", append(args, "unit", printableID(b.ID))...),
	})
}

func (r *reconciler) unit(sent, back JobUnit) {
	_, values := maskTokens(sent.Source, travelling(r.guard.Protect(sent.Source)))
	source := unmask(back.Source, values)
	if strings.Contains(source, "\n") && !strings.Contains(strings.TrimSpace(sent.Source), "\n") {
		back.Target = unindent(back.Target, blanks(joinLines(source)) == blanks(sent.Source))
	}
	target := strings.TrimSpace(r.pair.Fill(back.Target, values))
	switch lost, added := r.placeholders(values, back.Target, target); {
	case unspaced(source) != unspaced(sent.Source):
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
		text := values[i].Text
		there := strings.Contains(reading(target), reading(text))
		if values[i].Kind == KindName {
			there = named(fold(target), text) || named(fold(target), r.pair.forms.of(text))
		}
		if !there && lost == "" {
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

// unspaced is a text without its white space: a tool may break and indent lines
// within a sentence, which changes nothing in it.
func unspaced(s string) string { return strings.ReplaceAll(blanks(s), " ", "") }

// unindent undoes the lines that a tool's indentation made of a sentence. If the
// tool only added to the blanks that were there, what it added goes; else each
// break is a blank.
func unindent(s string, added bool) string {
	if added {
		return joinLines(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// joinLines takes out line ends and the indentation after them.
func joinLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = strings.TrimLeft(lines[i], " \t\r")
	}
	return strings.Join(lines, "")
}
