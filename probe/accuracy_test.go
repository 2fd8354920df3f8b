package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAccuracy(t *testing.T) {
	const runs = "small,70.1,1\nmid,75,4\nbig,76,30\nbad,71,9\n"
	file := filepath.Join(t.TempDir(), "runs.csv")
	if err := os.WriteFile(file, []byte(runs), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, stdin string
		args        []string
		status      int
		want        []string
	}{
		// 3 kWh more for 4.9 points at 100 g/kWh are 61.2 g a point, and 26 kWh for one point 2.6 kg
		{"standard input", runs, []string{"-", "--grid-intensity", "100"}, 0, []string{"small", "61.2 g CO2e", "2.6 kg CO2e", "bad: take mid", "At 100 g CO2e/kWh"}},
		{"a file and a region", "", []string{file, "--region", "FR"}, 0, []string{"At 44.2 g CO2e/kWh, France in 2024 (Ember: Yearly electricity data"}},
		{"JSON", runs, []string{"-", "--json", "--grid-intensity", "100"}, 0, []string{`"front":[0,1,2]`, `"beaten_by":1`}},
		{"no such file", "", []string{file + "x"}, 2, []string{"file:", "it cannot be read"}},
		{"nothing", "", nil, 2, []string{"one file is read"}},
		{"a bad line", "a,b,c\nmodel,good,1\n", []string{"-"}, 2, []string{"line 2"}},
		{"a bad place", runs, []string{"-", "--region", "Frnace"}, 2, []string{"--region", "did you mean FR"}},
		{"no place", runs, []string{"-"}, 0, []string{"the world's average: no place was given"}},
		{"shares", "a,0.7,1\nb,0.75,4\n", []string{"-"}, 0, []string{"write 91.2 instead of 0.912"}},
		{"an empty file", " \n", []string{"-"}, 2, []string{`file: "-": it is empty`}},
		{"two places", runs, []string{"-", "--region", "FR", "--grid-intensity", "57"}, 2, []string{"give one of them"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := command(t, test.stdin, append([]string{"accuracy"}, test.args...)...)
			if status != test.status {
				t.Fatalf("status %d, want %d: %s", status, test.status, stderr)
			}
			for _, want := range test.want {
				if !strings.Contains(stdout+stderr, want) {
					t.Errorf("no %q in\n%s%s", want, stdout, stderr)
				}
			}
		})
	}
}
