package estimator

import "math"

// A rivalAccount leads from our answer to another calculator's, one factor at a time.
type rivalAccount struct {
	*RivalAnswer
	*rivalJob
	parts rivalParts // as far as it has come
	pue   float64
}

// differ notes a factor that is not the same.
func (a *rivalAccount) differ(factor string, ours, theirs float64, unit, reason string, ratio float64) {
	const noise = 1e-12 // of sums in another order
	if math.Abs(ratio-1) <= noise {
		return
	}
	a.Differences = append(a.Differences, Difference{factor, FormatQuantity(ours, unit), FormatQuantity(theirs, unit), reason, ratio})
}

// part replaces the energy of one part, which points into a.parts, by what the calculator counts for it.
func (a *rivalAccount) part(factor string, at *KWh, theirs KWh, reason string) {
	ours, before := *at, a.parts.sum()
	*at = theirs
	a.differ(factor, float64(ours), float64(theirs), "kWh", reason, float64(a.parts.sum()/before))
}

// omit leaves out what is neither accelerator nor processor nor memory, and these two as well where told.
func (a *rivalAccount) omit(cpus, memory bool, why string) {
	if cpus {
		a.part("processors", &a.parts.cpus, 0, why)
	}
	if memory {
		a.part("memory", &a.parts.memory, 0, why)
	}
	a.part("rest of the server", &a.parts.rest, 0, why)
}

// building replaces the PUE. From here on the energy is that of the calculator.
func (a *rivalAccount) building(pue float64, reason string) {
	a.differ("PUE", a.pue, pue, "", reason, pue/a.pue)
	a.pue = pue
	a.Energy = Some(a.parts.sum() * KWh(pue))
}

// grid replaces the intensity, which ends the account.
func (a *rivalAccount) grid(g GramsPerKWh, reason string) {
	ours := a.result.Grid.Value.Mid
	a.differ("grid", ours, float64(g), "gCO2e/kWh", reason, float64(g)/ours)
	a.Carbon = Some(a.Energy.Or(0).At(g))
}

// gridOr takes the intensity that the user typed, else that of the calculator's tables, else the one that it falls back
// to, which what describes. listed says that it was in a table.
func (a *rivalAccount) gridOr(tables []string, fallback GramsPerKWh, what string) (g GramsPerKWh, listed bool) {
	if g, typed := a.spec.GridIntensity.Get(); typed {
		a.grid(g, "typed")
		return g, false
	}
	g, why, listed := a.intensity(tables)
	if !listed {
		g, why = fallback, what
		if a.place.Code != world {
			why = "no such place in its table: " + what
		}
	}
	a.grid(g, why)
	return g, listed
}
