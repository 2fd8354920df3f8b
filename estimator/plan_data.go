package estimator

// What the searches ask of catalogs beside those of Estimate, in one place. Unknown is false, never 0.

// planData answers what a search needs to know of a place or a device. Tests put their own figures in.
type planData struct {
	electricity func(place string) (Range[USDPerKWh], bool)
	rental      func(accelerator string) (Range[USDPerHour], bool)
	hours       func(place string) (hourWindows, bool)
}

// hourWindows is the day of a place: how clean a run's hours are beside the mean of the day.
type hourWindows interface {
	Window(start, duration Hours) Range[float64]
	BestStart(duration Hours) (hour int, ratio float64)
}

// dataOf answers from a catalog.
func dataOf(c *Catalog) planData {
	return planData{
		electricity: func(place string) (Range[USDPerKWh], bool) {
			p, ok := c.ElectricityPrice(place)
			if !ok {
				return Range[USDPerKWh]{}, false
			}
			return p.Range(), true
		},
		rental: func(accelerator string) (Range[USDPerHour], bool) {
			price, _, _, ok := c.RentalPrice(accelerator)
			return price, ok
		},
		hours: func(place string) (hourWindows, bool) {
			p, ok := c.HourProfile(place)
			return p, ok
		},
	}
}

var (
	sourceSpreadLoss = Source{ID: "spread-loss", Title: "Narayanan et al., Efficient Large-Scale Language Model Training on GPU Clusters, SC'21, table 2: one model on 384, 768 and 1536 GPUs at 153, 149 and 141 TFLOP/s each, 3 and 5 % lost per doubling (recalled and not read again); the high end is gramwatt's own judgement",
		URL: "https://arxiv.org/abs/2104.04473", Licence: "cited figures", Year: 2021, AsOf: "2026-11-24"}
)

var (
	// lossPerDoubling is the share of each device's speed that is lost when twice as many share the work.
	lossPerDoubling = Range[Ratio]{0.02, 0.05, 0.10} // Source: sourceSpreadLoss
)
