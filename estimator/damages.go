package estimator

// DamageEstimate is what the emissions of a scenario cost by one published social cost of carbon.
type DamageEstimate struct {
	*SocialCost
	Place string     // who bears it: "World", or the country that the work is in
	Loss  Range[USD] // of DollarYear; negative is a gain
	Note  *Note      // why it is negative or may be; nil otherwise
}

// Damages returns what the total of s costs the world, by every published estimate in the catalog, and then the country
// that it emits in, by the estimates that know countries: its own part of the damage, not what it does to others. The
// typed social cost plays no part. The error is that of Estimate.
func Damages(c *Catalog, s *Spec) ([]DamageEstimate, error) {
	r, err := Estimate(c, s)
	if err != nil {
		return nil, err
	}
	var all []DamageEstimate
	add := func(costs []SocialCost) {
		for i := range costs {
			cost := &costs[i]
			d := DamageEstimate{SocialCost: cost, Place: cost.Code, Loss: cost.Of(r.Total)}
			if p, ok := c.Place(cost.Code); ok {
				d.Place = p.Name
			}
			if note, ok := c.SocialCostNote(cost); ok {
				d.Note = &note
			}
			all = append(all, d)
		}
	}
	add(c.SocialCosts(world))
	if place := findGrid(c, s).place; place != nil && place.Code != world {
		add(c.SocialCosts(place.Code))
	}
	return all, nil
}

func writeDamages(w *jsonWriter, c *Catalog, query string) {
	s, unknown, err := ParseQuery(query)
	var all []DamageEstimate
	if err = allFaults(err, &s, c); err == nil {
		all, err = Damages(c, &s)
	}
	writeAnswer(w, unknown, err, func() {
		w.key("damages")
		w.open('[')
		for i := range all {
			all[i].write(w)
		}
		w.close(']')
		takeDamages(all).write(w)
	})
}

func (d *DamageEstimate) write(w *jsonWriter) {
	w.open('{')
	w.text("code", d.Code)
	w.text("place", d.Place)
	w.text("estimate", d.Estimate)
	w.text("discounting", d.Discounting)
	writeRange(w, "usd_per_t", &d.Cost, 1)
	writeRange(w, "usd", &d.Loss, 1)
	w.knownYear("dollar_year", d.DollarYear)
	if d.Note != nil {
		w.text("note", d.Note.Message)
	} else {
		w.unknown("note")
	}
	writeOrigin(w, d.Source, d.Year)
	w.close('}')
}
