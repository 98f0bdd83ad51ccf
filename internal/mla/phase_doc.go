package mla

import (
	"slices"
	"strings"
)

// TableMarkdown renders the transition table, the steps that follow by
// themselves, the guards and the sidesteps as the documentation's page. It
// reads the same table as Decide, so that the page cannot say anything else.
func TableMarkdown() string {
	var b strings.Builder
	b.WriteString("# Phases\n\n")
	b.WriteString("Rendered from the transition table of `internal/mla`; `go test ./internal/mla -run TestPhasesPage -update` writes it anew.\n\n")
	b.WriteString("A command leads from one phase to the next when it is given by one of the roles and the condition holds. ")
	b.WriteString("*By itself* marks a step that needs no command. Who may give a command within its role (four eyes, the holder of the file, ")
	b.WriteString("the translator assigned) is decided with it.\n")
	for _, track := range Tracks {
		b.WriteString("\n## " + strings.ToUpper(string(track[:1])) + string(track[1:]) + "\n\n")
		row(&b, "in phase", "command", "when", "leads to", "by")
		row(&b, "---", "---", "---", "---", "---")
		for _, r := range Table {
			if r.Track == track {
				row(&b, phaseName(r.From), commandName(r.On), guardWords[r.When], phaseName(r.To), joinCodes(r.By))
			}
		}
	}
	sidestepMarkdown(&b)
	return b.String()
}

func sidestepMarkdown(b *strings.Builder) {
	b.WriteString("\n## Commands that move no phase\n\n")
	b.WriteString("Accepted until the request has ended; those marked *also after* outlive its end, because a duty does.\n\n")
	row(b, "command", "tracks", "by", "after the end")
	row(b, "---", "---", "---", "---")
	kinds := make([]CommandKind, 0, len(sidesteps))
	for k := range sidesteps {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		s := sidesteps[k]
		tracks, late := "all", ""
		if len(s.Tracks) > 0 {
			tracks = joinCodes(s.Tracks)
		}
		if s.Late {
			late = "also after"
		}
		row(b, commandName(k), tracks, joinCodes(s.By), late)
	}
}

func row(b *strings.Builder, cells ...string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func phaseName(p Phase) string {
	if p == anyPhase {
		return "any not ended"
	}
	if p.Terminal() {
		return "**" + string(p) + "**"
	}
	return string(p)
}

func commandName(k CommandKind) string {
	if k == advance {
		return "*by itself*"
	}
	return "`" + string(k) + "`"
}

// guardWords words the guards; a test refuses a guard without words.
var guardWords = map[Guard]string{
	"":                   "",
	WhenPaper:            "the original travels on paper",
	WhenTranslation:      "a translation is needed",
	WhenNoTranslation:    "no translation is needed",
	WhenNoPaperTranslate: "no paper, a translation is needed",
	WhenNoPaperReady:     "no paper, no translation",
	WhenAnswerForeign:    "an item of the answer must be translated",
	WhenAnswerReadable:   "every item of the answer can be read",
	WhenFull:             "the answer is full",
	WhenPartial:          "the answer is partial",
	WhenFinal:            "the assessment is final",
	WhenNotFinal:         "the assessment is interim",
	WhenAllDelivered:     "every delivery is acknowledged or waived",
	WhenSafeguardClosed:  "no child's safeguard is open",
	WhenAnsweredPartly:   "a part has been answered",
	WhenNothingAnswered:  "nothing has been answered",
	WhenFollowedUp:       "the follow-up was received before",
}
