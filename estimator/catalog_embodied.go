package estimator

// An EmbodiedFigure is one published estimate of the emissions of making an accelerator. Estimates of the same part
// differ by a factor of forty, because they count different things; Scope says which.
type EmbodiedFigure struct {
	Accelerator string // id
	Mass        Grams
	Scope       string // "die", "card without memory", "card", or "share of a server", which counts the server around it as well
	Method      string // "maker" for its own product carbon footprint, "life-cycle model", "formula"
	Preferred   bool   // the one to quote for this part; at most one has it
	Note        string
	Source      *Source
}

// allEmbodied returns all published estimates. The first call parses them.
func (c *Catalog) allEmbodied() []EmbodiedFigure { c.need(embodiedFile); return c.embodied }

// EmbodiedFigures returns the published estimates for an accelerator, sorted by scope and source; most have none. The
// first call parses them.
func (c *Catalog) EmbodiedFigures(acceleratorID string) []EmbodiedFigure {
	rows := c.allEmbodied()
	from := 0
	for from < len(rows) && rows[from].Accelerator < acceleratorID {
		from++
	}
	to := from
	for to < len(rows) && rows[to].Accelerator == acceleratorID {
		to++
	}
	return rows[from:to:to]
}

func parseEmbodied(c *Catalog, t *table) {
	var rows []EmbodiedFigure
	preferred := ""
	for t.next() {
		f := EmbodiedFigure{Accelerator: t.required(0), Scope: t.oneOf(1, "die", "card without memory", "card", serverShare),
			Mass: Grams(t.number(2, 1, 1e5) * gramsPerKilogram), Method: t.required(3), Source: c.source(t, 4),
			Preferred: t.oneOf(5, "1", "") == "1", Note: t.text(6)}
		if c.row(acceleratorsFile, f.Accelerator) < 0 {
			t.fail("accelerator", f.Accelerator, "no such id in accelerators.csv")
		}
		if f.Preferred {
			if preferred == f.Accelerator || f.Scope != "card" {
				t.fail("preferred", f.Accelerator, "one figure of a whole card at most is preferred")
			}
			preferred = f.Accelerator
		}
		rows = append(rows, f)
	}
	c.embodied = rows
}
