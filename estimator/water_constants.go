package estimator

var sourceDefaultWUE = Source{ID: "default-wue", Title: "United States in 2023, 64 billion litres for 176 TWh of whole buildings in the Berkeley Lab report of 2024 as quoted by the press, × its mean PUE of 1.4 (mid); Azure in Sweden 0.09 (low); 1.8 litres per kilowatt-hour of the building in the report of 2016, as quoted by Data Center Knowledge, × the PUE of 1.6 that the report of 2024 gives for 2014 (high)",
	Publisher: "Lawrence Berkeley National Laboratory", URL: "https://eta-publications.lbl.gov", Licence: "cited figures", Year: 2024, AsOf: "2026-11-24"}

// defaultWUE is the water used up on site, in litres per kilowatt-hour of the machines, where the building is not known.
// Dry cooling uses none. Berkeley Lab's figures are per kilowatt-hour of the whole building, and WUE is per kilowatt-hour
// of the machines: each is multiplied by the PUE of its year, or every litre would be divided by the PUE.
var defaultWUE = Range[LitresPerKWh]{0.09, 0.51, 2.9} // 64 ÷ 176 × 1.4 and 1.8 × 1.6. Source: sourceDefaultWUE

// offSiteWaterSpread is how far a place's water of power plants is believed: for one fuel, the medians of different
// cooling systems differ by a factor of two to three (Macknick et al. 2012). The half is gramwatt's own judgement.
const offSiteWaterSpread = 0.5

// homeSite is the kind of building without a cooling plant that evaporates water.
const homeSite = "home"

var sourceHomeWater = Source{ID: "home-water", Title: "a home has no cooling plant that evaporates water: gramwatt's own judgement"}
