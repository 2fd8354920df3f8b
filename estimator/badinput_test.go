//go:build !js

package estimator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// faultsOf reads JSON or a link and estimates it, and returns the errors by field. It fails when one lacks a reason or a
// remedy, or shows no place in a link where the page could put it.
func faultsOf(t *testing.T, text string) map[string]FieldError {
	t.Helper()
	var s Spec
	var err error
	if strings.HasPrefix(text, "{") {
		s, err = ParseScenario([]byte(text))
	} else {
		s, _, err = ParseQuery(text)
	}
	_, err = EstimateParsed(Default(), &s, err)
	if err == nil {
		t.Fatalf("%s: no error", text)
	}
	var errs FieldErrors
	if !errors.As(err, &errs) {
		t.Fatalf("%s: error %v is no FieldErrors", text, err)
	}
	faults := make(map[string]FieldError, len(errs))
	for _, e := range errs {
		if e.Field == "" || e.Reason == "" || e.Remedy == "" || linkKey(e.Field) == "" && e.Field != "accelerators" && e.Field != "cpus" {
			t.Errorf("%s: %+v lacks field, reason, remedy or a key in a link", text, e)
		}
		faults[e.Field] = e
	}
	return faults
}

// nested writes one value at a path of the scenario JSON, beside a work that is right.
func nested(path, value string) string {
	if list, field, ok := strings.Cut(path, "[]."); ok {
		device := fmt.Sprintf(`{%q:%s}`, field, value)
		if field != "id" && field != "name" && field != "tdp_w" {
			device = fmt.Sprintf(`{"tdp_w":100,%q:%s}`, field, value)
		}
		return fmt.Sprintf(`{"hours":1,%q:[%s]}`, list, device)
	}
	if group, field, ok := strings.Cut(path, "."); ok {
		return fmt.Sprintf(`{"accelerators":[{"tdp_w":100}],%q:{%q:%s}}`, group, field, value)
	}
	if path == "hours" || path == "device_hours" || path == "energy_kwh" {
		return fmt.Sprintf(`{"accelerators":[{"tdp_w":100}],%q:%s}`, path, value)
	}
	return fmt.Sprintf(`{"hours":1,"accelerators":[{"tdp_w":100}],%q:%s}`, path, value)
}

// concrete is a field's path as errors name it.
func concrete(path string) string { return strings.Replace(path, "[]", "[0]", 1) }

// wordCases are the words that a field refuses, and a part of the remedy. Names are free, and refused by type only.
var wordCases = map[string]struct{ word, remedy string }{
	"workload":              {"llm-pretrainin", "llm-pretraining"},
	"training.architecture": {"decodr", "decoder"},
	"training.method":       {"qlora", "lora"},
	"project.preset":        {"one-week", "whole-project"},
	"training.type":         {"pretraining", "pre-training"},
	"training.recompute":    {"half", "selective"},
	"training.precision":    {"int8", "bf16"},
	"inference.precision":   {"int8", "bf16"},
	"site":                  {"hoem", "home"},
	"region":                {"Frnace", "did you mean FR"},
	"grid_basis":            {"average", "marginal"},
	"accelerators[].id":     {"h1000", "did you mean"},
	"cpus[].name":           {"AMD EPYC 7736X", "did you mean"},
	"name":                  {"", ""},
}

// partCases are what the fields of lists refuse in a link.
var partCases = map[string][]string{
	"grid_mix":           {"coal", "coal:", ":5", "coal:x", "coal:NaN", "coal:0x1p4", "coal:40,,hydro:60", "coal:-1", "coal:1e7", "cole:1", "coal:0", "coal:1,coal:2"},
	"pue_components":     {"servers", "servers:", ":5", "servers:x", "servers:inf", "servers:-1", "servers:1e7", "severs:1", "cooling:1", "servers:0", "servers:1,cooling:99", "servers:1,servers:2"},
	"project.grid":       {"x", "3,", "3,NaN", "0x1", "3;4", "-1", "0", "1e10"},
	"tariff_usd_per_kwh": {"x", "0.3", "0.3,", "0-24:x", "0-23:0.3", "0-24:-1", "0-24:11", "0-25:1", "1-1.5:1"},
	"steps.measured":     {"x", "0.3,", "0.3,NaN", "0x1", "0.3;0.4", "-1", "0", "1e10"},
}

// TestEveryFieldRefuses gives each field of a scenario what it must not take, in JSON and in a link.
func TestEveryFieldRefuses(t *testing.T) {
	described := map[string]*numberField{}
	for i := range specFields {
		described[specFields[i].path] = &specFields[i].numberField
	}
	for i := range deviceFields {
		f := &deviceFields[i]
		described["accelerators[]."+f.path], described["cpus[]."+f.path] = &f.numberField, &f.numberField
	}
	for _, f := range ScenarioFields() {
		t.Run(f.Path, func(t *testing.T) {
			path := concrete(f.Path)
			refused := func(text, value string) {
				t.Helper()
				for field, e := range faultsOf(t, text) {
					if (field == path || strings.HasPrefix(field, path+".") || strings.HasPrefix(field, path+"[")) && (e.Value != "" || value == "") {
						return
					}
				}
				t.Errorf("%s: no error names %s and its value", text, path)
			}
			for _, wrong := range []string{`true`, `[{}]`, `[[1]]`} {
				refused(nested(f.Path, wrong), wrong)
			}
			switch number := described[f.Path]; {
			case number != nil:
				for _, wrong := range []string{`"24"`, `{}`, `1e999`, `"NaN"`} {
					refused(nested(f.Path, wrong), wrong)
				}
				for _, wrong := range []string{"soon", "NaN", "inf", "-Infinity", "0x10", "1_000", "1,5", "1e999", "--1", "1.2.3"} {
					refused(f.Key+"="+wrong, wrong)
				}
				outside := []float64{number.max * 1.001, number.min - 1, number.min - 1e-3, -1e300, 1e300}
				if number.min > 0 {
					outside = append(outside, number.min*0.999, 0)
				}
				if number.above {
					outside = append(outside, number.min)
				}
				if number.whole {
					outside = append(outside, number.min+0.5)
				}
				for _, v := range outside {
					text := fmt.Sprint(v)
					refused(nested(f.Path, text), text)
					refused(f.Key+"="+number.link(v), text)
				}
			case partCases[f.Path] != nil:
				for _, wrong := range []string{`"x"`, `3`, `{"coal":"much"}`} {
					refused(nested(f.Path, wrong), wrong)
				}
				for _, wrong := range partCases[f.Path] {
					refused(f.Key+"="+wrong, wrong)
				}
			default:
				c, ok := wordCases[f.Path]
				if !ok {
					t.Fatalf("no case says what %s refuses", f.Path)
				}
				refused(nested(f.Path, `3`), `3`)
				if c.word == "" {
					return
				}
				refused(nested(f.Path, fmt.Sprintf("%q", c.word)), c.word)
				refused(f.Key+"="+strings.ReplaceAll(c.word, " ", "%20"), c.word)
				if e := faultsOf(t, "h=1&"+f.Key+"="+strings.ReplaceAll(c.word, " ", "%20"))[path]; e.Value != c.word || !strings.Contains(e.Remedy, c.remedy) {
					t.Errorf("%+v: want the value %q and the remedy %q", e, c.word, c.remedy)
				}
			}
		})
	}
}

// TestContradictions gives what is right alone and wrong together.
func TestContradictions(t *testing.T) {
	const card = "w=100&pue=1&"
	tests := []struct {
		name, query string
		fields      []string // all that are named
	}{
		{"region and intensity", card + "h=1&r=FR&ci=50", []string{"region"}},
		{"region and mix", card + "h=1&r=FR&mix=coal:1", []string{"region"}},
		{"intensity and mix", card + "h=1&ci=50&mix=coal:1", []string{"grid_mix"}},
		{"all three", card + "h=1&r=FR&ci=50&mix=coal:1", []string{"grid_mix", "region"}},
		{"PUE and site", card + "h=1&site=home", []string{"site"}},
		{"PUE and components", card + "h=1&puec=servers:1", []string{"pue_components"}},
		{"PUE and both", card + "h=1&puec=servers:1&site=home", []string{"pue_components", "site"}},
		{"hours and device-hours", card + "h=1&dh=2", []string{"device_hours"}},
		{"hours and steps", card + "h=1&sps=1&st=5", []string{"hours"}},
		{"device-hours and steps", card + "dh=1&sps=1&st=5", []string{"device_hours"}},
		{"meter and device-hours", card + "kwh=1&dh=2", []string{"device_hours"}},
		{"load and watts", card + "h=1&u=50&pw=50", []string{"accelerators[0].load"}},
		{"load and watts of a CPU", "h=1&cw=100&cu=50&cpw=50", []string{"cpus[0].load"}},
		{"FLOP and parameters", card + "flop=1e20&par=1e9&tf=100", []string{"training.flop"}},
		{"FLOP and active parameters", card + "flop=1e20&act=1e9&tf=100", []string{"training.flop"}},
		{"FLOP and tokens", card + "flop=1e20&tok=1e9&tf=100", []string{"training.flop"}},
		{"FLOP and tokens of an encoder", card + "flop=1e20&etok=1e9&tf=100", []string{"training.flop"}},
		{"FLOP and attention", card + "flop=1e20&lay=32&wid=4096&ctx=2048&tf=100", []string{"training.context", "training.layers", "training.width"}},
		{"FLOP and what is trained", card + "flop=1e20&tra=1e6&tf=100", []string{"training.trainable"}},
		{"FLOP and recomputation", card + "flop=1e20&rec=full&tf=100", []string{"training.recompute"}},
		{"parameters without tokens", card + "par=1e9&tf=100", []string{"training.tokens"}},
		{"tokens without parameters", card + "tok=1e9&tf=100", []string{"training.params"}},
		{"more active than all", card + "par=1e9&act=2e9&tok=1e9&tf=100", []string{"training.active_params"}},
		{"an encoder larger than the model", card + "par=1e9&epar=2e9&etok=1e9&dtok=1e9&arch=encoder-decoder&tf=100", []string{"training.encoder_params"}},
		{"an encoder-decoder without its tokens", card + "par=1e9&tok=1e9&arch=encoder-decoder&tf=100", []string{"training.decoder_tokens", "training.encoder_tokens"}},
		{"attention without its size", card + "par=1e9&tok=1e9&lay=32&tf=100", []string{"training.context", "training.width"}},
		{"attention of two stacks", card + "par=1e9&etok=1e9&dtok=1e9&lay=32&arch=encoder-decoder&tf=100", []string{"training.layers"}},
		{"a teacher of two stacks", card + "par=1e9&etok=1e9&dtok=1e9&tea=1e9&arch=encoder-decoder&tf=100", []string{"training.teacher_params"}},
		{"training on nothing", "flop=1e20", []string{"accelerators"}},
		{"training on an unknown speed", card + "flop=1e20", []string{"accelerators[0].id"}},
		{"training on a second unknown speed", "hw=h100-sxm5-80gb&w.2=100&flop=1e20", []string{"accelerators[1].id"}},
		{"steps and epochs", card + "sps=1&st=5&epo=3&sam=100&bat=10", []string{"steps.count"}},
		{"epochs alone", card + "sps=1&epo=3", []string{"steps.batch", "steps.samples"}},
		{"steps of no length", card + "st=5", []string{"steps.seconds_per_step"}},
		{"length of no steps", card + "sps=5", []string{"steps.count"}},
		{"two lengths of a step", card + "sps=5&sm=4,5&st=5", []string{"steps.seconds_per_step"}},
		{"half a range", card + "spl=5&st=5", []string{"steps.seconds_high"}},
		{"a range upside down", card + "spl=5&sph=4&st=5", []string{"steps.seconds_low"}},
		{"all warm-up", card + "sm=4,5&swu=2&st=5", []string{"steps.warm_up"}},
		{"requests of nothing", "qd=5", []string{"accelerators[0].id", "inference.days", "inference.output_tokens", "inference.params"}},
		{"days and years", "qe=1&qd=5&qdays=5&qy=1", []string{"inference.days"}},
		{"days of no requests", "qe=1&qdays=5", []string{"inference.requests_per_day"}},
		{"energy of tokens without tokens", "qj=1&qd=5&qdays=5", []string{"inference.output_tokens"}},
		{"power without time", "qw=1", []string{"inference.seconds"}},
		{"two times of a request", "qw=1&qs=1&qr=5&qout=5", []string{"inference.seconds"}},
		{"a latency of nothing", "qs=1", []string{"inference.power_w"}},
		{"a latency beside a training", "hw=h100-sxm5-80gb&n=8&h=1&qs=1", []string{"inference.devices"}},
		{"more active than all that answer", "hw=h100-sxm5-80gb&qp=1e9&qa=2e9&qout=5", []string{"inference.active_params"}},
		{"memory beside a meter", "kwh=1&mem=5", []string{"hours"}},
		{"memory beside requests", "qe=1&mem=5", []string{"hours"}},
		{"CPUs beside accelerators that answer", card + "qe=1&cw=50", []string{"hours"}},
		{"memory beside device-hours without a count", card + "dh=1&mem=5", []string{"accelerators[0].count"}},
		{"storage beside a meter", "kwh=1&ssd=5", []string{"hours"}},
		{"storage beside device-hours without a count", card + "dh=1&hdd=5", []string{"accelerators[0].count"}},
		{"waiting at unknown watts", "hw=none&pw=100&h=1&ih=5", []string{"accelerators[0].idle_w"}},
		{"a preset and trials", card + "h=1&pp=one-sweep&ptr=3", []string{"project.preset"}},
		{"a preset and runs", card + "h=1&pp=one-sweep&x=3", []string{"runs"}},
		{"device-hours of no device", "dh=1&mem=5", []string{"device_hours"}},
		{"waiting above the typed rating", card + "h=1&ih=5&iw=101", []string{"accelerators[0].idle_w"}},
		{"waiting above the catalog's rating", "hw=t4&h=1&iw=71", []string{"accelerators[0].idle_w"}},
		{"a CPU that waits above its rating", "h=1&cw=100&ciw=100.5", []string{"cpus[0].idle_w"}},
		{"making that is not counted", card + "h=1&emb=0&ekg=150", []string{"embodied.device_kg"}},
		{"making a server that is not counted", card + "h=1&emb=0&ehk=2500", []string{"embodied.host_kg"}},
		{"waiting at half load", card + "h=1&job=idle&u=50", []string{"accelerators[0].load"}},
		{"half a value of a hyper-parameter", card + "h=1&pgr=3,2.5", []string{"project.grid"}},
		{"GPT-3 in an hour", "hw=a100-sxm4-80gb&n=8&h=1&flop=3.14e23", []string{"hours"}},
		{"GPT-3 in eight device-hours", "hw=a100-sxm4-80gb&n=8&dh=8&par=175e9&tok=3e11", []string{"device_hours"}},
		{"GPT-3 in a thousand steps", "hw=a100-sxm4-80gb&n=8&sps=0.5&st=1000&flop=3.14e23", []string{"steps.seconds_per_step"}},
		{"a data set in no time", "hw=t4&h=1e-3&xf=1e12&xd=1e9&xn=1", []string{"hours"}},
		{"a speed above every peak", "hw=a100-sxm4-80gb&flop=1e20&tf=2600", []string{"training.achieved_tflops"}},
		{"nothing to draw power", "h=1", []string{"accelerators"}},
		{"nothing", "", []string{"hours"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var fields []string
			for field, e := range faultsOf(t, tt.query) {
				fields = append(fields, field)
				if !strings.Contains(strings.Join(missing, " "), e.Reason) && e.Value == "" {
					t.Errorf("%+v names no value", e)
				}
			}
			slices.Sort(fields)
			if !slices.Equal(fields, tt.fields) {
				t.Errorf("errors of %q, want %q", fields, tt.fields)
			}
		})
	}
}

// missing are the reasons of errors about what is not there and has no value to show.
var missing = []string{
	"nothing says how large the model is", "nothing says how much it is trained on", "nothing says how long a step takes", "nothing says how many steps there are",
	"nothing says what one request takes", "nothing says how long the service runs", "nothing says how many requests there are", "nothing says how much work it is",
	"nothing says what it draws while it waits", "nothing is listed that could do the arithmetic", "nothing is listed that could draw power",
	"each token of an encoder-decoder passes one of its stacks, so both counts are needed", "attention needs layers, width and context",
	"steps are epochs × samples ÷ batch", "a range has two ends", "the arithmetic needs the tokens", "the arithmetic needs an accelerator",
	"the accelerators listed do the work before it, so that nothing says how many answer", "nothing says what the devices draw that answer",
	"energy per token needs the tokens", "power says nothing without time", "the speed of the work needs an accelerator",
	"host, CPU, memory and storage energy are watts over time, and metered energy or requests say no time",
	"host, CPU, memory and storage energy need the wall-clock time, which device-hours give only with a count",
}

// TestWhatIsAtTheEdge: what comes close to a contradiction is none.
func TestWhatIsAtTheEdge(t *testing.T) {
	for _, query := range []string{
		"w=100&h=1&ih=5&iw=100", "pw=50&h=1&iw=400", "hw=t4&h=1&w=400&iw=71",
		"w=100&h=1&emb=0&life=4", "w=100&h=1&emb=1&ekg=150", "w=100&h=1&emb=0",
		"w=100&h=1&job=idle&u=12", "w=100&h=1&job=idle&u=15", "w=100&h=1&job=inference-serving&u=50",
		"w=100&pue=1&x=7.5&kwh=1",                      // runs of unequal length
		"w=100&h=1&flop=1e30", "kwh=1&flop=1e30&hw=t4", // no speed, or no time, to hold it against
	} {
		if s, _, err := ParseQuery(query); err != nil || s.Validate(Default()) != nil {
			t.Errorf("%s: %v, %v", query, err, s.Validate(Default()))
		}
	}
}

// TestCeiling works out by hand which speed each is refused at: the published dense peaks are 312 TFLOP/s in 16 bits of an
// A100, 989.4 in 16 and 1978.9 in 8 bits of an H100, 165.2 and 330.3 of an RTX 4090, 1.33 on the vector unit of a Tesla M2090.
func TestCeiling(t *testing.T) {
	const hour = 3600
	for _, test := range []struct {
		device, precision string
		tflops            float64 // the most
	}{
		{"a100-sxm4-80gb", "bf16", 4 * 312}, {"a100-sxm4-80gb", "", 4 * 312}, {"a100-sxm4-80gb", "fp32", 4 * 312},
		{"h100-sxm5-80gb", "bf16", 4 * 989.4}, {"h100-sxm5-80gb", "", 4 * 1978.9}, {"h100-sxm5-80gb", "fp8", 4 * 1978.9},
		{"geforce-rtx-4090", "fp16", 4 * 165.2}, {"tesla-m2090", "fp16", 64 * 1.33}, {"tesla-m2090", "fp32", 64 * 1.33},
	} {
		for share, refused := range map[float64]bool{0.99: false, 1.01: true} {
			flop := share * test.tflops * 1e12 * 3 * 2 * hour // three devices for two hours
			for _, way := range []string{"n=3&h=2", "n=3&dh=6", "n=3&sps=7.2&st=1000", "n=3&h=1&of=2"} {
				query := "hw=" + test.device + "&" + way + "&flop=" + number(flop)
				if test.precision != "" {
					query += "&prec=" + test.precision
				}
				s, _, err := ParseQuery(query)
				limit := refused
				if strings.Contains(way, "sps") {
					limit = refused && share > 1.1 // a step may take a tenth longer
				}
				if got := s.Validate(Default()) != nil; err != nil || got != limit {
					t.Errorf("%s: refused %v (%v), want %v", query, got, s.Validate(Default()), limit)
				}
			}
			query := "hw=" + test.device + "&flop=1e20&tf=" + number(share*test.tflops)
			if test.precision != "" {
				query += "&prec=" + test.precision
			}
			if s, _, err := ParseQuery(query); err != nil || (s.Validate(Default()) != nil) != refused {
				t.Errorf("%s: %v, want refused %v", query, s.Validate(Default()), refused)
			}
		}
	}
}

// TestEmptyWords: a word that is there and empty is no way to say the default, but for a name; null is.
func TestEmptyWords(t *testing.T) {
	for i := range textFields {
		path := textFields[i].path
		for _, value := range []string{`""`, `"  "`} {
			_, err := ParseScenario([]byte(nested(path, value)))
			if refused := err != nil; refused == (path == "name") || refused && !strings.Contains(err.Error(), path+": nothing is given; ") {
				t.Errorf("%s of %s: %v", path, value, err)
			}
		}
		if _, err := ParseScenario([]byte(nested(path, "null"))); err != nil {
			t.Errorf("%s of null: %v", path, err)
		}
		if err := new(Spec).SetField(path, " "); (err != nil) == (path == "name") {
			t.Errorf("SetField(%s, blank): %v", path, err)
		}
	}
}

// TestDidYouMean: a misspelt field, or one in the wrong object, leads to the one that was meant.
func TestDidYouMean(t *testing.T) {
	for text, want := range map[string]string{
		`{"huors": 24}`:                               "did you mean hours?",
		`{"regoin": "FR"}`:                            "did you mean region?",
		`{"grid_intensity": 50}`:                      "check its spelling",
		`{"params": 7e9}`:                             "training.params",
		`{"training": {"param": 7e9}}`:                "did you mean training.params",
		`{"training": {"token": 7e9}}`:                "did you mean training.tokens",
		`{"Hours": 24}`:                               "did you mean hours?",
		`{"gpus": 1}`:                                 "did you mean accelerators?",
		`{"accelerator": []}`:                         "did you mean accelerators?",
		`{"accelerators": [{"lod": 1}]}`:              "did you mean accelerators[0].load?",
		`{"accelerators": [{}, {"tdp": 1}]}`:          "did you mean accelerators[1].tdp_w?",
		`{"accelerators": [{"hours": 1}]}`:            "did you mean hours?",
		`{"cpus": [{"cout": 1}]}`:                     "did you mean cpus[0].count?",
		`{"zzzzzzzz": 1}`:                             "remove it, or check its spelling",
		`{"training.flop": 1}`:                        "training.flop",
		`{"embodied": {"lifetime": 4}}`:               "did you mean embodied.lifetime_years",
		`{"price_usd_kwh": 1}`:                        "did you mean price_usd_per_kwh",
		`{"` + strings.Repeat("hours", 500) + `": 1}`: "remove it",
	} {
		_, err := ParseScenario([]byte(text))
		var errs FieldErrors
		if !errors.As(err, &errs) || len(errs) != 1 || !strings.Contains(errs[0].Remedy, want) {
			t.Errorf("%.60s: %v, want one error with %q in its remedy", text, err, want)
		}
	}
}

// TestEveryFaultAtOnce puts a fault into every field of one link and expects them all.
func TestEveryFaultAtOnce(t *testing.T) {
	query, want := "", 0
	for _, f := range ScenarioFields() {
		if f.Number {
			query += "&" + f.Key + "=x"
			want++
		} else if c := wordCases[f.Path]; c.word != "" {
			query += "&" + f.Key + "=" + strings.ReplaceAll(c.word, " ", "%20")
			if f.Path != "region" { // the mix that could not be read is given too
				want++
			}
		} else if parts := partCases[f.Path]; parts != nil {
			query += "&" + f.Key + "=" + parts[0]
			want++
		}
	}
	faults := faultsOf(t, query)
	for _, f := range ScenarioFields() {
		if _, ok := faults[concrete(f.Path)]; !ok && f.Path != "name" {
			t.Errorf("no error names %s", f.Path)
		}
	}
	if len(faults) < want {
		t.Errorf("%d faults, want %d or more", len(faults), want)
	}
}

// TestNumbersAsTyped: what is no number says how to write it, and what is a number of another unit is noted.
func TestNumbersAsTyped(t *testing.T) {
	tests := []struct{ path, text, want string }{
		{"hours", "1,5", "write 1.5 for one and a half"},
		{"hours", "3 days", "without a unit"},
		{"training.params", "7B", "without a unit; type a number such as 7e9"},
		{"hours", "", "nothing is given"},
		{"hours", "many", "this is not a number; type hours of wall clock, such as 72"},
		{"accelerators[0].load", "80%", "without a unit; type the mean power as a share of the rated power, such as 0.8"},
		{"steps.measured", "0.3,0.4s", "without a unit"},
	}
	for _, test := range tests {
		if err := new(Spec).SetField(test.path, test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("SetField(%q, %q): %v, want a word of %q", test.path, test.text, err, test.want)
		}
	}
}

// TestNotesOfDoubt: what can be estimated but was hardly meant is noted.
func TestNotesOfDoubt(t *testing.T) {
	tests := []struct {
		query, code string
		want        bool
	}{
		{"kwh=1&ci=0.057", "grid_small", true},
		{"kwh=1&ci=57", "grid_small", false},
		{"kwh=1&ci=0.5&basis=direct", "grid_small", false},
		{"kwh=1&ci=0", "grid_small", false},
		{"hw=p100&n=8&h=84&pw=1515", "power_high", true},
		{"hw=p100&n=8&h=84&pw=250", "power_high", false},
		{"w=100&pw=200&h=1", "power_high", true},
		{"pw=200&h=1", "power_high", false},
		{"kwh=1&r=aws:us-east-1&site=home", "site_unused", true},
		{"kwh=1&r=US&site=home", "site_unused", false},
		{"kwh=1", "pue_default", true},
		{"hw=t4&h=1", "pue_default", true},
		{"kwh=1&pue=3", "pue_high", true},
	}
	for _, test := range tests {
		r := reportOf(t, test.query, "").Result
		if got := slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == test.code }); got != test.want {
			t.Errorf("%s: noted %s %v, want %v", test.query, test.code, got, test.want)
		}
	}
	for text, want := range map[string]string{"USA": "US", "DEU": "DE", "FRA": "FR"} {
		if got := Default().Suggest("region", text); len(got) == 0 || got[0] != want {
			t.Errorf("Suggest(region, %q) is %q, want %s first", text, got, want)
		}
	}
}
