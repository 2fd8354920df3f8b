package estimator

import (
	"strconv"
	"strings"
)

// A DevicePrice is what a provider asks for one accelerator for an hour, with the share of the server that comes along.
// It is the lowest price per board that the source gives on Date.
type DevicePrice struct {
	Accelerator string // id
	Provider    string // "aws", "lambda"
	Commitment  string // "on-demand", or the years it is booked for: "1y", "3y"
	Price       USDPerHour
	Date        string // YYYY-MM-DD, or YYYY; empty unknown
	Year        int    // of Date; 0 unknown
	Source      *Source
}

// An Instance is a machine with accelerators that a cloud rents out.
type Instance struct {
	ID          string     // "aws:p4d.24xlarge": provider, colon, the provider's name
	Provider    string     // "aws"
	Name        string     // "p4d.24xlarge"
	Accelerator string     // id
	Count       float64    // accelerators as the provider counts them
	Boards      float64    // boards of the catalog per accelerator counted: 0.5 where one GPU of a dual-GPU board is sold
	VCPUs       int        // hardware threads; 0 unknown
	RAM         float64    // GiB, as providers count; 0 unknown
	Price       USDPerHour // on demand, of the whole machine; 0 unknown
	PriceSource *Source
	Source      *Source
}

// rentalYears is how many of the newest years count towards a rental price.
const rentalYears = 2

// AllDevicePrices returns all rental prices, sorted by accelerator, provider and commitment. The first call parses them.
func (c *Catalog) AllDevicePrices() []DevicePrice { c.need(devicePricesFile); return c.devicePrices }

// DevicePrices returns the rental prices of an accelerator, given by id or by a name that Catalog.Accelerator knows,
// sorted by provider and commitment.
func (c *Catalog) DevicePrices(acceleratorID string) []DevicePrice {
	a, ok := c.Accelerator(acceleratorID)
	if !ok {
		return nil
	}
	all := c.AllDevicePrices()
	from := c.row(devicePricesFile, a.ID)
	if from < 0 {
		return nil
	}
	to := from
	for to < len(all) && all[to].Accelerator == a.ID {
		to++
	}
	return all[from:to]
}

// RentalPrice returns the lowest, median and highest price per hour on demand of an accelerator over providers, in the
// newest year known and the one before. source and year are those of the median, the lower one of two. ok is false when
// no dated price is known.
func (c *Catalog) RentalPrice(acceleratorID string) (price Range[USDPerHour], source *Source, year int, ok bool) {
	all := c.DevicePrices(acceleratorID)
	for i := range all {
		if all[i].Commitment == "on-demand" {
			year = max(year, all[i].Year)
		}
	}
	offers := make([]*DevicePrice, 0, 16) // ascending by price
	for i := range all {
		p := &all[i]
		if p.Commitment != "on-demand" || p.Year == 0 || p.Year <= year-rentalYears {
			continue
		}
		offers = append(offers, p)
		for at := len(offers) - 1; at > 0 && offers[at-1].Price > p.Price; at-- {
			offers[at-1], offers[at] = offers[at], offers[at-1]
		}
	}
	n := len(offers)
	if n == 0 {
		return price, nil, 0, false
	}
	lower, upper := offers[(n-1)/2], offers[n/2]
	return Range[USDPerHour]{offers[0].Price, (lower.Price + upper.Price) / 2, offers[n-1].Price}, lower.Source, lower.Year, true
}

// Instances returns all instance types, sorted by id. The first call parses them.
func (c *Catalog) Instances() []Instance { c.need(instancesFile); return c.instances }

// Instance returns an instance type by its id in any case: "aws:p4d.24xlarge".
func (c *Catalog) Instance(id string) (*Instance, bool) {
	all := c.Instances()
	i := c.row(instancesFile, id)
	key := strings.ToLower(strings.TrimSpace(id))
	for at := 0; i < 0 && at < len(all); at++ {
		if strings.ToLower(all[at].ID) == key {
			i = at
		}
	}
	if i < 0 {
		return nil, false
	}
	return &all[i], true
}

// acceleratorOf checks that a cell is the id of an accelerator.
func (c *Catalog) acceleratorOf(t *table, column int) {
	if c.row(acceleratorsFile, t.text(column)) < 0 {
		t.bad(column, "no such id in accelerators.csv")
	}
}

func parseDevicePrices(c *Catalog, t *table) {
	prices := make([]DevicePrice, 0, t.lines())
	for t.next() {
		p := DevicePrice{Accelerator: t.required(0), Provider: t.required(1), Commitment: t.oneOf(2, "on-demand", "1y", "3y"),
			Price: USDPerHour(t.number(3, 0.001, 1000)), Date: t.text(4), Source: c.source(t, 5)}
		c.acceleratorOf(t, 0)
		switch {
		case p.Date == "":
		case len(p.Date) == len("2026"):
			p.Year = t.year(4)
		case isDate(p.Date):
			p.Year, _ = strconv.Atoi(p.Date[:4])
		default:
			t.fail("date", p.Date, "not a date, YYYY-MM-DD or YYYY")
		}
		prices = append(prices, p)
	}
	c.devicePrices = prices
}

func parseInstances(c *Catalog, t *table) {
	instances := make([]Instance, 0, t.lines())
	for t.next() {
		n := Instance{ID: t.required(0), Accelerator: t.required(1), Count: t.number(2, 1, 1024), Boards: t.number(3, 0.25, 1),
			VCPUs: int(t.optional(4, 1, 1024)), RAM: t.optional(5, 1, 1e5), Price: USDPerHour(t.optional(6, 0.001, 1e4)), Source: c.source(t, 7)}
		n.PriceSource = c.sourceOf(t, 8, 6)
		var ok bool
		if n.Provider, n.Name, ok = strings.Cut(n.ID, ":"); !ok {
			t.fail("id", n.ID, "not provider:name")
		}
		c.acceleratorOf(t, 1)
		instances = append(instances, n)
	}
	c.instances = instances
}
