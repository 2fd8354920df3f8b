package estimator

import "math"

// A rivalAccount leads from our answer to another calculator's, one factor at a time.
type rivalAccount struct {
	RivalAnswer
	job   *rivalJob
	parts rivalParts // before PUE, as far as it has come
	pue   float64
}

func (j *rivalJob) account(tool, version string) *rivalAccount {
	return &rivalAccount{RivalAnswer: RivalAnswer{Tool: tool, Version: version}, job: j, parts: j.parts, pue: j.result.PUE.Value.Mid}
}

// none ends the account without an answer.
func (a *rivalAccount) none(why string) RivalAnswer {
	return RivalAnswer{Tool: a.Tool, Version: a.Version, NotApplicable: why}
}

// differ notes a factor that is not the same.
func (a *rivalAccount) differ(factor, ours, theirs, reason string, ratio float64) {
	const noise = 1e-12 // of sums in another order
	if math.Abs(ratio-1) > noise || math.IsNaN(ratio) {
		a.Differences = append(a.Differences, Difference{factor, ours, theirs, reason, ratio})
	}
}

// part replaces the energy of one part, which points into a.parts, by what the calculator counts for it.
func (a *rivalAccount) part(factor string, at *KWh, theirs KWh, reason string) {
	ours, before := *at, a.parts.sum()
	*at = theirs
	a.differ(factor, FormatQuantity(float64(ours), "kWh"), FormatQuantity(float64(theirs), "kWh"), reason, float64(a.parts.sum()/before))
}

// omit leaves out everything that is neither accelerator nor, when kept, processor or memory.
func (a *rivalAccount) omit(cpus, memory bool, why string) {
	if cpus {
		a.part("processors", &a.parts.cpus, 0, why)
	}
	if memory {
		a.part("memory", &a.parts.memory, 0, why)
	}
	a.part("rest of the server", &a.parts.rest, 0, why)
}

func (a *rivalAccount) building(pue float64, reason string) {
	a.differ("PUE", FormatNumber(a.pue), FormatNumber(pue), reason, pue/a.pue)
	a.pue = pue
}

// answer ends the account with energy and carbon.
func (a *rivalAccount) answer(g rivalIntensity) RivalAnswer {
	energy := a.energyOnly()
	ours := a.job.result.Grid.Value.Mid
	a.differ("grid", FormatQuantity(ours, "gCO2e/kWh"), FormatQuantity(float64(g.GramsPerKWh), "gCO2e/kWh"), g.reason, float64(g.GramsPerKWh)/ours)
	a.Carbon = Some(energy.At(g.GramsPerKWh))
	return a.RivalAnswer
}

func (a *rivalAccount) energyOnly() KWh {
	energy := a.parts.sum() * KWh(a.pue)
	a.Energy = Some(energy)
	return energy
}
