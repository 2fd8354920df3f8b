package estimator

// An MFUFigure is a published training run's model FLOP utilisation: useful work ÷ what the devices could have done at
// their peak. Two figures of one run differ by what counts as time and as work, so both are said.
type MFUFigure struct {
	ID          string // "palm-540b"
	Basis       string // SteadyMFU or WholeRunMFU
	Model       string // "PaLM 540B"
	MFU         Ratio
	Counts      string // "model": useful work; "hardware": with recomputed activations, which is HFU; "unsaid"
	Precision   string // whose dense peak it is a share of: "bf16"
	Accelerator *Accelerator
	Year        int
	Source      *Source
	Note        string
}

// Bases of an MFUFigure.
const (
	SteadyMFU   = "steady"    // while steps run: what papers and logs report
	WholeRunMFU = "whole-run" // over all device-hours of the run, with restarts, evaluation and idle time
)

// MFUs returns the published utilisations of training runs, sorted by id and basis. The first call parses them.
func (c *Catalog) MFUs() []MFUFigure { c.need(mfusFile); return c.mfus }

// parseMFUs reads the utilisations.
func parseMFUs(c *Catalog, t *table) {
	figures := make([]MFUFigure, 0, t.lines())
	for t.next() {
		m := MFUFigure{ID: t.required(0), Basis: t.oneOf(1, SteadyMFU, WholeRunMFU), Model: t.required(2), MFU: Ratio(t.number(3, 0.001, 1)),
			Counts: t.oneOf(4, "model", "hardware", "unsaid"), Precision: t.oneOf(5, precisions[:]...), Year: t.year(7),
			Source: c.source(t, 8), Note: t.text(9)}
		if m.Accelerator, _ = c.Accelerator(t.text(6)); m.Accelerator == nil || m.Accelerator.ID != t.text(6) {
			t.fail("accelerator", t.text(6), "no such id in accelerators.csv")
		}
		figures = append(figures, m)
	}
	c.mfus = figures
}
