package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
	"github.com/rogatory/rogatory/internal/transjob"
	"github.com/rogatory/rogatory/internal/translation"
)

const (
	mimeXLIFF = "application/xliff+xml"
	mimeTMX   = "application/x-tmx+xml"
)

// report is what became of a file that was brought.
type report struct {
	DryRun    bool     `json:"dry_run"`
	Taken     int      `json:"taken"`
	Unchanged int      `json:"unchanged"`
	Empty     int      `json:"empty"`
	Missing   int      `json:"missing"`
	Skipped   int      `json:"skipped"`
	Older     bool     `json:"older"`
	Refused   []notIn  `json:"refused"`
	Changes   []change `json:"changes"`
}

// notIn is a unit or pair that was not taken: why, and what the file had for it.
type notIn struct {
	N      int    `json:"n,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Target string `json:"target"`
	Code   string `json:"code"`
	// Detail says it in words, with the cure.
	Detail string     `json:"detail,omitempty"`
	Err    *mla.Error `json:"-"`
	Count  int        `json:"count,omitempty"`
}

// Page is the page of the desk that shows the unit.
func (n notIn) Page() int { return (n.N-1)/unitsPerPage + 1 }

// change is a unit whose translation the file replaces. Version is the saving that
// it would be saved on top of, Checked that the tool's user had read it once more.
type change struct {
	N       int    `json:"n"`
	Unit    string `json:"unit"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Version int    `json:"-"`
	Checked bool   `json:"-"`
}

// importXLIFF takes the translations of a file that a tool returned, or with dry
// only says what would be taken. What was saved before stays among the versions.
func (s *Server) importXLIFF(ctx context.Context, user desk.User, t *text, r io.Reader, dry bool) (report, error) {
	out := report{DryRun: dry}
	if !t.mayWrite {
		return out, t.req.State.Translating(user.Actor(), t.job.Item)
	}
	back, err := translation.DecodeXLIFF(r, translation.DefaultLimits)
	if err != nil {
		return out, err
	}
	in, err := translation.Reconcile(t.job.File(t.words), back)
	if err != nil {
		return out, err
	}
	out.Unchanged, out.Empty, out.Missing, out.Older = len(in.Unchanged), len(in.Empty), len(in.Missing), in.Older
	number := func(id string) int {
		return 1 + slices.IndexFunc(t.job.Units, func(u transjob.Unit) bool { return u.ID == id })
	}
	for _, ref := range in.Refused {
		out.Refused = append(out.Refused, notIn{N: number(ref.Unit), Unit: ref.Unit, Target: ref.Target, Code: ref.Err.Code, Err: ref.Err})
	}
	taken := slices.DeleteFunc(t.job.Taken(in.Taken), func(u desk.TranslationUnit) bool {
		if len([]rune(u.Target)) <= maxTarget {
			return false
		}
		refusal := mla.Refuse(mla.CodeTooLong, "units", "max", fmt.Sprint(maxTarget))
		out.Refused = append(out.Refused, notIn{N: number(u.ID), Unit: u.ID, Target: u.Target, Code: refusal.Code, Err: refusal})
		return true
	})
	for _, u := range taken {
		was, _ := t.job.Unit(u.ID)
		out.Changes = append(out.Changes, change{number(u.ID), u.ID, was.Target, u.Target, u.Version, u.State == desk.UnitChecked})
	}
	out.Taken = len(taken)
	if dry || len(taken) == 0 {
		return out, nil
	}
	saved, err := s.cfg.Desk.SaveUnits(ctx, user.Actor(), t.job.TextKey, taken)
	if err != nil {
		return out, err
	}
	for _, c := range saved.Conflicts {
		i := slices.IndexFunc(taken, func(u desk.TranslationUnit) bool { return u.ID == c.ID })
		refusal := mla.Refuse(mla.CodeTranslationConflict, "units")
		out.Refused = append(out.Refused, notIn{N: number(c.ID), Unit: c.ID, Target: taken[i].Target, Code: refusal.Code, Err: refusal})
		out.Changes = slices.DeleteFunc(out.Changes, func(ch change) bool { return ch.Unit == c.ID })
		out.Taken--
	}
	return out, nil
}

// importTMX keeps the pairs of a file for the case of a text.
func (s *Server) importTMX(ctx context.Context, user desk.User, t *text, r io.Reader) (report, error) {
	var out report
	if !t.mayWrite {
		return out, t.req.State.Translating(user.Actor(), t.job.Item)
	}
	entries, skipped, err := translation.DecodeTMX(r, t.job.From, t.job.To, translation.DefaultLimits)
	if err != nil {
		return out, err
	}
	have, err := s.cfg.Desk.CaseMemory(ctx, user.Actor(), t.job.TextKey)
	if err != nil {
		return out, err
	}
	known := map[[2]string]bool{}
	for _, e := range have {
		known[[2]string{e.Source, e.Target}] = true
	}
	var fresh []desk.MemoryEntry
	for _, e := range entries {
		if k := [2]string{e.Source, e.Target}; !known[k] {
			known[k] = true
			fresh = append(fresh, desk.MemoryEntry{From: e.SourceLang, To: e.TargetLang, Source: e.Source, Target: e.Target})
		}
	}
	out.Taken, out.Unchanged, out.Skipped = len(fresh), len(entries)-len(fresh), skipped
	if len(fresh) == 0 {
		return out, nil
	}
	return out, s.cfg.Desk.BringCaseMemory(ctx, user.Actor(), t.job.TextKey, fresh)
}

// importShared takes the pairs of a file into the memory that cases share: only
// what names nobody, with the count of what was refused for each cause.
func (s *Server) importShared(ctx context.Context, user desk.User, from, to string, r io.Reader) (report, error) {
	var out report
	entries, skipped, err := translation.DecodeTMX(r, from, to, translation.DefaultLimits)
	if err != nil {
		return out, err
	}
	guard, causes := translation.NewGuard(from, nil), map[string]int{}
	var fresh []desk.MemoryEntry
	for _, e := range entries {
		source, values := guard.Mask(e.Source)
		target, ok := translation.MaskTarget(e.Target, to, values, from, nil)
		cause := "placeholder"
		if ok {
			ok, cause = translation.ShareablePair(source, from, target, to)
		}
		if !ok {
			causes[cause]++
			continue
		}
		fresh = append(fresh, desk.MemoryEntry{From: from, To: to, Source: source, Target: target, Bands: transjob.Bands(source)})
	}
	for _, cause := range sortedKeys(causes) {
		out.Refused = append(out.Refused, notIn{Code: cause, Count: causes[cause]})
	}
	added, err := s.cfg.Desk.AddSharedMemory(ctx, user.Actor(), fresh)
	out.Taken, out.Unchanged, out.Skipped = added, len(fresh)-added, skipped
	return out, err
}

func sortedKeys(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// sendText answers with a file of ours as a download.
func sendText(c echo.Context, name, media string, data []byte) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": neutralName(name)}))
	return c.Blob(http.StatusOK, media, data)
}

// fileName is the name of a text's file: FR-2026-LA-0007-fr-lo.xlf.
func (t text) fileName(ext string) string {
	return strings.ReplaceAll(t.job.Name, "/", "-") + "-" + t.job.From + "-" + t.job.To + ext
}

// readInMemory reads a form with at most one file, up to max bytes of it; the file
// goes nowhere else. Refusals: too_large, empty_file, invalid_form.
func readInMemory(c echo.Context, max int64) (url.Values, []byte, error) {
	values := url.Values{}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return values, nil, mla.Refuse(codeMediaType, "", "expected", echo.MIMEMultipartForm)
	}
	var file []byte
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return values, file, nil
		}
		if err != nil {
			return values, nil, formError(err)
		}
		var b bytes.Buffer
		n, err := io.Copy(&b, io.LimitReader(part, max+1))
		switch {
		case err != nil:
			return values, nil, formError(err)
		case n > max:
			return values, nil, mla.Refuse(codeFileTooLarge, part.FormName(), "max", fmt.Sprint(max))
		case part.FileName() != "":
			if file = b.Bytes(); n == 0 {
				return values, nil, mla.Refuse(codeEmpty, part.FormName())
			}
		case part.FormName() != "" && !isFilePart(part.Header.Get("Content-Disposition")):
			values.Add(part.FormName(), b.String())
		}
	}
}

// isFilePart reports a file input, left empty or not.
func isFilePart(disposition string) bool {
	_, params, _ := mime.ParseMediaType(disposition)
	_, ok := params["filename"]
	return ok
}
