package jurisdiction

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// faultNamed notes a defect that a reader of its own file words as
// "file: names: what; cure", where names are the keys and ids that lead to it,
// as R01.no_article. The line is found by them, and they stay the path.
func (r *reader) faultNamed(err error) {
	file, rest, _ := strings.Cut(err.Error(), ": ")
	names, text, ok := strings.Cut(rest, ": ")
	if !ok {
		names, text = "", rest
	}
	what, cure, _ := strings.Cut(text, "; ")
	if cure == "" {
		cure = "correct this entry"
	}
	f := Fault{File: file, Path: names, What: what, Cure: cure}
	if root := r.root(file); root != nil {
		f.Line, _ = locate(root, byNames(root, strings.Split(names, ".")))
	}
	if !r.spoilt[file][f.Line] {
		r.faults = append(r.faults, f)
	}
}

// byNames is the place to which names lead, each a key or the id of a list's
// entry somewhere below the one before; as far as they lead.
func byNames(root *yaml.Node, names []string) place {
	for n := len(names); n > 0; n-- {
		if p, ok := descend(root, names[:n]); ok {
			return p
		}
	}
	return nil
}

func descend(n *yaml.Node, names []string) (place, bool) {
	if len(names) == 0 {
		return place{}, true
	}
	n = content(n)
	if n == nil {
		return nil, false
	}
	step := func(by any, child *yaml.Node, rest []string) (place, bool) {
		p, ok := descend(child, rest)
		return append(place{by}, p...), ok
	}
	switch n.Kind {
	case yaml.MappingNode:
		if _, v := entry(n, names[0]); v != nil {
			if p, ok := step(names[0], v, names[1:]); ok {
				return p, true
			}
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if p, ok := step(n.Content[i].Value, n.Content[i+1], names); ok {
				return p, true
			}
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			rest := names
			if field(content(child), "id") == names[0] {
				rest = names[1:]
			}
			if p, ok := step(i, child, rest); ok {
				return p, true
			}
		}
	}
	return nil, false
}
