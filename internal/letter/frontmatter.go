package letter

import (
	"fmt"
	"slices"
	"strings"
)

// headKeys are what a front matter may say. reviewed_by is read and decides
// nothing: a file that anybody may edit cannot release itself.
var headKeys = []string{"version", "title", "reviewed_by"}

// frontMatter reads "key: value" lines between two lines of three dashes, and
// gives the body with as many empty lines before it as the front matter had.
func frontMatter(file, src string) (meta map[string]string, body string, err error) {
	fault := func(line int, kind, what string) error {
		return &Fault{File: file, Line: line, Code: FaultFrontMatter + "_" + kind, What: what}
	}
	src = strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n")
	head, ok := strings.CutPrefix(src, "---\n")
	if !ok {
		return nil, "", fault(1, "missing", "---")
	}
	head, body, ok = strings.Cut(head, "\n---\n")
	if !ok {
		return nil, "", fault(1, "open", "---")
	}
	meta = map[string]string{}
	for i, line := range strings.Split(head, "\n") {
		key, val, ok := strings.Cut(line, ":")
		if key = strings.TrimSpace(key); !ok {
			return nil, "", fault(i+2, "line", line)
		}
		if !slices.Contains(headKeys, key) {
			return nil, "", fault(i+2, "key", key)
		}
		meta[key] = strings.TrimSpace(val)
	}
	if meta["version"] == "" {
		return nil, "", fault(1, "version", "version")
	}
	return meta, strings.Repeat("\n", strings.Count(head, "\n")+3) + body, nil
}

// versionOf is a template's version as printed: "eio/fr 0.1.0 3fa9c2d1".
func versionOf(name string, meta map[string]string, digest string) string {
	return fmt.Sprintf("%s %s %s", name, meta["version"], digest[:8])
}
