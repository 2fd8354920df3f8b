// Package estimator turns a description of computing work into energy and carbon, with a range on every number.
//
// The model is one chain, and each link is a file:
//
//	what the work is                → device-hours                  work.go: hours; training.go, efficiency.go, speed.go:
//	                                                                FLOP; steps.go; redai.go; project.go: how many runs
//	device-hours × power            → energy of the machines        machines.go, power.go, storage.go
//	requests                        → their energy                  inference.go, use.go
//	+ host, CPUs, memory, waiting   → IT energy, × overhead × runs  machines.go
//	× PUE                           → energy at the facility        facility.go
//	× grid intensity                → operational CO2e              carbon.go, hours.go
//	+ making the hardware           → total CO2e                    embodied.go, embodied_share.go
//	beside them                       water, money, nature          water.go; money.go, social.go; resources.go
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
// Where to look, by the beginning of a file's name:
//
//	spec, fields, validate, ceiling   what a scenario may say; fields.go describes each number, word and list once, for
//	query, scenario                   links, JSON, checks, command line and page alike
//	model, quantity, range, result    terms, their factors and ranges, and what comes out
//	catalog, csv, pack, embed         the figures under data, most of them parsed when they are first asked for
//	program, draws, sample, tornado   many evaluations of one answer
//	compare, plan, afford, levers,    the questions beyond one answer
//	change, accuracy, regions, devices, damages
//	rival_, rivals                    other calculators: their formulas by tool, and the mapping of a scenario to them
//	report, format                    text, Markdown, LaTeX, model card, CSV, BoAmps
//	remarks, takeaway, perunit        what is not counted, notes, everyday equivalents, one-sentence findings, SCI
//	published                         printed numbers, computed again
//	bridge, tables, wire, jsonwriter  what callers that speak text are answered
//	meter, duration                   joules from the readings of a sensor; not in the browser
//	forecast                          a run's total from its first steps; not in the browser
//
// The package is pure: the same input gives the same answer in the browser, in the probe and on the command line. It
// reads no file, clock or network and starts no goroutine. What is unknown stays unknown and is listed in
// Result.NotCounted; nothing is rounded before it is printed.
//
// It imports the standard library only, and for the browser also not fmt, encoding/json, net or the formatting of
// time, which would double what a visitor downloads.
package estimator
