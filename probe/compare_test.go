package main

import (
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"
)

// TestCompare gives Patterson's two searches as link, as JSON and on standard input: 88 times less.
func TestCompare(t *testing.T) {
	const first, second = "pw=1515.43&h=274120&host=0&pue=1.58&ci=432.727", "hw=TPU%20v2&n=200&pw=208&h=163.2&host=0&pue=1.1&ci=431"
	const secondJSON = `{"accelerators":[{"id":"TPU v2","count":200,"power_w":208}],"hours":163.2,"host_w":0,"pue":1.1,"grid_g_per_kwh":431}`
	for name, test := range map[string]struct {
		stdin string
		args  []string
	}{
		"links":                      {"", []string{first, second}},
		"link and JSON":              {"", []string{first, secondJSON}},
		"link and standard input":    {secondJSON, []string{first, "-"}},
		"whole link before the flag": {"", []string{"http://127.0.0.1:8420/#/estimate?" + first, second}},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, status := command(t, test.stdin, append([]string{"compare", "--json"}, test.args...)...)
			if status != 0 || stderr != "" {
				t.Fatalf("status %d, %s", status, stderr)
			}
			var c struct {
				Scenarios []struct {
					Ratio    float64
					Lower    float64 `json:"probability_lower"`
					Takeaway struct{ Key, First, Second string }
				}
			}
			if err := json.Unmarshal([]byte(stdout), &c); err != nil || len(c.Scenarios) != 2 {
				t.Fatalf("%v in %s", err, stdout)
			}
			s := c.Scenarios[1]
			if got := 1 / s.Ratio; math.Abs(got/88-1) > 0.01 || s.Lower != 1 || s.Takeaway.First != "work" || s.Takeaway.Second != "power" { // as printed by its authors
				t.Errorf("%v times less, want 88 within 1 %%; %+v", got, s)
			}
		})
	}
}

func TestCompareInWords(t *testing.T) {
	tests := []struct {
		name string
		args string
		want []string
	}{
		{"grid", "compare kwh=1000&pue=1&ci=820&name=coal kwh=1000&pue=1&ci=24&zz=1", []string{
			`(?m)^ +A coal +B$`, `(?m)^CO2e +820 kg CO2e +24 kg CO2e$`, `(?m)^energy +1 MWh +1 MWh$`, `(?m)^times A +× 1 +× 0\.0293$`, `(?m)^lower than A +100 %$`,
			`(?m)^B emits 34\.2 times less than A, because of grid intensity; less in 100 % of the draws\.\n  grid intensity +24 g CO2e/kWh +against 820 g CO2e/kWh +× 0\.0293 +100 % of the ratio\n\n`,
			`(?m)^  B +nothing: all was given exactly$`,
		}},
		{"what moves it", "compare hw=t4&h=100&r=PL hw=t4&h=100&r=FR&x=2", []string{
			`(?m)^  range +\S.* to .* CO2e  .* to .* CO2e$`, `(?m)^  runs × overhead × own share .*the other way$`,
			`(?m)^  A  \S+ to \S+ kg CO2e +accelerators\[0\]\.load +NVIDIA T4$`, `10,000 random draws`,
		}},
		{"no ratio", "compare kwh=1&ci=0 kwh=1&ci=5", []string{`A emits nothing`, `B and A have no ratio`}},
		{"the same", "compare kwh=1&ci=5 kwh=1&ci=5", []string{`B and A emit the same, within 1 %\.`}},
		{"opposed", "compare kwh=1&pue=1&ci=800 kwh=4&pue=1&ci=50", []string{`because of grid intensity, although device-hours of one run × power per device pulls the other way; less in 100 %`}},
		{"mixed", "compare pw=100&h=2&host=0&pue=1&ci=100 pw=200&h=4&host=0&pue=2&ci=100 kwh=9&r=PL", []string{`(?m)^B emits 8 times more than A, because of .+ and .+; more in 100 % of the draws\.$`, `(?m)^C emits `}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := command(t, "", strings.Fields(test.args)...)
			if status != 0 || strings.Contains(test.args, "zz") != strings.Contains(stderr, `"zz"`) {
				t.Errorf("status %d, %q; want a word on an unknown key", status, stderr)
			}
			for _, want := range test.want {
				if !regexp.MustCompile(want).MatchString(stdout) {
					t.Errorf("nothing like %s in\n%s", want, stdout)
				}
			}
		})
	}
}
