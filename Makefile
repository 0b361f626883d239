# Every target sets up what it needs: see tools/setup.

export PATH := $(PATH):/usr/local/go/bin
# A checkout without git, or owned by another, must build too.
export GOFLAGS := $(GOFLAGS) -buildvcs=false

# Staticcheck builds ten times faster without cgo.
staticcheck = CGO_ENABLED=0 go tool -modfile=tools/go.mod staticcheck

.PHONY: help
help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile

.PHONY: setup
setup: ## install what is missing (PostgreSQL, Redis, a C compiler)
	@tools/setup

.PHONY: demo
demo: setup ## everything on this machine, in a browser; ARGS="--data DIR" keeps it
	go run ./cmd/tiepdan demo $(ARGS)

.PHONY: test
test: setup ## all tests, with the race detector, on a real Postgres and Redis
	CGO_ENABLED=1 go test -race -timeout 15m ./...

.PHONY: check
check: ## gofmt, vet, staticcheck, known vulnerabilities
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt these: $$unformatted" >&2; exit 1; }
	go vet ./...
	$(staticcheck) ./...
	tools/vulnerabilities

.PHONY: bench
bench: setup ## all benchmarks; BENCH=Change picks some
	go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem -timeout 30m ./...

.PHONY: chaos
chaos: setup ## the promises kept while everything breaks; ARGS="--seed 7 --seeds 10"
	go run ./cmd/chaos $(ARGS)

.PHONY: chaos-broken
chaos-broken: setup ## deliberately broken builds, each of which has to be caught
	go run ./cmd/chaos --broken all $(ARGS)

.PHONY: build
build: ## the program, as bin/tiepdan
	CGO_ENABLED=0 go build -trimpath -o bin/tiepdan ./cmd/tiepdan
