package estimator

// A figure is one known quantity of a Result, in a unit of the unit table.
type figure struct {
	label string
	value Range[float64]
	unit  string
}

// figures lists the quantities that are known: the headlines first, energy before emissions, then the rest.
func (r *Report) figures() []figure {
	x := r.Result
	list := make(figures, 0, 20)
	list.add("electricity at the facility", As[float64](x.Energy), "kWh")
	list.add("emissions", inKilograms(x.Total), "kgCO2e")
	if p, ok := x.AveragePower(); ok {
		list.add("average power at the facility", As[float64](p), "W")
	}
	addKnown(&list, "wall clock", x.Hours, 1, "h")
	return append(list, r.further()...)
}

// further lists the known quantities that are no headline.
func (r *Report) further() []figure {
	x := r.Result
	list := make(figures, 0, 16)
	if x.Embodied.Known || x.Network.Known {
		list.add("of the emissions, from electricity", inKilograms(x.Operational), "kgCO2e")
	}
	addKnown(&list, "of the emissions, from moving data over the network", x.Network, 1/gramsPerKilogram, "kgCO2e")
	addKnown(&list, "of the emissions, from making the hardware", x.Embodied, 1/gramsPerKilogram, "kgCO2e")
	addKnown(&list, "emissions by the contract (market-based), not in the total", x.MarketBased, 1/gramsPerKilogram, "kgCO2e")
	sci := " (SCI)"
	if !x.Embodied.Known {
		sci = " (SCI without making the hardware)"
	}
	for _, u := range x.PerUnit {
		if u.Mass == x.Total { // of a single one: the headline says it
			continue
		}
		list.add("emissions per "+u.Unit+sci, inKilograms(u.Mass), "kgCO2e")
	}
	list.add("electricity at the machines", As[float64](x.ITEnergy), "kWh")
	addKnown(&list, "electricity of moving data, outside the facility", x.NetworkEnergy, 1, "kWh")
	addKnown(&list, "device-hours", x.DeviceHours, 1, "h")
	addKnown(&list, "arithmetic work", x.FLOP, 1, "FLOP")
	addKnown(&list, "share of peak speed used (MFU)", x.MFU, 1, "")
	if x.Request != nil {
		addKnown(&list, "share of peak speed used by answering", x.Request.MFU, 1, "")
	}
	addKnown(&list, "requests that use as much energy as the work before them", x.BreakEven, 1, "")
	addKnown(&list, "water evaporated on site", x.WaterOnSite, 1, "L")
	addKnown(&list, "water evaporated by power plants", x.WaterOffSite, 1, "L")
	addKnown(&list, "primary energy", x.Primary, 1, "MJ")
	addKnown(&list, "minerals and metals used up", x.Minerals, 1, "kgSb")
	addKnown(&list, "cost of electricity", x.Electricity, 1, "USD")
	addKnown(&list, "rent of the devices", x.Rental, 1, "USD")
	addKnown(&list, "damage by the social cost of carbon", x.SocialCost, 1, "USD")
	addKnown(&list, "emissions at the carbon price", x.CarbonPrice, 1, "USD")
	return list
}

type figures []figure

func (l *figures) add(label string, v Range[float64], unit string) {
	*l = append(*l, figure{label, v, unit})
}

func addKnown[T ~float64](l *figures, label string, q Quantity[T], scale float64, unit string) {
	if q.Known {
		l.add(label, As[float64](q.Times(scale)), unit)
	}
}

// groups are the parts of the breakdown in the order that they are shown.
var groups = [...]struct {
	group Group
	title string
}{{EnergyTerms, "Energy"}, {CarbonTerms, "Carbon"}, {WaterTerms, "Water"}, {ResourceTerms, "Resources"}, {MoneyTerms, "Money"}}
