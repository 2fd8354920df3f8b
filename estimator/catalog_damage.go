package estimator

// A SocialCost is the damage that one more tonne of CO2e does, as one study has it.
//
// Code says who bears it: a country its own part only, WORLD all of it. Where low and high are not published, Cost is
// the one figure. Money is of DollarYear and is not carried to another year: a dollar of 2005 bought about a third more
// than one of 2020, so figures of different years do not compare as they stand.
type SocialCost struct {
	Code        string // of a Place
	Estimate    string // "ricke-2018"
	Discounting string
	Cost        Range[USDPerTonne] // low may be negative: a gain
	DollarYear  int                // whose dollars
	Year        int                // of the emission
	Source      *Source
}

// headlineCost is the study that SocialCost answers with: the only one with countries, and its world is their sum.
const headlineCost = "ricke-2018"

// AllSocialCosts returns all estimates, sorted by code and estimate. The first call parses them.
func (c *Catalog) AllSocialCosts() []SocialCost { c.need(socialCostsFile); return c.socialCosts }

// SocialCosts returns the estimates for a place, else for its proxy, else for the place above, sorted by estimate.
func (c *Catalog) SocialCosts(code string) []SocialCost {
	all := c.AllSocialCosts()
	place, _ := c.Place(code)
	from := c.rowNear(socialCostsFile, place)
	if from < 0 {
		return nil
	}
	to := from
	for to < len(all) && all[to].Code == all[from].Code {
		to++
	}
	return all[from:to]
}

// SocialCost returns what one tonne costs a place: the country's own part by Ricke et al. 2018 in dollars of 2005, or
// for WORLD the sum over countries.
func (c *Catalog) SocialCost(code string) (*SocialCost, bool) {
	list := c.SocialCosts(code)
	for i := range list {
		if list[i].Estimate == headlineCost {
			return &list[i], true
		}
	}
	return nil, false
}

func parseSocialCosts(c *Catalog, t *table) {
	costs := make([]SocialCost, 0, t.lines())
	for t.next() {
		s := SocialCost{Code: t.required(0), Estimate: t.required(1), Discounting: t.required(5), DollarYear: t.year(6), Year: t.year(7),
			Source: c.source(t, 8), Cost: Exactly(USDPerTonne(t.number(3, -1e4, 1e4)))}
		if t.text(2) != "" || t.text(4) != "" {
			s.Cost.Low = USDPerTonne(t.number(2, -1e4, float64(s.Cost.Mid)))
			s.Cost.High = USDPerTonne(t.number(4, float64(s.Cost.Mid), 1e4))
		}
		c.placeOf(t, 0)
		costs = append(costs, s)
	}
	c.socialCosts = costs
}
