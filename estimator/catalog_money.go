package estimator

// An ElectricityPrice is what a large consumer pays for electricity at a place, one flat figure.
type ElectricityPrice struct {
	Code     string // of the Place that the figure describes
	Price    USDPerKWh
	Year     int    // 0 unknown
	Kind     string // "industrial": statistics, without recoverable taxes; "tariff": of one utility or regulator; "wholesale": the market's yearly mean, without network and supply
	Original string // who published the figure, where Source only quotes it
	Source   *Source
}

// Spread of the price that one buyer pays, ÷ the figure of the catalog. Source: sourcePriceSpread.
var (
	industrialPriceSpread = Range[float64]{0.5, 1, 2}
	wholesalePriceSpread  = Range[float64]{1, 1.6, 4} // the least, ÷ 0.61, and 2 ÷ 0.5
)

var sourcePriceSpread = Source{ID: "price-spread", Title: "Low end: wholesale means of 2024 ÷ industrial prices of the same place, 0.51 to 0.84 in ten of eleven places, median 0.61; high end: small consumers, gramwatt's own judgement",
	Licence: "cited figures", Year: 2026, AsOf: "2026-11-24"}

// Range returns the figure with what another buyer at the place may pay: from the wholesale price to twice the
// industrial one. Its basis is the source that SpreadSource returns.
func (p *ElectricityPrice) Range() Range[USDPerKWh] {
	spread := industrialPriceSpread
	if p.Kind == "wholesale" {
		spread = wholesalePriceSpread
	}
	return As[USDPerKWh](spread.Times(float64(p.Price)))
}

// SpreadSource returns where the ends of Range come from.
func (p *ElectricityPrice) SpreadSource() *Source { return &sourcePriceSpread }

// A PriceProfile is the mean wholesale price of electricity by hour of the day over a year.
type PriceProfile struct {
	Zone      string // code of a Place
	Year      int
	UTCOffset float64       // hours of the zone's standard time ahead of UTC; daylight saving is not in it
	Mean      [24]USDPerKWh // by local hour, from midnight; one mean of the year, so that no day is told from another
	Average   USDPerKWh     // of Mean
	Source    *Source
}

// Window returns the mean price of a run that starts at a local hour, 0 to 24, and lasts for duration, ÷ the average
// of all hours. Whole days give 1 whenever they start.
func (p *PriceProfile) Window(start, duration Hours) float64 {
	return windowMean(&p.Mean, start, duration) / float64(p.Average)
}

// Paid returns what a run's hours make of the price that one buyer pays, ÷ what the same buyer pays over all hours. Its
// start is in UTC.
//
// Only the part of a price that buys on the market moves with the hours; network, supply and levies do not. Mid takes
// that part as wholesaleShare. One end is 1, for a buyer whose price is flat; the other is Window, for one who pays the
// market's price alone. How days differ is in neither.
func (p *PriceProfile) Paid(start, duration Hours) Range[float64] {
	market := p.Window(start+Hours(p.UTCOffset), duration)
	return Range[float64]{min(1, market), 1 + wholesaleShare*(market-1), max(1, market)}
}

// wholesaleShare is the market's part of what a large consumer pays. Source: sourcePriceSpread, the median.
const wholesaleShare = 0.61

// ElectricityPrices returns all flat prices, sorted by code. The first call parses them.
func (c *Catalog) ElectricityPrices() []ElectricityPrice { c.need(pricesFile); return c.prices }

// ElectricityPrice returns the price of a place, else of the place whose figures stand in for it, else of the place
// above: the country of a state or zone. Code says which.
func (c *Catalog) ElectricityPrice(code string) (*ElectricityPrice, bool) {
	place, _ := c.Place(code)
	rows := c.ElectricityPrices()
	if i := c.rowNear(pricesFile, place); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

// PriceProfiles returns all hourly price profiles, sorted by zone. The first call parses them.
func (c *Catalog) PriceProfiles() []PriceProfile { c.need(priceHoursFile); return c.priceHours }

// PriceProfile returns the price by hour of a zone. It does not look at the places around: a country's curve is not
// that of each of its zones.
func (c *Catalog) PriceProfile(zone string) (*PriceProfile, bool) {
	rows := c.PriceProfiles()
	if i := c.rowAt(priceHoursFile, zone); i >= 0 {
		return &rows[i], true
	}
	return nil, false
}

func parseElectricityPrices(c *Catalog, t *table) {
	prices := make([]ElectricityPrice, 0, t.lines())
	for t.next() {
		p := ElectricityPrice{Code: t.required(0), Price: USDPerKWh(t.number(1, 0.001, 2)), Year: t.year(2),
			Kind: t.oneOf(3, "industrial", "tariff", "wholesale"), Source: c.source(t, 4), Original: t.text(5)}
		c.placeOf(t, 0)
		if p.Kind == "tariff" {
			t.required(5)
		}
		prices = append(prices, p)
	}
	c.prices = prices
}

// placeOf checks that a cell names a place.
func (c *Catalog) placeOf(t *table, column int) {
	if c.row(placesFile, t.text(column)) < 0 {
		t.bad(column, "no such code in places.csv")
	}
}

func parsePriceHours(c *Catalog, t *table) {
	profiles := make([]PriceProfile, 0, t.lines())
	for t.next() {
		p := PriceProfile{Zone: t.required(0), Year: t.year(1), UTCOffset: t.number(2, -12, 14), Source: c.source(t, 27)}
		c.placeOf(t, 0)
		for h := range p.Mean {
			p.Mean[h] = USDPerKWh(t.number(3+h, 0.0001, 10))
			p.Average += p.Mean[h] / 24
		}
		profiles = append(profiles, p)
	}
	c.priceHours = profiles
}

func (p *ElectricityPrice) write(w *jsonWriter) {
	w.open('{')
	w.text("code", p.Code)
	price := p.Range()
	writeRange(w, "usd_per_kwh", &price, 1)
	w.text("kind", p.Kind)
	w.textOrNull("original", p.Original)
	writeOrigin(w, p.Source, p.Year)
	w.close('}')
}
