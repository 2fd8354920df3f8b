//go:build linux && cgo

package sensor

import (
	"fmt"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

// nvmlTexts says in words what NVML answered. The library has such a function, which must not be called when it is
// not initialised.
var nvmlTexts = map[nvml.Return]string{
	nvml.ERROR_UNINITIALIZED:             "NVML is not initialised",
	nvml.ERROR_NOT_SUPPORTED:             "not supported by this device",
	nvml.ERROR_NO_PERMISSION:             "no permission",
	nvml.ERROR_DRIVER_NOT_LOADED:         "the NVIDIA kernel driver is not loaded",
	nvml.ERROR_TIMEOUT:                   "the driver timed out",
	nvml.ERROR_IRQ_ISSUE:                 "the GPU's interrupts do not arrive",
	nvml.ERROR_LIBRARY_NOT_FOUND:         "the library cannot be loaded",
	nvml.ERROR_FUNCTION_NOT_FOUND:        "the driver is too old to tell",
	nvml.ERROR_GPU_IS_LOST:               "the GPU has fallen off the bus",
	nvml.ERROR_RESET_REQUIRED:            "the GPU must be reset",
	nvml.ERROR_LIB_RM_VERSION_MISMATCH:   "library and kernel driver are of different versions",
	nvml.ERROR_GPU_NOT_FOUND:             "the GPU is no longer found",
	nvml.ERROR_NOT_READY:                 "the GPU is not ready",
	nvml.ERROR_INSUFFICIENT_RESOURCES:    "the driver is short of resources",
	nvml.ERROR_UNKNOWN:                   "the driver gives an unknown error",
	nvml.ERROR_OPERATING_SYSTEM:          "the operating system refuses the call",
	nvml.ERROR_NO_DATA:                   "no data",
	nvml.ERROR_INVALID_STATE:             "the device is in a wrong state",
	nvml.ERROR_ARGUMENT_VERSION_MISMATCH: "the driver expects another version of the call",
}

func nvmlWords(ret nvml.Return) string {
	if text, ok := nvmlTexts[ret]; ok {
		return text
	}
	return fmt.Sprintf("NVML error %d", int32(ret))
}

// nvmlAbsence says why Init failed and what to do.
func nvmlAbsence(ret nvml.Return) (state State, detail, remedy string) {
	switch ret {
	case nvml.ERROR_DRIVER_NOT_LOADED:
		return Absent, "the NVIDIA library is installed, and " + nvmlWords(ret),
			"sudo modprobe nvidia; if that fails, sudo dmesg says why"
	case nvml.ERROR_LIB_RM_VERSION_MISMATCH:
		return Absent, nvmlWords(ret) + ", as after an upgrade of the driver",
			"restart gramwatt, which may hold the old library; if it then says the same, reboot, or unload and load " +
				"the nvidia kernel modules"
	case nvml.ERROR_NO_PERMISSION:
		return Denied, "this user may not open the NVIDIA devices",
			"join the group that owns them: ls -l /dev/nvidiactl /dev/nvidia0 names it"
	}
	return Lost, "NVML does not start: " + nvmlWords(ret), "sudo dmesg | grep -i -e nvrm -e xid says what the driver met"
}
