package main

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/carbon"
	"gramwatt/probe/internal/grid"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// gridSource is where the intensity over time comes from; Source is nil when nobody asked for one.
type gridSource struct {
	Name   carbon.Source
	Place  string
	Source grid.Source
}

// gridFlags ask for the grid intensity over time.
func gridFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("grid-source", "", "NAME", "follow the grid intensity over time: electricitymaps (with a token of yours), uk (Great Britain), or a file of hourly values with lines such as 2026-11-30T14:00:00Z,56; without it the catalog's yearly figure counts and nothing is asked"),
		textFlag("grid-token-file", "", "FILE", "file with the token for electricitymaps"),
		textFlag("grid-zone", "", "ZONE", "zone of electricitymaps, such as DE or US-CAL-CISO; without it the region"),
		textFlag("grid-url", "", "URL", "another address for the service, such as a cache of yours"),
	}
}

// gridSource reads the flags of the grid intensity over time.
func (f *faults) gridSource(c *cli.Command) (g gridSource) {
	name, base := c.String("grid-source"), strings.TrimSuffix(c.String("grid-url"), "/")
	if base != "" {
		if u, err := url.Parse(base); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			f.add("--grid-url", base, "this is no address", "write such as https://cache.example.org")
		}
	}
	switch {
	case name == "":
		for _, flag := range []string{"grid-token-file", "grid-zone", "grid-url"} {
			if c.String(flag) != "" {
				f.add("--"+flag, c.String(flag), "it belongs to --grid-source", "give --grid-source too")
			}
		}
	case name == string(grid.ElectricityMaps):
		g.Place = c.String("grid-zone")
		if g.Place == "" && c.IsSet("region") && !strings.Contains(c.String("region"), ":") {
			g.Place = c.String("region")
		}
		if g.Place == "" {
			f.add("--grid-zone", "", "electricitymaps needs a zone", "give one, such as DE, or --region")
		}
		token, err := os.ReadFile(c.String("grid-token-file"))
		if err != nil || strings.TrimSpace(string(token)) == "" {
			f.add("--grid-token-file", c.String("grid-token-file"), "electricitymaps needs a token, and none can be read from there", "put yours into a file and name it")
		}
		g.Name, g.Source = grid.ElectricityMaps, grid.NewElectricityMaps(or(base, grid.ElectricityMapsURL), g.Place, strings.TrimSpace(string(token)))
	case name == string(grid.UK):
		g = gridSource{grid.UK, "GB", grid.NewUK(or(base, grid.UKURL))}
	default:
		text, err := os.ReadFile(name)
		if err == nil {
			_, err = grid.ParseHourly(string(text))
		}
		if err != nil {
			f.add("--grid-source", name, "this is neither a service nor a file of hourly values: "+reason(err), "use electricitymaps, uk, or name a file")
		}
		g = gridSource{grid.File, or(c.String("grid-zone"), or(c.String("region"), filepath.Base(name))), grid.NewFile(func() (io.ReadCloser, error) { return os.Open(name) })}
	}
	return g
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// follow makes the follower of the source that was asked for; nil without one.
func (g gridSource) follow(c config, fallback carbon.Grid) *grid.Follower {
	if g.Source == nil {
		return nil
	}
	cache := ""
	if c.Data != "" && !c.NoRecord && g.Name != grid.File {
		cache = filepath.Join(c.Data, "grid-"+string(g.Name)+".json")
	}
	return grid.New(g.Name, g.Place, g.Source, fallback, cache, c.Log)
}

// emitting is a source that tells on its stream what the session has emitted.
type emitting interface {
	sampler.Publisher
	Devices() []sensor.Device
	SetEmissions(sampler.Emissions)
}

// tellEmissions tells after each snapshot what was counted so far, until ctx ends.
func (f *fleet) tellEmissions(ctx context.Context, s emitting) {
	sampler.Follow(ctx, s, func(*sampler.Snapshot) { s.SetEmissions(f.meter.Account().Emissions(s.Devices())) })
}

// settings are those that a run's report counts with: where the intensity was followed, its mean by energy, and whose it
// was.
func (f *fleet) settings(id string, s runs.Settings) runs.Settings {
	if f.grid == nil {
		return s
	}
	var joules estimator.Joules
	var grams estimator.Grams
	var from []string
	account := f.meter.Account()
	for _, r := range account.Runs {
		if r.ID != id {
			continue
		}
		for _, j := range r.Joules {
			joules += j
		}
		for key, g := range r.Grams {
			grams += g
			if !slices.Contains(from, string(key.Source)) {
				from = append(from, string(key.Source))
			}
		}
	}
	if joules > 0 && grams > 0 {
		slices.Sort(from)
		mean := float64(grams) / (float64(joules.KWh()) * s.PUE)
		s.GridGPerKWh, s.GridFrom = &mean, strings.Join(from, ", ")
	}
	return s
}
