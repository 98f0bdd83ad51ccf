package main

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogatory/rogatory/activities"
	"github.com/rogatory/rogatory/internal/mla"
)

// TestWithoutItsTimeStampAFileIsNotSealedUnlessTheOperatorSaysSo has an authority that is down.
func TestWithoutItsTimeStampAFileIsNotSealedUnlessTheOperatorSaysSo(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "down", http.StatusServiceUnavailable)
	}))
	t.Cleanup(down.Close)
	cfg, err := demoSeal(t.TempDir(), sealedAt)
	if err != nil {
		t.Fatal(err)
	}
	cfg.tsaURL = strings.Replace(down.URL, "http://", "http://user:mot-de-passe@", 1)
	pdf, err := paper("FR-2026-RO-0001")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	seals := func() activities.Sealer {
		s, err := cfg.sealer(func() time.Time { return sealedAt }, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	_, err = seals().Seal(t.Context(), pdf)
	var delay *activities.SealDelay
	if !errors.As(err, &delay) || delay.Code != codeSealTimestamp || !delay.Soon || asked.Load() != tsaTries {
		t.Errorf("required: %v, asked %d times", err, asked.Load())
	}
	cfg.tsaRequired = false
	s := seals()
	sealed, err := s.Seal(t.Context(), pdf)
	if err != nil || s.Lacks(t.Context(), sealed) != mla.SealNoTimestamp {
		t.Errorf("not required: %v, lacks %q", err, s.Lacks(t.Context(), sealed))
	}
	if strings.Contains(log.String(), "mot-de-passe") || !strings.Contains(log.String(), "sealed without a time stamp") {
		t.Errorf("the log says %s", log.String())
	}
}

func TestASealOutsideItsTimeWaitsForTheOperator(t *testing.T) {
	t.Parallel()
	cfg, err := demoSeal(t.TempDir(), sealedAt)
	if err != nil {
		t.Fatal(err)
	}
	now := sealedAt
	s, err := cfg.sealer(func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := paper("FR-2026-RO-0001")
	if err != nil {
		t.Fatal(err)
	}
	now = sealedAt.AddDate(50, 0, 0) // the worker ran on while its certificate expired
	var delay *activities.SealDelay
	if _, err := s.Seal(t.Context(), pdf); !errors.As(err, &delay) || delay.Code != codeSealExpired || delay.Soon {
		t.Errorf("%v", err)
	}
	now = sealedAt
	var refusal *mla.Error
	if _, err := s.Seal(t.Context(), []byte("Bonjour")); !errors.As(err, &refusal) || refusal.Code != codeSealRefused {
		t.Errorf("%v", err)
	}
	sealed, err := s.Seal(t.Context(), pdf)
	if err != nil || s.Lacks(t.Context(), sealed) != "" {
		t.Errorf("%v", err)
	}
}
