package letter

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/rogatory/rogatory/internal/mla"
)

// The kinds of fault of a template. They are worded for people in the i18n
// files, under error.<code>.
const (
	FaultFrontMatter = "template_front_matter" // and what is wrong: missing, open, line, key, version
	FaultSyntax      = "template_syntax"       // What is what the template reader said
	FaultFunction    = "template_function"     // a word in {{ }} that is no function
	FaultPart        = "template_part"         // {{template "x"}} of a part that is not defined
	FaultField       = "template_data"         // {{.X}} that the letter's data does not have
	FaultTerm        = "template_term"         // {{t "x"}} that the glossary has not in this language
	FaultGlossary    = "template_glossary"     // a glossary that is no list of terms
	FaultForbidden   = "template_forbidden"    // a word that the glossary forbids
	FaultGlyph       = "template_glyph"        // a character that no typeface has
	FaultOther       = "template_other"        // an action that cannot be carried out
	faultMarkup      = "template_markup_"      // and what is wrong with the line, see markupFault
)

// Fault is a fault of a template: where it is written, and what is wrong with
// it. It unwraps to its *mla.Error, which people read in their language.
type Fault struct {
	// File is letters/cover/fr.tmpl, letters/common.tmpl or glossary.yaml.
	File string
	// Line and Column count from 1; 0 is not known.
	Line, Column int
	Code         string
	// What is the word at fault, or the text of the line.
	What string
	Args []string // further pairs for the wording
}

// Place is the file, with line and column where they are known.
func (f *Fault) Place() string {
	s := f.File
	for _, n := range []int{f.Line, f.Column} {
		if n > 0 {
			s += ":" + strconv.Itoa(n)
		}
	}
	return s
}

// Error implements error.
func (f *Fault) Error() string {
	return fmt.Sprintf("letter: %s: %s: %s", f.Place(), f.Code, f.What)
}

// Unwrap gives the refusal that people read.
func (f *Fault) Unwrap() error {
	return mla.Refuse(f.Code, f.Place(), append([]string{"value", f.What}, f.Args...)...)
}

// place says where a fault is, if that is not known yet.
func (f *Fault) place(file string, line int) {
	if f.Line == 0 {
		f.File, f.Line = file, line
	}
}

// markupFault is a line that cannot be read: kind is space (a mark without its
// space), unknown, field, widths, cells, code or bold.
func markupFault(kind, line string, args ...string) *Fault {
	return &Fault{Code: faultMarkup + kind, What: shown(line), Args: args}
}

// shown is a line of output as its writer would know it: a value is not
// repeated, it may be personal.
func shown(line string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(line, string(markField))
		b.WriteString(before)
		if !found {
			return b.String()
		}
		field, after, _ := strings.Cut(rest, string(markEnd))
		field, _, _ = strings.Cut(field, string(markText))
		b.WriteString("{" + field + "}")
		line = after
	}
}

// The shapes of text/template's errors. Their wording is not a contract; what
// is not recognised is shown as it is, with its place.
var (
	templateError = regexp.MustCompile(`(?s)^template: ([^:]+):(\d+)(?::(\d+))?: (?:executing ".*?" at <(.*?)>: )?(.*)$`)
	openedAt      = regexp.MustCompile(`^unclosed action started at .*:(\d+)$`)
	noFunction    = regexp.MustCompile(`^function "(.*)" not defined`)
	noPart        = regexp.MustCompile(`template "(.*)" not defined`)
	noField       = regexp.MustCompile(`can't evaluate field (\w+)|nil pointer evaluating .*\.(\w+)$|map has no entry for key "(.*)"`)
)

// faultOf reads an error of text/template. source gives the text of a file, to
// count columns in letters instead of bytes.
func faultOf(err error, source func(file string) string) error {
	var own *Fault
	at := templateError.FindStringSubmatch(err.Error())
	if errors.As(err, &own) && own.Line > 0 || at == nil {
		return err
	}
	f := &Fault{File: at[1], Code: FaultOther, What: at[5]}
	f.Line, _ = strconv.Atoi(at[2])
	if at[3] != "" {
		bytes, _ := strconv.Atoi(at[3])
		f.Column = column(source(f.File), f.Line, bytes)
	}
	if m := openedAt.FindStringSubmatch(at[5]); m != nil {
		f.Line, _ = strconv.Atoi(m[1])
	}
	var exec template.ExecError
	switch {
	case own != nil:
		f.Code, f.What, f.Args = own.Code, own.What, own.Args
	case noFunction.MatchString(at[5]):
		f.Code, f.What = FaultFunction, noFunction.FindStringSubmatch(at[5])[1]
		f.Args = []string{"known", strings.Join(functions(), ", ")}
	case noPart.MatchString(at[5]):
		f.Code, f.What = FaultPart, noPart.FindStringSubmatch(at[5])[1]
	case noField.MatchString(at[5]):
		f.Code, f.What = FaultField, at[4]
	case !errors.As(err, &exec):
		f.Code = FaultSyntax
	}
	return f
}

// column counts the letters before a byte of a line, from 1.
func column(src string, line, bytes int) int {
	lines := strings.Split(src, "\n")
	if line < 1 || line > len(lines) {
		return bytes + 1
	}
	return utf8.RuneCountInString(lines[line-1][:min(bytes, len(lines[line-1]))]) + 1
}
