package sensor

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A nap leaves GPUs alone while nothing computes, because asking keeps a laptop's GPU awake: with NVIDIA's driver an open
// handle does, with AMD's each reading starts the time until it is suspended anew. It is taken only where Linux may
// suspend every GPU of the nap by itself (power/control is "auto", as on laptops; servers and most desktops say "on"),
// and ends when a GPU that slept has woken, which somebody's work must have done.
// Source: henrygd/beszel-docs#35, Syllo/nvtop#267 and others: 5 to 25 W for an open handle; read 2026-08.
type nap struct {
	quietSince time.Time // zero while something computes
	began      time.Time // zero while the driver is held
	slept      bool      // a GPU has been suspended since
	notBefore  time.Time // of the next one, after one in which no GPU fell asleep

	patience time.Duration // for a GPU to fall asleep; napPatience when 0
}

const (
	napAfter    = 3 * time.Minute  // without compute process; the choice of a few minutes is this project's own
	napPatience = time.Minute      // for a GPU to fall asleep: the NVIDIA driver's own delay is seconds
	napRefused  = 30 * time.Minute // until the next try, when something else, such as a display, kept the GPU awake
	napWords    = "left alone, as nothing computes, so that the GPU may fall asleep"
)

func (p *nap) released() bool { return !p.began.IsZero() }
func (p *nap) wake()          { *p = nap{notBefore: p.notBefore, patience: p.patience} }

// due takes the readings of a round and reports whether a nap begins now. power has each GPU's directory.
func (p *nap) due(now time.Time, readings []Reading, power []string) bool {
	for i := range readings {
		if r := &readings[i]; r.State != Asleep && !r.AtRest() || !suspends(power[i]) {
			p.quietSince = time.Time{}
			return false
		}
	}
	if p.quietSince.IsZero() {
		p.quietSince = now
	}
	if len(readings) == 0 || now.Sub(p.quietSince) < napAfter || now.Before(p.notBefore) {
		return false
	}
	p.began, p.slept = now, false
	return true
}

// over reports whether the GPUs must be asked again. Call wake then.
func (p *nap) over(now time.Time, power []string) bool {
	asleep := 0
	for _, dir := range power {
		if suspended(dir) {
			asleep++
		}
	}
	if asleep > 0 {
		p.slept = true
	}
	switch {
	case p.slept && asleep == 0:
		return true
	case !p.slept && now.Sub(p.began) > cmp.Or(p.patience, napPatience):
		p.notBefore = now.Add(napRefused)
		return true
	}
	return false
}

// suspends reports whether Linux may suspend the device by itself.
func suspends(power string) bool {
	if power == "" {
		return false
	}
	text, err := os.ReadFile(filepath.Join(power, "control"))
	return err == nil && strings.TrimSpace(string(text)) == "auto"
}

// nappingReading says how a GPU is doing without asking the driver.
func nappingReading(id, power string) Reading {
	now := time.Now()
	if suspended(power) {
		return asleepReading(id, now)
	}
	return Reading{DeviceID: id, Before: now, After: now, State: Late, Reason: napWords}
}

func asleepReading(id string, now time.Time) Reading {
	return Reading{DeviceID: id, Before: now, After: now, State: Asleep, Reason: "suspended and left asleep: 0 W assumed"}
}
