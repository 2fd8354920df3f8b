package estimator

// A figure is one known quantity of a Result, in a unit of the unit table.
type figure struct {
	label string
	value Range[float64]
	unit  string
}

// figures lists every quantity that is known: energy and emissions first.
func (r *Report) figures() []figure {
	x := r.Result
	list := append(make([]figure, 0, 20),
		figure{"electricity at the facility", As[float64](x.Energy), "kWh"},
		figure{"emissions", inKilograms(x.Total), "kgCO2e"})
	if p, ok := x.AveragePower(); ok {
		list = append(list, figure{"average power at the facility", As[float64](p), "W"})
	}
	return r.further(addFigure(list, "wall clock", x.Hours, 1, "h"))
}

// further adds the known quantities that are no headline.
func (r *Report) further(list []figure) []figure {
	x := r.Result
	if x.Embodied.Known {
		list = append(list, figure{"of the emissions, from electricity", inKilograms(x.Operational), "kgCO2e"})
	}
	list = addFigure(list, "of the emissions, from making the hardware", x.Embodied, 1/gramsPerKilogram, "kgCO2e")
	list = addFigure(list, "emissions by the contract (market-based), not in the total", x.MarketBased, 1/gramsPerKilogram, "kgCO2e")
	list = append(list, figure{"electricity at the machines", As[float64](x.ITEnergy), "kWh"})
	list = addFigure(list, "device-hours", x.DeviceHours, 1, "h")
	list = addFigure(list, "arithmetic work", x.FLOP, 1, "FLOP")
	list = addFigure(list, "share of peak speed used (MFU)", x.MFU, 1, "")
	list = addFigure(list, "water evaporated on site", x.WaterOnSite, 1, "L")
	list = addFigure(list, "water evaporated by power plants", x.WaterOffSite, 1, "L")
	list = addFigure(list, "cost of electricity", x.Electricity, 1, "USD")
	list = addFigure(list, "rent of the devices", x.Rental, 1, "USD")
	return addFigure(list, "damage by the social cost of carbon", x.SocialCost, 1, "USD")
}

func addFigure[T ~float64](list []figure, label string, q Quantity[T], scale float64, unit string) []figure {
	if !q.Known {
		return list
	}
	return append(list, figure{label, As[float64](q.Times(scale)), unit})
}

// groups are the parts of the breakdown in the order that they are shown.
var groups = [...]struct {
	group Group
	title string
}{{EnergyTerms, "Energy"}, {CarbonTerms, "Carbon"}, {WaterTerms, "Water"}, {MoneyTerms, "Money"}}
