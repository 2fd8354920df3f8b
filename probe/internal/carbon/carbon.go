// Package carbon counts the grams of CO2e of a session as its joules come in, with the grid intensity of that moment.
//
// Grams cannot be worked out from joules afterwards when the intensity changes, so a Meter follows the snapshots and
// adds each device's new joules × PUE × intensity. Grams are kept apart by where the intensity came from: what was
// counted with a catalog's yearly figure for want of a better one stays visible as such.
package carbon

import (
	"context"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// Rate is the grid intensity of a moment.
type Rate struct {
	GramsPerKWh estimator.GramsPerKWh
	Source      Source
	Place       string // code of the zone or region; empty for a figure that was typed
}

// Source says where an intensity comes from.
type Source string

const (
	Catalog Source = "catalog" // a yearly average of the estimator's data
	Typed   Source = "flag"    // by --grid-intensity
)

// Grid tells the intensity. At may be called from any goroutine and does not wait. It is false when nothing is known.
type Grid interface {
	At(time.Time) (Rate, bool)
}

// Fixed is an intensity that does not change.
type Fixed Rate

// At is the same at all times.
func (f Fixed) At(time.Time) (Rate, bool) { return Rate(f), true }

// Key tells apart what is counted: a device, and where the intensity came from.
type Key struct {
	DeviceID string
	Source   Source
}

// Account is how a session stands. It is immutable.
type Account struct {
	Grams map[Key]estimator.Grams // at the facility, PUE included: never falls
	Rate  *Rate                   // of the newest snapshot; nil when it is unknown
	PUE   float64
	Runs  []RunAccount // those on the machine, and those that ended a short time ago
}

// Meter counts grams. Its methods are safe for any goroutine.
type Meter struct {
	grid   Grid
	pue    float64
	now    atomic.Pointer[Account]
	joules map[string]estimator.Joules // as counted so far; owned by Run
	shares shares                      // of the runs; owned by Run
}

// NewMeter makes a meter for a grid, a power usage effectiveness, and the runs that share the machine.
func NewMeter(grid Grid, pue float64, runs jobs.Lister) *Meter {
	m := &Meter{grid: grid, pue: pue, joules: map[string]estimator.Joules{}, shares: shares{lister: runs}}
	m.now.Store(&Account{PUE: pue})
	return m
}

// Account is how the session stands, as of the newest snapshot that was counted.
func (m *Meter) Account() *Account { return m.now.Load() }

// Emissions is what the session has emitted: the account of those devices that may be added up.
func (a *Account) Emissions(devices []sensor.Device) sampler.Emissions {
	e := sampler.Emissions{BySource: map[string]estimator.Grams{}}
	if a.Rate != nil {
		e.GramsPerKWh, e.Source, e.Place = &a.Rate.GramsPerKWh, string(a.Rate.Source), a.Rate.Place
	}
	for _, d := range devices {
		if !d.Kind.Additive() {
			continue
		}
		for key, grams := range a.Grams {
			if key.DeviceID == d.ID {
				e.Grams += grams
				e.BySource[string(key.Source)] += grams
			}
		}
	}
	return e
}

// Run counts until ctx or the snapshots end. A snapshot that is missed costs nothing: joules add up, and those of the
// next are counted from where the last one left them.
func (m *Meter) Run(ctx context.Context, from sampler.Publisher) { sampler.Follow(ctx, from, m.count) }

// count adds what is new in a snapshot. Joules of a time without an intensity wait for the next one that has it.
func (m *Meter) count(s *sampler.Snapshot) {
	before := m.Account()
	after := &Account{Grams: make(map[Key]estimator.Grams, len(s.Devices)), PUE: m.pue}
	for k, g := range before.Grams {
		after.Grams[k] = g
	}
	if rate, known := m.grid.At(s.Time); known {
		after.Rate = &rate
		for i := range s.Devices {
			d := &s.Devices[i]
			if !d.Known {
				continue
			}
			used := d.Joules - m.joules[d.DeviceID]
			if used < 0 { // the device was found anew
				used = 0
			}
			m.joules[d.DeviceID] = d.Joules
			after.Grams[Key{d.DeviceID, rate.Source}] += used.KWh().At(rate.GramsPerKWh) * estimator.Grams(m.pue)
		}
	}
	after.Runs = m.shares.count(s, after.Rate, m.pue)
	m.now.Store(after)
}

// Unknown is a grid of which nothing is known.
type Unknown struct{}

// At knows nothing.
func (Unknown) At(time.Time) (Rate, bool) { return Rate{}, false }
