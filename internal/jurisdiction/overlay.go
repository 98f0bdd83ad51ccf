package jurisdiction

import (
	"fmt"
	"io/fs"
	"os"
	"slices"

	"gopkg.in/yaml.v3"
)

// DataVar is the environment variable that names a folder of further data files.
const DataVar = "ROGATORY_DATA"

// LoadFrom gives the law shipped with the binary, extended by the files of
// over; nil adds nothing. A file that the binary does not ship is added, one
// that it ships is merged: see merge. Errors are those of Load; a fault in a
// merged file has the line of the file that it came from.
func LoadFrom(over fs.FS) (*Book, error) { return read(extended(over)) }

func extended(over fs.FS) fs.FS {
	if over == nil {
		return shipped()
	}
	return layered{over: over, under: shipped()}
}

// fromEnvironment is the folder that DataVar names, nil for none.
func fromEnvironment() (fs.FS, error) {
	dir := os.Getenv(DataVar)
	if dir == "" {
		return nil, nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", DataVar, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s: %s is not a folder", DataVar, dir)
	}
	return os.DirFS(dir), nil
}

// layered finds what is only in over there, and anything else in under. The
// reader merges the files that are in both.
type layered struct{ over, under fs.FS }

// Open implements fs.FS. Folders are over's: what nobody reads is looked for
// among the files that were added.
func (o layered) Open(name string) (fs.File, error) {
	info, err := fs.Stat(o.under, name)
	if err == nil && !info.IsDir() {
		return o.under.Open(name)
	}
	return o.over.Open(name)
}

// extend merges into a shipped file what the folder over it adds.
func (r *reader) extend(file string, root *yaml.Node) {
	o, ok := r.data.(layered)
	if !ok {
		return
	}
	if _, err := fs.Stat(o.under, file); err != nil {
		return // the file itself is from over
	}
	text, err := fs.ReadFile(o.over, file)
	if err != nil {
		return
	}
	var more yaml.Node
	if err := yaml.Unmarshal(text, &more); err != nil {
		line, what := lineOf(err.Error())
		r.unreadable(file, line, what, "mend the YAML of the file in the folder of "+DataVar)
		return
	}
	if a, b := content(root), content(&more); a != nil && b != nil {
		merge(a, b)
	}
}

// merge puts b into a. Mappings merge by key, the later text wins; a list gets
// what it does not hold yet; an entry whose id it holds is merged with that.
func merge(a, b *yaml.Node) {
	switch {
	case a.Kind == yaml.MappingNode && b.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(b.Content); i += 2 {
			if _, at := entry(a, b.Content[i].Value); at != nil {
				merge(at, b.Content[i+1])
			} else {
				a.Content = append(a.Content, b.Content[i], b.Content[i+1])
			}
		}
	case a.Kind == yaml.SequenceNode && b.Kind == yaml.SequenceNode:
		for _, item := range b.Content {
			i := slices.IndexFunc(a.Content, func(n *yaml.Node) bool { return same(n, item) })
			if i < 0 {
				a.Content = append(a.Content, item)
			} else {
				merge(a.Content[i], item)
			}
		}
	default:
		*a = *b
	}
}

// same reports two entries of one thing: the same word, or mappings of one id.
func same(a, b *yaml.Node) bool {
	if a.Kind == yaml.ScalarNode && b.Kind == yaml.ScalarNode {
		return a.Value == b.Value
	}
	id := field(b, "id")
	return a.Kind == yaml.MappingNode && b.Kind == yaml.MappingNode && id != "" && field(a, "id") == id
}
