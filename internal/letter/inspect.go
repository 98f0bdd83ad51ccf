package letter

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
	"text/template/parse"
)

// maxFaults bounds what is told of one file.
const maxFaults = 100

// inspect lists the faults of one template: an unknown function is stood in for
// and an action that fails is taken out, so that what follows is examined too.
func (l *library) inspect(form, lang string) []error {
	src, err := l.read(templateFile(form, lang))
	if err != nil {
		return []error{err}
	}
	var out []error
	stubs := template.FuncMap{}
	var t *letterTemplate
	for len(out) < maxFaults {
		if t, err = l.parse(form, lang, src, stubs); err == nil {
			break
		}
		out = append(out, err)
		var f *Fault
		if !errors.As(err, &f) || f.Code != FaultFunction {
			return out // nothing behind it can be read
		}
		stubs[f.What] = func(...any) string { return "" }
	}
	for _, f := range l.missingTerms(t) {
		out = append(out, f)
	}
	out = append(out, l.forbiddenIn(t)...)
	return append(out, l.trial(t, l.previewInput(form, lang), out)...)
}

// trial executes a template that is inspected, as often as there are faults.
func (l *library) trial(t *letterTemplate, in Input, known []error) (out []error) {
	_, byID, err := segmentsOf(in)
	if err != nil {
		return []error{err}
	}
	v, err := viewOf(in, byID)
	if err != nil {
		return []error{err}
	}
	told := func(err error) bool {
		for _, k := range append(known, out...) {
			if k.Error() == err.Error() {
				return true
			}
		}
		return false
	}
	for range maxFaults {
		var b strings.Builder
		err := t.tmpl.Execute(&b, v)
		if err == nil {
			for _, f := range markupFaults(b.String()) {
				if !told(f) {
					out = append(out, f)
				}
			}
			return out
		}
		err = faultOf(err, t.sourceOf)
		if !told(err) {
			out = append(out, err)
		}
		var f *Fault
		if !errors.As(err, &f) || !t.takeOut(f) {
			return out
		}
	}
	return out
}

// missingTerms finds the terms that a template names and the glossary lacks in
// its language, in branches too that the sample does not take. Terms that the
// data choose are tried by executing it.
func (l *library) missingTerms(t *letterTemplate) (out []*Fault) {
	for _, part := range reachable(t.tmpl, t.tmpl.Name()) {
		walk(part.Root, func(n parse.Node) {
			word, arg := glossaryCall(n)
			if key, ok := literal(arg); ok && word == "t" && l.glossary[key][t.lang] == "" {
				at, _ := part.ErrorContext(n)
				f := placed(at, t)
				f.Code, f.What, f.Args = FaultTerm, key, []string{"lang", t.lang}
				out = append(out, f)
			}
		})
	}
	return out
}

// placed reads a place as text/template writes it.
func placed(at string, t *letterTemplate) *Fault {
	var f *Fault
	errors.As(faultOf(errors.New("template: "+at+": x"), t.sourceOf), &f)
	return f
}

// takeOut replaces the action at a fault by nothing, or defines the part that
// lacks. It reports whether anything was changed.
func (t *letterTemplate) takeOut(f *Fault) bool {
	if f.Code == FaultPart {
		_, err := t.tmpl.New(f.What).Parse("")
		return err == nil
	}
	done := false
	for _, part := range reachable(t.tmpl, t.tmpl.Name()) {
		at := func(p *parse.PipeNode) bool {
			hit := false
			walk(p, func(n parse.Node) {
				where, _ := part.ErrorContext(n)
				hit = hit || placed(where, t).Place() == f.Place()
			})
			return hit
		}
		walk(part.Root, func(n parse.Node) {
			var pipe *parse.PipeNode
			switch n := n.(type) {
			case *parse.ActionNode:
				pipe = n.Pipe
			case *parse.IfNode:
				pipe = n.Pipe
			case *parse.RangeNode:
				pipe = n.Pipe
			case *parse.WithNode:
				pipe = n.Pipe
			case *parse.TemplateNode:
				pipe = n.Pipe
			}
			if pipe != nil && at(pipe) {
				pipe.Cmds, done = nothing, true
			}
		})
	}
	return done
}

// nothing is the pipeline of an action that says nothing.
var nothing = func() []*parse.CommandNode {
	trees, err := parse.Parse("nothing", `{{""}}`, "", "")
	if err != nil {
		panic(fmt.Sprint("letter: ", err))
	}
	action, ok := trees["nothing"].Root.Nodes[0].(*parse.ActionNode)
	if !ok {
		panic("letter: an action that is none")
	}
	return action.Pipe.Cmds
}()

// markupFaults are the faults of all lines.
func markupFaults(src string) (out []error) {
	for _, line := range outputLines(src) {
		// A table is read row by row: what precedes a row is not asked here, so that
		// one fault does not bring others.
		if _, err := (&numbers{}).line(nil, line.text); err != nil {
			err.place(line.file, line.line)
			out = append(out, err)
		}
	}
	if _, err := parseMarkup(src); len(out) == 0 && err != nil {
		out = append(out, err)
	}
	return out
}
