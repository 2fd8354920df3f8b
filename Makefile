# gramwatt: `make` lists the targets. Needed beforehand: Go, Node.js with npm, and a C compiler (without one the probe
# is built without NVML and says so).

export CGO_CFLAGS := -O2 -Wno-deprecated-declarations
# go-nvml leaves the driver's symbols open until they are called: a linker that binds everything at start would refuse.
export CGO_LDFLAGS := -O2 -Wl,-z,lazy
ifeq ($(shell command -v $${CC:-cc} 2>/dev/null),)
export CGO_ENABLED := 0
endif

BROWSER_GO := GOOS=js GOARCH=wasm CGO_ENABLED=0
WASM_EXEC  := $(shell go env GOROOT)/lib/wasm/go_js_wasm_exec
FUZZ_TIME  ?= 20s

PAGE         := static/dist/index.html
PAGE_SOURCES := $(shell find estimator wasm static/build static/css static/js static/i18n static/learn static/icons static/recordings -type f -not -name '*_test.go' -not -path '*/testdata/*' -not -path '*/generated/*' 2>/dev/null) \
                $(wildcard static/*.html static/*.js static/*.mjs static/*.json static/*.webmanifest)

# Without templates in the library for command lines the program and its memory are 3 MB smaller: see probe/help.go.
SMALL := -tags urfave_cli_no_template

.DEFAULT_GOAL := help
.PHONY: help run demo build test test-native test-plain test-race test-js test-fleet fleet-tools check vet bench fuzz golden browser clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: bin/gramwatt ## build everything, start the probe, print and open the page's address
	bin/gramwatt serve

demo: bin/gramwatt ## the same with simulated hardware
	bin/gramwatt serve --demo h100x8

build: bin/gramwatt ## bin/gramwatt with the page inside, dist/site/ for any web host, dist/gramwatt.html as one file

bin/gramwatt: $(PAGE) go.mod go.sum $(shell find estimator probe static -name '*.go' -not -name '*_test.go' 2>/dev/null)
	go build -trimpath $(SMALL) -o $@ ./probe

$(PAGE): static/node_modules/.package-lock.json $(PAGE_SOURCES)
	cd static && node build.mjs

static/node_modules/.package-lock.json: static/package-lock.json
	cd static && npm ci --no-audit --no-fund --loglevel=error
	touch $@

test: bin/gramwatt browser vet ## install what is needed, run every test
	$(MAKE) --no-print-directory -j2 test-native test-plain test-race test-js
	go test -tags browser -count=1 -timeout 40m -parallel 3 ./probe/internal/browser

# Many of these wait for what they measure: two at a time.
test-native:
	go test ./estimator/... ./wasm/... ./static/... ./probe

test-plain: # what differs without cgo
	CGO_ENABLED=0 go test ./probe ./probe/internal/sampler ./probe/internal/sensor

test-race:
	@if [ "$$CGO_ENABLED" = 0 ]; then echo "no C compiler: without the race detector"; go test ./probe/internal/...; else go test -race ./probe/internal/...; fi

test-js:
	$(BROWSER_GO) go test -exec=$(WASM_EXEC) ./estimator
	cd static && node --test test/

test-fleet: bin/gramwatt browser fleet-tools ## twelve simulated machines under a real Prometheus, and what they send to OpenTelemetry
	go test -tags fleet -count=1 ./probe/internal/fleet
	cd probe/internal/fleet/collector && go test -count=1 .

fleet-tools: # Prometheus and promtool, by the system's package manager when there are none
	@command -v prometheus >/dev/null && command -v promtool >/dev/null || { \
		echo "no Prometheus found: installing it"; \
		sudo=$$(test "$$(id -u)" = 0 || command -v sudo); \
		{ $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends prometheus >/dev/null; } \
		|| { echo "make test-fleet needs prometheus and promtool, and apt-get could not install them: install the package prometheus by hand"; exit 1; }; }

check: vet ## format, vet and the tests that need no browser, with the race detector
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	go test -race ./estimator/... ./probe/...
	$(BROWSER_GO) go test -exec=$(WASM_EXEC) ./estimator
	cd static && node --test test/

vet: # native with and without cgo, for the browser, and with the browser tests' tag
	go vet ./...
	CGO_ENABLED=0 go vet ./...
	$(BROWSER_GO) go vet ./estimator/... ./wasm/...
	go vet -tags browser,fleet ./probe/...

browser: # two browser engines for the tests, by the system's package manager where there is none
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || $(call install,Chromium,chromium fonts-liberation)
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null || $(call install,Firefox,firefox-esr)

# $(call install,NAME,PACKAGES)
install = { echo "no $(1) found: installing it"; \
	sudo=$$(test "$$(id -u)" = 0 || command -v sudo); \
	{ $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $(2) >/dev/null; } \
	|| { echo "the browser tests need $(1), and apt-get could not install it: install $(2) by hand"; exit 1; }; }

bench: bin/gramwatt browser ## the benchmarks against their budgets
	{ go test -run '^$$' -bench . -benchmem ./estimator ./probe/internal/sampler ./probe/internal/self ./probe/internal/metrics && \
	  go test -run '^$$' -bench Crowd -benchtime 10s ./probe/internal/stream && \
	  go test -run '^$$' -bench OwnCost -benchtime 1x ./probe && \
	  go test -tags browser,bench -count=1 -v -timeout 30m -run '^TestBench(Live|Page)$$' ./probe/internal/browser; } | awk -f estimator/testdata/budgets.awk
	go test -run '^TestSize$$' -v ./wasm | grep -E 'KB to download|FAIL|ok'

fuzz: ## each fuzz target for FUZZ_TIME (20s)
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for target in $$(grep -hoE '^func Fuzz[A-Za-z0-9]+' $$dir/*_test.go | cut -c6-); do \
			echo "$$dir $$target"; go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 20x $$dir || exit 1; \
		done; done

golden: ## rewrite the golden files; read the diff before you commit it
	go test $$(grep -rl --include="*_test.go" "\"update\"" . | xargs -n1 dirname | sort -u) -run Golden -update

clean: ## remove what was built
	rm -rf bin dist static/node_modules
	find static/dist -mindepth 1 -not -name PLACEHOLDER -delete
