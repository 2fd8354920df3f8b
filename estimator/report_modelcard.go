package estimator

import "strings"

// AppendModelCard appends what a model card on Hugging Face says of emissions: the member co2_eq_emissions of its
// metadata, with the emissions in grams, and a section for its text. What is not known is left out.
//
// Source: Hugging Face, Hub documentation, Displaying carbon emissions for your model;
// https://huggingface.co/docs/hub/model-cards-co2; read 2026-11-24.
func (r *Report) AppendModelCard(b []byte) []byte {
	x, w := r.Result, textWriter{b}
	w.add("---\nco2_eq_emissions:\n  emissions: ", exactly(float64(x.Total.Mid))) // without an exponent: YAML would read 1e+06 as a text
	w.yaml("source", "estimate by "+versions(x)+spanned(inKilograms(x.Total), "kgCO2e"))
	w.yaml("training_type", trainingType(r.Spec))
	w.yaml("geographical_location", r.location())
	w.yaml("hardware_used", r.hardware())
	w.line("\n---\n")

	m := markdown{}
	m.heading(&w, "Environmental Impact")
	r.writeStatement(&w, m)
	m.list(&w, "Not counted", r.omissions())
	return w.b
}

// yaml writes a member of co2_eq_emissions; none when it is empty. A JSON string is a YAML one.
func (w *textWriter) yaml(name, text string) {
	if text != "" {
		w.add("\n  ", name, ": ")
		value := jsonWriter{b: w.b}
		value.string(text)
		w.b = value.b
	}
}

// location names the place as closely as the scenario does: "Quebec, Canada". It is empty when there is none but the world.
func (r *Report) location() string {
	place, ok := findPlace(r.Catalog, r.Spec.Region)
	if !ok || place.Code == world {
		return ""
	}
	name, parent := place.Name, place.Parent
	cloud, hosted := findCloud(r.Catalog, r.Spec.Region)
	if hosted {
		name, parent = cloud.place(), cloud.Country
	}
	if country, ok := r.Catalog.Place(parent); ok && country.Name != name {
		name += ", " + country.Name
	}
	if hosted {
		name += " (" + cloud.ID + ")"
	}
	return name
}

// place names where a cloud region is: its city, else what the provider calls it.
func (c *CloudRegion) place() string {
	if c.City != "" {
		return c.City
	}
	return c.Name
}

// trainingType is the model card's word for the kind of work, as given or as the method or the workload tells; empty when the
// scenario does not say. The documentation of model cards names pre-training and fine-tuning, and leaves the word free.
func trainingType(s *Spec) string {
	switch m := s.Training.Method; {
	case s.Training.Type != "":
		return s.Training.Type
	case strings.Contains(s.Workload, "finetuning"), m == FineTuning, m == LoRA, m == FrozenBackbone:
		return TypeFineTuning
	case strings.Contains(s.Workload, "pretraining"):
		return PreTraining
	}
	return ""
}
