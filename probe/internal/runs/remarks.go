package runs

import (
	"fmt"
	"slices"
	"strings"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sensor"
)

// remarks are the lines under the table.
func (r *Report) remarks() (lines []string) {
	if s := r.Share; s != nil {
		lines = append(lines, s.words())
	}
	lines = append(lines, shareWords(r.Devices)...)
	if r.Seconds < shortRun && r.Joules != nil {
		lines = append(lines, fmt.Sprintf("This was short: sensors show changes late by up to %d ms, so the energy is less certain than that of a longer run.", counterStep.Milliseconds()))
	}
	if b := r.Budget; b != nil && b.Used != nil {
		line := fmt.Sprintf("Budget: %s %% of %s is used.", estimator.FormatNumber(*b.Used*100), b.text)
		if b.Stopped {
			line += " The command was asked to end for it, by SIGTERM."
		}
		lines = append(lines, line)
	}
	if s := r.Steps; s != nil {
		lines = append(lines, s.words())
	}
	for _, f := range r.telling() {
		lines = append(lines, f.words())
	}
	if e := r.Estimate; e != nil && e.Ratio != nil {
		lines = append(lines, fmt.Sprintf("Measured %s of the estimate, which was %s at the facility.", estimator.FormatNumber(*e.Ratio), estimator.FormatQuantity(e.Energy.Mid, "kWh")))
	}
	if len(r.Left) > 0 {
		names := make([]string, len(r.Left))
		for i, p := range r.Left {
			names[i] = fmt.Sprintf("%s (process %d)", p.Name, p.PID)
		}
		lines = append(lines, "Goes on after the command, and was left alone: "+strings.Join(names, ", ")+".")
	}
	if r.Session != nil {
		lines = append(lines, "Recorded: `gramwatt sessions show "+*r.Session+"`.")
	}
	for _, s := range r.Sensors {
		if s.State != sensor.OK && (s.State != sensor.Absent || s.Remedy != "") { // what a machine does not have is no news
			lines = append(lines, strings.TrimSuffix("Not measured: "+s.Family+" "+string(s.State)+": "+s.Detail+"; remedy: "+s.Remedy, "; remedy: "))
		}
	}
	return lines
}

// telling are the two forecasts that say most: the first, and the last one of the first half.
func (r *Report) telling() []*Forecast {
	var told []*Forecast
	for i := range r.Forecasts {
		f := &r.Forecasts[i]
		switch {
		case i == 0:
			told = append(told, f)
		case r.Steps != nil && r.Steps.Total != nil && f.Done <= *r.Steps.Total/2:
			told = append(told[:1], f)
		}
	}
	return told
}

// shortRun is below how many seconds the edges of a run weigh.
// Source: Yang, Adamek, Armour, SC'24, DOI 10.1109/SC41406.2024.00028: windows of 5 s and more bring the error near that of
// the sensor; read 2026-11.
const shortRun = 5

func (s *Share) words() string {
	who := "The command and its descendants"
	if !s.Followed {
		who = "The command (this system does not tell its descendants)"
	}
	line := fmt.Sprintf("%s used %s of CPU time", who, duration(s.CPUSeconds))
	if s.CPU != nil {
		line += fmt.Sprintf(", %s of what this machine worked", percent(s.CPU))
	}
	if s.CPUJoules != nil {
		line += ": " + inKWh(s.CPUJoules) + " of the CPU's energy above idle"
	}
	if s.GPUJoules != nil {
		line += "; " + inKWh(s.GPUJoules) + " of the GPUs'"
		if s.CPUJoules == nil {
			line += " energy above idle"
		}
	}
	return line + "."
}

func (s *StepsReport) words() string {
	line := estimator.FormatNumber(s.Done)
	if s.Total != nil {
		line += " of " + estimator.FormatNumber(*s.Total)
	}
	line += " steps"
	if s.PerStep != nil {
		line += ", " + estimator.FormatQuantity(float64(*s.PerStep), "J") + " each"
	}
	return line + "."
}

func (f *Forecast) words() string {
	line := fmt.Sprintf("After %s steps the forecast for the whole run was %s (%s)", estimator.FormatNumber(f.Done), joulesInKWh(f.Energy.Mid),
		estimator.FormatRange(estimator.Range[float64]{Low: kWh(f.Energy.Low), Mid: kWh(f.Energy.Mid), High: kWh(f.Energy.High)}, "kWh"))
	if f.Ratio != nil {
		line += fmt.Sprintf("; it used %s of that", estimator.FormatNumber(*f.Ratio))
	}
	return line + "."
}

// shareWords say how the shares of GPUs are known, or why not: once for all cards of which the same can be said.
func shareWords(devices []Device) (lines []string) {
	var said []string
	names := map[string][]string{}
	for i := range devices {
		s := devices[i].Share
		if s == nil {
			continue
		}
		words := "unknown: " + s.Reason
		if s.Ratio != nil {
			words = "known " + s.Basis
		}
		if names[words] == nil {
			said = append(said, words)
		}
		names[words] = append(names[words], devices[i].Name)
	}
	for _, words := range said {
		lines = append(lines, fmt.Sprintf("The command's share of %s is %s.", counted(names[words]), words))
	}
	return lines
}

// shareColumn passes the cells of a column of shares on when a share is told of any device, known or not.
func (r *Report) shareColumn() func(cell string) string {
	told := slices.ContainsFunc(r.Devices, func(d Device) bool { return d.Share != nil })
	return func(cell string) string {
		if told {
			return cell
		}
		return ""
	}
}

// cell is a share in a table; empty where there is none to tell.
func (s *DeviceShare) cell() string {
	switch {
	case s == nil:
		return ""
	case s.Ratio == nil:
		return "unknown"
	}
	return percent(s.Ratio)
}
