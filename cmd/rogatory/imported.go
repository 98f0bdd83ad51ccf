package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rogatory/rogatory/internal/i18n"
	"github.com/rogatory/rogatory/internal/workday"
)

// importedWait bounds the reading of imported days by a verb that can do without.
const importedWait = 3 * time.Second

// importedDays reads the days imported into the demo that runs in dir, or else
// into the database of the environment; none where neither is named. A demo that
// cannot be read is an error; a database of the environment that cannot is said
// to warn, and the published lists hold.
func importedDays(ctx context.Context, dir, lang string, warn io.Writer) (map[string][]workday.Holiday, error) {
	cfg, err := runningOrNone(dir)
	if cfg == nil && err == nil {
		return nil, nil
	}
	var days map[string][]workday.Holiday
	if err == nil {
		days, err = readImported(ctx, *cfg)
	}
	if err != nil && dir == "" {
		fmt.Fprintln(warn, i18n.T(lang, "holidays.unreached", map[string]string{"Why": err.Error()}))
		return nil, nil
	}
	return days, err
}

// runningOrNone is the configuration that names a database; nil for none.
func runningOrNone(dir string) (*config, error) {
	var cfg config
	var err error
	switch {
	case dir != "":
		cfg, err = runningConfig(dir)
	case os.Getenv("DATABASE_URL") != "" || os.Getenv("DATABASE_URL_FILE") != "":
		cfg, err = fromEnvironment()
	default:
		return nil, nil
	}
	return &cfg, err
}

func readImported(ctx context.Context, cfg config) (days map[string][]workday.Holiday, err error) {
	ctx, cancel := context.WithTimeout(ctx, importedWait)
	defer cancel()
	err = onStore(ctx, cfg, func(a *app) (err error) {
		days, err = overlayOf(ctx, a.store)
		return err
	})
	return days, err
}
