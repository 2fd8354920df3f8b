//go:build !js

package estimator_test

import (
	"fmt"
	"strings"

	"gramwatt/estimator"
)

// bloom is the report of BLOOM's published run.
func bloom() *estimator.Report {
	catalog := estimator.Default()
	spec, _, _ := estimator.ParseQuery("kwh=433196&ci=57&pue=1&name=BLOOM")
	result, err := estimator.Estimate(catalog, &spec)
	if err != nil {
		fmt.Println(err)
	}
	return &estimator.Report{Catalog: catalog, Spec: &spec, Result: &result, Sensitivity: "not studied"}
}

func ExampleReport_Sentence() {
	fmt.Println(bloom().Sentence())
	// Output: BLOOM, metered at the devices, is estimated to use 433 MWh of electricity at the facility and to emit 24.7 t CO2e, with a PUE of 1 (as given) and electricity of 57 g CO2e/kWh (as given), by gramwatt 0.1.0 with data 2026.11.
}

func ExampleReport_Append() {
	_, ok := bloom().Append(nil, "pdf")
	fmt.Println(ok, "use", estimator.ReportFormats)
	// Output: false use text, json, csv, markdown, latex, modelcard or boamps
}

func ExampleReport_AppendText() {
	head, _, _ := strings.Cut(string(bloom().AppendText(nil)), "\n\n")
	fmt.Println(head)
	// Output:
	// BLOOM
	// 24.7 t CO2e
	// 433 MWh at the facility
	// electricity at the machines: 433 MWh
	// water evaporated on site: 221 m³ (39 to 1,260 m³)
	// damage by the social cost of carbon: 4,690 USD (2,960 to 8,400 USD)
}

func ExampleReport_AppendMarkdown() {
	_, table, _ := strings.Cut(string(bloom().AppendMarkdown(nil)), "### Carbon, term by term\n\n")
	table, _, _ = strings.Cut(table, "\n\n")
	fmt.Println(table)
	// Output:
	// | Term | Estimate | Range | Formula |
	// | --- | ---: | --- | --- |
	// | electricity at the typed intensity | 24.7 t CO2e |  | energy at the facility × grid intensity 57 g CO2e/kWh |
}

func ExampleReport_AppendLaTeX() {
	_, text, _ := strings.Cut(string(bloom().AppendLaTeX(nil)), "\\end{filecontents*}\n\n")
	paragraph, _, _ := strings.Cut(text, ", with")
	fmt.Println(paragraph)
	// Output:
	// \paragraph{Energy and carbon of BLOOM.}
	// BLOOM, metered at the devices, is estimated to use 433 MWh of electricity at the facility and to emit 24.7 t CO\textsubscript{2}e
}

func ExampleReport_AppendModelCard() {
	metadata, _, _ := strings.Cut(string(bloom().AppendModelCard(nil)), "\n\n")
	fmt.Println(metadata)
	// Output:
	// ---
	// co2_eq_emissions:
	//   emissions: 24692172.000000004
	//   source: "estimate by gramwatt 0.1.0 with data 2026.11"
	// ---
}

func ExampleReport_AppendBoAmps() {
	_, text, _ := strings.Cut(string(bloom().AppendBoAmps(nil)), `"measures":`)
	fmt.Print(text)
	// Output: [{"measurementMethod":"gramwatt, estimate","version":"0.1.0","powerConsumption":433196}],"infrastructure":{"infraType":"other","components":[{"componentName":"machine","componentType":"other","nbComponent":1,"share":1}]},"quality":"high"}
}

func ExampleReport_AppendCSV() {
	header, row, _ := strings.Cut(string(bloom().AppendCSV(nil)), "\n")
	for i, column := range strings.Split(header, ",") {
		if cell := strings.Split(row, ",")[i]; column == "emissions" || column == "energy_consumed" {
			fmt.Println(column, cell)
		}
	}
	// Output:
	// emissions 24692.172000000002
	// energy_consumed 433196
}
