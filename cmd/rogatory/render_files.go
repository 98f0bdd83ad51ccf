package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogatory/rogatory/internal/letter"
	"github.com/rogatory/rogatory/internal/mla"
)

// maxTranslation is what is read of a file of translations.
const maxTranslation = 4 << 20

// translated is a text with the one it translates, as --skeleton writes it. A
// plain text is read too.
type translated struct {
	Source string `json:"source"`
	Text   string `json:"text"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *translated) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &t.Text)
	}
	type plain translated
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode((*plain)(t))
}

// readTranslation reads texts by segment id. A segment that the draft does not
// have, and one whose source has changed since, are refused by name: what was
// translated is what is sent.
func readTranslation(file string, d mla.Draft) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	dec := json.NewDecoder(io.LimitReader(f, maxTranslation))
	given := map[string]translated{}
	if err := dec.Decode(&given); err != nil {
		return nil, fmt.Errorf("%s: not an object of texts by segment id, as --skeleton writes it; an XLIFF file is imported at the translation desk (%w)", file, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: something follows the translations", file)
	}
	known := map[string]string{}
	for _, s := range letter.Segments(d) {
		known[s.ID] = s.Text
	}
	out := map[string]string{}
	var refused refusedArgs
	for _, id := range slices.Sorted(maps.Keys(given)) {
		source, ok := known[id]
		switch t := given[id]; {
		case !ok:
			refused = append(refused, mla.Refuse(mla.CodeUnknownValue, "--translation", "value", id, "expected", strings.Join(slices.Sorted(maps.Keys(known)), ", ")))
		case t.Source != "" && t.Source != source && t.Text != "":
			refused = append(refused, mla.Refuse(mla.CodeStaleTranslation, id))
		default:
			out[id] = t.Text
		}
	}
	if len(refused) > 0 {
		return nil, refused
	}
	return out, nil
}

// writeSkeleton writes what --translation takes: each text to translate, with
// what was translated so far.
func writeSkeleton(file string, d mla.Draft, translation map[string]string, force bool) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	texts := map[string]translated{}
	for _, s := range letter.Segments(d) {
		texts[s.ID] = translated{Source: s.Text, Text: translation[s.ID]}
	}
	if err := enc.Encode(texts); err != nil {
		return err
	}
	if err := free(file, force); err != nil {
		return err
	}
	return writeWhole(file, b.Bytes())
}

var digestLine = regexp.MustCompile(`^[0-9a-f]{64}$`)

// readReleased reads the digests of released templates, one a line; what follows
// a # is a remark.
func readReleased(file string) (map[string]bool, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]bool{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if !digestLine.MatchString(text) {
			return nil, fmt.Errorf("%s: line %d is no digest of 64 hexadecimal digits", file, n)
		}
		out[text] = true
	}
	return out, lines.Err()
}

// write writes all letters or, where one may not be written, none.
func (c *renderCmd) write(letters []renderedLetter) error {
	if strings.ContainsAny(c.Reference, `/\`) || strings.HasPrefix(c.Reference, ".") {
		return fmt.Errorf("--reference %s: it begins the names of files and holds no / and no leading point", c.Reference)
	}
	for _, l := range letters {
		if l.made() {
			if err := free(filepath.Join(c.Out, l.File), c.Force); err != nil {
				return err
			}
		}
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return err
	}
	for _, l := range letters {
		if !l.made() {
			continue
		}
		if err := writeWhole(filepath.Join(c.Out, l.File), l.content); err != nil {
			return err
		}
	}
	return nil
}

// free refuses a name that is taken.
func free(name string, force bool) error {
	if _, err := os.Lstat(name); err == nil && !force {
		return fmt.Errorf("%s is there already; --force replaces it", name)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// writeWhole writes a file that is there whole or not at all: it holds what a
// request says, so that only its owner reads it.
func writeWhole(name string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".rogatory-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
