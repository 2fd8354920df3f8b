package estimator

import "strings"

// A Lever is one change of a scenario and what it saves on this very scenario, as Estimate says of both.
type Lever struct {
	Key    string // "clean_region", …: see levers_table.go
	Label  string // what to do, in English: "Run it in Stockholm, …"
	Spec   Spec   // the changed scenario
	To     string // what it changes to: a region, a device, a precision, an hour; empty where the key says it
	ToName string // in words

	Saved Range[Grams]    // Mid by the mids; Low and High are the least and the most of the three ends, so Low may be below 0
	Share Ratio           // Saved ÷ total, by the mids
	Hours Optional[Hours] // change of the wall clock, below 0 when it gets faster; not given when it is not known
	Basis string          // what must hold for it
	By    *Source         // of the figures in it; nil when there are none beside the catalogs'
}

// Levers returns the changes that save carbon on the work that s describes, from the one that saves most by mid; ties by
// key. Each is alone: two of them together save less than their sum. The error is that of Estimate.
func Levers(c *Catalog, s *Spec) ([]Lever, error) { return leversWith(c, s, dataOf(c)) }

func leversWith(c *Catalog, s *Spec, data planData) ([]Lever, error) {
	r, err := Estimate(c, s)
	if err != nil {
		return nil, err
	}
	l := leverage{c, s, &r, &data}
	var all []Lever
	for _, lever := range levers {
		change, ok := lever.find(&l)
		if !ok {
			continue
		}
		after, err := Estimate(c, &change.spec)
		if err != nil || !(after.Total.Mid < r.Total.Mid*(1-1e-9)) { // nothing but rounding
			continue
		}
		low, mid, high := r.Total.Low-after.Total.Low, r.Total.Mid-after.Total.Mid, r.Total.High-after.Total.High
		found := Lever{Key: lever.key, Label: withName(lever.words, change.name), Spec: change.spec, To: change.to, ToName: change.name, Basis: change.basis, By: change.by,
			Saved: Range[Grams]{min(low, mid, high), mid, max(low, mid, high)}, Share: Ratio(mid / r.Total.Mid)}
		if r.Hours.Known && after.Hours.Known {
			found.Hours = Some(after.Hours.Mid - r.Hours.Mid)
		}
		all = append(all, found)
	}
	sortBy(len(all), func(i, j int) bool {
		a, b := &all[i], &all[j]
		return a.Saved.Mid > b.Saved.Mid || a.Saved.Mid == b.Saved.Mid && a.Key < b.Key
	}, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

// withName puts the name of what a lever changes to into its words.
func withName(words, name string) string {
	before, after, _ := strings.Cut(words, "{}")
	if before == words {
		return words
	}
	return before + name + after
}

// Sentence says in English what the lever changes and what must hold for it, without a full stop.
func (l *Lever) Sentence() string { return l.Label + ", " + l.Basis }

// A leverage is a scenario with its answer, as levers look at it.
type leverage struct {
	catalog *Catalog
	spec    *Spec
	result  *Result
	data    *planData
}

// A change is a scenario that may be better.
type change struct {
	spec     Spec
	to, name string
	basis    string
	by       *Source
}

// AppendJSON appends the lever as Call gives it.
func (l *Lever) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	l.write(&w)
	return w.b
}

func (l *Lever) write(w *jsonWriter) {
	w.open('{')
	w.text("key", l.Key)
	w.text("label", l.Label)
	w.textOrNull("to", l.To)
	w.textOrNull("to_name", l.ToName)
	writeRange(w, "saved_kgco2e", &l.Saved, 1/gramsPerKilogram)
	w.number("saved_ratio", float64(l.Share))
	w.optional("hours_change", l.Hours.optional, 1)
	w.text("basis", l.Basis)
	year := 0
	if l.By != nil {
		year = l.By.Year
	}
	writeOrigin(w, l.By, year)
	w.text("query", l.Spec.Query())
	w.close('}')
}
