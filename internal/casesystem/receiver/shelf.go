package receiver

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogatory/rogatory/internal/casesystem"
)

// Record is one delivery as it was kept.
type Record struct {
	ID      string                 `json:"id"`
	Receipt string                 `json:"receipt"`
	Request string                 `json:"request"`
	Case    string                 `json:"case"`
	Kind    string                 `json:"kind"`
	Digest  string                 `json:"digest"`
	At      time.Time              `json:"at"`
	Count   int                    `json:"count"` // acknowledgements given, repeats included
	Items   []casesystem.EventItem `json:"items"` // without their links, which are secrets for a day
	Folder  string                 `json:"folder"`
}

const recordFile = "record.json"

// shelf keeps one folder per delivery: record.json and the documents by number.
type shelf struct {
	dir string

	mu      sync.Mutex
	records map[string]Record
}

func openShelf(dir string) (*shelf, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := &shelf{dir: dir, records: map[string]Record{}}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if strings.HasPrefix(e.Name(), ".tmp-") { // a delivery that was being kept when we were killed
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return nil, err
			}
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name(), recordFile))
		if err != nil {
			return nil, err
		}
		var rec Record
		if err := json.Unmarshal(b, &rec); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", e.Name(), recordFile, err)
		}
		s.records[rec.ID] = rec
	}
	return s, nil
}

func (s *shelf) list() []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Record, 0, len(s.records))
	for _, rec := range s.records {
		out = append(out, rec)
	}
	slices.SortFunc(out, func(a, b Record) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

func (s *shelf) get(id string) (Record, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.records[id]
	return rec, ok
}

// keep fetches, verifies and stores a new delivery. It appears whole, by a rename, or not at all.
func (s *shelf) keep(e casesystem.Event, at time.Time, fetch func(casesystem.EventItem, io.Writer) error) (Record, error) {
	name := casesystem.BagName(e.ID)
	rec := Record{
		ID: e.ID, Request: e.Subject, Case: e.Data.Case, Kind: e.Data.Kind, Digest: e.Data.Digest,
		At: at, Count: 1, Items: slices.Clone(e.Data.Items), Folder: name,
		Receipt: "REC-" + at.Format("20060102") + "-" + strings.ToUpper(name[len(name)-8:]),
	}
	temp, err := os.MkdirTemp(s.dir, ".tmp-")
	if err != nil {
		return Record{}, err
	}
	defer os.RemoveAll(temp) // in vain once renamed
	for i := range rec.Items {
		if err := keepDocument(filepath.Join(temp, documentFile(i)), rec.Items[i], fetch); err != nil {
			return Record{}, err
		}
		rec.Items[i].Href = ""
	}
	if err := writeRecord(temp, rec); err != nil {
		return Record{}, err
	}
	if err := os.Rename(temp, filepath.Join(s.dir, name)); err != nil {
		return Record{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records[rec.ID] = rec
	return rec, nil
}

func keepDocument(path string, it casesystem.EventItem, fetch func(casesystem.EventItem, io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	hash := sha256.New()
	count := &counter{}
	err = fetch(it, io.MultiWriter(f, hash, count))
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if count.n != it.Size || hex.EncodeToString(hash.Sum(nil)) != it.SHA256 {
		return refuse(http.StatusBadGateway, "a document is not the one announced")
	}
	return nil
}

// repeat counts one more acknowledgement of a known delivery.
func (s *shelf) repeat(id string) (Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec := s.records[id]
	rec.Count++
	if err := writeRecord(filepath.Join(s.dir, rec.Folder), rec); err != nil {
		return Record{}, err
	}
	s.records[id] = rec
	return rec, nil
}

func writeRecord(dir string, rec Record) error {
	b, err := json.MarshalIndent(rec, "", "  ")
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, recordFile+".new")
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, filepath.Join(dir, recordFile))
}

func documentFile(i int) string { return fmt.Sprintf("%03d", i+1) }

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
