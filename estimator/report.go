package estimator

import (
	"math"
	"strconv"
	"strings"
)

// A Report writes a Result for readers: people, papers, model cards and other programs. Catalog, Spec and Result are
// those of one estimate. Each form says the range, what is counted and what is not, the versions of engine and data,
// and the sensitivity when it is given.
type Report struct {
	Catalog     *Catalog
	Spec        *Spec
	Result      *Result
	Sensitivity string // how much the outcome depends on hyper-parameters, in the user's words; empty says nothing
}

// ReportFormats are the forms that Append knows.
const ReportFormats = "text, json, csv, markdown, latex, modelcard or boamps"

// Append appends the report in one of the ReportFormats. It returns false, and b as it was, for any other.
func (r *Report) Append(b []byte, format string) ([]byte, bool) {
	switch format {
	case "text":
		return r.AppendText(b), true
	case "json":
		return r.AppendJSON(b), true
	case "csv":
		return r.AppendCSV(b), true
	case "markdown":
		return r.AppendMarkdown(b), true
	case "latex":
		return r.AppendLaTeX(b), true
	case "modelcard":
		return r.AppendModelCard(b), true
	case "boamps":
		return r.AppendBoAmps(b), true
	}
	return b, false
}

// AppendJSON appends the Result as JSON, with the link of its scenario, by which the page opens it again, and the
// sensitivity when it is given.
func (r *Report) AppendJSON(b []byte) []byte {
	w := jsonWriter{b: b}
	w.open('{')
	r.Result.writeMembers(&w)
	w.text("query", r.Spec.Query())
	if s := oneLine(r.Sensitivity); s != "" {
		w.text("sensitivity", s)
	}
	w.close('}')
	return append(w.b, '\n')
}

// Sentence is the whole estimate in one plain sentence: hardware and time, energy and carbon with their ranges, PUE and
// grid intensity with their origins, and the versions. Energy comes first and is at the facility.
func (r *Report) Sentence() string {
	x := r.Result
	energy, carbon := As[float64](x.Energy), inKilograms(x.Total)
	var w textWriter
	w.add(r.title("The work"))
	if hardware := r.hardware(); hardware != "" {
		w.add(" on ", hardware)
	}
	if x.Hours.Known {
		w.add(" for ", FormatQuantity(float64(x.Hours.Mid), "h"))
		if runs := r.Spec.runs(); runs != 1 {
			w.add(" in ", counting(runs), " runs")
		}
	} else if x.DeviceHours.Known {
		w.add(" for ", FormatNumber(float64(x.DeviceHours.Mid)), " device-hours")
	}
	if r.Spec.metered() {
		w.add(", metered at the devices,")
	}
	w.add(" is estimated to use ", FormatQuantity(energy.Mid, "kWh"), " of electricity at the facility", spanned(energy, "kWh"),
		" and to emit ", FormatQuantity(carbon.Mid, "kgCO2e"), spanned(carbon, "kgCO2e"))
	if x.Network.Known {
		w.add(", of which ", FormatQuantity(x.Network.Mid.Kilograms(), "kgCO2e"), " is from moving data over the network outside it")
	}
	if x.Embodied.Known {
		w.add(", of which ", FormatQuantity(x.Embodied.Mid.Kilograms(), "kgCO2e"), " is from making the hardware")
	}
	w.add(", with a PUE of ", x.PUE.describe(""), " and electricity of ", x.Grid.describe("gCO2e/kWh"), ", by ", versions(x), ".")
	return string(w.b)
}

// title is the user's label in one line, or what stands in for it.
func (r *Report) title(otherwise string) string {
	if name := oneLine(r.Result.Name); name != "" {
		return name
	}
	return otherwise
}

// hardware lists the devices of the scenario: "8 × NVIDIA A100 SXM4 80GB and 2 × AMD EPYC 7763"; empty when there is none.
func (r *Report) hardware() string {
	devices := append(r.models(r.Spec.Accelerators, false), r.models(r.Spec.CPUs, true)...)
	return inWords(devices)
}

// models names each kind of device with its count.
func (r *Report) models(devices []Device, cpus bool) []string {
	list := make([]string, 0, len(devices)+2)
	for i := range devices {
		d := &devices[i]
		list = append(list, exactly(d.Count.Or(1))+" × "+r.model(d, cpus))
	}
	return list
}

// model is the catalog's name of a device, else the user's, else the kind with its typed rating.
func (r *Report) model(d *Device, cpu bool) string {
	name, rated := oneLine(d.key()), "accelerator"
	if cpu {
		rated = "CPU"
		if p, ok := r.Catalog.CPU(d.key()); ok {
			name = p.Name
		}
	} else if a, ok := r.Catalog.Accelerator(d.key()); ok {
		name = a.Name
	}
	if name != "" {
		return name
	}
	if w, ok := d.Rated.Get(); ok {
		rated += " of " + FormatQuantity(float64(w), "W")
	}
	return rated
}

// counted names what the total is made of.
func (r *Report) counted() []string {
	var list []string
	for i := range r.Result.Terms {
		t := &r.Result.Terms[i]
		switch {
		case t.Kind == "grid":
			list = append(list, "the electricity's emissions")
		case t.Group == EnergyTerms || t.Group == CarbonTerms:
			list = append(list, t.Label)
		}
	}
	return list
}

// omissions is what is not counted, in words.
func (r *Report) omissions() (items []string) {
	for _, o := range r.Result.NotCounted {
		items = append(items, o.Label)
	}
	return items
}

// notes is what changes how to read the answer.
func (r *Report) notes() (items []string) {
	for _, n := range r.Result.Notes {
		items = append(items, n.Message)
	}
	return items
}

// sources lists every published source behind the answer once, in the order of their use.
func (r *Report) sources() []*Source {
	x := r.Result
	list := make([]*Source, 0, 16)
	add := func(s *Source) {
		if s != nil && s.URL != "" && citation(list, s) == 0 {
			list = append(list, s)
		}
	}
	add(x.PUE.Source)
	add(x.Grid.Source)
	for i := range x.Terms {
		add(x.Terms[i].Source)
		for j := range x.Terms[i].Inputs {
			add(x.Terms[i].Inputs[j].Source)
		}
	}
	add(x.Damage.Source)
	return list
}

// citation is the number of a source in the list, from 1; 0 when it is not there.
func citation(list []*Source, s *Source) int {
	for i := range list {
		if s != nil && list[i].ID == s.ID {
			return i + 1
		}
	}
	return 0
}

// describe writes a factor with range, scope, place and origin: "43.5 g CO2e/kWh (life-cycle average of France, Ember, 2025)".
func (f *Factor) describe(unit string) string {
	place := f.Name
	if unit == "" { // a PUE's name says how it was found, not where
		place = ""
	}
	if strings.IndexByte(f.Code, ':') > 0 {
		place += " for " + f.Code
	}
	scope := scopeWords(f.Scope)
	if scope != "" && place != "" {
		scope += " of "
	}
	known := ""
	for _, part := range [...]string{between(f.Value, unit), scope + place, shortOrigin(f.Source, f.Year)} {
		if known != "" && part != "" {
			known += ", "
		}
		known += part
	}
	text := FormatQuantity(f.Value.Mid, unit)
	if known != "" {
		text += " (" + known + ")"
	}
	return text
}

func scopeWords(scope string) string {
	switch scope {
	case Lifecycle:
		return "life-cycle average"
	case Direct:
		return "average of direct emissions"
	case MarginalBasis:
		return "marginal direct emissions"
	}
	return ""
}

// shortOrigin names a source by its publisher and the year of the figure.
func shortOrigin(s *Source, year int) string {
	if s == nil {
		return ""
	}
	if s.Publisher == "" {
		return withYear(s.Title, year)
	}
	return withYear(s.Publisher, year)
}

// versions names engine and data.
func versions(x *Result) string { return "gramwatt " + EngineVersion + " with data " + x.DataVersion }

// exactly writes a number that is counted, not measured: with every digit.
func exactly(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// counting writes a number that may follow from shares: with every digit where it is whole, else with three.
func counting(v float64) string {
	if v == math.Trunc(v) {
		return exactly(v)
	}
	return FormatNumber(v)
}

func inKilograms(m Range[Grams]) Range[float64] { return As[float64](m.Times(1 / gramsPerKilogram)) }

// span is the range in words; empty when it prints as one value.
func span(r Range[float64], unit string) string {
	if text := FormatRange(r, unit); strings.Contains(text, " to ") {
		return text
	}
	return ""
}

// between is the range as a sentence has it; empty when it prints as one value. It says nothing of how likely the values inside
// are: the ends are what the inputs allow (Range), and Result.Draw is about likelihood.
func between(r Range[float64], unit string) string {
	if s := span(r, unit); s != "" {
		return "between " + strings.Replace(s, " to ", " and ", 1)
	}
	return ""
}

// spanned is the range in brackets after a value.
func spanned(r Range[float64], unit string) string {
	if s := between(r, unit); s != "" {
		return " (" + s + ")"
	}
	return ""
}
