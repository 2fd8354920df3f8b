package estimator

var sourceDefaultWUE = Source{ID: "default-wue", Title: "United States mean of 2023, 64 billion litres for 176 TWh in the Berkeley Lab report of 2024 as quoted by the press, hence per facility and not per IT energy (mid); Azure in Sweden 0.09 (low); Berkeley Lab report of 2016, 1.8, recalled and not read again (high)",
	Publisher: "Lawrence Berkeley National Laboratory", URL: "https://eta-publications.lbl.gov", Licence: "cited figures", Year: 2024, AsOf: "2026-11-24"}

// defaultWUE is the water used up on site per kilowatt-hour where the building is not known. Dry cooling uses none, and
// buildings in hot places use more than High.
var defaultWUE = Range[LitresPerKWh]{0.09, 0.36, 1.8} // Source: sourceDefaultWUE

// offSiteWaterSpread is how far a place's water of power plants is believed: for one fuel, the medians of different
// cooling systems differ by a factor of two to three (Macknick et al. 2012). The half is gramwatt's own judgement.
const offSiteWaterSpread = 0.5

// homeSite is the kind of building without a cooling plant that evaporates water.
const homeSite = "home"

var sourceHomeWater = Source{ID: "home-water", Title: "a home has no cooling plant that evaporates water: gramwatt's own judgement"}
