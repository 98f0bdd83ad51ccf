package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/seal"
	"github.com/rogatory/rogatory/internal/verify"
	"github.com/rogatory/rogatory/internal/workday"
)

// printVerification words a result: first the answer, then what it rests on, the
// file's own words apart from what is proven and what is known.
func printVerification(out io.Writer, lang, name string, r verify.Result) error {
	p := verifyPrinter{w: tabwriter.NewWriter(out, 0, 4, 2, ' ', 0), lang: lang}
	p.say("%s\n%s – %s", name, p.label("conclusion", string(r.Conclusion)), p.label("sealverdict", string(r.Seal.Verdict)))
	if len(r.Known) > 0 {
		p.say("%s", p.t("verify.known_intact"))
	}
	if r.Superseded() {
		p.say("%s", p.t("verify.known_superseded"))
	}
	p.say("%s", p.label("sealverdict_help", string(r.Seal.Verdict)))
	p.bytes(r.Seal)
	p.fileSays(r)
	if r.Searched {
		p.known(r.Known)
	}
	if r.Seal.Proven() {
		p.say("\n%s", p.t("verify.not_signature"))
	}
	return p.w.Flush()
}

type verifyPrinter struct {
	w    *tabwriter.Writer
	lang string
}

func (p verifyPrinter) t(key string, args ...string) string {
	values := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		values[args[i]] = args[i+1]
	}
	return i18n.T(p.lang, key, values)
}

func (p verifyPrinter) label(family, code string) string { return i18n.Label(p.lang, family, code) }

func (p verifyPrinter) time(at time.Time) string { return i18n.Time(p.lang, at) }

func (p verifyPrinter) day(at time.Time) string {
	return i18n.Date(p.lang, workday.NewDate(at.Year(), at.Month(), at.Day()))
}

func (p verifyPrinter) trusted(yes bool) string {
	if yes {
		return p.t("verify.trusted")
	}
	return p.t("verify.untrusted")
}

func (p verifyPrinter) say(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

func (p verifyPrinter) line(name, value string) { p.say("  %s\t%s", name, value) }

func (p verifyPrinter) bytes(r seal.Report) {
	p.say("\n%s", p.t("verify.bytes"))
	if r.Proven() {
		p.sealer(r)
	}
	if s := r.Stamp; s != nil {
		p.line(p.t("verify.stamp"), fmt.Sprintf("%s, %s (%s)", p.time(s.At), s.By, p.trusted(s.Trusted)))
	}
	p.line("SHA-256", r.SHA256)
}

func (p verifyPrinter) sealer(r seal.Report) {
	s := r.Signer
	p.line(p.t("verify.signer"), fmt.Sprintf("%s (%s), %s %s", s.Name, p.trusted(s.Trusted), p.t("verify.issuer"), s.Issuer))
	p.line("", p.t("verify.validity", "From", p.day(s.NotBefore), "To", p.day(s.NotAfter)))
	if !r.Claimed.IsZero() {
		p.line(p.t("verify.claimed"), p.time(r.Claimed)+" "+p.t("verify.claimed_help"))
	}
}

func (p verifyPrinter) fileSays(r verify.Result) {
	unproven := r.Seal.Signer != nil && !r.Seal.Proven()
	p.say("\n%s", p.t("verify.file_says"))
	if r.Says == nil && !unproven {
		p.say("  %s", p.t("verify.says_nothing"))
	}
	if unproven {
		p.say("  %s", p.t("verify.seal_unproven"))
		p.sealer(r.Seal)
	}
	s := r.Says
	if s == nil {
		return
	}
	why := "verify.says_unproven"
	if s.Vouched {
		why = "verify.says_vouched"
	}
	p.say("  %s", p.t(why))
	p.line(p.t("verify.says_reference"), s.Reference)
	p.line(p.t("verify.says_kind"), p.label("doc", s.Kind)+", "+p.label("lang", s.Lang))
	p.line(p.t("verify.says_draft"), s.DraftSHA256)
	p.line(p.t("verify.says_template"), s.Template)
}

func (p verifyPrinter) known(found []desk.FoundDocument) {
	p.say("\n%s", p.t("verify.we_know"))
	for _, d := range found {
		p.line(d.Reference, fmt.Sprintf("%s, %s, %s", p.label("doc", d.Kind), p.label("standing", string(d.Standing)), p.t("verify.filed", "Time", p.time(d.At))))
	}
	if len(found) == 0 {
		p.say("  %s", p.t("verify.unknown"))
	}
}
