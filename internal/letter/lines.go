package letter

import (
	"fmt"
	"strings"
	"text/template"
	"text/template/parse"
)

// markLines puts before each line that a template writes the file and the line
// it is written in, so that a fault of markup, which only shows once the
// template has been executed, is told where its writer can mend it. file and
// src are what the trees were parsed from.
func markLines(t *template.Template, file, src string) {
	for _, part := range t.Templates() {
		if part.Tree != nil && part.Tree.ParseName == file {
			markNode(part.Root, file, src)
		}
	}
}

func markNode(n parse.Node, file, src string) {
	walk(n, func(n parse.Node) {
		text, ok := n.(*parse.TextNode)
		if !ok {
			return
		}
		line := 1 + strings.Count(src[:text.Pos], "\n")
		var b strings.Builder
		for i, part := range strings.SplitAfter(string(text.Text), "\n") {
			if i > 0 {
				fmt.Fprintf(&b, "%c%s:%d%c", markSource, file, line+i, markSource)
			}
			b.WriteString(part)
		}
		text.Text = []byte(b.String())
	})
}

// walk calls visit for a node and all nodes in it.
func walk(n parse.Node, visit func(parse.Node)) {
	branch := func(b *parse.BranchNode) {
		walk(b.Pipe, visit)
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	visit(n)
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			walk(c, visit)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			walk(n.Pipe, visit)
		}
	case *parse.ChainNode:
		walk(n.Node, visit)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walk(c, visit)
		}
	case *parse.CommandNode:
		for _, c := range n.Args {
			walk(c, visit)
		}
	}
}
