package estimator

import "math"

// AppendBoAmps appends the report as JSON in the BoAmps data model, by which energy of computing tasks is shared: task,
// measure, infrastructure, environment and quality. The consumption is in kilowatt-hours at the machines, as meters see it; the
// sentence in taskDescription has building, emissions and ranges. What the model requires and the scenario does not say
// is "other". The header is left to who publishes: its date and identity are not of the estimate. quality goes by the range of the
// energy: high within 10 %, medium within 25 %, else low.
//
// Source: Boavizta, BoAmps, model/report_schema.json and its parts, https://github.com/Boavizta/BoAmps; read 2026-11-24.
func (r *Report) AppendBoAmps(b []byte) []byte {
	x := r.Result
	w := &jsonWriter{b: b}
	w.open('{')
	r.boAmpsTask(w)
	w.key("measures")
	w.open('[')
	w.open('{')
	w.text("measurementMethod", "gramwatt, estimate")
	w.text("version", EngineVersion)
	w.number("powerConsumption", float64(x.ITEnergy.Mid))
	if x.Hours.Known {
		w.number("measurementDuration", float64(x.Hours.Mid)*secondsPerHour)
	}
	w.close('}')
	w.close(']')
	r.boAmpsInfrastructure(w)
	r.boAmpsEnvironment(w)
	w.text("quality", boAmpsQuality(x.ITEnergy))
	w.close('}')
	return append(w.b, '\n')
}

func (r *Report) boAmpsTask(w *jsonWriter) {
	s, t, q := r.Spec, &r.Spec.Training, &r.Spec.Inference
	stage, precision, params := "training", t.Precision, t.Params.Or(t.ActiveParams.Or(0))
	switch {
	case !s.hasWork():
		stage, precision, params = "inference", q.Precision, q.Params.Or(0)
	case trainingType(s) == TypeFineTuning:
		stage = "finetuning"
	}
	w.key("task")
	w.open('{')
	w.text("taskStage", stage)
	w.text("taskFamily", "other")
	if n, ok := r.Result.Requests.Get(); ok {
		w.number("nbRequest", n)
	}
	w.key("algorithms")
	w.open('[')
	w.open('{')
	if params > 0 {
		w.number("parametersNumber", params/1e9)
	}
	if v, ok := t.Layers.Get(); ok {
		w.number("layersNumber", v)
	}
	if v, ok := s.Steps.Epochs.Get(); ok {
		w.number("epochsNumber", v)
	}
	if precision != "" {
		w.text("quantization", precision)
	}
	w.close('}')
	w.close(']')
	w.key("dataset")
	w.open('[')
	if s.hasWork() {
		boAmpsData(w, "input", t.tokens())
	} else {
		boAmpsData(w, "input", q.PromptTokens.Or(0))
		boAmpsData(w, "output", q.OutputTokens.Or(0))
	}
	w.close(']')
	description := r.Sentence()
	if s := oneLine(r.Sensitivity); s != "" {
		description += " Sensitivity to hyper-parameters: " + s
	}
	w.text("taskDescription", description)
	w.close('}')
}

// boAmpsData writes one kind of data, of which the scenario says the tokens or nothing.
func boAmpsData(w *jsonWriter, usage string, tokens float64) {
	w.open('{')
	w.text("dataUsage", usage)
	if tokens > 0 {
		w.text("dataType", "token")
		w.number("dataQuantity", tokens)
	} else {
		w.text("dataType", "other")
	}
	w.close('}')
}

func (r *Report) boAmpsInfrastructure(w *jsonWriter) {
	s := r.Spec
	cloud, hosted := findCloud(r.Catalog, s.Region)
	w.key("infrastructure")
	w.open('{')
	if hosted {
		w.text("infraType", "publicCloud")
		w.text("cloudProvider", cloud.Provider)
	} else {
		w.text("infraType", "other")
	}
	w.key("components")
	w.open('[')
	for i := range s.Accelerators {
		d := &s.Accelerators[i]
		memory := Gigabytes(0)
		if a, ok := r.Catalog.Accelerator(d.key()); ok {
			memory = a.Memory
		}
		r.boAmpsComponent(w, "gpu", r.model(d, false), d.Count.Or(1), memory)
	}
	for i := range s.CPUs {
		d := &s.CPUs[i]
		r.boAmpsComponent(w, "cpu", r.model(d, true), d.Count.Or(1), 0)
	}
	if gb := s.MemoryGB.Or(0); gb > 0 {
		r.boAmpsComponent(w, "ram", "memory", 1, gb)
	}
	if len(s.devices()) == 0 && s.MemoryGB.Or(0) == 0 {
		r.boAmpsComponent(w, "other", "machine", 1, 0)
	}
	w.close(']')
	w.close('}')
}

// boAmpsComponent writes one kind of hardware. The model has whole gigabytes.
func (r *Report) boAmpsComponent(w *jsonWriter, kind, name string, count float64, memory Gigabytes) {
	w.open('{')
	w.text("componentName", name)
	w.text("componentType", kind)
	w.number("nbComponent", count)
	if memory > 0 {
		w.number("memorySize", math.Round(float64(memory)))
	}
	w.number("share", float64(r.Spec.Share.Or(1)))
	w.close('}')
}

// boAmpsEnvironment writes where it ran, when the scenario says a country.
func (r *Report) boAmpsEnvironment(w *jsonWriter) {
	place, ok := findPlace(r.Catalog, r.Spec.Region)
	for ok && place.Level != "country" {
		place, ok = r.Catalog.Place(place.Parent)
	}
	if !ok {
		return
	}
	w.key("environment")
	w.open('{')
	w.text("country", place.Name)
	w.text("location", r.location())
	w.number("powerSourceCarbonIntensity", r.Result.Grid.Value.Mid)
	w.close('}')
}

func boAmpsQuality(e Range[KWh]) string {
	switch off := max(e.High-e.Mid, e.Mid-e.Low); {
	case off <= 0.10*e.Mid:
		return "high"
	case off <= 0.25*e.Mid:
		return "medium"
	}
	return "low"
}
