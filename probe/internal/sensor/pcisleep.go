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

// nvidiaGPUs lists the directories of the machine's NVIDIA GPUs, and whether the bus lists anything at all: a container
// or another system than Linux may not show it.
func nvidiaGPUs(sysfs string) (dirs []string, listed bool) {
	devices, _ := filepath.Glob(filepath.Join(sysfs, "bus", "pci", "devices", "*"))
	for _, dir := range devices {
		if hasPrefix(filepath.Join(dir, "vendor"), "0x10de") && hasPrefix(filepath.Join(dir, "class"), "0x03") {
			dirs = append(dirs, dir) // not its sound part, but a display or 3D controller
		}
	}
	return dirs, len(devices) > 0
}

// sleepingGPU names a suspended NVIDIA GPU when every NVIDIA GPU of the machine is suspended; else it is empty, since
// then one is awake and may be asked.
func sleepingGPU(sysfs string) string {
	found := ""
	dirs, _ := nvidiaGPUs(sysfs)
	for _, dir := range dirs {
		if !suspended(filepath.Join(dir, "power")) {
			return ""
		}
		found = filepath.Base(dir)
	}
	return found
}

// nvidiaRemedy is what to do where the driver's library or command is missing: nothing on a machine without its GPUs.
// Windows shows a GPU to its Linux (WSL) as a device of its own instead of one on the bus.
func nvidiaRemedy(sysfs string, m Machine, instead string) string {
	dirs, listed := nvidiaGPUs(sysfs)
	switch {
	case listed && len(dirs) == 0 && !m.WSL:
		return ""
	case m.Container:
		return "start the container with the GPUs (docker run --gpus all, NVIDIA Container Toolkit)"
	}
	return "install the NVIDIA driver, or " + instead
}

func hasPrefix(path, prefix string) bool {
	text, err := os.ReadFile(path)
	return err == nil && strings.HasPrefix(string(text), prefix)
}
