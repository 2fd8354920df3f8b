package sensor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A laptop's GPU sleeps when nothing uses it, and asking the driver anything wakes it or keeps it awake, at 5 to 25 W.
// Its runtime status can be read without waking it.
// Source: Linux, Documentation/power/runtime_pm.rst and ABI/testing/sysfs-devices-power.

// pciPower is the directory of a PCI device's runtime power management.
func pciPower(sysfs string, domain, bus, device uint32) string {
	return filepath.Join(sysfs, "bus", "pci", "devices", fmt.Sprintf("%04x:%02x:%02x.0", domain, bus, device), "power")
}

// suspended reports whether the device is suspended now. Where nothing is known it is not.
func suspended(power string) bool {
	if power == "" {
		return false
	}
	text, err := os.ReadFile(filepath.Join(power, "runtime_status"))
	return err == nil && strings.TrimSpace(string(text)) == "suspended"
}

// sleepingGPU names a suspended NVIDIA GPU when every NVIDIA GPU of the machine is suspended; else it is empty, since
// then one is awake and may be asked.
func sleepingGPU(sysfs string) string {
	devices, _ := filepath.Glob(filepath.Join(sysfs, "bus", "pci", "devices", "*"))
	found := ""
	for _, dir := range devices {
		if !hasPrefix(filepath.Join(dir, "vendor"), "0x10de") || !hasPrefix(filepath.Join(dir, "class"), "0x03") {
			continue // not by NVIDIA, or its sound part and not a display or 3D controller
		}
		if !suspended(filepath.Join(dir, "power")) {
			return ""
		}
		found = filepath.Base(dir)
	}
	return found
}

func hasPrefix(path, prefix string) bool {
	text, err := os.ReadFile(path)
	return err == nil && strings.HasPrefix(string(text), prefix)
}
