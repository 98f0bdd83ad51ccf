package receiver

import (
	"bytes"
	_ "embed"
	"html/template"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"kind": func(kind string) string {
		if kind == "final" {
			return "définitive"
		}
		return "partielle"
	},
	"instant": func(t time.Time) string { return t.UTC().Format("02/01/2006 15:04:05 UTC") },
	"number":  func(i int) int { return i + 1 },
}).Parse(pageText))

// page lists what arrived, the latest first.
func (r *Receiver) page(w http.ResponseWriter, _ *http.Request) {
	records := r.Received()
	slices.Reverse(records)
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, records); err != nil {
		r.cfg.Log.Error("page not rendered", "error", err)
		http.Error(w, "page", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes())
}

// document downloads one kept document. It is never shown in the page's own origin: what
// a foreign custodian sent may be a web page with intentions.
func (r *Receiver) document(w http.ResponseWriter, req *http.Request) {
	records := r.Received()
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.Folder == req.PathValue("folder") })
	n, err := strconv.Atoi(req.PathValue("n"))
	if i < 0 || err != nil {
		http.NotFound(w, req)
		return
	}
	rec := records[i]
	if n < 1 || n > len(rec.Items) {
		http.NotFound(w, req)
		return
	}
	item := rec.Items[n-1]
	w.Header().Set("Content-Type", item.MIME)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": item.Name}))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFile(w, req, filepath.Join(r.cfg.Dir, rec.Folder, documentFile(n-1)))
}
