package estimator

// A Workload is a kind of work and how hard it was seen to drive accelerators.
type Workload struct {
	ID      string       // "llm-pretraining"
	Label   string       // "pretraining a language model"
	Load    Range[Ratio] // mean power ÷ rated power over the run
	Source  *Source      // of Mid
	Sources string       // ids of all sources behind the range, separated by spaces; Source is the first
	Note    string       // what the three numbers are
}

// A Site is a kind of place where computers stand and the overhead of its building.
type Site struct {
	ID      string // "cloud"
	Label   string // "a large cloud provider"
	PUE     Range[float64]
	Source  *Source // of Mid
	Sources string  // ids of all sources behind the range, separated by spaces; Source is the first
	Note    string  // what the three numbers are
}

// Workloads returns the kinds of work, sorted by id. The first call parses them.
func (c *Catalog) Workloads() []Workload { c.need(workloadsFile); return c.workloads }

// Workload returns a kind of work by its id.
func (c *Catalog) Workload(id string) (*Workload, bool) {
	rows := c.Workloads()
	if i := c.row(workloadsFile, id); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

// Sites returns the kinds of place, sorted by id. The first call parses them.
func (c *Catalog) Sites() []Site { c.need(sitesFile); return c.sites }

// Site returns a kind of place by its id.
func (c *Catalog) Site(id string) (*Site, bool) {
	rows := c.Sites()
	if i := c.row(sitesFile, id); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

func parseWorkloads(c *Catalog, t *table) {
	for _, p := range parsePresets(c, t, 0.01, 1.2) {
		c.workloads = append(c.workloads, Workload{p.ID, p.Label, As[Ratio](p.PUE), p.Source, p.Sources, p.Note})
	}
}

func parseSites(c *Catalog, t *table) { c.sites = parsePresets(c, t, 1, 5) }

// parsePresets reads a table of named ranges, whose values lie between least and most, as sites.
func parsePresets(c *Catalog, t *table, least, most float64) (rows []Site) {
	for t.next() {
		p := Site{ID: t.required(0), Label: t.required(1), Sources: t.required(5), Note: t.required(6)}
		p.PUE.Low = t.number(2, least, most)
		p.PUE.Mid = t.number(3, p.PUE.Low, most)
		p.PUE.High = t.number(4, p.PUE.Mid, most)
		p.Source = c.firstSource(t, 5)
		rows = append(rows, p)
	}
	return rows
}
