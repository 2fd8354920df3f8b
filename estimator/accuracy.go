package estimator

import "math"

// AccuracyRow is one model or training run: how good, and what it took. More accuracy is better; a loss is not an
// accuracy.
type AccuracyRow struct {
	Label    string
	Accuracy float64 // in points of whatever scale; percent signs have been read away
	Energy   KWh
}

// AccuracyStep goes from one row of the front to the next better one. From and To are indices into Rows.
type AccuracyStep struct {
	From, To      int
	Points        float64 // of accuracy gained, more than 0
	Energy        KWh     // on top, more than 0
	Grams         Grams   // on top
	GramsPerPoint float64
}

// AccuracyReport puts accuracy against carbon.
type AccuracyReport struct {
	Rows      []AccuracyRow
	Intensity GramsPerKWh
	Grid      Factor         // whose mid Intensity is: place, scope, year and source
	Front     []int          // indices into Rows: the least energy for each accuracy that is worth having, both rising
	BeatenBy  []int          // for each row, the row of the front that is as good or better for less or no more energy; −1 on the front
	Steps     []AccuracyStep // between neighbours of the front
}

// How the carbon of a row and of a step follows from energy.
const (
	AccuracyFormula = "kwh × g_per_kwh ÷ 1000"
	StepFormula     = "1000 × kgco2e ÷ points"
)

// CompareAccuracy finds the Pareto front of rows and what each extra point costs along it, at a grid intensity in grams
// per kWh. The rows are kept as they are, and not changed.
//
// A row is on the front when no other is at least as accurate for at most its energy. Of rows that tie in both, the
// first is on the front. No rows give an empty report. The error is FieldErrors: a row that is not a finite number, a
// negative energy, or an intensity below 0.
func CompareAccuracy(rows []AccuracyRow, intensity GramsPerKWh) (AccuracyReport, error) {
	var errs FieldErrors
	if !(intensity >= 0 && intensity <= 2000) {
		errs.add("accuracy.g_per_kwh", number(float64(intensity)), "grid intensity is 0 to 2000 g CO2e per kWh", "type grams per kilowatt-hour, such as 57")
	}
	for i := range rows {
		rows[i].check(&errs, "accuracy.rows["+number(float64(i))+"]")
	}
	if err := errs.orNil(); err != nil {
		return AccuracyReport{}, err
	}
	r := AccuracyReport{Rows: rows, Intensity: intensity, Grid: Factor{Value: Exactly(float64(intensity)), Source: &sourceTyped}, BeatenBy: make([]int, len(rows))}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	sortBy(len(order), func(i, j int) bool {
		a, b := order[i], order[j]
		if rows[a].Energy != rows[b].Energy {
			return rows[a].Energy < rows[b].Energy
		}
		return rows[a].Accuracy > rows[b].Accuracy || rows[a].Accuracy == rows[b].Accuracy && a < b
	}, func(i, j int) { order[i], order[j] = order[j], order[i] })
	best := -1 // most accurate so far
	for _, i := range order {
		if best >= 0 && rows[i].Accuracy <= rows[best].Accuracy {
			r.BeatenBy[i] = best
			continue
		}
		if best >= 0 {
			r.Steps = append(r.Steps, r.step(best, i))
		}
		r.Front = append(r.Front, i)
		r.BeatenBy[i], best = -1, i
	}
	return r, nil
}

func (r *AccuracyReport) step(from, to int) AccuracyStep {
	s := AccuracyStep{From: from, To: to, Points: r.Rows[to].Accuracy - r.Rows[from].Accuracy, Energy: r.Rows[to].Energy - r.Rows[from].Energy}
	s.Grams = s.Energy.At(r.Intensity)
	s.GramsPerPoint = float64(s.Grams) / s.Points
	return s
}

// Limits of a row, far above any real one.
const (
	maxAccuracy    = 1e9
	maxAccuracyKWh = 1e12
)

// check adds what is wrong with a row under a field's name.
func (r *AccuracyRow) check(errs *FieldErrors, field string) {
	if !(math.Abs(r.Accuracy) <= maxAccuracy) {
		errs.add(field+".accuracy", number(r.Accuracy), "accuracy is a number up to 1e9", "write it as 91.2 or 0.912, the same way in every line")
	}
	if !(r.Energy >= 0 && r.Energy <= maxAccuracyKWh) {
		errs.add(field+".kwh", number(float64(r.Energy)), "energy is 0 to 1e12 kWh", "write kilowatt-hours, such as 12.5")
	}
}

// AppendJSON appends the report: rows in their order with grams and whether they are on the front, then the steps.
// Rows are named by their index. A row on the front has null as beaten_by.
func (r *AccuracyReport) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	r.write(&w)
	return w.b
}

func (r *AccuracyReport) write(w *jsonWriter) {
	w.open('{')
	w.number("g_per_kwh", float64(r.Intensity))
	r.Grid.write(w, "grid", "g_per_kwh")
	w.key("formulas")
	w.open('{')
	w.text("kgco2e", AccuracyFormula)
	w.text("g_per_point", StepFormula)
	w.close('}')
	r.takeaway().write(w)
	w.key("rows")
	w.open('[')
	for i := range r.Rows {
		row := &r.Rows[i]
		w.open('{')
		w.text("label", row.Label)
		w.number("accuracy", row.Accuracy)
		w.number("kwh", float64(row.Energy))
		w.number("kgco2e", row.Energy.At(r.Intensity).Kilograms())
		w.flag("front", r.BeatenBy[i] < 0)
		if r.BeatenBy[i] < 0 {
			w.unknown("beaten_by")
		} else {
			w.integer("beaten_by", r.BeatenBy[i])
		}
		w.close('}')
	}
	w.close(']')
	w.key("front")
	w.open('[')
	for _, i := range r.Front {
		w.int(i)
	}
	w.close(']')
	w.key("steps")
	w.open('[')
	for i := range r.Steps {
		s := &r.Steps[i]
		w.open('{')
		w.integer("from", s.From)
		w.integer("to", s.To)
		w.number("points", s.Points)
		w.number("kwh", float64(s.Energy))
		w.number("kgco2e", s.Grams.Kilograms())
		w.number("g_per_point", s.GramsPerPoint)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// AccuracyOn is ParseAccuracy and CompareAccuracy on the grid of a scenario, of which nothing else counts. The error is
// FieldErrors: of the place, or of the lines.
func AccuracyOn(c *Catalog, s *Spec, text string) (AccuracyReport, error) {
	var errs FieldErrors
	s.validatePlace(&errs, c)
	rows, err := ParseAccuracy(text)
	errs = append(errs, asFieldErrors(err)...)
	if err := errs.orNil(); err != nil {
		return AccuracyReport{}, err
	}
	g := findGrid(c, s)
	r, err := CompareAccuracy(rows, g.intensity.Mid)
	if err == nil {
		r.Grid = g.factor()
	}
	return r, err
}
