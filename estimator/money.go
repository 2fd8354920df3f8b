package estimator

import "slices"

// Money: the bill for electricity, the rent of the devices, the damage that the emissions do, and what a carbon price makes
// of them. They do not add up: a rent contains its electricity, the damage is paid by others, and a price may be in the
// bill already.

// defaultDamage is the estimate of the social cost of carbon that is used when none is typed: the US EPA's of 2023 for
// the world, in dollars of 2020.
const defaultDamage = "epa-2023"

// addMoney adds each part where its price is known.
func (e *estimate) addMoney() {
	e.addElectricity()
	e.addRental()
	e.addDamage()
	e.addCarbonPrice()
}

// addElectricity takes the typed price or tariff, else that of the place, with the hour of the day where prices by hour are known.
func (e *estimate) addElectricity() {
	price := Input{Name: "electricity price", Unit: "USD/kWh", Source: &sourceTyped}
	key := Key{"electricity price", "typed"}
	var place *Place
	field := "price_usd_per_kwh"
	if typed, ok := e.spec.typedPrice(e.work.lasts(), e.work.clocked); ok {
		price.Value = As[float64](typed)
		if len(e.spec.Tariff) > 0 {
			price.Name, field = "electricity price of the hours", "start_hour"
			if !typed.IsExact() {
				e.note("tariff_hours", "start_hour", "In which hours of the tariff the work runs is not known: the price is the day's mean, with a range from the cheapest hours to the dearest.")
			}
		}
	} else {
		if place = findGrid(e.catalog, e.spec).place; place == nil {
			return
		}
		p, ok := e.catalog.ElectricityPrice(place.Code)
		if !ok {
			return
		}
		price.Value, price.Source, price.Year, key.Of = As[float64](p.Range()), p.Source, p.Year, p.Code
	}
	e.sum("energy at the facility", FacilitySum)
	e.uncertain(price, key, "electricity price", Field{Name: field})
	if start, ok := e.spec.StartHour.Get(); ok && place != nil && e.work.clocked {
		e.addPriceHours(place, start)
	}
	e.result.Electricity = Known(As[USD](e.moneyTerm(Term{Kind: "electricity", Label: "electricity", Source: price.Source, Year: price.Year}, 1)))
}

// addPriceHours scales the price by the hours of the run, where the place has prices by hour.
func (e *estimate) addPriceHours(place *Place, start Hours) {
	if p, ok := e.catalog.PriceProfile(place.Code); ok {
		e.uncertain(Input{Name: "price of the hours ÷ average", Value: p.Paid(start, e.work.lasts()), Source: p.Source, Year: p.Year},
			Key{"price hour", p.Zone}, "price of the hours", Field{Name: tariffPath})
		e.note("price_hours", "start_hour", "The hours change the price from not at all, for a buyer with a flat price, to as much as the wholesale market's yearly means do. How days differ is not known. Give your own tariff by hour to be exact.")
	}
}

// typedPrice returns the price that the scenario says. A tariff of which the run's hours are known gives their mean; else
// its ends are the cheapest and the dearest hours that a run of this length can have, and mid is the day's mean.
func (s *Spec) typedPrice(lasts Hours, clocked bool) (Range[USDPerKWh], bool) {
	if len(s.Tariff) != hoursPerDay {
		return Exactly(s.ElectricityPrice.Or(0)), s.ElectricityPrice.given
	}
	day := (*[hoursPerDay]float64)(s.Tariff)
	if !clocked {
		lasts = 0
	} else if start, ok := s.StartHour.Get(); ok {
		return Exactly(USDPerKWh(windowMean(day, start, lasts))), true
	}
	price := Exactly(USDPerKWh(windowMean(day, 0, hoursPerDay)))
	if slices.Min(s.Tariff) == slices.Max(s.Tariff) { // a mean of equals may be rounded
		return Exactly(USDPerKWh(day[0])), true
	}
	for hour := range hoursPerDay {
		v := USDPerKWh(windowMean(day, Hours(hour), lasts))
		price.Low, price.High = min(price.Low, v), max(price.High, v)
	}
	return price, true
}

// addRental adds the rent of every accelerator, or of none when a price or the hours are unknown, and that of answering.
func (e *estimate) addRental() {
	e.rentWork()
	if e.result.Requests.given && e.result.Rental.Known == e.spec.hasWork() { // a part is no rent of the whole
		e.rentRequests()
	}
}

// rentRequests adds the rent of what answers for the time that requests keep it busy, as far as their time is told.
func (e *estimate) rentRequests() {
	d := Device{}
	if len(e.spec.Accelerators) > 0 {
		d = e.spec.Accelerators[0]
	}
	price, known := e.rent(&d)
	parts := e.result.Request.parts
	for i := range parts {
		if p := &parts[i]; p.timed == 0 || p.devices == 0 || !known {
			if e.result.Rental.Known {
				e.note("rent_requests", "inference.seconds", "The rent is that of the work before the requests: how long which devices answer, or what they are rented for, is not known.")
			}
			return
		}
	}
	for i := range parts {
		scale := e.requestHours(&parts[i])
		e.uncertain(price, Key{"rent", d.key()}, "rent", Field{Name: "price_usd_per_device_hour"})
		t := Term{Kind: "rental", Index: 2*len(e.spec.Accelerators) + 1 + i, Label: "renting what answers" + parts[i].label, Source: price.Source, Year: price.Year}
		e.result.Rental.add(As[USD](e.moneyTerm(t, scale)))
	}
}

// rentWork adds the rent of the accelerators while they do the work and wait.
func (e *estimate) rentWork() {
	s := e.spec
	if len(e.work.inputs) == 0 || len(s.Accelerators) == 0 {
		return
	}
	prices := make([]Input, 0, 8)
	for i := range s.Accelerators {
		p, ok := e.rent(&s.Accelerators[i])
		if !ok {
			return
		}
		prices = append(prices, p)
	}
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		t := Term{Kind: "rental", Index: i + 1, Label: "renting", Source: prices[i].Source, Year: prices[i].Year}
		if a, ok := e.catalog.Accelerator(d.key()); ok {
			t.Label = a.Name
		}
		e.given("count", d.Count.Or(1), "", &sourceTyped)
		scale := e.workInputs()
		e.projectInputs()
		e.uncertain(prices[i], Key{"rent", d.key()}, "rent", Field{Name: "price_usd_per_device_hour"})
		e.result.Rental.add(As[USD](e.moneyTerm(t, scale)))
		if idle := s.IdleHours.value; idle > 0 { // held is paid for
			t.Label += ", waiting"
			t.Index += len(s.Accelerators)
			e.given("count", d.Count.Or(1), "", &sourceTyped)
			e.given("idle hours", idle, "h", &sourceTyped)
			e.projectInputs()
			e.uncertain(prices[i], Key{"rent", d.key()}, "rent", Field{Name: "price_usd_per_device_hour"})
			e.result.Rental.add(As[USD](e.moneyTerm(t, 1)))
		}
	}
}

// rent returns the price of one device for an hour: typed, else what it was rented for.
func (e *estimate) rent(d *Device) (Input, bool) {
	in := Input{Name: "rent", Unit: "USD/h", Source: &sourceTyped}
	if v, ok := e.spec.DevicePrice.Get(); ok {
		in.Value = Exactly(float64(v))
		return in, true
	}
	a, ok := e.catalog.Accelerator(d.key())
	if !ok {
		return in, false
	}
	price, source, year, ok := e.catalog.RentalPrice(a.ID)
	in.Value, in.Source, in.Year = As[float64](price), source, year
	return in, ok
}

// addDamage multiplies the total by the typed social cost of carbon, else by the default estimate for the world.
func (e *estimate) addDamage() {
	cost := Input{Name: "social cost of carbon", Unit: "USD/t", Source: &sourceTyped}
	d := &e.result.Damage
	d.Name = "typed"
	if v, ok := e.spec.SocialCost.Get(); ok {
		cost.Value = Exactly(float64(v))
	} else {
		for _, s := range e.catalog.SocialCosts(world) {
			if s.Estimate == defaultDamage {
				cost.Value, cost.Source, cost.Year = As[float64](s.Cost), s.Source, s.Year
				d.Code, d.Name = s.Code, s.Estimate
			}
		}
		if cost.Source == &sourceTyped {
			return
		}
	}
	d.Value, d.Source, d.Year = cost.Value, cost.Source, cost.Year
	e.sum("total", CarbonSum)
	e.uncertain(cost, Key{"damage", d.Name}, "social cost of carbon", Field{Name: "social_cost_usd_per_t"})
	e.result.SocialCost = Known(As[USD](e.moneyTerm(Term{Kind: "damage", Label: "damage to everyone", Source: cost.Source, Year: cost.Year}, gramsPerKilogram/gramsPerTonne)))
}

// addCarbonPrice multiplies the total by the typed price. There is no default: taxes and prices of emissions trading differ by
// place and by the day.
func (e *estimate) addCarbonPrice() {
	price, ok := e.spec.CarbonPrice.Get()
	if !ok {
		return
	}
	e.sum("total", CarbonSum)
	e.given("carbon price", float64(price), "USD/t", &sourceTyped)
	e.result.CarbonPrice = Known(As[USD](e.moneyTerm(Term{Kind: "carbon-price", Label: "carbon price", Source: &sourceTyped}, gramsPerKilogram/gramsPerTonne)))
}

// moneyTerm finishes a term in dollars.
func (e *estimate) moneyTerm(t Term, scale float64) Range[float64] {
	t.Group, t.Unit = MoneyTerms, "USD"
	return e.term(t, scale)
}
