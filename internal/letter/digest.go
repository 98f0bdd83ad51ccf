package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

// ownWords are the terms that the page itself prints.
var ownWords = []string{"page", "label_draft"}

// digestOf is the digest of everything a letter's words come from: the source
// of its template, the common parts it uses, and the glossary's renderings in
// its language of the terms it can name. What it does not use may change without
// a new release; what it uses may not.
func (l *library) digestOf(src string, root *template.Template, name, lang string) string {
	h := sha256.New()
	fmt.Fprintf(h, "rogatory template 1\n%s\n%s\n", name, src)
	parts := reachable(root, name)
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		if t := parts[part]; t.ParseName == commonFile {
			fmt.Fprintf(h, "part %q %q\n", part, t.Root.String())
		}
	}
	for _, key := range l.termsOf(parts) {
		if word := l.glossary[key][lang]; word != "" {
			fmt.Fprintf(h, "term %q %q\n", key, word)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// reachable are the parts that a template calls, itself included.
func reachable(root *template.Template, name string) map[string]*parse.Tree {
	out := map[string]*parse.Tree{}
	var follow func(name string)
	follow = func(name string) {
		t := root.Lookup(name)
		if t == nil || t.Tree == nil || out[name] != nil {
			return
		}
		out[name] = t.Tree
		walk(t.Root, func(n parse.Node) {
			if call, ok := n.(*parse.TemplateNode); ok {
				follow(call.Name)
			}
		})
	}
	follow(name)
	return out
}

// termsOf are the glossary's keys that parts can ask for, sorted: those named,
// those of a group named, and all of them where a template computes a key.
func (l *library) termsOf(parts map[string]*parse.Tree) []string {
	exact, prefixes, all := map[string]bool{}, []string{}, false
	for _, key := range ownWords {
		exact[key] = true
	}
	for _, part := range parts {
		walk(part.Root, func(n parse.Node) {
			word, arg := glossaryCall(n)
			lit, isLiteral := literal(arg)
			switch {
			case word == "":
			case word != "t" && isLiteral:
				prefixes = append(prefixes, lit+"/")
			case isLiteral:
				exact[lit] = true
			case beginning(arg) != "":
				prefixes = append(prefixes, beginning(arg))
			default:
				all = true
			}
		})
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(l.glossary)), func(key string) bool {
		return !all && !exact[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
	})
}

// glossaryCall reads {{t x}}, {{term x …}} and {{word x …}}: the function and its first
// argument, which is nil for x | t.
func glossaryCall(n parse.Node) (word string, arg parse.Node) {
	c, ok := n.(*parse.CommandNode)
	if !ok || len(c.Args) == 0 {
		return "", nil
	}
	id, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok || id.Ident != "t" && id.Ident != "term" && id.Ident != "word" {
		return "", nil
	}
	if len(c.Args) > 1 {
		arg = c.Args[1]
	}
	return id.Ident, arg
}

func literal(n parse.Node) (string, bool) {
	s, ok := n.(*parse.StringNode)
	if !ok {
		return "", false
	}
	return s.Text, true
}

// beginning is "state/" of (print "state/" .State), and "" of anything else.
func beginning(n parse.Node) string {
	p, ok := n.(*parse.PipeNode)
	if !ok || len(p.Cmds) != 1 || len(p.Cmds[0].Args) < 2 {
		return ""
	}
	if id, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode); !ok || id.Ident != "print" {
		return ""
	}
	s, _ := literal(p.Cmds[0].Args[1])
	return s
}
