package learn

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gramwatt/estimator"
)

type template struct {
	ID        string
	Lesson    int
	Pick      map[string][]string
	Key       string
	Tolerance string
	Traps     []struct{ Ask string }
	Right     *int
}

type words struct {
	Text, Unit string
	Traps      []string
	Options    []struct{ Text, Why string }
	Names      map[string]string
}

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// A row reads a cell of a catalog, by the values of the columns that come first.
func row(t *testing.T, file, column string, keys ...string) float64 {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "estimator", "data", file+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
next:
	for _, r := range rows[1:] {
		for _, key := range keys {
			name, value, _ := strings.Cut(key, "=")
			if r[at[name]] != value {
				continue next
			}
		}
		v, err := strconv.ParseFloat(r[at[column]], 64)
		if err != nil {
			t.Fatalf("%s %v: %v", file, keys, err)
		}
		return v
	}
	t.Fatalf("%s has no row %v", file, keys)
	return 0
}

// grid is a place's figure as the answer says it; what a question asks of it is worked out from it here.
func grid(t *testing.T, place string) float64 {
	t.Helper()
	for _, file := range []string{"grids_electricitymaps", "grids_ember"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "estimator", "data", file+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "\n"+place+",") && regexp.MustCompile(`(?m)^`+place+`,[\d.]+,\d*,lifecycle,\w+,[\w-]+,1$`).Match(data) {
			return row(t, file, "g_per_kwh", "code="+place, "scope=lifecycle", "preferred=1")
		}
	}
	t.Fatalf("no figure for %s", place)
	return 0
}

// The example's assumptions, written down a second time: who changes one in the estimator is told that answers move.
const (
	restOfServer  = 0.43 // watts of the rest of a server for each watt of its accelerators
	makingCard    = 150  // kg, one accelerator
	makingServer  = 3660 // kg, a server without its accelerators, which are eight
	yearsInUse    = 4
	shareInUse    = 0.5 // of these years
	hoursOfAYear  = 365.25 * 24
	exampleDays   = 1
	exampleCards  = 8
	exampleLoad   = 0.8
	exampleFactor = 1.56 // PUE
)

// run is the kilograms of the example on n devices.
func run(t *testing.T, n float64, place string) float64 {
	t.Helper()
	devices := row(t, "accelerators", "tdp_w", "id=a100-sxm4-80gb") / 1000 * exampleLoad * 24 * exampleDays
	return n * devices * (1 + restOfServer) * exampleFactor * grid(t, place) / 1000
}

// making is the kilograms of making the example's hardware, for the part of its life that the example takes.
func making() float64 {
	return 24 * exampleDays * (exampleCards*makingCard + makingServer) / (yearsInUse * hoursOfAYear * shareInUse)
}

// keys work every question's answer out a second time: from the rows of the catalogs and by arithmetic, not by an ask.
var keys = map[string]func(t *testing.T, p map[string]string, n func(string) float64) float64{
	"runs-in-budget": func(t *testing.T, _ map[string]string, n func(string) float64) float64 {
		return row(t, "equivalences", "kgco2e", "id=person-budget-year") / run(t, n("n"), "WORLD")
	},
	"after-2030": func(t *testing.T, _ map[string]string, _ func(string) float64) float64 {
		return 100 - row(t, "facts", "value", "id=net-zero-cut")
	},
	"making-share": func(t *testing.T, p map[string]string, _ func(string) float64) float64 {
		m := making()
		return 100 * m / (m + run(t, exampleCards, p["r"]))
	},
	"energy-of-devices": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("n") * n("w") / 1000 * n("h")
	},
	"grams-from-energy": func(t *testing.T, p map[string]string, n func(string) float64) float64 {
		return n("k") * grid(t, p["r"]) / 1000
	},
	"pue-from-share": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 { return 1 / (n("it") / 100) },
	"cooling-energy": func(t *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("k") / 100 * row(t, "facts", "value", "id=share-cooling")
	},
	"pue-apply": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 { return n("k") * n("p") },
	"pue-saving": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 {
		return 100 * (1 - n("b")/n("a"))
	},
	"mix-two": func(t *testing.T, _ map[string]string, n func(string) float64) float64 {
		return (n("c")*row(t, "fuels", "mid_g_per_kwh", "id=coal") + n("h")*row(t, "fuels", "mid_g_per_kwh", "id=hydro")) / (n("c") + n("h"))
	},
	"kwh-per-kilo": func(t *testing.T, p map[string]string, _ func(string) float64) float64 { return 1000 / grid(t, p["r"]) },
	"place-ratio": func(t *testing.T, p map[string]string, _ func(string) float64) float64 {
		in := func(place string) float64 {
			return row(t, "grids_electricitymaps", "g_per_kwh", "code="+place, "scope=lifecycle", "year="+p["y"])
		}
		return in("EE") / in("CA-QC")
	},
	"move-saving": func(t *testing.T, p map[string]string, n func(string) float64) float64 {
		return n("k") * (grid(t, p["a"]) - grid(t, p["b"])) / 1000
	},
	"sweep-runs": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("a") * n("b") * n("s")
	},
	"project-kg": func(t *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("x") * run(t, exampleCards, "WORLD") / 1000
	},
	"three-factors": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("a") * n("b") * n("c")
	},
	"step-energy": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 { return n("w") / n("s") },
	"damage-run": func(t *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("t") * row(t, "social_costs", "central", "code=WORLD", "estimate=epa-2023")
	},
	"two-moves": func(_ *testing.T, _ map[string]string, n func(string) float64) float64 {
		return n("a") / 100 * n("b") / 100 * 100
	},
}

// draws are all combinations of a template's parameters.
func (q *template) draws() []map[string]string {
	all := []map[string]string{{}}
	for name, values := range q.Pick {
		var next []map[string]string
		for _, before := range all {
			for _, value := range values {
				code, _, _ := strings.Cut(value, "=")
				one := map[string]string{name: code}
				for k, v := range before {
					one[k] = v
				}
				next = append(next, one)
			}
		}
		all = next
	}
	return all
}

// TestKeys works the key of every question out by another path, for every draw of its parameters; and no misconception
// leads to an answer that would count as right.
func TestKeys(t *testing.T) {
	var all []template
	readJSON(t, "quiz.json", &all)
	ask := func(text string, p map[string]string) float64 {
		t.Helper()
		for name, value := range p {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		a, err := estimator.Ask(estimator.Default(), text, estimator.DefaultQuery)
		if err != nil || !a.Value.Known {
			t.Fatalf("%s: %v", text, err)
		}
		return a.Value.Mid
	}
	checked := 0
	for _, q := range all {
		if q.Key == "" {
			continue
		}
		again := keys[q.ID]
		if again == nil {
			t.Errorf("%s: nothing works its key out a second time", q.ID)
			continue
		}
		for _, p := range q.draws() {
			key, tolerance := ask(q.Key, p), ask(q.Tolerance, p)
			want := again(t, p, func(name string) float64 {
				v, err := strconv.ParseFloat(p[name], 64)
				if err != nil {
					t.Fatalf("%s: parameter %q: %v", q.ID, name, err)
				}
				return v
			})
			if math.Abs(key-want) > 1e-6*math.Abs(want) {
				t.Errorf("%s %v: the key is %v, by another path %v", q.ID, p, key, want)
			}
			if tolerance <= 0 || tolerance > 0.1 {
				t.Errorf("%s: a tolerance of %v", q.ID, tolerance)
			}
			for _, trap := range q.Traps {
				if v := ask(trap.Ask, p); math.Abs(v-key) <= 2*tolerance*math.Abs(key) {
					t.Errorf("%s %v: the misconception %s gives %v, too near the key %v", q.ID, p, trap.Ask, v, key)
				}
			}
			checked++
		}
	}
	t.Logf("%d draws of %d templates", checked, len(all))
}

// TestQuiz: three questions a lesson, each with its words in every language, and a reason for every wrong answer.
func TestQuiz(t *testing.T) {
	var all []template
	readJSON(t, "quiz.json", &all)
	count := map[int]int{}
	for _, q := range all {
		count[q.Lesson]++
	}
	for _, language := range languages {
		said := map[string]words{}
		readJSON(t, filepath.Join(language, "quiz.json"), &said)
		for i := range lessons(t, language) {
			if count[i+1] != 3 {
				t.Errorf("lesson %d has %d questions, want 3", i+1, count[i+1])
			}
		}
		if len(said) != len(all) {
			t.Errorf("%s: words for %d of %d questions", language, len(said), len(all))
		}
		for _, q := range all {
			w, ok := said[q.ID]
			fault := ""
			switch {
			case !ok || w.Text == "":
				fault = "no text"
			case q.Key != "" && (len(w.Traps) != len(q.Traps) || len(q.Traps) == 0):
				fault = fmt.Sprintf("%d misconceptions named of %d", len(w.Traps), len(q.Traps))
			case q.Key == "" && (q.Right == nil || *q.Right >= len(w.Options) || len(w.Options) < 3):
				fault = "no right option of three or more"
			}
			for _, why := range w.Traps {
				if why == "" {
					fault = "a misconception without a name"
				}
			}
			for _, o := range w.Options {
				if o.Text == "" || o.Why == "" {
					fault = "an option without a reason"
				}
			}
			if text := regexp.MustCompile(`\[[^\]]*\]|\{[^}]*\}|CO2`).ReplaceAllString(w.Text, ""); digit.MatchString(text) {
				fault = "a number that no source answers for: " + text
			}
			if fault != "" {
				t.Errorf("%s, %s: %s", language, q.ID, fault)
			}
		}
	}
}

// greenComp are the twelve competences of the framework (Bianchi, Pisiotis and Cabrera, GreenComp, EUR 30955 EN, 2022).
var greenComp = []string{"valuing sustainability", "supporting fairness", "promoting nature", "systems thinking", "critical thinking", "problem framing",
	"futures literacy", "adaptability", "exploratory thinking", "political agency", "collective action", "individual initiative"}

// TestPlans: each lesson has a plan and each path its lessons, alike in every language; a path lasts as long as it says, and a
// plan fits what the framework names.
func TestPlans(t *testing.T) {
	type plans struct {
		Plans []struct {
			Minutes                              int
			Goals, Fits, Misconceptions, Discuss []string
			Before                               string
		}
		Paths []struct {
			Minutes, Title string
			Steps          []struct {
				Lesson, Minutes int
				How             string
			}
		}
	}
	names := map[string]string{} // of a competence in a language
	var first plans
	readJSON(t, filepath.Join("en", "plans.json"), &first)
	for _, language := range languages {
		var p plans
		readJSON(t, filepath.Join(language, "plans.json"), &p)
		if len(p.Plans) != len(lessons(t, language)) || len(p.Paths) != 4 {
			t.Errorf("%s: %d plans and %d paths", language, len(p.Plans), len(p.Paths))
		}
		for i, plan := range p.Plans {
			if plan.Minutes < 8 || plan.Minutes > 15 || len(plan.Goals) < 3 || len(plan.Misconceptions) < 2 || len(plan.Discuss) < 2 || plan.Before == "" {
				t.Errorf("%s, lesson %d: %+v", language, i+1, plan)
			}
			if len(plan.Fits) == 0 || len(plan.Fits) != len(first.Plans[i].Fits) {
				t.Errorf("%s, lesson %d fits %q", language, i+1, plan.Fits)
				continue
			}
			for k, competence := range plan.Fits {
				english := first.Plans[i].Fits[k]
				if was, known := names[language+english]; !slices.Contains(greenComp, english) || known && was != competence {
					t.Errorf("%s, lesson %d fits %q: want one of the framework, by one name", language, i+1, competence)
				}
				names[language+english] = competence
			}
		}
		for i, limit := range []int{20, 45, 90, 90} {
			sum := 0
			for _, s := range p.Paths[i].Steps {
				sum += s.Minutes
				if s.Lesson < 1 || s.Lesson > len(p.Plans) || s.How == "" {
					t.Errorf("%s, %s: %+v", language, p.Paths[i].Minutes, s)
				}
			}
			if sum > limit || sum < limit-5 {
				t.Errorf("%s: the path of %s takes %d minutes", language, p.Paths[i].Minutes, sum)
			}
		}
	}
}
