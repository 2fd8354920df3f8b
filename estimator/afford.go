package estimator

// Affordable is how far a budget goes: the scenario, stretched or shrunk until it uses the budget up.
//
// The model is linear in time and in runs, so every answer is what the scenario has, times the budget ÷ its use. Low is
// at the high end of the use and High at its low end; High is +Inf when the low end is 0. Only a start hour bends the
// line, because a longer run sees other hours: then the answers hold for the mean of the hours that the scenario has.
type Affordable struct {
	Budget Budget
	Use    Range[float64] // of the scenario as it is, in the budget's unit
	Fits   Range[float64] // how many such scenarios the budget holds; below 1 it does not hold one

	Runs        Quantity[float64]     // of the length that the scenario says, requests growing with them; unknown when requests are all it says
	Hours       Quantity[Hours]       // wall clock of all runs together, when their number stays
	DeviceHours Quantity[DeviceHours] // likewise
	FLOP        Quantity[FLOP]
	Tokens      Quantity[float64] // trained on, in all runs; of both stacks of an encoder-decoder
	Requests    Quantity[float64] // answered, when the scenario counts them
	Formula     string            // of Fits
	Spec        Spec              // the scenario with its work and its requests times the mid of Fits: it uses the budget up. Its numbers may leave their limits

	// Regions are the places in which the scenario as it is keeps the budget, by mid, from the least carbon to the most.
	// It is nil for energy and for a cost that is the same everywhere, such as a rent; places without a price are left out.
	Regions []RegionEstimate
}

// Afford turns the question round: what a budget allows of the work that s describes. The error is FieldErrors: those of
// Estimate, and one for "budget" when its amount is not above 0, when the cost of the scenario is not known, or when the
// scenario uses nothing of it.
func Afford(c *Catalog, s *Spec, b Budget) (Affordable, error) { return affordWith(c, s, b, dataOf(c)) }

func affordWith(c *Catalog, s *Spec, b Budget, data planData) (Affordable, error) {
	r, err := Estimate(c, s)
	if err != nil {
		return Affordable{}, err
	}
	use, known := b.useOf(&r)
	reason, remedy := "", budgetRemedy
	switch {
	case !(b.Amount > 0 && b.Amount <= maxBudget):
		reason = "a budget is more than 0 and at most 1e15"
	case !known:
		reason, remedy = "nothing says what the scenario costs", "give price_usd_per_kwh or price_usd_per_device_hour, or a budget in kg or kWh"
	case use.Mid <= 0:
		reason, remedy = "the scenario uses nothing of it, so that any amount of work fits", "give a budget in another unit"
	}
	if reason != "" {
		return Affordable{}, fault("budget", b.String(), reason, remedy)
	}
	fits := Range[float64]{b.Amount / use.High, b.Amount / use.Mid, b.Amount / use.Low}
	a := Affordable{Budget: b, Use: use, Fits: fits, Formula: "budget ÷ " + b.Kind + " of the scenario", Hours: stretched(r.Hours, fits),
		DeviceHours: stretched(r.DeviceHours, fits), FLOP: stretched(r.FLOP, fits), Spec: scaleWork(s, fits.Mid)}
	a.Spec.Inference = scaleUse(s, fits.Mid).Inference
	if idle, ok := s.IdleHours.Get(); ok {
		a.Spec.IdleHours = Some(idle * Hours(fits.Mid))
	}
	runs := s.runs()
	a.Spec.NetworkGB = times(s.NetworkGB, fits.Mid)
	if s.hasWork() {
		a.Runs = Known(fits.Times(runs))
	}
	if tokens := s.Training.tokens(); tokens > 0 {
		a.Tokens = Known(fits.Times(tokens * runs))
	}
	if requests, ok := r.Requests.Get(); ok {
		a.Requests = Known(fits.Times(requests))
	}
	a.Regions, err = regionsWithin(c, s, b, &r, &data)
	return a, err
}

// stretched multiplies what a scenario has by how often it fits.
func stretched[T ~float64](q Quantity[T], fits Range[float64]) Quantity[T] {
	return Quantity[T]{As[T](fits.Times(float64(q.Mid))), q.Known}
}

// regionsWithin returns the places in which the scenario keeps a budget.
func regionsWithin(c *Catalog, s *Spec, b Budget, r *Result, data *planData) ([]RegionEstimate, error) {
	_, typed := s.typedPrice(0, false)
	rented := r.Rental.Known || typed // then a place changes nothing in the cost
	if b.Kind == BudgetEnergy || b.Kind == BudgetMoney && rented {
		return nil, nil
	}
	all, err := EstimateRegions(c, s)
	if err != nil {
		return nil, err
	}
	var within []RegionEstimate
	for i := range all {
		region := &all[i]
		use := region.Total.Mid.Kilograms()
		if b.Kind == BudgetMoney {
			price, known := data.electricity(region.Code)
			if use = float64(r.Energy.Mid) * float64(price.Mid); !known {
				continue
			}
		}
		if use <= b.Amount {
			within = append(within, *region)
		}
	}
	return within, nil
}
