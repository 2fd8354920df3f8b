// Package estimator turns a description of computing work into energy and carbon, with a range on every number.
//
// The model is one chain, and each link is a file:
//
//	hours × devices                 → device-hours                  work.go
//	device-hours × power            → energy of the machines        machines.go, power.go
//	+ host, CPUs, memory, waiting   → IT energy, × overhead × runs  machines.go
//	+ storage                       → likewise                      storage.go
//	× PUE                           → energy at the facility        facility.go
//	× grid intensity                → operational CO2e              carbon.go
//	+ data moved × grid intensity   → CO2e outside the building     storage.go
//
// Every line of the answer is a product of named inputs (model.go), so that the interval, the explanation of a number,
// what moves it most and random draws all evaluate the same thing.
//
// Estimate is the entry point. It takes a Catalog (what hardware draws and what grids emit, with sources) and a Spec
// (what the user says), and returns a Result: every total as low, mid and high, and the terms that add up to it,
// each with its formula, its inputs and their sources. ParseQuery and ParseScenario read a Spec from a link and from
// JSON; Result.AppendJSON writes the answer; Rivals says what other calculators would answer, and why; Call is the same
// thing for callers that speak text, such as the page.
//
// Three questions go beyond the range of one answer: Result.Draw says how likely the outcomes within it are,
// Result.Tornado which input it comes from, and Compare what drives the ratio of several scenarios and how sure their
// order is.
//
// Plan searches device, number, place and hour for the least carbon, cost and time; Afford turns the question round, from
// a budget to the work that it allows; Levers lists the changes that would save most; EstimateRegions and EstimateDevices rank every
// place and every accelerator for the same work. All rest on Estimate.
//
// The package is pure: the same input gives the same answer in the browser, in the probe and on the command line. It
// reads no file, clock or network and starts no goroutine. What is unknown stays unknown and is listed in
// Result.NotCounted; nothing is rounded before it is printed.
//
// It imports the standard library only, and for the browser also not fmt, encoding/json, net or the formatting of
// time, which would double what a visitor downloads.
package estimator
