package sensor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"gramwatt/estimator"
)

// demo is simulated hardware for looking around, teaching and tests. Every device is labelled Simulated. Its counters
// wrap, move in steps and start afresh as real ones do, so that all the code behind real sensors runs; what they show is
// a function of the seed and of the time since Open, so that two sessions are alike.
type demo struct {
	name    string // of the family
	machine string
	parts   []*part
	stuck   fault // of the family as a whole: calls that begin then come back at its end
	start   time.Time
}

// DemoNames lists the simulated machines.
func DemoNames() []string { return slices.Sorted(maps.Keys(demoMachines)) }

// ErrDemo is wrapped by NewDemo for a description that it does not understand.
var ErrDemo = errors.New("no such simulated machine")

// NewDemo returns the families of a simulated machine. It is described by its name, and may be followed by a colon and
// settings: "h100x8:lose=30s,seed=7". lose is when the first GPU falls off the bus, to come back ten seconds later;
// wrap is when the counters that wrap all do;
// seed stands in for the one that is given, for another session of the same kind.
func NewDemo(description string, seed int64, cat *estimator.Catalog) ([]Family, error) {
	name, settings, set := strings.Cut(description, ":")
	build, ok := demoMachines[name]
	if !ok {
		return nil, fmt.Errorf("demo: build machine: %q: %w; there are %s", name, ErrDemo, strings.Join(DemoNames(), ", "))
	}
	var lose, wrap time.Duration
	for setting := range strings.SplitSeq(settings, ",") {
		if !set {
			break
		}
		key, value, _ := strings.Cut(setting, "=")
		var err error
		switch {
		case key == "lose":
			if lose, err = time.ParseDuration(value); err == nil && lose <= 0 {
				err = errors.New("it is not after the start")
			}
		case key == "wrap":
			if wrap, err = time.ParseDuration(value); err == nil && (wrap <= 0 || wrap > mostWrap) {
				err = fmt.Errorf("it is not within the first %s", mostWrap)
			}
		case key == "seed":
			seed, err = strconv.ParseInt(value, 10, 64)
		default:
			err = errors.New("there are lose=TIME, wrap=TIME and seed=NUMBER")
		}
		if err != nil {
			return nil, fmt.Errorf("demo: build machine: setting %q: %w: %w", setting, ErrDemo, err)
		}
	}
	machine := build(cat, rand.New(rand.NewPCG(uint64(seed), 0)))
	families := make([]Family, len(machine))
	for i, d := range machine {
		d.machine = name
		families[i] = d
	}
	if lose > 0 {
		machine[0].parts[0].lost = fault{after: lose, length: 10 * time.Second}
	}
	for _, d := range machine {
		for _, p := range d.parts {
			p.wrapAt(wrap)
		}
	}
	return families, nil
}

// mostWrap bounds the time of a wrap that is asked for: the energy until then is worked out before the start.
const mostWrap = time.Hour

func (d *demo) Name() string { return d.name }
func (d *demo) Close() error { return nil }

// Status may be asked from any goroutine: it looks at nothing that changes.
func (d *demo) Status() Status {
	s := Status{Family: d.name, State: OK,
		Detail: fmt.Sprintf("%s: simulated, no real hardware is read; devices: %d", d.machine, len(d.parts))}
	if !slices.ContainsFunc(d.parts, func(p *part) bool { return !p.denied }) {
		s.State, s.Detail = Denied, d.machine+": simulated counters that may be read by root only"
		s.Remedy = "none: this machine is simulated. gramwatt doctor says what helps on a real one"
	}
	return s
}

func (d *demo) Open(context.Context) ([]Device, error) {
	if d.start.IsZero() {
		d.start = time.Now()
	}
	devices := make([]Device, len(d.parts))
	for i, p := range d.parts {
		devices[i] = p.device
	}
	return devices, nil
}

func (d *demo) Read(context.Context) ([]Reading, error) {
	if rest := d.stuck.rest(time.Since(d.start)); rest > 0 {
		time.Sleep(rest) // as a driver hangs: no context ends it
	}
	readings := make([]Reading, len(d.parts))
	for i, p := range d.parts {
		now := time.Now()
		readings[i] = p.read(now, now.Sub(d.start))
	}
	return readings, nil
}
