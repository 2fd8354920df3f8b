package sensor

import (
	"path/filepath"
	"strings"

	"gramwatt/estimator"
)

// pciNames are the names of GPUs by vendor, device and, where one chip is sold under several names, revision. It has the
// parts whose figures the catalog knows; the kernel has no names, and a chip that stands for several parts without its
// revision is no name at all.
// Source: libdrm, data/amdgpu.ids; the PCI ID Repository for Intel's; read 2026-11.
var pciNames = map[string]string{
	"1002:66a1:06": "AMD Radeon Pro VII",
	"1002:66af:c1": "AMD Radeon VII",
	"1002:6860:00": "AMD Radeon Instinct MI25",
	"1002:7312:00": "AMD Radeon Pro W5700",
	"1002:731f:c1": "AMD Radeon RX 5700 XT",
	"1002:731f:c4": "AMD Radeon RX 5700",
	"1002:731f:ca": "AMD Radeon RX 5600 XT",
	"1002:7360:c3": "AMD Radeon Pro V520",
	"1002:738c":    "AMD Instinct MI100",
	"1002:73a1":    "AMD Radeon Pro V620",
	"1002:73a3":    "AMD Radeon Pro W6800",
	"1002:73a5:c0": "AMD Radeon RX 6950 XT",
	"1002:73af:c0": "AMD Radeon RX 6900 XT",
	"1002:73bf:c0": "AMD Radeon RX 6900 XT",
	"1002:73bf:c1": "AMD Radeon RX 6800 XT",
	"1002:73bf:c3": "AMD Radeon RX 6800",
	"1002:73df:c1": "AMD Radeon RX 6700 XT",
	"1002:73df:c5": "AMD Radeon RX 6700 XT",
	"1002:73ff:c1": "AMD Radeon RX 6600 XT",
	"1002:73ff:c7": "AMD Radeon RX 6600",
	"1002:7408":    "AMD Instinct MI250X",
	"1002:740f":    "AMD Instinct MI210",
	"1002:7448":    "AMD Radeon Pro W7900",
	"1002:744c:c8": "AMD Radeon RX 7900 XTX",
	"1002:744c:cc": "AMD Radeon RX 7900 XT",
	"1002:744c:ce": "AMD Radeon RX 7900 GRE",
	"1002:745e:cc": "AMD Radeon Pro W7800",
	"1002:747e:c8": "AMD Radeon RX 7800 XT",
	"1002:747e:ff": "AMD Radeon RX 7700 XT",
	"1002:7480:cf": "AMD Radeon RX 7600",
	"1002:74a0":    "AMD Instinct MI300A",
	"1002:74a1":    "AMD Instinct MI300X",
	"1002:74a5":    "AMD Instinct MI325X",
	"1002:7550:c0": "AMD Radeon RX 9070 XT",
	"1002:7550:c3": "AMD Radeon RX 9070",
	"1002:7551:c0": "AMD Radeon AI PRO R9700",
	"1002:75a0":    "AMD Instinct MI350X",
	"1002:75a3":    "AMD Instinct MI355X",
	"8086:0bd5":    "Intel Data Center GPU Max 1550",
	"8086:0bd6":    "Intel Data Center GPU Max 1550",
	"8086:0bd9":    "Intel Data Center GPU Max 1100",
	"8086:0bda":    "Intel Data Center GPU Max 1100",
	"8086:0bdb":    "Intel Data Center GPU Max 1100",
	"8086:56a0":    "Intel Arc A770",
	"8086:56a1":    "Intel Arc A750",
	"8086:e20b":    "Intel Arc B580",
	"8086:e20c":    "Intel Arc B570",
}

const (
	vendorAMD   = "1002"
	vendorIntel = "8086"
)

// pciCard is a device on the PCI bus, as its files in sysfs tell without waking it.
type pciCard struct {
	dir    string // its directory
	slot   string // such as "0000:03:00.0"; empty when it cannot be told
	vendor string // four hexadecimal digits
	device string
	name   string
}

func readCard(dir string) pciCard {
	c := pciCard{dir: dir, slot: pciSlot(dir), vendor: pciHex(dir, "vendor"), device: pciHex(dir, "device")}
	id := c.vendor + ":" + c.device
	maker := map[string]string{vendorAMD: "AMD GPU", vendorIntel: "Intel GPU"}[c.vendor]
	switch {
	case fileText(filepath.Join(dir, "product_name")) != "": // server boards carry it in a chip of their own
		c.name = fileText(filepath.Join(dir, "product_name"))
	case pciNames[id+":"+pciHex(dir, "revision")] != "":
		c.name = pciNames[id+":"+pciHex(dir, "revision")]
	case pciNames[id] != "":
		c.name = pciNames[id]
	default:
		c.name = strings.TrimSpace(maker + " " + id)
	}
	return c
}

// pciHex is the number in a file such as "0x1002", without the prefix.
func pciHex(dir, file string) string {
	return strings.TrimPrefix(strings.ToLower(fileText(filepath.Join(dir, file))), "0x")
}

// pciSlot is the device's place on the bus, by its uevent or the end of its real path.
func pciSlot(dir string) string {
	for line := range strings.Lines(fileText(filepath.Join(dir, "uevent"))) {
		if slot, ok := strings.CutPrefix(strings.TrimSpace(line), "PCI_SLOT_NAME="); ok {
			return slot
		}
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil && strings.Count(filepath.Base(real), ":") == 2 {
		return filepath.Base(real)
	}
	return ""
}

// rated looks a device's name up in the catalog.
func rated(cat *estimator.Catalog, name string) (id string, w estimator.Watts) {
	if cat == nil {
		return "", 0
	}
	a, ok := cat.Accelerator(name)
	if !ok {
		return "", 0
	}
	return a.ID, a.Rated
}
