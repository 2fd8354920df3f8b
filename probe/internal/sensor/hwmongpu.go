package sensor

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"

	"gramwatt/estimator"
)

// describeAMD makes the meter of an AMD GPU.
//
// An integrated GPU's figure is the power of the whole processor, CPU cores included, so it is a Platform and adds
// nothing to the CPU packages. It is known by its second voltage, vddnb, which no card has; MI300A, a processor with
// cores of its own, has none either and is known by its number.
// Source: Linux, Documentation/gpu/amdgpu/thermal.rst and drivers/gpu/drm/amd/pm/amdgpu_pm.c, hwmon_attributes_visible;
// read 2026-11.
func (h *hwmon) describeAMD(dir string) ([]hwmonMeter, string) {
	card := readCard(filepath.Join(dir, "device"))
	m := h.newGPU(card, dir)
	m.busy = existing(card.dir, "gpu_busy_percent")
	m.used, m.total = existing(card.dir, "mem_info_vram_used"), existing(card.dir, "mem_info_vram_total")
	m.temperature, m.clock = existing(dir, "temp1_input"), existing(dir, "freq1_input")
	average, instant := existing(dir, "power1_average"), existing(dir, "power1_input")
	m.power, m.meaning = average, "the driver's average"
	if instant != "" && (average == "" || m.refuses(average)) {
		m.power, m.meaning = instant, "instant"
	}
	if m.power == "" {
		return nil, card.label() + " has no power file"
	}
	m.device.Source = "amdgpu power (" + m.meaning + "), integrated"
	if exists(filepath.Join(dir, "in1_label")) || card.vendor+":"+card.device == "1002:74a0" {
		m.device.Kind = Platform
		m.device.Source += "; of the whole processor, CPU included"
		return []hwmonMeter{m}, ""
	}
	m.limits(dir, "power1_cap_max", "power1_cap")
	return []hwmonMeter{m}, ""
}

// describeIntel makes the meter of an Intel card. Integrated GPUs have no such directory: their energy is within the
// package that RAPL counts. The card as a whole is taken where the driver tells it, else its package.
// Source: Linux, Documentation/ABI/testing/sysfs-driver-intel-i915-hwmon and -xe-hwmon; read 2026-11.
func (h *hwmon) describeIntel(dir, driver string) ([]hwmonMeter, string) {
	card := readCard(filepath.Join(dir, "device"))
	m := h.newGPU(card, dir)
	channel := ""
	for n := range 4 { // channels count from 1; xe has a card and a package, i915 one without a label
		c := strconv.Itoa(n + 1)
		if !exists(filepath.Join(dir, "energy"+c+"_input")) {
			continue
		}
		label := fileText(filepath.Join(dir, "energy"+c+"_label"))
		if channel == "" || label == "card" {
			channel = c
			m.device.Source = driver + " energy counter"
			if label == "pkg" {
				m.device.Source += " of the GPU's package, without the rest of the card"
			}
		}
	}
	if channel == "" {
		return nil, card.label() + " has no energy file"
	}
	m.energy = filepath.Join(dir, "energy"+channel+"_input")
	for n := range 4 {
		if path := existing(dir, "temp"+strconv.Itoa(n+1)+"_input"); path != "" && m.temperature == "" {
			m.temperature = path
		}
	}
	m.limits(dir, "power"+channel+"_rated_max", "power"+channel+"_max")
	return []hwmonMeter{m}, ""
}

// refuses reports whether a file that is there cannot be read, as the average of some chips whose firmware has only the
// present value. Of a sleeping card it is not known.
func (m *hwmonMeter) refuses(path string) bool {
	if suspended(m.runtimeManagement) {
		return false
	}
	_, err := fileNumber(path)
	return err != nil
}

// newGPU is a meter with what the card itself tells.
func (h *hwmon) newGPU(card pciCard, dir string) hwmonMeter {
	m := hwmonMeter{card: card, runtimeManagement: existing(card.dir, "power")}
	m.device = Device{ID: "gpu-" + card.slot, Name: card.name, Kind: GPU, Quality: Measured}
	if card.slot == "" {
		m.device.ID = "gpu-" + filepath.Base(dir)
	}
	m.device.CatalogID, m.device.Rated = rated(h.catalog, card.name)
	m.device.Plausible = plausibleOverLimit * m.device.Rated
	return m
}

// limits takes rated and plausible power from the files with the limits, in microwatts: the last one is in force. A
// sleeping card is not asked, because that would wake it.
func (m *hwmonMeter) limits(dir string, files ...string) {
	if suspended(m.runtimeManagement) {
		return
	}
	top := m.device.Rated
	for _, file := range files {
		n, err := fileNumber(filepath.Join(dir, file))
		if w := estimator.Watts(float64(n) * 1e-6); err == nil && w > 0 && w <= saneLimit {
			m.device.Rated, top = w, max(top, w)
		}
	}
	m.device.Plausible = plausibleOverLimit * top
}

// describeRails makes the meters of a power supply or of the board's own, which contain what the others measure. Only a
// rail that the driver names is taken; the plain ACPI meter is the machine as a whole. Older kernels have the ACPI meter's
// files in the directory of the device.
// Source: Linux, Documentation/hwmon/acpi_power_meter.rst and corsair-psu.rst; read 2026-11.
func (h *hwmon) describeRails(dir, driver string) (meters []hwmonMeter) {
	device := filepath.Join(dir, "device")
	for n := range 8 {
		c := "power" + strconv.Itoa(n+1)
		path, meaning := cmp.Or(existing(dir, c+"_average"), existing(device, c+"_average")), "average"
		if path == "" {
			path, meaning = cmp.Or(existing(dir, c+"_input"), existing(device, c+"_input")), "instant"
		}
		label := cmp.Or(fileText(filepath.Join(dir, c+"_label")), fileText(filepath.Join(dir, c+"_oem_info")),
			fileText(filepath.Join(device, c+"_oem_info")))
		if label == "" && driver == "power_meter" {
			label = "ACPI power meter"
		}
		if path == "" || label == "" {
			continue
		}
		meters = append(meters, hwmonMeter{power: path, meaning: meaning, device: Device{
			ID: "platform-" + stableName(dir) + "-" + c, Name: label, Kind: Platform, Quality: Measured,
			Source: driver + " " + c + " (contains others), integrated"}})
	}
	return meters
}

// stableName is the name of the device behind a directory of class/hwmon, whose own number may change with each boot.
func stableName(dir string) string {
	link, err := os.Readlink(filepath.Join(dir, "device"))
	if err != nil {
		return filepath.Base(dir)
	}
	return filepath.Base(link)
}

// label names a card for a status.
func (c *pciCard) label() string {
	if c.slot == "" {
		return c.name
	}
	return c.name + " at " + c.slot
}

// existing is the path of a file when it is there, else empty.
func existing(dir, file string) string {
	path := filepath.Join(dir, file)
	if !exists(path) {
		return ""
	}
	return path
}
