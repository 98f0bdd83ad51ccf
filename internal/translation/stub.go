package translation

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
)

type Guard struct {
	lang  string
	names []string
}

func NewGuard(lang string, names []string) *Guard                       { return &Guard{lang, names} }
func (g *Guard) Protect(s string) []Token                               { return nil }
func (g *Guard) Mask(s string) (string, []Token)                        { return s, nil }
func unmask(m string, _ []Token) string                                 { return m }
func fill(m string, _ []Token, _, _ string, _ map[string]string) string { return m }
func maskTarget(t, _ string, _ []Token, _ string, _ map[string]string) (string, bool) {
	return t, false
}
func shareable(_, _ string) (bool, string)           { return false, "short" }
func shareablePair(_, _, _, _ string) (bool, string) { return false, "short" }
func similarity(a, b string) int {
	if a == b {
		return 100
	}
	return 0
}
func rank(m string, c []string, least, limit int) (out []Match) {
	for i, s := range c {
		if n := similarity(m, s); n >= least && len(out) < limit {
			out = append(out, Match{i, n})
		}
	}
	return out
}

type checker struct{}

func newChecker(Options) *checker { return &checker{} }
func (*checker) all(units []Unit, target map[string]string) (out []Issue) {
	for _, u := range units {
		if strings.TrimSpace(target[u.ID]) == "" {
			out = append(out, Issue{Unit: u.ID, Code: IssueUntranslated, Blocking: true})
		}
	}
	return out
}
func encodeXLIFF(Job) []byte                                            { return nil }
func decodeXLIFF(io.Reader, Limits) (Job, error)                        { return Job{}, nil }
func reconcile(_, _ Job) (Import, error)                                { return Import{}, nil }
func encodeTMX([]Entry) []byte                                          { return nil }
func decodeTMX(io.Reader, string, string, Limits) ([]Entry, int, error) { return nil, 0, nil }

func split(place, _, text string) (out []Unit) {
	seen := map[string]int{}
	for len(text) > 0 {
		n := strings.IndexByte(text, '\n')
		line := text
		if n >= 0 {
			line = text[:n+1]
		}
		text = text[len(line):]
		src := strings.TrimSpace(line)
		sum := sha256.Sum256([]byte(src))
		d := hex.EncodeToString(sum[:5])
		seen[d]++
		out = append(out, Unit{place + "/" + d + "-" + strconv.Itoa(seen[d]), place, src, line[len(src):]})
	}
	return out
}

func join(units []Unit, target map[string]string) (string, []string) {
	var b strings.Builder
	var missing []string
	for _, u := range units {
		if target[u.ID] == "" {
			missing = append(missing, u.ID)
		}
		b.WriteString(target[u.ID] + u.Sep)
	}
	return b.String(), missing
}
