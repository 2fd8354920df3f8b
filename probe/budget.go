package main

import (
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/wire"
)

func priceFlag() cli.Flag {
	return textFlag("price-usd-per-kwh", "", "PRICE", "price of electricity, instead of the region's usual one")
}

func budgetFlag() cli.Flag {
	return textFlag("budget", "", "AMOUNT", "tell when half, 80 % and all of it is used: 5kg, 20kWh, 3USD")
}

// priced reads what electricity costs, beside where it comes from.
func (f *faults) priced(c *cli.Command, place wire.Settings) runs.Settings {
	s := runs.Settings{Settings: place}
	if text := c.String("price-usd-per-kwh"); text != "" {
		if v, ok := f.number("--price-usd-per-kwh", text); ok {
			s.PriceUSDPerKWh = &v
			spec := estimator.Spec{EnergyKWh: estimator.Some(estimator.KWh(1)), ElectricityPrice: estimator.Some(estimator.USDPerKWh(v))}
			f.merge(spec.Validate(estimator.Default()), map[string]string{"price_usd_per_kwh": "--price-usd-per-kwh"})
		}
	}
	return s
}

// budget reads an amount to be watched; nil without one. The place and the price must be right.
func (f *faults) budget(text string, s runs.Settings) *runs.Budget {
	if text == "" {
		return nil
	}
	limit, err := estimator.ParseBudget(text)
	if err != nil {
		f.merge(err, map[string]string{"budget": "--budget"})
		return nil
	}
	if limit.Kind == estimator.BudgetMoney && s.PriceUSDPerKWh == nil {
		f.add("--budget", text, "what electricity costs you is not known", "give its price too: --price-usd-per-kwh 0.25")
		return nil
	}
	spec := s.Electricity("", 1)
	one, err := estimator.Estimate(estimator.Default(), &spec)
	if err != nil {
		f.merge(err, nil)
		return nil
	}
	budget, known := runs.NewBudget(limit, &one)
	if !known {
		f.add("--budget", text, "nothing is known that it could be counted in", "give a budget in kg or kWh")
		return nil
	}
	return budget
}

// budgeted is a source that takes remarks on a budget and tells how it stands.
type budgeted interface {
	sampler.Publisher
	Budget(label string)
	SetOutlook(sampler.Outlook)
}

// watchBudget tells how the session uses up a budget, to the user and on the stream, until ctx ends.
func watchBudget(ctx context.Context, b *runs.Budget, s budgeted, out io.Writer) {
	sampler.Follow(ctx, s, func(snap *sampler.Snapshot) {
		s.SetOutlook(sampler.Outlook{Budget: b.Standing(snap.Totals.Joules, nil)})
		if words, _ := b.Notice(snap.Totals.Joules); words != "" {
			fmt.Fprintf(out, "gramwatt: %s\n", words)
			s.Budget(words)
		}
	})
}
