//go:build !js

package estimator

import "strings"

// leverWords is each lever in English, with {} where it says what it changes to. The page has words of its own by key.
var leverWords = map[string]string{
	"clean_region":     "Run it in {}, the cleanest region of the same provider or country",
	"clean_country":    "Run it in {}, the country with the cleanest electricity",
	"half_runs":        "Do fewer runs",
	"early_stop":       "Stop each run a fifth earlier",
	"power_cap":        "Cap their power",
	"other_device":     "Use as many {}",
	"narrow_precision": "Compute in {}",
	"shorter_answers":  "Answer a fifth shorter",
	"fewer_requests":   "Answer a fifth fewer requests",
	"other_hour":       "Start at {}",
	"no_waiting":       "Give the devices back instead of letting them wait",
	"better_building":  "Use a building with less overhead",
}

// Sentence says in English what the lever changes and what must hold for it, without a full stop.
func (l *Lever) Sentence() string {
	return strings.Replace(leverWords[l.Key], "{}", l.ToName, 1) + ", " + l.Basis
}
