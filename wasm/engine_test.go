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
	"runtime"
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

// TestSize holds what a visitor downloads, after brotli: at most 770 KB of engine, of which 413 KB are what Go puts into an
// empty program, and 130 KB of catalogs.
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
	const engineLimit, catalogsLimit = 770_000, 130_000
	t.Logf("engine %d KB (brotli %d, at most %d), catalogs %d KB (brotli %d, at most %d)",
		sizes[0]/1000, sizes[1]/1000, engineLimit/1000, sizes[2]/1000, sizes[3]/1000, catalogsLimit/1000)
	if sizes[1] == 0 || sizes[1] > engineLimit || sizes[3] == 0 || sizes[3] > catalogsLimit {
		t.Errorf("engine of %d bytes after brotli, at most %d; catalogs of %d, at most %d", sizes[1], engineLimit, sizes[3], catalogsLimit)
	}
}

// driver runs the engine under Node as the page's worker does, and answers one line per line of input, which is a JSON
// array of method and argument.
const driver = `
const fs = require("node:fs");
require(process.argv[1]); // wasm_exec.js defines globalThis.Go
const go = new Go();
WebAssembly.instantiate(fs.readFileSync(process.argv[2]), go.importObject).then(({ instance }) => {
	go.run(instance);
	const fault = gramwatt.load(fs.readFileSync(process.argv[5], "utf8"));
	if (fault) throw new Error(fault);
	const out = fs.readFileSync(process.argv[3], "utf8").trimEnd().split("\n").map((line) => gramwatt.call(...JSON.parse(line)));
	fs.writeFileSync(process.argv[4], out.join("\n"));
	process.exit(0);
});`

// A call is a question to the engine: method and argument.
type call [2]string

// askWasm answers calls by the engine in wasm, under Node.
func askWasm(t *testing.T, calls []call) [][]byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	var lines []byte
	for _, c := range calls {
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(append(lines, line...), '\n')
	}
	if err := os.WriteFile(in, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	support := filepath.Join(strings.TrimSpace(goBrowser(t, "env", "GOROOT")), "lib", "wasm", "wasm_exec.js")
	engine, pack := buildEngine(t)
	if message, err := exec.Command("node", "-e", driver, support, engine, in, out, pack).CombinedOutput(); err != nil {
		t.Fatalf("node: %v\n%s", err, message)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	answers := bytes.Split(text, []byte("\n"))
	if len(answers) != len(calls) {
		t.Fatalf("%d answers to %d calls", len(answers), len(calls))
	}
	return answers
}

// scenarios is how many are estimated; of the calls that do much, fewer.
const scenarios = 10_000

// randomCalls asks every method about random scenarios, and every table.
func randomCalls(c *estimator.Catalog) []call {
	random := rand.New(rand.NewPCG(20261123, 1))
	var calls []call
	var queries []string
	for range scenarios {
		queries = append(queries, randomQuery(random, c))
		calls = append(calls, call{"estimate", queries[len(queries)-1]})
	}
	for i, query := range queries[:1000] {
		calls = append(calls, call{"tornado", query}, call{"rivals", query}, call{"scenario", query})
		if i >= 100 {
			continue
		}
		calls = append(calls, call{"draws", query}, call{"compare", query + "\n" + queries[i+1]}, call{"compare", strings.Join(queries[i:i+4], "\n")})
		calls = append(calls, call{"plan", query + "&maxn=64"}, call{"afford", query + "&budget=10kg"}, call{"levers", query}, call{"devices", query}, call{"damages", query},
			call{"accuracy", query + "\nname,accuracy\na,90\nb,91"}, call{"ask", query + "\nenergy_kwh of @&r=FR / energy_kwh of @\nfact migrants-total * 2.5\npick " + strconv.Itoa(i) + " region 3\nenergy_kwh of hw=nope"})
		for _, format := range reportFormats() {
			calls = append(calls, call{"report", format + " " + query}, call{"report", format + " " + query + "\nhigh & <low>"})
		}
	}
	for _, table := range tables(c) {
		calls = append(calls, call{"catalog", table}, call{"catalog", table + " a1"})
	}
	return append(calls, call{"estimate", ""}, call{"estimate", "h=soon&pue=0.5&hw=nope&zz=1"}, call{"regions", estimator.DefaultQuery}, call{"regions", "kwh=1&basis=direct"},
		call{"compare", "h=1"}, call{"report", "poem kwh=1"}, call{"published"}, call{"fields"}, call{"units"}, call{"defaults"}, call{"version"}, call{"catalog", "nothing"}, call{"nothing"})
}

func reportFormats() []string {
	return append(words(estimator.ReportFormats), "sentence")
}

// tables are the names of the catalog's tables.
func tables(c *estimator.Catalog) []string { return offered(c, "catalog", "nothing") }

// methods are what the engine answers.
func methods(c *estimator.Catalog) []string { return offered(c, "nothing", "") }

// offered reads names from what the engine says to a wrong one.
func offered(c *estimator.Catalog, method, argument string) []string {
	var answer struct{ Errors []struct{ Remedy string } }
	if json.Unmarshal(estimator.Call(c, method, argument), &answer) != nil || len(answer.Errors) != 1 {
		return nil
	}
	return words(strings.TrimPrefix(answer.Errors[0].Remedy, "use "))
}

// words splits "a, b or c".
func words(list string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(list, " or ", ","), func(r rune) bool { return r == ',' || r == ' ' })
}

// inexact are the methods that use an exponential or a logarithm: what a rival's curve says, and the shares of a ratio. They
// may differ in the last bits. All others agree to the last bit, unless the native processor fuses a product and a sum.
var inexact = map[string]bool{"rivals": true, "compare": true}

// TestSameAnswersAsNative asks the engine in wasm, under Node, and the same package natively, the same questions, and
// compares every number.
func TestSameAnswersAsNative(t *testing.T) {
	catalog := estimator.Default()
	if n := len(tables(catalog)); n < 20 {
		t.Fatalf("%d tables in the catalog: %q", n, tables(catalog))
	}
	calls := randomCalls(catalog)
	answers := askWasm(t, calls)
	refused, numbers := 0, 0
	asked, differ := map[string]int{}, map[string]int{}
	for i, c := range calls {
		native := estimator.Call(catalog, c[0], c[1])
		asked[c[0]]++
		numbers += bytes.Count(native, []byte(`"mid":`))
		if !bytes.Equal(native, answers[i]) {
			differ[c[0]]++
			if runtime.GOARCH == "amd64" && !inexact[c[0]] {
				t.Errorf("%q: not the same to the last bit", c)
			}
			var a, b any
			if json.Unmarshal(native, &a) != nil || json.Unmarshal(answers[i], &b) != nil {
				t.Fatalf("%q: not JSON\nnative %s\nwasm   %s", c, native, answers[i])
			}
			compare(t, c[0]+" "+c[1], a, b)
		}
		if i < scenarios && bytes.HasPrefix(native, []byte(`{"ok":false`)) {
			refused++
		}
	}
	if refused > scenarios/100 || numbers < scenarios {
		t.Errorf("%d of %d scenarios were refused, %d numbers compared: the test asks too little", refused, scenarios, numbers)
	}
	for _, method := range methods(catalog) {
		if asked[method] == 0 {
			t.Errorf("no call asks %s", method)
		}
	}
	t.Logf("calls %v, %d scenarios refused, %d ranges; not the same to the last bit: %v", asked, refused, numbers, differ)
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
