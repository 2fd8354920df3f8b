package estimator

// What is taken from nature beside water: primary energy in megajoules, and minerals and metals as kilograms of antimony.

// sourceMakingResources stands behind the constants of rival_ecologits.go that our own account uses as well.
var sourceMakingResources = Source{ID: "ecologits-making", Title: "EcoLogits 0.9.1, constants of making: a GPU of an HGX H100 by the maker's product carbon footprint 1,828 MJ and 5.1 g of antimony; a server without its GPUs by BoaviztAPI 70,000 MJ and 370 g; no range was found",
	Publisher: "GenAI Impact", URL: "https://github.com/genai-impact/ecologits", Licence: "cited figures", Year: 2025, AsOf: "2026-11-23"}

// hgxH100 is the only accelerator of which making's primary energy and minerals are published.
const hgxH100 = "h100-sxm5-80gb"

// A resource is what a device and a server take of it in their making, and how its terms are named.
type resource struct {
	kind, unit, unitPerKWh   string
	electricity, card, host  string // labels
	makingCard, makingServer float64
}

var (
	primaryEnergy = resource{"primary-energy", "MJ", "MJ/kWh", "primary energy of electricity", "primary energy of making accelerators", "primary energy of making servers",
		ecologitsDevice.Primary, ecologitsServer.Primary}
	minerals = resource{"minerals", "kgSb", "kgSb/kWh", "minerals of electricity", "minerals of making accelerators", "minerals of making servers",
		ecologitsDevice.Minerals, ecologitsServer.Minerals}
)

// addResources adds both where every part is known: the place's figures, and of each device when making is counted.
// With a typed intensity or mix nothing is known.
func (e *estimate) addResources() {
	s := e.spec
	if s.GridIntensity.Given() || len(s.GridMix) > 0 {
		return
	}
	figures, at, devices := e.catalog.WaterFigures(), e.catalog.rowNear(watersFile, findGrid(e.catalog, s).place), 0.0
	ok := at >= 0
	if ok && s.Embodied.wanted() {
		ok = e.result.Embodied.Known && len(s.Accelerators) > 0 && !e.result.Requests.given // of other making nothing is known
		for i := range s.Accelerators {
			a, known := e.catalog.Accelerator(s.Accelerators[i].key())
			ok = ok && known && a.ID == hgxH100
			devices += s.Accelerators[i].Count.Or(1)
		}
	}
	if !ok {
		return
	}
	f := &figures[at]
	if v, known := f.Primary.Get(); known {
		e.result.Primary = Known(As[MJ](e.resource(f, &primaryEnergy, float64(v), devices)))
	}
	if v, known := f.Minerals.Get(); known {
		e.result.Minerals = Known(As[KilogramsSb](e.resource(f, &minerals, float64(v), devices)))
	}
}

// resource adds the terms of one resource, with a place's figure for a kilowatt-hour, and returns their sum. No devices
// say that making them is not counted.
func (e *estimate) resource(f *WaterFigure, r *resource, perKWh, devices float64) Range[float64] {
	e.sum("energy at the facility", FacilitySum)
	e.add(Input{Name: r.electricity, Value: Exactly(perKWh), Unit: r.unitPerKWh, Source: f.Source, Year: f.Year})
	sum := e.term(Term{Kind: r.kind, Index: 1, Group: ResourceTerms, Label: r.electricity, Unit: r.unit, Source: f.Source, Year: f.Year}, 1)
	if devices == 0 {
		return sum
	}
	e.given("devices", devices, "", &sourceTyped)
	sum = sum.Plus(e.makingTerm(Term{Kind: r.kind, Index: 2, Label: r.card, Unit: r.unit}, r.makingCard))
	e.servers(devices)
	return sum.Plus(e.makingTerm(Term{Kind: r.kind, Index: 3, Label: r.host, Unit: r.unit}, r.makingServer))
}

// makingTerm finishes a term whose number of pieces has been added: × hours × making one ÷ hours of use in its life.
func (e *estimate) makingTerm(t Term, each float64) Range[float64] {
	scale := e.workInputs()
	e.projectInputs()
	e.given("making one", each, t.Unit, &sourceMakingResources)
	e.lifeInputs()
	t.Group, t.Source = ResourceTerms, &sourceMakingResources
	return e.term(t, scale)
}
