package estimator

import (
	"math"
	"strconv"
	"strings"
)

// What a total leaves out, in the order of the chain.
var (
	omitHost      = Omission{"host", "the rest of the server: CPUs, memory, fans, disks, network cards, power supply"}
	omitRest      = Omission{"host", "what else is in the server: fans, disks, network cards, power supply"}
	omitMeter     = Omission{"host", "whatever in the server the meter did not see"}
	omitOutside   = Omission{"network", "storage and network outside the server"}
	omitStorage   = Omission{"storage", "storage outside the server"}
	omitNetwork   = Omission{"network", "network outside the server"}
	omitEmbodied  = Omission{"embodied", "making, moving and scrapping the hardware"}
	omitWater     = Omission{"water", "water that the power plants evaporate"}
	omitPeople    = Omission{"people", "the people: offices, laptops, travel"}
	omitInference = Omission{"inference", "use of the model after training"}
	omitIdle      = Omission{"idle", "machines that wait while nobody uses them"}
)

// addRemarks says what is not counted, how to read the answer, and what it compares with.
func (e *estimate) addRemarks() {
	s, r := e.spec, &e.result
	r.NotCounted = make([]Omission, 0, 7)
	switch {
	case e.hosted:
	case s.metered():
		r.NotCounted = append(r.NotCounted, omitMeter)
	case len(s.CPUs) > 0 || s.MemoryGB.value > 0:
		r.NotCounted = append(r.NotCounted, omitRest)
	default:
		r.NotCounted = append(r.NotCounted, omitHost)
	}
	e.omitUnless(s.IdleHours.Or(0) > 0, omitIdle)
	stored, moved := s.SSD.Given() || s.HDD.Given(), s.NetworkGB.Given() // 0 says that there is none
	if !stored && !moved {
		r.NotCounted = append(r.NotCounted, omitOutside)
	} else {
		e.omitUnless(stored, omitStorage)
		e.omitUnless(moved, omitNetwork)
	}
	e.omitUnless(r.Embodied.Known, omitEmbodied)
	e.omitUnless(r.WaterOffSite.Known, omitWater)
	e.omitUnless(r.Requests.given, omitInference)
	e.omitUnless(false, omitPeople)
	e.loadNotes()
	e.buildingNotes()
	e.workNotes()
	e.equivalents()
}

func (e *estimate) omitUnless(counted bool, o Omission) {
	if !counted {
		e.result.NotCounted = append(e.result.NotCounted, o)
	}
}

func (e *estimate) note(code, field, message string) {
	e.result.Notes = append(e.result.Notes, Note{code, field, message})
}

func (e *estimate) loadNotes() {
	s := e.spec
	if s.metered() {
		if len(s.devices()) > 0 {
			e.note("metered", "energy_kwh", "The metered energy is used as it is; the devices listed beside it add nothing.")
		}
		return
	}
	if r := e.result.Request; r != nil && r.Source == &sourceServing {
		e.note("load_serving", "workload", "No load while answering was given: half way between idle and full power is used, with a range from one to the other.")
	}
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		if !d.Load.given && !d.Power.given && s.Workload == "" && s.hasWork() {
			e.note("load_default", devicePath("accelerators", i, "load"), "No load was given: a range measured over published training runs is used.")
		}
		a, ok := e.catalog.Accelerator(d.key())
		rated := d.Rated.Or(0)
		if ok && !d.Rated.Given() {
			rated = a.Rated
		}
		if most := max(1, d.Load.value) * float64(rated); d.Cap.given && !d.Power.given && d.Cap.value >= most {
			e.note("cap_high", devicePath("accelerators", i, "cap_w"), "A power limit of "+FormatQuantity(d.Cap.value, "W")+" bounds nothing: the rated power of one device is "+FormatQuantity(float64(rated), "W")+". A limit is of one, not of all.")
		} else if d.Cap.given && !d.Power.given {
			e.note("power_capped", devicePath("accelerators", i, "cap_w"), "A power limit bounds the load. It also slows the work down: the hours are taken as they are given.")
		}
		if _, slice := wholeCard(d.key()); slice && !d.Power.given && !d.Rated.given {
			e.note("mig_slice", devicePath("accelerators", i, "id"), "A slice of a divided card (MIG) is named. Power is known of the whole card only, and all of it is counted; share says what part is yours.")
		}
		if !d.Power.given && !d.Rated.given || s.Training.sized() {
			e.aliasNote(i, d.key())
		}
		if d.Load.value > 1 {
			e.note("load_high", devicePath("accelerators", i, "load"), "Boards can exceed their rating briefly, rarely on average.")
		}
		if rated > 0 && d.Power.Or(0) > mostOverRated*rated {
			e.note("power_high", devicePath("accelerators", i, "power_w"), FormatQuantity(float64(d.Power.Or(0)), "W")+" is far above the rated power of one device, "+FormatQuantity(float64(rated), "W")+": the measured power is of one, not of all.")
		}
		if ok && !d.Rated.Given() && !d.Power.Given() && a.RatedBasis == "analyst" {
			e.note("rated_by_analyst", devicePath("accelerators", i, "tdp_w"), "The maker publishes no rated power for "+a.Name+"; an analyst's figure is used.")
		} else if ok && !d.Rated.given && !d.Power.given && a.RatedBasis == "unchecked" {
			e.note("rated_unchecked", devicePath("accelerators", i, "tdp_w"), "The rated power of "+a.Name+" is from one list and was not checked against another.")
		}
	}
}

// aliasNote says which board is taken for a name that several share, and which others it may mean.
func (e *estimate) aliasNote(index int, name string) {
	if e.catalog.row(acceleratorsFile, name) >= 0 {
		return // an id; what follows allocates
	}
	card, _ := wholeCard(name)
	others, ambiguous := e.catalog.ambiguous[deviceKey(card)]
	if !ambiguous {
		return
	}
	a, _ := e.catalog.Accelerator(card)
	text := card + " is the name of several devices; " + a.Name + ratedText(a) + " is taken. "
	if others == "" {
		text += "The catalog has none of the others: give their figures yourself."
	} else {
		text += "If yours is another, name it by its id:"
		for _, id := range strings.Fields(others) {
			if other, ok := e.catalog.Accelerator(id); ok {
				text += " " + id + ratedText(other) + ","
			}
		}
		text = text[:len(text)-1] + "."
	}
	e.note("alias_ambiguous", devicePath("accelerators", index, "id"), text)
}

func ratedText(a *Accelerator) string {
	if !a.HasRated() {
		return ""
	}
	return " (" + FormatQuantity(float64(a.Rated), "W") + ")"
}

// mostMFU is more of the peak speed than published runs used.
const mostMFU = 0.7

// mostOverRated: a board's mean power stays below this many times its rating, because its firmware holds it at a limit
// that makers let one raise by a third at most (RTX 4090, 600 of 450 W, recalled and not read again). The rest is
// gramwatt's own judgement, for meters that see some of the host.
const mostOverRated = 1.5

func (e *estimate) buildingNotes() {
	s := e.spec
	if e.result.PUE.Name == "cloud region" && s.Site != "" {
		e.note("site_unused", "site", "The PUE that the provider publishes for the cloud region is used, not that of the kind of building.")
	}
	if whole := wholeOf(s.PUEComponents); e.result.PUE.Name == "components" && isNoWhole(whole) {
		e.note("components_scaled", "pue_components", "The shares of the building add up to "+FormatNumber(whole)+"; they are read as parts of that whole.")
	}
	if e.result.PUE.Name == "components" && e.result.PUE.Value.Mid > 2.5 {
		e.note("pue_components_old", "pue_components", "So much for cooling and so little for servers was seen in buildings before 2010; surveys since then find means of 1.5 to 1.7.")
	}
	if e.result.PUE.Name == "default" {
		e.note("pue_default", "pue", "No PUE was given: the survey mean is used, with a range from large data centres to server closets.")
	}
	if s.PUE.Or(1) > 2.5 {
		e.note("pue_high", "pue", "Unusually high; small server rooms only.")
	}
	if h, ok := s.Hours.Get(); ok && h > 8784 {
		e.note("hours_long", "hours", "That is longer than a year of wall clock. Are these device-hours?")
	}
}

// workNotes says what the time rests on when it follows from arithmetic, and what the damage is in.
func (e *estimate) workNotes() {
	s, t := e.spec, &e.spec.Training
	follows := t.sized() && e.work.fleet > 0
	if follows && !t.MFU.given && !t.AchievedTFLOPS.given {
		e.note("mfu_default", "training.mfu", "No speed was given: the share of peak speed of published whole runs is used, restarts and evaluation in it.")
	}
	if _, known := e.result.MFU.Get(); (known || follows) && !t.AchievedTFLOPS.given {
		for i := range s.Accelerators {
			a, _ := e.catalog.Accelerator(s.Accelerators[i].key())
			e.precisionNote("training.precision", t.Precision, a)
		}
	}
	if follows && !s.OverheadFactor.given && e.work.overhead.Value.Mid > 0 {
		e.note("overhead_default", "overhead_factor", "No overhead was given: published runs took up to half as long again as their reported speed says.")
	}
	if m, ok := e.result.MFU.Get(); ok && m.Mid > mostMFU || follows && e.abovePeak() {
		e.note("mfu_high", "training.mfu", "No published run used so much of the peak speed: the work, the hours or the precision may be wrong.")
	}
	if s.SocialCost.value < 0 {
		e.note("social_cost_negative", "social_cost_usd_per_t", "A negative cost says that one country gains from warming in a model; the world as a whole loses.")
	}
	if s.MarketIntensity.given {
		e.note("market_based", "market_g_per_kwh", "The contract's figure stands beside the answer: certificates do not change what the grid emits at the hour.")
	}
}

// precisionNote says that the speed of a wider format stands in for that of the one asked for: see Speed.
func (e *estimate) precisionNote(field, precision string, a *Accelerator) {
	if precision == "" || a == nil {
		return
	}
	own := precision
	if own == "bf16" {
		own = "fp16" // of one column
	}
	_, column, known := Speed(a, precision)
	if used, _, _ := strings.Cut(column, "_"); known && used != own {
		e.note("precision_wider", field, "The catalog has no "+precision+" speed of "+a.Name+": that of "+used+" is used, as for a device without the format.")
	}
}

// abovePeak reports whether the typed speed of a device is more than its peak.
func (e *estimate) abovePeak() bool {
	t := &e.spec.Training
	for i := range e.spec.Accelerators {
		a, ok := e.catalog.Accelerator(e.spec.Accelerators[i].key())
		if !ok {
			continue
		}
		if peak, _, known := Speed(a, t.Precision); known && t.AchievedTFLOPS.value*1e12 > float64(peak) {
			return true
		}
	}
	return false
}

// oldGridYear: grid figures of years before it are called old, being more than two years behind the data version.
const oldGridYear = 2024

// leastIntensity: what is typed below it, in g/kWh, is more likely in kg/kWh, in which nothing reaches it: the dirtiest
// grid of the catalogs emits 1.3. In grams no place has less over its life cycle, and no fuel, but for the lowest estimate
// of hydropower (1 g, IPCC AR5 2014). A test holds it against the catalogs.
const leastIntensity = 2

// isNoWhole reports whether shares add up to neither 100 nor 1, roundings aside.
func isNoWhole(sum float64) bool {
	return sum > 0 && math.Abs(sum-100) > 1 && math.Abs(sum-1) > 0.01
}

func (e *estimate) gridNotes(g grid) {
	switch {
	case g.assumed:
		e.note("region_default", "region", "No place was given: the world average is used.")
	case g.place == nil && g.intensity.Mid == 0:
		e.note("grid_zero", "grid_g_per_kwh", "No grid is zero over its life cycle; hydropower is about 24 g/kWh.")
	}
	if v, ok := e.spec.GridIntensity.Get(); ok && g.asked == Lifecycle && v > 0 && v < leastIntensity {
		e.note("grid_small", "grid_g_per_kwh", "Hardly any grid is below "+FormatQuantity(leastIntensity, "gCO2e/kWh")+" over its life cycle: the intensity is in grams, not in kilograms.")
	}
	if len(e.spec.GridMix) > 0 && g.asked != Lifecycle {
		e.note("grid_scope", "grid_basis", "The figures of fuels are of the life cycle; no other basis is known for a mix.")
	}
	if whole := wholeOf(e.spec.GridMix); isNoWhole(whole) {
		e.note("mix_scaled", "grid_mix", "The shares of the mix add up to "+FormatNumber(whole)+"; they are read as parts of that whole.")
	}
	if g.place == nil {
		return
	}
	if g.scope != g.asked && g.asked == Lifecycle {
		e.note("grid_scope", "grid_basis", "Only direct emissions are known for "+g.place.Name+"; the life cycle is up to a quarter more, and the upper end says so.")
	}
	if g.scope == MarginalBasis {
		e.note("grid_marginal", "grid_basis", "Marginal: what one more kilowatt-hour adds, direct CO2 only. It is not comparable with average figures.")
	}
	if g.scope != g.asked && g.asked == MarginalBasis {
		e.note("grid_scope", "grid_basis", "No marginal figure is known for "+g.place.Name+"; the life-cycle average is used.")
	}
	if g.scope != g.asked && g.asked == Direct {
		if e.spec.GridYear.Given() {
			e.note("grid_scope", "grid_basis", "Only a life-cycle figure of "+strconv.Itoa(g.year)+" is known for "+g.place.Name+".")
		} else {
			e.note("grid_scope", "grid_basis", "Only a life-cycle figure is known for "+g.place.Name+".")
		}
	}
	if g.year != 0 && g.year < oldGridYear && !e.spec.GridYear.Given() {
		e.note("grid_old", "region", "The grid figure for "+g.place.Name+" is of "+strconv.Itoa(g.year)+".")
	}
	if g.place.Proxy != "" {
		e.note("grid_proxy", "region", "No figure is known for "+g.place.Name+"; that of "+g.place.Proxy+", from which it imports, is used.")
	}
}

// equivalents compares the total with everyday things; the catalog says which. What takes electricity takes it from the
// grid of the answer, at its mid.
func (e *estimate) equivalents() {
	rows := e.catalog.Equivalences()
	e.result.Equivalents = make([]Equivalent, 0, len(rows))
	kilograms := As[float64](e.result.Total.Times(1 / gramsPerKilogram))
	grid := GramsPerKWh(e.result.Grid.Value.Mid)
	for i := range rows {
		each := rows[i].Value
		if rows[i].Electricity > 0 {
			each = rows[i].Electricity.At(grid).Kilograms()
		}
		if each >= leastWeight { // the grid may emit nothing
			e.result.Equivalents = append(e.result.Equivalents, Equivalent{&rows[i], each, kilograms.Times(1 / each)})
		}
	}
}
