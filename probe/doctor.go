package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

const (
	doctorInterval = 500 * time.Millisecond
	doctorSamples  = 2               // an energy counter gives watts from its second read on
	doctorPatience = 5 * time.Second // for a driver that is slow to wake
)

func doctorCommand() *cli.Command {
	return &cli.Command{
		Name:  "doctor",
		Usage: "tries each sensor and says what it gives, or why not and the remedy",
		Description: "Takes about a second. The remedies are exact for this machine and ask for no more rights than needed.\n" +
			"The exit status is 0 whatever is missing.",
		Flags: append(sensorFlags(), boolFlag("json", "print JSON")),
		Action: doing(func(ctx context.Context, c *cli.Command) error {
			if err := noArguments(c); err != nil {
				return err
			}
			findings, err := examine(ctx, hardwareOf(c))
			if err != nil {
				return err
			}
			if c.Bool("json") {
				encoder := json.NewEncoder(c.Root().Writer)
				encoder.SetIndent("", "  ")
				return encoder.Encode(findings)
			}
			findings.print(c.Root().Writer)
			return nil
		}),
	}
}

// findings are what doctor prints.
type findings struct {
	Sensors []finding `json:"sensors"`
	Devices []patient `json:"devices"`
}

type finding struct {
	Family string       `json:"family"`
	State  sensor.State `json:"state"`
	Detail string       `json:"detail"`
	Remedy string       `json:"remedy"`
}

type patient struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Kind    sensor.Kind    `json:"kind"`
	Quality sensor.Quality `json:"quality"`
	Source  string         `json:"source"`
	State   sensor.State   `json:"state"`
	Reason  string         `json:"reason"`
	Watts   *float64       `json:"watts"`
}

// examine samples the machine for a moment.
func examine(ctx context.Context, h hardware) (findings, error) {
	s, err := newSampler(h, estimator.Default(), doctorInterval, slog.New(slog.DiscardHandler))
	if err != nil {
		return findings{}, err
	}
	snapshots, cancel := s.Subscribe()
	defer cancel()
	ctx, stop := context.WithTimeout(ctx, doctorPatience)
	var sampling sync.WaitGroup
	sampling.Go(func() { s.Run(ctx) })
	for last := range snapshots {
		if last.Seq >= doctorSamples {
			break
		}
	}
	found := findingsOf(s)
	stop()
	sampling.Wait()
	return found, nil
}

func findingsOf(s *sampler.Sampler) findings {
	found := findings{Sensors: []finding{}, Devices: []patient{}}
	for _, status := range s.Statuses() {
		found.Sensors = append(found.Sensors, finding(status))
	}
	latest := map[string]sampler.Sample{}
	if snapshot := s.Latest(); snapshot != nil {
		for _, sample := range snapshot.Devices {
			latest[sample.DeviceID] = sample
		}
	}
	for _, d := range s.Devices() {
		sample, read := latest[d.ID]
		if !read {
			sample.State, sample.Reason = sensor.Late, "not read yet"
		}
		found.Devices = append(found.Devices, patient{ID: d.ID, Name: d.Name, Kind: d.Kind, Quality: d.Quality, Source: d.Source,
			State: sample.State, Reason: sample.Reason, Watts: (*float64)(sample.Watts)})
	}
	return found
}

// readBy says what each family reads, for those to whom its name says nothing.
var readBy = map[string]string{
	"nvml":       " (NVIDIA GPUs)",
	"nvidia-smi": " (NVIDIA GPUs)",
	"hwmon":      " (AMD and Intel GPUs)",
	"rapl":       " (CPU and memory)",
	"battery":    " (the machine as a whole)",
	"host":       " (use of CPU and memory)",
}

func (f findings) print(w io.Writer) {
	for _, s := range f.Sensors {
		fmt.Fprintf(w, "%s%s: %s: %s\n", s.Family, readBy[s.Family], s.State, s.Detail)
		if s.Remedy != "" {
			fmt.Fprintf(w, "  remedy: %s\n", s.Remedy)
		}
	}
	if len(f.Devices) == 0 {
		return
	}
	fmt.Fprintln(w)
	var rows bytes.Buffer
	table := tabwriter.NewWriter(&rows, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "DEVICE\tSTATE\tNOW\tQUALITY\tFROM\tNAME")
	for _, d := range f.Devices {
		now := "no watts"
		switch {
		case d.Watts != nil:
			now = estimator.FormatQuantity(*d.Watts, "W")
		case d.Kind == sensor.Host:
			now = "no meter"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.State, now, d.Quality, d.Source, d.Name)
	}
	table.Flush()
	reasons := append([]string{""}, f.reasons()...) // none for the heading
	for i, row := range slices.Collect(strings.Lines(rows.String())) {
		io.WriteString(w, row)
		if reasons[i] != "" {
			fmt.Fprintf(w, "  %s\n", reasons[i])
		}
	}
	fmt.Fprintf(w, "\nin short: %s\n", f.short())
}

// short says of each part of a machine whether its energy is known.
func (f findings) short() string {
	var parts []string
	for _, part := range []struct {
		kind sensor.Kind
		name string
	}{{sensor.GPU, "GPU"}, {sensor.CPU, "CPU"}, {sensor.DRAM, "memory"}} {
		parts = append(parts, part.name+" "+f.standing(part.kind))
	}
	return strings.Join(parts, ", ")
}

// standing is the best that any device of a kind gives.
func (f findings) standing(kind sensor.Kind) string {
	standing := "not measured"
	for _, d := range f.Devices {
		switch {
		case d.Kind != kind:
		case d.State == sensor.Denied, d.State == sensor.Absent, d.State == sensor.Lost, d.State == sensor.Stuck:
			if standing == "not measured" {
				standing = string(d.State)
			}
		case d.Quality == sensor.Estimated:
			standing = "estimated by a model"
		default:
			return string(d.Quality)
		}
	}
	return standing
}

// reasons are those of the devices, without a remedy that stands above already.
func (f findings) reasons() []string {
	list := make([]string, len(f.Devices))
	for i, d := range f.Devices {
		list[i] = d.Reason
		for _, s := range f.Sensors {
			if s.Remedy != "" {
				list[i] = strings.TrimSuffix(list[i], ": "+s.Remedy)
			}
		}
	}
	return list
}
