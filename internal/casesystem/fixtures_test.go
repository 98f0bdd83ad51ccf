package casesystem_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/rogatory/rogatory/internal/casesystem"
	"github.com/rogatory/rogatory/internal/mla"
)

var now = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func clockAt(t time.Time) func() time.Time { return func() time.Time { return t } }

// documents is a document store made of a map.
type documents map[string][]byte

func (d documents) add(content string) mla.DocRef {
	sum := sha256.Sum256([]byte(content))
	ref := mla.DocRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content)), MIME: "application/pdf"}
	d[ref.SHA256] = []byte(content)
	return ref
}

func (d documents) open(_ context.Context, sha string) (io.ReadCloser, error) {
	b, ok := d[sha]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

func delivery(t *testing.T) (casesystem.Delivery, documents) {
	t.Helper()
	docs := documents{}
	original := docs.add("subscriber record, 12 lines")
	return casesystem.Delivery{
		ID: "0193-aa/deliver/17", RequestRef: "FR-2026-PH-0042", CaseRef: "Parquet n° 26/1234", Kind: casesystem.KindPartial, At: now,
		Items: []casesystem.Item{
			{Doc: original, Name: "Relevé 100% complet.pdf", Measure: "subscriber_data", Custodian: "Telco Inc.", AllowedUse: "this case only", ReceivedOn: "2026-10-30"},
			{Doc: docs.add("traduction du relevé"), Name: "Relevé 100% complet.pdf", TranslationOf: original.SHA256},
		},
	}, docs
}

var secret = casesystem.WebhookSecret([]byte(strings.Repeat("k", 32)))
