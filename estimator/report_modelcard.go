package estimator

import "strings"

// AppendModelCard appends what a model card on Hugging Face says of emissions: the member co2_eq_emissions of its
// metadata, with the emissions in grams, and a section for its text. What is not known is left out.
//
// Source: Hugging Face, Hub documentation, Displaying carbon emissions for your model;
// https://huggingface.co/docs/hub/model-cards-co2; read 2026-11-24.
func (r *Report) AppendModelCard(b []byte) []byte {
	x := r.Result
	b = append(b, "---\nco2_eq_emissions:\n  emissions: "...)
	b = append(b, exactly(float64(x.Total.Mid))...) // without an exponent: YAML would read 1e+06 as a text
	b = appendYAML(b, "source", "estimate by "+versions(x)+likely(inKilograms(x.Total), "kgCO2e"))
	b = appendYAML(b, "training_type", trainingType(r.Spec))
	b = appendYAML(b, "geographical_location", r.location())
	b = appendYAML(b, "hardware_used", r.hardware())
	b = append(b, "\n---\n\n"...)

	m := markdown{}
	b = m.heading(b, "Environmental Impact")
	b = m.paragraph(b, r.Sentence(), nil)
	b = m.paragraph(b, "Counted: "+strings.Join(r.counted(), ", ")+".", nil)
	if s := oneLine(r.Sensitivity); s != "" {
		b = m.paragraph(b, "Sensitivity to hyper-parameters: "+s, nil)
	}
	var items []string
	for _, o := range x.NotCounted {
		items = append(items, o.Label)
	}
	return m.list(b, "Not counted", items)
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

// trainingType is the model card's word for the kind of work; empty when the scenario does not say.
func trainingType(s *Spec) string {
	switch {
	case strings.Contains(s.Workload, "pretraining"):
		return "pre-training"
	case strings.Contains(s.Workload, "finetuning"):
		return "fine-tuning"
	}
	return ""
}

// appendYAML appends a member of co2_eq_emissions; none when it is empty. A JSON string is a YAML one.
func appendYAML(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	w := jsonWriter{b: append(append(append(b, "\n  "...), name...), ": "...)}
	w.string(text)
	return w.b
}
