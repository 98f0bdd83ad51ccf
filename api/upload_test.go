package api

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func zipped(names ...string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, n := range names {
		f, _ := z.Create(n)
		_, _ = f.Write([]byte("<x/>"))
	}
	_ = z.Close()
	return buf.Bytes()
}

func TestUploadsEnterByTheirContent(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, file string
		content    []byte
		status     int
		code, mime string
	}{
		{"PDF", "a.pdf", []byte("%PDF-1.7\n"), 201, "", "application/pdf"},
		{"text", "a.txt", []byte("Bonjour"), 201, "", "text/plain"},
		{"CSV", "a.csv", []byte("a,b\n1,2\n3,4\n"), 201, "", "text/csv"},
		{"JSON", "a.json", []byte(`{"a":1}`), 201, "", "application/json"},
		{"XML", "a.xml", []byte(`<?xml version="1.0"?><a/>`), 201, "", "text/xml"},
		{"ZIP", "a.zip", zipped("log.txt"), 201, "", "application/zip"},
		{"XLSX", "a.xlsx", zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"), 201, "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"image under the name of a PDF", "a.pdf", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 422, "image_refused", ""},
		{"vector image", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), 422, "image_refused", ""},
		{"video", "a.mp4", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), 422, "image_refused", ""},
		{"web page", "a.html", []byte("<!DOCTYPE html><html><body></body></html>"), 422, "type_refused", ""},
		{"program", "a.exe", []byte("MZ\x90\x00\x03"), 422, "type_refused", ""},
		{"empty", "a.pdf", nil, 422, "empty_file", ""},
		{"too large", "a.txt", bytes.Repeat([]byte("a"), 100<<10+1), 413, "upload_too_large", ""},
		{"far too large", "a.txt", bytes.Repeat([]byte("a"), 2<<20), 413, "upload_too_large", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a := w.uploadFile("u-officer", "evidence", tc.file, tc.content).want(t, tc.status)
			if a.str("code") != tc.code || a.str("mime") != tc.mime {
				t.Errorf("%s", a.raw)
			}
			if docs := w.reqs[theRequest].docs; (tc.status == 201) != (len(docs) == 1) {
				t.Errorf("%d documents", len(docs))
			}
		})
	}
}

func TestAFileNameCannotLeaveItsPlace(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\Users\x\relevé.pdf`: "relevé.pdf", "a\"\r\nX: y.pdf": "a___X_ y.pdf", "": "document", "..": "document",
		strings.Repeat("a", 300) + ".pdf": strings.Repeat("a", 116) + ".pdf",
	} {
		if got := neutralName(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestADocumentIsADownload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.uploadFile("u-officer", "evidence", "relevé.csv", []byte("a,b\n1,2\n")).want(t, 201).str("id")
	a := w.call("u-magistrate", http.MethodGet, "/api/v1/documents/"+id, nil).want(t, 200)
	if string(a.raw) != "a,b\n1,2\n" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;") ||
		a.header.Get("Content-Type") != "application/octet-stream" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%q %v", a.raw, a.header)
	}
	sha := w.reqs[theRequest].docs[0].Doc.SHA256
	link := "/api/v1/evidence/" + sha + "?sig=good&delivery=D1&sha=" + sha
	if a := w.call("", http.MethodGet, link, nil).want(t, 200); string(a.raw) != "a,b\n1,2\n" {
		t.Errorf("link gave %q", a.raw)
	}
	if a := w.call("", http.MethodGet, strings.Replace(link, "/evidence/", "/deliveries/D2/files/", 1), nil); a.status != 403 {
		t.Errorf("the link of another delivery gave %d", a.status)
	}
}
