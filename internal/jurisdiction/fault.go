package jurisdiction

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one defect of the data files, with what mends it.
type Fault struct {
	// File is the path within the data folder.
	File string `json:"file"`
	// Line counts from 1; zero where the file itself is missing.
	Line int `json:"line,omitempty"`
	// Path is the place within the file, as clocks[0](EIO_ACK).starts_on.
	Path string `json:"path,omitempty"`
	What string `json:"what"`
	Cure string `json:"cure"`
}

// Error is one line: file, line, place, what is wrong, and the cure.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	if f.Path != "" {
		b.WriteString(": " + f.Path)
	}
	b.WriteString(": " + f.What)
	if f.Cure != "" {
		b.WriteString(". Cure: " + f.Cure)
	}
	return b.String()
}

// Faults are all the defects of a set of data files, sorted by file and line.
type Faults []Fault

// Error gives every fault, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted puts the faults in order and drops what is said twice.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(fs)
}

// lastPart is the part of a dotted name after the last dot.
func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
