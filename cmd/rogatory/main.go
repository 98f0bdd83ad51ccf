// Command rogatory follows requests for mutual legal assistance: one binary,
// one verb a file.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Demo        demoCmd        `cmd:"" help:"Start everything with fictional cases: private PostgreSQL, private Temporal, API, pages and worker."`
	Tour        tourCmd        `cmd:"" help:"Take requests to four States through their whole life with the clock running fast; exit 0 only if every expectation held."`
	Serve       serveCmd       `cmd:"" help:"Serve the API and the pages."`
	Worker      workerCmd      `cmd:"" help:"Run the workflows and their side effects."`
	Migrate     migrateCmd     `cmd:"" help:"Bring the database and Temporal up to this version."`
	Doctor      doctorCmd      `cmd:"" help:"Compare workflows and store, rebuild projections, resume lost workflows."`
	User        userCmd        `cmd:"" help:"Create and change accounts."`
	Case        caseCmd        `cmd:"" help:"Create originating cases and say who has access."`
	Alerts      alertsCmd      `cmd:"" help:"List what waits for an operator."`
	Open        openCmd        `cmd:"" help:"Open a request from a file through the API."`
	Check       checkCmd       `cmd:"" help:"Say why a request would come back: exit 1 when something blocks, 2 when the file is no draft."`
	Verify      verifyCmd      `cmd:"" help:"Say what a file is: sealed and intact (exit 0), changed (1), or nothing to conclude (2)."`
	Deadline    deadlineCmd    `cmd:"" help:"Compute a deadline and explain it."`
	Holidays    holidaysCmd    `cmd:"" help:"List the holidays of a State, or import proclaimed ones."`
	CheckData   checkDataCmd   `cmd:"" help:"Check the data of the law; every fault with file, line and cure, exit 1 when there is one."`
	Render      renderCmd      `cmd:"" help:"Make every letter of a request from a file, offline: exit 1 when one could not be made, 2 when the file is no draft or nothing may be written."`
	CheckTexts  checkTextsCmd  `cmd:"" name:"check-templates" help:"Check the templates of letters with sample data; every fault with file, line and cure, exit 1 when there is one."`
	Path        pathCmd        `cmd:"" help:"Propose the paths by which measures can be asked of a State, and say why."`
	Schema      schemaCmd      `cmd:"" help:"Print the JSON Schema of a document."`
	Bench       benchCmd       `cmd:"" help:"Measure commands of a request side by side with a bare workflow."`
	Healthcheck healthcheckCmd `cmd:"" help:"Exit 0 when the URL answers 200; for containers."`
}

func main() {
	if os.Getenv("GOGC") == "" {
		// Live memory is small and most of what is allocated is short-lived: a larger
		// heap before each collection halves its share of the processor.
		debug.SetGCPercent(300)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("rogatory"), kong.Description("Follows requests for mutual legal assistance from draft to the answer in the case."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		var told exitCode
		if errors.As(err, &told) {
			os.Exit(int(told))
		}
		fmt.Fprintln(os.Stderr, "rogatory:", err)
		os.Exit(1)
	}
}
