package store

import (
	"strings"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/workday"
)

// checkRelease asks for what a statement must say, and refuses what none can.
func checkRelease(who mla.Actor, r desk.TemplateRelease, now time.Time) error {
	if !mla.MayReleaseTemplate(who.Role, r.Lang, false) {
		return notAllowed(who, "release_template")
	}
	all := []stated{{"digest", r.Digest}, {"name", r.Name}, {"statement", r.Statement}}
	if who.Role == mla.Translator {
		all = append(all, stated{"court", r.Court}, stated{"oath_number", r.OathNumber})
		if r.OathOn.IsZero() {
			return mla.Refuse(mla.CodeRequired, "oath_on")
		}
		if today := workday.NewDate(now.Date()); r.OathOn.After(today) {
			return mla.Refuse(mla.CodeDateInFuture, "oath_on", "date", r.OathOn.String(), "today", today.String())
		}
	}
	return needStated(r, all...)
}

// checkWithdrawal asks for what a withdrawal must say.
func checkWithdrawal(who mla.Actor, r desk.TemplateRelease) error {
	if !mla.MayReleaseTemplate(who.Role, r.Lang, true) {
		return notAllowed(who, "withdraw_template")
	}
	return needStated(r, stated{"digest", r.Digest}, stated{"reason", r.Reason})
}

// stated is what somebody says of themselves, or of a text.
type stated struct{ field, value string }

func needStated(r desk.TemplateRelease, all ...stated) error {
	for _, s := range all {
		if strings.TrimSpace(s.value) == "" {
			return mla.Refuse(mla.CodeRequired, s.field)
		}
	}
	return r.CheckTexts()
}
