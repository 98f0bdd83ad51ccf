package api

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/mla"
)

var minorLabel = regexp.MustCompile(`^V[1-9][0-9]?$`)

// maxIdentity is the longest text of an identity, in characters.
const maxIdentity = 500

// checkSealed refuses what no identity of a minor can be. The label is read by who
// may not read the identity, in the log too: it is V1, V2 … and never a name.
func (s *Server) checkSealed(in desk.Sealed) (errs []*mla.Error) {
	if !minorLabel.MatchString(in.Label) {
		errs = append(errs, mla.Refuse("minor_by_label_only", "label"))
	}
	if strings.TrimSpace(in.Name) == "" {
		errs = append(errs, mla.Refuse(mla.CodeRequired, "name"))
	}
	if today := i18n.Today(s.cfg.Now()); in.BornOn.After(today) {
		errs = append(errs, mla.Refuse(mla.CodeDateInFuture, "born_on", "date", in.BornOn.String(), "today", today.String()))
	}
	for _, f := range []struct {
		name, value string
		lines       bool
	}{{"name", in.Name, false}, {"document", in.Document, false}, {"address", in.Address, true}, {"note", in.Note, true}} {
		forbidden := func(r rune) bool {
			return unicode.IsControl(r) && !(f.lines && (r == '\n' || r == '\r' || r == '\t'))
		}
		switch {
		case utf8.RuneCountInString(f.value) > maxIdentity:
			errs = append(errs, mla.Refuse(mla.CodeTooLong, f.name, "max", strconv.Itoa(maxIdentity)))
		case strings.ContainsFunc(f.value, forbidden):
			errs = append(errs, mla.Refuse(mla.CodeInvalidText, f.name))
		}
	}
	return errs
}
