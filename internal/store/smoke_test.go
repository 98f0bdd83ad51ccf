package store_test

import (
	"os"
	"testing"

	"github.com/rogatory/rogatory/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestSmoke(t *testing.T) {
	db := storetest.New(t)
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	c, err := db.CreateCase(t.Context(), "24/123", "TJ Paris", "folder")
	t.Log(c, err)
}
