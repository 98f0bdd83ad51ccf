package mla

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

var identifierKinds = []string{"account", "url", "phone", "email", "ip", "iban", "bank_account", "mtcn", "wallet", "imei", "device"}

// financial are the identifiers by which a bank or a remittance office finds something.
var financial = []string{"iban", "bank_account", "mtcn", "wallet", "account"}

// identifiers is R09: what a custodian cannot look up.
func (x *examination) identifiers() {
	for i, m := range x.d.Measures {
		field := at("measures", i)
		x.identifiersThere(field, m)
		for j, id := range m.Identifiers {
			f := at(field+".identifiers", j)
			switch {
			case blank(id.Value):
				x.hit("R09", "value_missing", f+".value", arg("kind", id.Kind))
			case x.placeholder(id.Value):
				x.hit("R09", "placeholder", f+".value", arg("value", id.Value))
			default:
				x.identifier(f, m, id)
			}
			x.instant(f, id)
			if id.Port < 0 || id.Port > 65535 {
				x.hit("R09", "port_invalid", f+".port")
			}
		}
	}
}

// identifiersThere: a measure on data needs something to look up, and somewhere.
func (x *examination) identifiersThere(field string, m Measure) {
	name := textOf("measure", x.kindName(m))
	bank, data := x.needs(m, "F15"), x.needs(m, "F14")
	byName := slices.Contains(x.p.AccountRegister, x.d.State) && !blank(m.Person)
	has := slices.ContainsFunc(m.Identifiers, func(id Identifier) bool { return slices.Contains(financial, id.Kind) })
	switch {
	case bank && !has && !byName && !blank(m.Custodian):
		x.hit("R09", "bank_without_account", field+".identifiers", name, arg("value", m.Custodian))
	case bank && !has && !byName, data && len(m.Identifiers) == 0:
		x.hit("R09", "missing", field+".identifiers", name)
	}
	if !blank(m.Custodian) {
		return
	}
	for j, id := range m.Identifiers {
		switch id.Kind {
		case "account", "wallet":
			if !strings.Contains(id.Value, "://") {
				x.hit("R09", "provider_missing", field+".custodian", arg("value", id.Value))
				return
			}
		case "bank_account":
			x.hit("R09", "account_without_bank", at(field+".identifiers", j)+".value", arg("value", id.Value))
		}
	}
}

func (x *examination) identifier(f string, m Measure, id Identifier) {
	v := strings.TrimSpace(id.Value)
	value := arg("value", v)
	switch id.Kind {
	case "ip":
		x.address(f, v, id)
	case "account":
		if displayName(v) {
			x.hit("R09", "display_name", f+".value", value)
		}
	case "url":
		switch u, err := url.Parse(v); {
		case err != nil || u.Scheme == "" || u.Host == "" || !strings.Contains(u.Host, "."):
			x.hit("R09", "url_invalid", f+".value", value)
		case slices.Contains(x.p.ShortHosts, strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")):
			x.hit("R09", "url_shortened", f+".value", value)
		}
	case "email":
		if !mailShape.MatchString(v) {
			x.hit("R09", "email_invalid", f+".value", value)
		}
	case "phone":
		x.phone(f, v)
	case "iban":
		x.iban(f, v)
	case "mtcn":
		if d := digits(v); len(d) != 10 || hasLetters(v) {
			x.hit("R09", "mtcn_malformed", f+".value", value, arg("n", itoa(len(d))))
		}
	case "imei":
		if d := digits(v); hasLetters(v) || len(d) < 14 || len(d) > 16 || len(d) == 15 && !luhn(d) {
			x.hit("R09", "imei_invalid", f+".value", value)
		}
	case "bank_account", "wallet", "device":
	default:
		x.hit("R09", "kind_unknown", f+".kind", arg("value", id.Kind), arg("known", strings.Join(identifierKinds, ", ")))
	}
}

// address: blocks kept for documentation stand for real addresses in samples, so
// they are not held against a request.
func (x *examination) address(f, v string, id Identifier) {
	port := id.Port
	ip, err := netip.ParseAddr(v)
	if together, e := netip.ParseAddrPort(v); e == nil { // as logs write it: 203.0.113.7:51234
		ip, err, port = together.Addr(), nil, int(together.Port())
	}
	switch {
	case err != nil:
		x.hit("R09", "ip_invalid", f+".value", arg("value", v))
		return
	case reserved(ip.Unmap()):
		x.hit("R09", "ip_reserved", f+".value", arg("value", v))
		return
	}
	if blank(id.At) {
		x.hit("R09", "ip_no_instant", f+".at", arg("value", v))
	}
	if port == 0 && ip.Unmap().Is4() {
		x.hit("R09", "ip_no_port", f+".port", arg("value", v))
	}
}

var carrierGrade = netip.MustParsePrefix("100.64.0.0/10")

func reserved(ip netip.Addr) bool {
	return ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() ||
		carrierGrade.Contains(ip) || ip.Is4() && ip.As4()[0] >= 240
}

// instant: without its offset a time of day is worth nothing abroad.
func (x *examination) instant(f string, id Identifier) {
	if blank(id.At) {
		return
	}
	t, err := time.Parse(time.RFC3339, id.At)
	if err == nil {
		if day := utcDay(t); !x.Today.IsZero() && day.After(x.Today.AddDays(1)) {
			x.hit("R09", "instant_future", f+".at", arg("value", id.At))
		}
		return
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "02/01/2006 15:04:05", "02/01/2006 15:04", "02/01/2006 15h04", "02/01/2006 à 15:04", "02/01/2006 à 15h04", "2006-01-02 15h04",
		"2006-01-02 15:04:05 MST", "2006-01-02 15:04 MST", "2006-01-02", "02/01/2006"} {
		if _, err := time.Parse(layout, strings.TrimSpace(id.At)); err == nil {
			x.hit("R09", "instant_no_offset", f+".at", arg("value", id.At))
			return
		}
	}
	x.hit("R09", "instant_invalid", f+".at", arg("value", id.At))
}

// displayName reports whether an account is given by what its holder may change:
// words, or a handle without any number of the provider's.
func displayName(v string) bool {
	if slices.ContainsFunc(strings.Fields(v), func(w string) bool { return len(digits(w)) >= 6 && !hasLetters(w) }) {
		return false // user id 100084417702
	}
	if strings.Contains(v, "://") || mailShape.MatchString(v) {
		return false
	}
	if before, after, ok := strings.Cut(v, ":"); ok && digits(after) != "" && strings.HasSuffix(strings.TrimSpace(fold(before)), "id") {
		return false // uid:8841-2207, where "snap: name.2009" is a name
	}
	return strings.ContainsAny(v, " @") || digits(v) == ""
}

func (x *examination) phone(f, v string) {
	d := digits(v)
	international := strings.HasPrefix(v, "+") || strings.HasPrefix(v, "00")
	switch {
	case !international:
		x.hit("R09", "phone_no_country", f+".value", arg("value", v))
	case hasLetters(v) || len(strings.TrimPrefix(d, "00")) < 7 || len(strings.TrimPrefix(d, "00")) > 15:
		x.hit("R09", "phone_invalid", f+".value", arg("value", v))
	}
}

var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

func (x *examination) iban(f, v string) {
	compact := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "", "\u202f", "").Replace(v))
	if !ibanShape.MatchString(compact) || !ibanChecks(compact) {
		x.hit("R09", "iban_invalid", f+".value", arg("value", v))
		return
	}
	if x.d.State != "" && compact[:2] != x.d.State {
		x.hit("R09", "iban_elsewhere", f+".value", x.stateArg("value", compact[:2]), x.stateArg("state", x.d.State))
	}
}

// ibanChecks is the check of ISO 13616: the number modulo 97 is 1. A country
// whose length is known must have it.
func ibanChecks(s string) bool {
	if n := ibanLength[s[:2]]; n > 0 && len(s) != n {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}

var ibanLength = map[string]int{"FR": 27, "RO": 24, "DE": 22, "BE": 16, "ES": 24, "IT": 27, "LU": 20, "NL": 18, "GB": 22, "CH": 21, "MD": 24, "BG": 22, "HU": 28}

// luhn is the check digit of an IMEI of fifteen digits.
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var mailShape = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func hasLetters(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' })
}
