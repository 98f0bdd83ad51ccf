package mla

import (
	"slices"
	"strconv"
	"strings"
)

// attachments is R18: illicit images never, nothing that cannot be read.
func (x *examination) attachments() {
	for i, a := range x.d.Attachments {
		field := at("attachments", i)
		mime := strings.ToLower(strings.TrimSpace(a.Doc.MIME))
		mime, _, _ = strings.Cut(mime, ";")
		title := arg("value", a.Title)
		if blank(a.Title) {
			x.hit("R18", "title_missing", field+".title")
		}
		if named := namedKind(a.Title); named != "" && !slices.Contains(x.p.ReadableMIME, mime) {
			mime = named // an export that lost its type
		}
		switch top, _, _ := strings.Cut(mime, "/"); {
		case top == "image" || top == "video":
			x.hit("R18", "image", field+".doc.mime", title, arg("mime", mime))
			continue
		case slices.Contains(x.p.ArchiveMIME, mime):
			x.hit("R18", "archive", field+".doc.mime", title, arg("mime", mime))
			continue
		case a.Doc.IsZero() || a.Doc.Size <= 0:
			x.hit("R18", "missing", field+".doc", title)
		case !slices.Contains(x.p.ReadableMIME, mime):
			x.hit("R18", "unreadable", field+".doc.mime", title, arg("mime", mime))
		}
		if w := says(fold(a.Title), x.p.ImageWords); w != "" {
			x.hit("R18", "title_image", field+".title", title, arg("word", quote(a.Title, w)))
		}
	}
	if len(x.d.Attachments) > 0 {
		return
	}
	for _, t := range x.texts {
		for _, s := range t.sentences {
			// The sealed annex is never attached.
			if w := says(s.words, x.p.AnnouncedWords); w != "" && !strings.Contains(s.words, " scelle") {
				x.hit("R18", "announced", t.field, arg("value", quote(s.text, w)))
				return
			}
		}
	}
}

// namedKind tells an image, a video or an archive by the end of a file's name.
func namedKind(title string) string {
	title = strings.ToLower(strings.TrimSpace(title))
	switch title[strings.LastIndex(title, ".")+1:] {
	case "jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "tif", "tiff":
		return "image"
	case "mp4", "mov", "avi", "mkv", "wmv", "webm", "3gp":
		return "video"
	case "zip", "rar", "7z", "tar", "gz":
		return "application/zip"
	}
	return ""
}

// formVersion is R22: a form or a text that is no longer the one in use.
func (x *examination) formVersion() {
	if x.d.Schema != DraftSchema {
		x.hit("R22", "schema", "schema", arg("value", x.d.Schema), arg("expected", DraftSchema))
	}
	printed := x.d.Form
	if x.Profile.Template != "" {
		printed = Form(x.Profile.Template)
	}
	if slices.Contains(x.p.StructureOnly, printed) {
		x.hit("R22", "structure_only", "form", arg("form", string(x.d.Form)))
	}
	look := func(field, text, words string) {
		for _, o := range x.p.Outdated {
			if len(o.States) > 0 && !slices.Contains(o.States, x.d.State) || len(o.Forms) > 0 && !slices.Contains(o.Forms, x.d.Form) {
				continue
			}
			if w := says(words, o.Words); w != "" {
				x.hitFrom("R22", "outdated", field, o.Source, arg("value", quote(text, w)), textOf("why", o.Text))
			}
		}
	}
	for _, t := range x.texts {
		look(t.field, t.text, t.words)
	}
	for i, a := range x.d.Attachments {
		look(at("attachments", i)+".title", a.Title, fold(a.Title))
	}
	for i, r := range x.d.References {
		look(at("references", i)+".value", r.Value, fold(r.Value))
	}
}

// payload is R25: too much for the way it goes.
func (x *examination) payload() {
	var total int64
	for _, a := range x.d.Attachments {
		total += max(a.Doc.Size, 0)
	}
	channel := x.d.Channel
	if channel == "" {
		channel = x.Profile.Path.ID
	}
	limit := x.p.MaxBytes
	if n, ok := x.p.FormBytes[x.d.Form]; ok {
		limit = n
	}
	if n, ok := x.p.ChannelBytes[channel]; ok {
		limit = n
	}
	if limit > 0 && total > limit {
		x.hit("R25", "too_large", "attachments", arg("n", megabytes(total)), arg("max", megabytes(limit)))
	}
	if n := len(x.d.Attachments); x.p.MaxAttachments > 0 && n > x.p.MaxAttachments {
		x.hit("R25", "too_many", "attachments", arg("n", strconv.Itoa(n)), arg("max", strconv.Itoa(x.p.MaxAttachments)))
	}
	if most, n := x.p.MaxMeasures[x.d.State], len(x.d.Measures); most > 0 && n > most {
		x.hit("R25", "too_many_measures", "measures", arg("n", strconv.Itoa(n)), arg("max", strconv.Itoa(most)), x.stateArg("state", x.d.State))
	}
}

func megabytes(n int64) string { return strconv.FormatInt((n+1<<20-1)>>20, 10) }
