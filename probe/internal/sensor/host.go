package sensor

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// host gives what the operating system knows about the machine as a whole: how busy its CPUs are and how much memory
// is used. Where no sensor measures the CPU it also gives a CPU device whose watts come from a model and are labelled
// Estimated.
type host struct {
	reader  hostReader
	catalog func() *estimator.Catalog
	needCPU func() bool
	log     *slog.Logger

	facts       hostFacts
	rated       ratedPower
	modelled    bool // the last Open gave a CPU device
	busy, total float64
	status      atomic.Pointer[Status]
}

// NewHost returns the family of the machine as a whole. procfs is where proc is mounted, empty for the usual place. The
// catalog is asked for at each Open and not kept: its table of CPUs is large, and one row of it is needed.
// needCPU says whether no sensor measures the CPU; it is asked at each Open and Read, so open the families that
// measure it first. When its answer changes Read returns ErrChanged.
func NewHost(procfs string, cat func() *estimator.Catalog, needCPU func() bool, log *slog.Logger) Family {
	return newHost(newGopsutilReader(procfs), cat, needCPU, log)
}

func newHost(reader hostReader, cat func() *estimator.Catalog, needCPU func() bool, log *slog.Logger) *host {
	if needCPU == nil {
		needCPU = func() bool { return false }
	}
	h := &host{reader: reader, catalog: cat, needCPU: needCPU, log: log}
	h.say(Absent, "not opened yet", "")
	return h
}

func (h *host) Name() string   { return "host" }
func (h *host) Status() Status { return *h.status.Load() }
func (h *host) Close() error   { return nil }

// Period is the pace of the modelled watts, whatever the interval; utilisation alone needs none.
func (h *host) Period() time.Duration {
	if !h.modelled {
		return 0
	}
	return gaugePeriod
}

func (h *host) say(state State, detail, remedy string) {
	h.status.Store(&Status{Family: "host", State: state, Detail: detail, Remedy: remedy})
}

// minBusySpan is the least time over all threads that utilisation is taken from: the kernel counts in steps of 10 ms.
const minBusySpan = 0.1 // seconds

func (h *host) Open(ctx context.Context) ([]Device, error) {
	facts, err := h.reader.Facts(ctx)
	if err == nil {
		h.busy, h.total, err = h.reader.Busy(ctx)
	}
	if err != nil {
		h.say(Absent, err.Error(), "give --procfs the directory where the host's proc is mounted")
		return nil, fmt.Errorf("%w: %w", err, ErrUnavailable)
	}
	h.facts = facts
	h.rated = ratedPower{}
	if h.catalog != nil {
		h.rated = rateCPU(h.catalog(), facts)
		h.rated.catalogID = strings.Clone(h.rated.catalogID) // which else holds the text of the catalog
	}
	h.modelled = h.needCPU()
	name := facts.Model
	if name == "" {
		name = "CPU of unknown model"
	}
	devices := []Device{{ID: "host", Name: name, Kind: Host, Quality: Measured,
		Source: "operating system", CatalogID: h.rated.catalogID}}
	detail := fmt.Sprintf("utilisation and memory of %s, %s", name, count(facts.Threads, "thread"))
	switch {
	case !h.modelled:
		h.say(OK, detail, "")
	case h.rated.watts == 0:
		h.modelled = false
		h.say(OK, detail+"; no CPU watts: the model is unknown and no catalog is loaded", "")
	default:
		devices = append(devices, Device{ID: "cpu", Name: name, Kind: CPU, Quality: Estimated,
			Source: "utilisation × " + h.rated.how, CatalogID: h.rated.catalogID, Rated: h.rated.watts,
			Plausible: 2 * h.rated.watts})
		h.say(OK, detail+"; no sensor measures the CPU, so its watts are estimated from "+h.rated.how, "")
	}
	return devices, nil
}

func (h *host) Read(ctx context.Context) ([]Reading, error) {
	if h.rated.watts > 0 && h.needCPU() != h.modelled {
		return nil, fmt.Errorf("host: read: whether a sensor measures the CPU: %w", ErrChanged)
	}
	whole := Reading{DeviceID: "host", Before: time.Now(), State: OK}
	utilization, why := h.utilization(ctx)
	whole.Utilization, whole.Reason = utilization, why
	if used, total, err := h.reader.Memory(ctx); err == nil {
		whole.MemoryUsed, whole.MemoryTotal = &used, &total
	} else if why == "" {
		whole.Reason = err.Error()
	}
	whole.After = time.Now()
	if whole.Utilization == nil && whole.MemoryUsed == nil {
		whole.State = Lost
	}
	readings := []Reading{whole}
	if h.modelled {
		readings = append(readings, h.model(whole, why))
	}
	return readings, nil
}

// model is the estimated CPU device, from the same utilisation.
func (h *host) model(whole Reading, why string) Reading {
	got := Reading{DeviceID: "cpu", Before: whole.Before, After: whole.After, State: OK, PowerMeaning: "model"}
	if whole.Utilization == nil {
		got.State, got.Reason = Late, why
		return got
	}
	w := estimator.CPUModel(h.rated.watts, *whole.Utilization).Mid
	got.Utilization, got.Power = whole.Utilization, &w
	return got
}

// utilization is the share of time that the threads worked since the last call that gave one.
func (h *host) utilization(ctx context.Context) (*estimator.Ratio, string) {
	busy, total, err := h.reader.Busy(ctx)
	if err != nil {
		return nil, err.Error()
	}
	worked, had := busy-h.busy, total-h.total
	if had >= 0 && had < minBusySpan {
		return nil, "the first interval has not ended"
	}
	h.busy, h.total = busy, total
	if had < 0 || worked < 0 { // a thread was switched off, or iowait ran backwards, as the kernel warns it may
		return nil, "the kernel's CPU times went back"
	}
	u := estimator.Ratio(min(worked/had, 1))
	return &u, ""
}
