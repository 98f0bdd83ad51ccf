# Rogatory. 'make help' lists the targets.
SHELL := /bin/bash
export CGO_ENABLED ?= 0
GO ?= go
BIN := bin
DEVSTACK_SOURCES := $(shell find devstack -name '*.go' -not -name '*_test.go') devstack/go.mod devstack/go.sum

.PHONY: help demo tour test check build devstack bench bench-letters clean postgres poppler fmt

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: postgres build devstack ## start everything with fictional cases and print the address
	@$(BIN)/rogatory demo

tour: postgres build devstack ## take requests to four States through their whole life, fast and headless
	@$(BIN)/rogatory tour

build: $(BIN)/rogatory ## build bin/rogatory

.PHONY: $(BIN)/rogatory
$(BIN)/rogatory:
	@mkdir -p $(BIN)
	@[ -x $@ ] || echo "building rogatory (the first time takes a minute or two) …"
	@$(GO) build -trimpath -o $@ ./cmd/rogatory

devstack: $(BIN)/devstack ## build the private Temporal server (4 to 7 minutes the first time)

$(BIN)/devstack: $(DEVSTACK_SOURCES)
	@mkdir -p $(BIN)
	@./scripts/progress "building the Temporal server for the demo and the tests (4 to 7 minutes the first time)" \
		$(GO) -C devstack build -trimpath -ldflags='-s -w' -o ../$(BIN)/devstack .

postgres: ## install PostgreSQL's server programs where they are missing
	@./scripts/ensure-postgres

poppler: ## install pdfsig, which checks our seals, where it is missing
	@./scripts/ensure-poppler

# Built like the binaries (-trimpath), so that the many packages of the Temporal
# server are compiled once and not twice.
test: postgres poppler build devstack ## run all tests, on a real PostgreSQL and a real Temporal server
	@$(GO) test -trimpath -timeout 25m ./...
	@$(GO) -C devstack test -trimpath ./...

check: postgres poppler build devstack ## formatting, vet, staticcheck, workflowcheck, race detector
	@./scripts/check

bench: postgres build devstack ## commands of a request side by side with a bare workflow
	@$(BIN)/rogatory bench

bench-letters: ## setting of letters beside plain gofpdf, splitting and checking of translations; no server
	@$(GO) test -trimpath -run '^$$' -bench . -benchmem ./internal/typeset ./internal/letter ./internal/translation

fmt: ## format the code
	@gofmt -w $$(git ls-files '*.go')

clean: ## remove built binaries; data under .rogatory stays
	@rm -rf $(BIN)
