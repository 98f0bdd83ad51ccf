package jurisdiction

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/mla"
)

const (
	cureMark   = "add mark: sourced (with src), memory or design"
	cureSource = "name an entry of sources.yaml as src, or mark it memory"
)

// checkMarks faults what does not say how sure we are. Every entry of a list
// carries its own mark; anything else carries one itself or lies inside what
// does. The head of a file (schema, code, name, dates of the list) is no fact
// of law and carries none, so that one mark cannot cover a whole file.
func (r *reader) checkMarks(file string) {
	c := markChecker{reader: r, file: file}
	root := content(r.root(file))
	if root == nil {
		return
	}
	if marked(root) {
		r.fault(file, at("mark"), "a mark at the head would cover the whole file", "move the mark to each entry")
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i].Value, root.Content[i+1]
		if value.Kind == yaml.ScalarNode || key == "name" {
			continue
		}
		c.walk(at(key), value, false, false)
	}
}

type markChecker struct {
	*reader
	file string
}

func (c markChecker) walk(p place, n *yaml.Node, covered, item bool) {
	switch n.Kind {
	case yaml.AliasNode:
		c.walk(p, n.Alias, covered, item)
	case yaml.ScalarNode:
		if !covered {
			c.fault(c.file, p, "no mark", cureMark)
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			c.walk(p.under(i), child, covered, true)
		}
	case yaml.MappingNode:
		switch {
		case marked(n):
			c.check(p, field(n, "mark"), field(n, "src"))
			covered = true
		case item:
			c.fault(c.file, p, "no mark", cureMark)
			covered = true // said once
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			c.walk(p.under(n.Content[i].Value), n.Content[i+1], covered, false)
		}
	}
}

func (c markChecker) check(p place, mark, src string) {
	switch mla.Mark(mark) {
	case mla.Sourced:
		if src == "" {
			c.fault(c.file, p, "sourced without src", cureSource)
		}
	case mla.Memory, mla.Design:
	default:
		c.fault(c.file, p.under("mark"), fmt.Sprintf("unknown mark %q", mark), cureMark)
	}
	if _, ok := c.sources[src]; src != "" && !ok && !c.broken["sources.yaml"] {
		c.fault(c.file, p.under("src"), fmt.Sprintf("unknown source %q", src), cureSource)
	}
}

func marked(n *yaml.Node) bool {
	k, _ := entry(n, "mark")
	return k != nil
}
