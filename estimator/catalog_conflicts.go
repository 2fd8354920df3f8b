package estimator

// A Conflict is a figure of an accelerator on which lists disagree, and why the catalog has the one that it has.
type Conflict struct {
	Accelerator string  // id
	Field       string  // column of accelerators.csv: "tdp_w", "fp32_tflops", "fp16_dense_tflops" or "memory_gb"
	Chosen      float64 // what the catalog has, in the unit that the column names; 0: left unknown
	Other       float64 // what the other list says; 0: not repeated, because that list is share-alike
	OtherSource *Source
	Reason      string
}

// Conflicts returns the disagreements, sorted by accelerator, field and the id of the other source. The first call
// parses them.
func (c *Catalog) Conflicts() []Conflict { c.need(conflictsFile); return c.conflicts }

// parseConflicts reads the disagreements. A chosen figure that accelerators.csv does not hold is refused: whoever
// changes a figure has to say again why.
func parseConflicts(c *Catalog, t *table) {
	var rows []Conflict
	for t.next() {
		f := Conflict{Accelerator: t.required(0), Field: t.required(1), Chosen: t.optional(2, 0.01, 1e5), Other: t.optional(3, 0.01, 1e5),
			OtherSource: c.source(t, 4), Reason: t.required(5)}
		if i := c.row(acceleratorsFile, f.Accelerator); i < 0 {
			t.fail("id", f.Accelerator, "no such id in accelerators.csv")
		} else if held, ok := c.accelerators[i].figure(f.Field); !ok {
			t.fail("field", f.Field, "no such figure of an accelerator")
		} else if held != f.Chosen {
			t.fail("chosen", t.text(2), "accelerators.csv has "+number(held))
		}
		rows = append(rows, f)
	}
	c.conflicts = rows
}

// figure returns a figure by its column in accelerators.csv.
func (a *Accelerator) figure(column string) (v float64, ok bool) {
	switch column {
	case "tdp_w":
		return float64(a.Rated), true
	case "fp32_tflops":
		return a.FP32, true
	case "fp16_dense_tflops":
		return a.FP16, true
	case "memory_gb":
		return float64(a.Memory), true
	}
	return 0, false
}
