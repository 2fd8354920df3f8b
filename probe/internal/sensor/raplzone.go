package sensor

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gramwatt/estimator"
)

// zone is one counter of the powercap tree that is counted.
type zone struct {
	path   string // the directory with energy_uj
	wrap   uint64 // max_energy_range_uj; 0 when it is missing, and then the counter's wraps are gaps
	device Device

	value uint64    // as last read
	moved time.Time // when it was first read, or last found changed
}

// standsStill is how long a counter may show one value before it counts as none: the hardware's moves a thousand times
// a second, whereas some firmware and some hypervisors publish one that never does. The choice of ten seconds is this
// project's own.
const standsStill = 10 * time.Second

// errMasked says that the class directory lists zones whose directories are not there.
var errMasked = errors.New("zones are listed but hidden")

// zonePattern is the directory name of a zone: control type, then one index for each level of the tree.
var zonePattern = regexp.MustCompile(`^(intel-rapl|intel-rapl-mmio):(\d+(?::\d+)*)$`)

// packagePattern is the name of a CPU package, or of one die of a package that has several.
var packagePattern = regexp.MustCompile(`^package-(\d+)(?:-die-(\d+))?$`)

// The plausible power of a zone, where its own limits say nothing usable. The kernel's max_power_uw is 17 W on some
// parts that draw 200 W, so no single figure is trusted: the largest counts, doubled, and never below the floor.
// Source: flightlessmango/MangoHud#1776; read 2026-08.
const (
	plausibleZone      estimator.Watts = 1000
	plausibleZoneFloor estimator.Watts = 400
	saneLimit          estimator.Watts = 5000 // a limit above this is a placeholder of the firmware
)

// scan finds the zones to count: packages, DRAM, and the platform apart, from one control type. intel-rapl-mmio is a
// second view of the same packages and is used only where it is the only one. It returns the rest in words.
func (r *rapl) scan(class string) (zones []zone, left string, err error) {
	entries, err := os.ReadDir(class)
	if err != nil {
		return nil, "", err
	}
	names := map[string][]string{} // control type → directory names
	for _, e := range entries {
		if m := zonePattern.FindStringSubmatch(e.Name()); m != nil {
			names[m[1]] = append(names[m[1]], e.Name())
		}
	}
	control, leftOut := "intel-rapl", map[string]bool{}
	if len(names[control]) == 0 {
		control = "intel-rapl-mmio"
	} else if len(names["intel-rapl-mmio"]) > 0 {
		leftOut["intel-rapl-mmio because it is a second view of the same packages"] = true
	}
	slices.SortFunc(names[control], byIndex)
	labels := map[string]string{} // directory name → the zone's own name
	masked, intel := 0, r.intel()
	for _, name := range names[control] {
		path := filepath.Join(class, name)
		text, err := r.read(filepath.Join(path, "name"))
		if err != nil {
			if _, statErr := os.Stat(path); errors.Is(statErr, fs.ErrNotExist) {
				masked++
			}
			r.log.Debug("rapl: zone without a name", "path", path, "reason", err)
			continue
		}
		labels[name] = strings.TrimSpace(string(text))
		device, why := describe(name, labels)
		if why != "" {
			leftOut[why] = true
			continue
		}
		if device.Kind == CPU && intel {
			device.Band = estimator.RAPLIntelPackage
		}
		z := zone{path: path, wrap: r.number(path, "max_energy_range_uj"), device: device}
		r.limits(&z)
		zones = append(zones, z)
	}
	if len(zones) == 0 && masked > 0 {
		return nil, "", errMasked
	}
	disambiguate(zones)
	return zones, strings.Join(sortedKeys(leftOut), ", "), nil
}

// intel reports whether Intel made this machine's CPUs: the directories of AMD's counters bear Intel's name too.
func (r *rapl) intel() bool {
	text, err := r.read(filepath.Join(r.root, "devices", "system", "cpu", "modalias"))
	// Source: Linux, arch/x86/kernel/cpu/match.c and X86_VENDOR_INTEL, which is 0; read 2026-11.
	return err == nil && strings.HasPrefix(string(text), "cpu:type:x86,ven0000")
}

// describe makes the device of a zone, or says why the zone is not counted.
func describe(dir string, labels map[string]string) (Device, string) {
	label := labels[dir]
	device := Device{Quality: Measured, Source: "RAPL package counter", Kind: CPU, Band: estimator.RAPLOtherPackage}
	if m := packagePattern.FindStringSubmatch(label); m != nil {
		device.ID, device.Name = "cpu-"+label, "CPU package "+m[1]
		if m[2] != "" {
			device.Name += " die " + m[2]
		}
		return device, ""
	}
	switch label {
	case "dram":
		parent := labels[dir[:strings.LastIndexByte(dir, ':')]]
		device.ID, device.Kind, device.Source = "dram", DRAM, "RAPL DRAM counter"
		device.Band = estimator.RAPLMemory
		device.Name = "Memory"
		if m := packagePattern.FindStringSubmatch(parent); m != nil {
			device.ID, device.Name = "dram-"+parent, "Memory of CPU package "+m[1]
			if m[2] != "" {
				device.Name += " die " + m[2]
			}
		}
		return device, ""
	case "psys":
		device.ID, device.Kind, device.Source = "platform-psys", Platform, "RAPL platform counter (contains the others)"
		device.Name = "Platform (psys)"
		device.Band = estimator.PowerSensor{} // near the battery's figure on one machine, plainly wrong on the next
		return device, ""
	case "core", "uncore":
		return Device{}, label + " because it is inside the package"
	}
	return Device{}, fmt.Sprintf("%q because nobody knows what contains it", label)
}

// limits sets rated and plausible power from the zone's constraints.
func (r *rapl) limits(z *zone) {
	var top estimator.Watts
	for i := range 4 { // a zone has at most four limits: long term, short term, peak power, and one to spare
		constraint := "constraint_" + strconv.Itoa(i)
		limit := watts(r.number(z.path, constraint+"_power_limit_uw"))
		top = max(top, limit, watts(r.number(z.path, constraint+"_max_power_uw")))
		if i == 0 && z.device.Kind == CPU {
			z.device.Rated = limit
		}
	}
	z.device.Plausible = plausibleZone
	if top > 0 {
		z.device.Plausible = max(2*top, plausibleZoneFloor)
	}
}

// watts converts a limit in microwatts; a placeholder becomes 0, unknown.
func watts(microwatts uint64) estimator.Watts {
	w := estimator.Watts(float64(microwatts) * 1e-6)
	if w > saneLimit {
		return 0
	}
	return w
}

// number reads a count from one of a zone's files; 0 when it cannot.
func (r *rapl) number(path, file string) uint64 {
	text, err := r.read(filepath.Join(path, file))
	if err != nil {
		return 0
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// disambiguate makes the IDs unique. Firmware has given two zones one name before.
func disambiguate(zones []zone) {
	seen := map[string]bool{}
	for i := range zones {
		id := zones[i].device.ID
		if seen[id] {
			zones[i].device.ID = id + "@" + filepath.Base(zones[i].path)
		}
		seen[id] = true
	}
}

// byIndex orders intel-rapl:2 before intel-rapl:10, and a zone before those inside it.
func byIndex(a, b string) int {
	x, y := strings.Split(a, ":"), strings.Split(b, ":")
	for i := 1; i < min(len(x), len(y)); i++ {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return cmp.Compare(m, n)
		}
	}
	return cmp.Compare(len(x), len(y))
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
