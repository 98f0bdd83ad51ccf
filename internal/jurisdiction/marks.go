package jurisdiction

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/mla"
)

// checkMarks refuses a file in which a fact does not say how sure we are. Every
// entry of a list carries its own mark; anything else carries one itself or
// lies inside what does. The head of a file (schema, code, name, dates of the
// list) is no fact of law and carries none, so that one mark cannot cover a
// whole file.
func checkMarks(file string, root *yaml.Node, sources map[string]rawSource) error {
	c := markChecker{file: file, sources: sources}
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	if root.Kind != yaml.MappingNode {
		return fmt.Errorf("%s: not a mapping", file)
	}
	if marked(root) {
		return fmt.Errorf("%s: mark: a mark at the head would cover the whole file", file)
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i].Value, root.Content[i+1]
		if value.Kind == yaml.ScalarNode || key == "name" {
			continue
		}
		if err := c.walk(key, value, false, false); err != nil {
			return err
		}
	}
	return nil
}

type markChecker struct {
	file    string
	sources map[string]rawSource
}

func (c markChecker) walk(path string, n *yaml.Node, covered, item bool) error {
	switch n.Kind {
	case yaml.AliasNode:
		return c.walk(path, n.Alias, covered, item)
	case yaml.ScalarNode:
		if !covered {
			return fmt.Errorf("%s: %s: no mark", c.file, path)
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			if err := c.walk(fmt.Sprintf("%s[%d]", path, i), child, covered, true); err != nil {
				return err
			}
		}
	case yaml.MappingNode:
		if id := field(n, "id"); item && id != "" {
			path += "(" + id + ")"
		}
		switch {
		case marked(n):
			if err := c.check(path, field(n, "mark"), field(n, "src")); err != nil {
				return err
			}
			covered = true
		case item:
			return fmt.Errorf("%s: %s: no mark", c.file, path)
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if err := c.walk(path+"."+n.Content[i].Value, n.Content[i+1], covered, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c markChecker) check(path, mark, src string) error {
	switch mla.Mark(mark) {
	case mla.Sourced:
		if src == "" {
			return fmt.Errorf("%s: %s: sourced without src", c.file, path)
		}
	case mla.Memory, mla.Design:
	default:
		return fmt.Errorf("%s: %s: unknown mark %q", c.file, path, mark)
	}
	if _, ok := c.sources[src]; src != "" && !ok {
		return fmt.Errorf("%s: %s: unknown source %q", c.file, path, src)
	}
	return nil
}

func marked(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "mark" {
			return true
		}
	}
	return false
}

func field(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1].Value
		}
	}
	return ""
}
