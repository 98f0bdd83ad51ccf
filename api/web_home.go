package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

// homeView is "my duties": what the reader's requests owe, soonest first.
type homeView struct {
	base
	Groups []dutyGroup
	Total  int
	More   bool
}

// dutyGroup is one of overdue, today, week and later.
type dutyGroup struct {
	Key    string
	Duties []dutyRow
}

// dutyRow is a duty with who is waited for, in words.
type dutyRow struct {
	desk.Duty
	Owed string
	// Mine is what the reader's own role owes.
	Mine bool
	// Action is the address where it is done, empty where it is done by waiting.
	Action string
}

const dutiesShown = 200

func (s *web) home(c echo.Context) error {
	v := homeView{base: s.base(c, "home.title")}
	duties, err := s.cfg.Desk.Duties(c.Request().Context(), who(c), dutiesShown)
	if err != nil {
		return err
	}
	v.Groups, v.Total, v.More = s.groupDuties(v.Lang, who(c), duties), len(duties), len(duties) == dutiesShown
	return s.page(c, http.StatusOK, "home", &v)
}

func (s *web) groupDuties(lang string, a mla.Actor, duties []desk.Duty) []dutyGroup {
	groups := []dutyGroup{{Key: "overdue"}, {Key: "today"}, {Key: "week"}, {Key: "later"}}
	now := s.cfg.Now()
	today := i18n.Today(now)
	for _, d := range duties {
		o := d.Obligation
		day := o.DueDate
		if !o.ActBefore.IsZero() && o.ActBefore.Before(day) {
			day = o.ActBefore
		}
		i := 3
		switch {
		case !o.Due.After(now):
			i = 0
		case !day.After(today):
			i = 1
		case !day.After(today.AddDays(7)):
			i = 2
		}
		groups[i].Duties = append(groups[i].Duties, dutyRow{
			Duty: d, Owed: owedBy(lang, o.Owed, d.Request.Holder), Mine: mine(a, o.Owed), Action: dutyAction(a, d),
		})
	}
	return groups
}

// owedBy says who owes: a role of ours with its organisation, or the other side,
// by the name of the holder where that is known.
func owedBy(lang string, o mla.OwedBy, holder mla.Text) string {
	if o.Foreign {
		if name := inLang(lang, holder); name != "" {
			return name
		}
		return i18n.T(lang, "owed.foreign", nil)
	}
	role := i18n.Label(lang, "role", string(o.Role))
	if o.Org != "" {
		return role + " – " + i18n.Label(lang, "org", o.Org)
	}
	return role
}

func mine(a mla.Actor, o mla.OwedBy) bool {
	return !o.Foreign && o.Role == a.Role && (o.Org == "" || o.Org == a.Org) && (o.User == "" || o.User == a.ID)
}

// dutyAction is where the reader does the duty.
func dutyAction(a mla.Actor, d desk.Duty) string {
	if !mine(a, d.Obligation.Owed) {
		return ""
	}
	at := "/demandes/" + d.Request.Reference + "/"
	switch d.Obligation.Clock {
	case "APPROVE_DUTY":
		return at + "lecture"
	case "SIGN_DUTY":
		return at + "attach-signed"
	case "TRANSLATE_DUTY":
		return at + "traduction"
	case "ANSWER_TRANSLATE_DUTY":
		return at + "pieces"
	case "HANDOVER_DUTY":
		return at + "hand-over"
	case "ASSESS_DUTY":
		return at + "assess"
	case "CURE_DUTY":
		return at + "cure"
	case "SUPPLEMENT_DUTY":
		return at + "answer-supplement"
	case "SAFEGUARD_ALERT":
		return at + "log-safeguard-alert"
	case "SAFEGUARD_OUTCOME":
		return at + "log-safeguard-outcome"
	case mla.DutyHandOverLetter, mla.DutyAttention, mla.DutyUncertain:
		return at + "complete-duty?obligation=" + d.Obligation.ID
	}
	return ""
}
