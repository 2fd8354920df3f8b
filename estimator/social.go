package estimator

import "strconv"

// Of returns the damage of a mass of CO2e that is not negative. Unlike the arithmetic of Range it is right where the
// cost is negative: low and high are the least and the greatest over the ends of both, so that more carbon makes a gain
// larger and not smaller.
func (s *SocialCost) Of(m Range[Grams]) Range[USD] {
	cost := func(per USDPerTonne, mass Grams) USD { return USD(float64(per) * mass.Tonnes()) }
	return Range[USD]{
		min(cost(s.Cost.Low, m.Low), cost(s.Cost.Low, m.High)),
		cost(s.Cost.Mid, m.Mid),
		max(cost(s.Cost.High, m.Low), cost(s.Cost.High, m.High)),
	}
}

// SocialCostNote explains a cost that is negative, or may be, for the country at hand; ok is false where low is not
// negative. The codes are "social_cost_negative" and "social_cost_unsure".
func (c *Catalog) SocialCostNote(s *SocialCost) (n Note, ok bool) {
	if s.Cost.Low >= 0 {
		return n, false
	}
	name := s.Code
	if p, known := c.Place(s.Code); known {
		name = p.Name
	}
	n.Code, n.Field = "social_cost_unsure", "region"
	n.Message = "Whether a tonne costs " + name + " or brings it a gain is within what the model leaves open."
	if s.Cost.Mid < 0 {
		n.Code = "social_cost_negative"
		n.Message = "The median for " + name + " is negative: the model has this country gain from the first degrees of warming."
	}
	if world, known := c.SocialCost("WORLD"); known {
		n.Message += " The world as a whole loses " + strconv.FormatFloat(float64(world.Cost.Mid), 'f', 0, 64) +
			" USD of " + strconv.Itoa(world.DollarYear) + " per tonne."
	}
	return n, true
}
