//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gramwatt/estimator"
)

// buildEngine compiles the browser's program as the page's build.mjs does, and joins the catalogs; it returns both files.
func buildEngine(t *testing.T) (engine, pack string) {
	t.Helper()
	dir := t.TempDir()
	engine, pack = filepath.Join(dir, "engine.wasm"), filepath.Join(dir, "catalogs.txt")
	goBrowser(t, "build", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", engine, ".")
	files, err := filepath.Glob("../estimator/data/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogs: %v", err)
	}
	var all []byte
	for _, file := range files { // Glob sorts
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(append(all, "== "+filepath.Base(file)+"\n"...), text...)
	}
	if err := os.WriteFile(pack, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return engine, pack
}

// TestSize holds the download of engine and catalogs: at most 620 KB after brotli; the goal is 560 KB.
func TestSize(t *testing.T) {
	const script = `const z = require("node:zlib"), fs = require("node:fs");
		for (const file of process.argv.slice(1)) {
			const b = fs.readFileSync(file);
			console.log(b.length, z.brotliCompressSync(b, {params: {[z.constants.BROTLI_PARAM_QUALITY]: 11, [z.constants.BROTLI_PARAM_SIZE_HINT]: b.length}}).length);
		}`
	engine, pack := buildEngine(t)
	out, err := exec.Command("node", "-e", script, engine, pack).CombinedOutput()
	if err != nil {
		t.Fatalf("node (needed to compress): %v\n%s", err, out)
	}
	var sizes [4]int // raw and brotli of the engine, raw and brotli of the catalogs
	for i, field := range strings.Fields(string(out)) {
		sizes[i], _ = strconv.Atoi(field)
	}
	total := sizes[1] + sizes[3]
	t.Logf("engine %d KB (brotli %d), catalogs %d KB (brotli %d): %d KB to download, goal 560, at most 620",
		sizes[0]/1000, sizes[1]/1000, sizes[2]/1000, sizes[3]/1000, total/1000)
	if limit := 620_000; total > limit || sizes[1] == 0 || sizes[3] == 0 {
		t.Errorf("%d bytes after brotli, at most %d", total, limit)
	}
}

// driver runs the engine under Node as the page's worker does, and answers one line per line of input.
const driver = `
const fs = require("node:fs");
require(process.argv[1]); // wasm_exec.js defines globalThis.Go
const go = new Go();
WebAssembly.instantiate(fs.readFileSync(process.argv[2]), go.importObject).then(({ instance }) => {
	go.run(instance);
	const fault = gramwatt.load(fs.readFileSync(process.argv[5], "utf8"));
	if (fault) throw new Error(fault);
	const out = fs.readFileSync(process.argv[3], "utf8").trimEnd().split("\n").map((line) => {
		const [method, argument] = line.split("\t");
		return gramwatt.call(method, argument);
	});
	fs.writeFileSync(process.argv[4], out.join("\n"));
	process.exit(0);
});`

// TestSameAnswersAsNative asks the engine in wasm, under Node, and the same package natively, the same questions, and
// compares every number. The model uses no exponential or logarithm yet, so they must agree to the last bit.
func TestSameAnswersAsNative(t *testing.T) {
	const scenarios = 10_000
	random := rand.New(rand.NewPCG(20261123, 1))
	catalog := estimator.Default()
	var calls []string
	for range scenarios {
		calls = append(calls, "estimate\t"+randomQuery(random, catalog))
	}
	calls = append(calls, "estimate\t", "estimate\th=soon&pue=0.5&hw=nope&zz=1", "regions\t"+estimator.DefaultQuery, "plan\t"+estimator.DefaultQuery, "plan\tflop=1e22&deadline=100&ep=0.1&mfu=40", "afford\t"+estimator.DefaultQuery+"&budget=5kg", "levers\t"+estimator.DefaultQuery,
		"fields\t", "units\t", "defaults\t",
		"version\t", "catalog\taccelerators", "catalog\tcpus epyc 77", "catalog\tregions", "catalog\tclouds", "catalog\tsources", "catalog\tnothing", "nothing\t")

	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.WriteFile(in, []byte(strings.Join(calls, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	support := filepath.Join(strings.TrimSpace(goBrowser(t, "env", "GOROOT")), "lib", "wasm", "wasm_exec.js")
	engine, pack := buildEngine(t)
	if message, err := exec.Command("node", "-e", driver, support, engine, in, out, pack).CombinedOutput(); err != nil {
		t.Fatalf("node: %v\n%s", err, message)
	}
	answers, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(answers, []byte("\n"))
	if len(lines) != len(calls) {
		t.Fatalf("%d answers to %d calls", len(lines), len(calls))
	}
	refused, numbers := 0, 0
	for i, call := range calls {
		method, argument, _ := strings.Cut(call, "\t")
		native := estimator.Call(catalog, method, argument)
		if bytes.Equal(native, lines[i]) {
			numbers += bytes.Count(native, []byte(`"mid":`))
		} else {
			var a, b any
			if json.Unmarshal(native, &a) != nil || json.Unmarshal(lines[i], &b) != nil {
				t.Fatalf("%s: not JSON\nnative %s\nwasm   %s", call, native, lines[i])
			}
			compare(t, call, a, b)
		}
		if i < scenarios && bytes.HasPrefix(native, []byte(`{"ok":false`)) {
			refused++
		}
	}
	if refused > scenarios/100 || numbers < scenarios {
		t.Errorf("%d of %d scenarios were refused, %d numbers compared: the test asks too little", refused, scenarios, numbers)
	}
	t.Logf("%d scenarios, %d refused, %d ranges identical to the last bit", scenarios, refused, numbers)
}

// compare walks two JSON values and reports numbers that differ by more than 1e-12 of themselves.
func compare(t *testing.T, path string, a, b any) {
	t.Helper()
	switch x := a.(type) {
	case map[string]any:
		y, _ := b.(map[string]any)
		for k := range x {
			compare(t, path+"."+k, x[k], y[k])
		}
	case []any:
		y, _ := b.([]any)
		if len(x) != len(y) {
			t.Errorf("%s: %d entries natively, %d in wasm", path, len(x), len(y))
			return
		}
		for i := range x {
			compare(t, path+"["+strconv.Itoa(i)+"]", x[i], y[i])
		}
	case float64:
		y, ok := b.(float64)
		if !ok || math.Abs(x-y) > 1e-12*math.Max(math.Abs(x), math.Abs(y)) {
			t.Errorf("%s: native %v, wasm %v", path, a, b)
		}
	default:
		if a != b {
			t.Errorf("%s: native %v, wasm %v", path, a, b)
		}
	}
}

// randomQuery makes a link over the whole catalog and every way to say the work.
func randomQuery(r *rand.Rand, c *estimator.Catalog) string {
	var s estimator.Spec
	accelerators, places, clouds := c.Accelerators(), c.Places(), c.CloudRegions()
	for range 1 + r.IntN(3) {
		a := &accelerators[r.IntN(len(accelerators))]
		d := estimator.Device{ID: a.ID, Count: estimator.Some(float64(1 + r.IntN(1000)))}
		if a.Rated == 0 {
			d.Rated = estimator.Some(estimator.Watts(1 + 999*r.Float64()))
		}
		switch r.IntN(3) {
		case 0:
			d.Load = estimator.Some(estimator.Ratio(1.2 * r.Float64()))
		case 1:
			d.Power = estimator.Some(estimator.Watts(700 * r.Float64()))
		}
		s.Accelerators = append(s.Accelerators, d)
	}
	switch r.IntN(4) {
	case 0:
		s.DeviceHours = estimator.Some(estimator.DeviceHours(math.Exp(14 * r.Float64())))
	case 1:
		s.EnergyKWh = estimator.Some(estimator.KWh(math.Exp(14*r.Float64()) / 1000))
	default:
		s.Hours = estimator.Some(estimator.Hours(math.Exp(8*r.Float64()) / 10))
		s.MemoryGB = estimator.Some(estimator.Gigabytes(r.IntN(4096)))
	}
	if r.IntN(2) == 0 {
		s.PUE = estimator.Some(1 + 2*r.Float64())
		s.Runs = estimator.Some(float64(1 + r.IntN(5000)))
	}
	switch r.IntN(3) {
	case 0:
		s.GridIntensity = estimator.Some(estimator.GramsPerKWh(1000 * r.Float64()))
	case 1:
		s.Region = clouds[r.IntN(len(clouds))].ID
	case 2:
		if p := &places[r.IntN(len(places))]; p.Lifecycle != nil || p.Direct != nil {
			s.Region = p.Code
		}
	}
	return s.Query()
}
