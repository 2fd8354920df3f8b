package estimator

// A Finding is what an answer says in one sentence, as a key and the values to put into it, for a page that has the words.
// Values that a key does not name are empty or not given.
//
//	estimate.devices    Share of the total at mid is the electricity of the devices, of which Label is the largest
//	estimate.host       likewise of the rest of the server and its memory
//	estimate.building   likewise of cooling and power of the building
//	estimate.requests   likewise of answering requests
//	estimate.embodied   likewise of making the hardware
//	estimate.network    likewise of moving data over the network
//	estimate.wide       one of these is the largest, but the high end is more than ten times the low one: Ratio
//	estimate.none       nothing is emitted
//	regions.spread      Most, a country, emits Ratio times as much as Least
//	tornado.largest     Label moves the total most: Share of what all move, each alone
//	tornado.exact       nothing moves the total
//	draws.range         the 95th percentile of the total is Ratio times the 5th
//	rivals.spread       Most, a calculator, says Ratio times as much as Least
//	rivals.few          fewer than two calculators have an answer, or all have the same
//	afford.fits         the budget holds the scenario Ratio times
//	afford.part         the budget holds a part of the scenario: Share
//	levers.most         Label, the key of a lever, saves the most: Share of the total
//	levers.none         nothing that was tried saves anything
//	devices.spread      Most, an accelerator, emits Ratio times as much as Least for the same work
//	damages.spread      Most, a published estimate of the world's damage, is Ratio times Least
//	plan.front          Most, the name of the device of the dirtiest point on the front, emits Ratio times as much as the
//	                    cleanest, which is on Least
//	plan.empty          no candidate is inside the limits
//	accuracy.front      Share of the rows is worth what it took: no other row has more accuracy for less
//
// The ratio of a spread is not given when the least is 0. An estimate has its Ratio under every key.
type Finding struct {
	Key         string
	Label       string
	Share       Optional[float64] // 0 to 1
	Least, Most string
	Ratio       Optional[float64]
}

const wideRatio = 10 // high ÷ low above which the range is the news. This project's choice

// Takeaway says which part of the total is the largest, and whether its range matters more. Electricity counts by the
// machines that use it, before the building's overhead, which is a part of its own.
func (r *Result) Takeaway() Finding {
	parts := [...]struct {
		key, label   string
		sum, largest float64
	}{{key: "estimate.devices"}, {key: "estimate.host"}, {key: "estimate.building"}, {key: "estimate.requests"}, {key: "estimate.embodied"}, {key: "estimate.network"}}
	perKWh := 0.0 // kg, over the hours of the work
	if r.Energy.Mid > 0 {
		perKWh = r.Operational.Mid.Kilograms() / float64(r.Energy.Mid)
	}
	for i := range r.Terms {
		t := &r.Terms[i]
		at, kilograms := 0, t.Value.Mid*perKWh
		switch {
		case t.Kind == "embodied":
			at, kilograms = 4, t.Value.Mid
		case t.Kind == "network":
			at, kilograms = 5, t.Value.Mid
		case t.Group != EnergyTerms:
			continue
		case t.Kind == "host" || t.Kind == "memory":
			at = 1
		case t.Kind == "facility":
			at = 2
		case t.Kind == "use":
			at = 3
		}
		part := &parts[at]
		if part.sum += kilograms; kilograms > part.largest {
			part.label, part.largest = t.Label, kilograms
		}
	}
	most := &parts[0]
	for i := range parts {
		if parts[i].sum > most.sum {
			most = &parts[i]
		}
	}
	if most.sum == 0 {
		return Finding{Key: "estimate.none"}
	}
	f := Finding{Key: most.key, Label: most.label, Share: Some(most.sum / r.Total.Mid.Kilograms()), Ratio: quotient(r.Total.High.Kilograms(), r.Total.Low.Kilograms())}
	if r.Total.High > r.Total.Low*wideRatio {
		f.Key = "estimate.wide"
	}
	return f
}

// quotient is not given when the divisor is 0.
func quotient(a, b float64) Optional[float64] {
	if b == 0 {
		return Optional[float64]{}
	}
	return Some(a / b)
}

// takeRegions reads places from the least to the most, and names countries: a grid zone or a state is no place that most
// readers know.
func takeRegions(all []RegionEstimate) Finding {
	least, most := &all[0], &all[len(all)-1] // the world is always there
	for i := range all {
		if all[i].Level == "country" {
			if least.Level != "country" {
				least = &all[i]
			}
			most = &all[i]
		}
	}
	return Finding{Key: "regions.spread", Least: least.Name, Most: most.Name, Ratio: quotient(most.Total.Mid.Kilograms(), least.Total.Mid.Kilograms())}
}

// takeTornado reads effects from the largest.
func takeTornado(effects []Effect) Finding {
	sum := 0.0
	for i := range effects {
		sum += float64(effects[i].Span())
	}
	if sum == 0 {
		return Finding{Key: "tornado.exact"}
	}
	return Finding{Key: "tornado.largest", Label: effects[0].Variable.Label, Share: Some(float64(effects[0].Span()) / sum)}
}

func (d *Draws) takeaway() Finding {
	ends := d.TotalKilograms.Quantiles(0.05, 0.95)
	return Finding{Key: "draws.range", Ratio: quotient(ends[1], ends[0])}
}

func takeRivals(answers []RivalAnswer) Finding {
	var least, most *RivalAnswer
	for i := range answers {
		a := &answers[i]
		if !a.Carbon.given {
			continue
		}
		if least == nil || a.Carbon.value < least.Carbon.value {
			least = a
		}
		if most == nil || a.Carbon.value > most.Carbon.value {
			most = a
		}
	}
	if least == most { // one answer, or none, or all the same
		return Finding{Key: "rivals.few"}
	}
	return Finding{Key: "rivals.spread", Least: least.Tool, Most: most.Tool, Ratio: quotient(most.Carbon.value, least.Carbon.value)}
}

func (a *Affordable) takeaway() Finding {
	if a.Fits.Mid < 1 {
		return Finding{Key: "afford.part", Share: Some(a.Fits.Mid)}
	}
	return Finding{Key: "afford.fits", Ratio: Some(a.Fits.Mid)}
}

func takeLevers(all []Lever) Finding {
	if len(all) == 0 {
		return Finding{Key: "levers.none"}
	}
	return Finding{Key: "levers.most", Label: all[0].Key, Share: Some(float64(all[0].Share))}
}

// takeDevices reads devices from the least to the most; one's own is always there.
func takeDevices(all []DeviceEstimate) Finding {
	least, most := &all[0], &all[len(all)-1]
	return Finding{Key: "devices.spread", Least: least.Name, Most: most.Name, Ratio: quotient(float64(most.Total.Mid), float64(least.Total.Mid))}
}

// takeDamages compares the estimates for the world, of which there are several.
func takeDamages(all []DamageEstimate) Finding {
	least, most := &all[0], &all[0]
	for i := range all {
		d := &all[i]
		if d.Code != world {
			continue
		}
		if d.Cost.Mid < least.Cost.Mid {
			least = d
		}
		if d.Cost.Mid > most.Cost.Mid {
			most = d
		}
	}
	return Finding{Key: "damages.spread", Least: least.Estimate, Most: most.Estimate, Ratio: quotient(float64(most.Cost.Mid), float64(least.Cost.Mid))}
}

func (r *PlanResult) takeaway() Finding {
	if len(r.Front) == 0 {
		return Finding{Key: "plan.empty"}
	}
	least, most := &r.Front[0], &r.Front[0]
	for i := range r.Front {
		p := &r.Front[i]
		if p.Carbon.Mid < least.Carbon.Mid {
			least = p
		}
		if p.Carbon.Mid > most.Carbon.Mid {
			most = p
		}
	}
	return Finding{Key: "plan.front", Least: least.Device.Name, Most: most.Device.Name, Ratio: quotient(float64(most.Carbon.Mid), float64(least.Carbon.Mid))}
}

func (r *AccuracyReport) takeaway() Finding {
	front := 0
	for _, by := range r.BeatenBy {
		if by < 0 {
			front++
		}
	}
	return Finding{Key: "accuracy.front", Share: quotient(float64(front), float64(len(r.Rows)))}
}

// write writes the finding under "takeaway"; what its key does not name is null.
func (f Finding) write(w *jsonWriter) {
	w.key("takeaway")
	w.open('{')
	w.text("key", f.Key)
	w.textOrNull("label", f.Label)
	w.optional("share", f.Share.optional, 1)
	w.textOrNull("least", f.Least)
	w.textOrNull("most", f.Most)
	w.optional("ratio", f.Ratio.optional, 1)
	w.close('}')
}
