//go:build linux && cgo

package sensor

import (
	"encoding/binary"

	"github.com/NVIDIA/go-nvml/pkg/dl"
	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

// nvmlLibrary is the part of NVML that we use, one method for each question.
//
// A C function that the driver lacks ends the process at its first call, without a panic to recover. So each method
// looks its symbol up first and answers ERROR_FUNCTION_NOT_FOUND when it is not there, and nothing but another Init is
// ever called after an Init that failed. Return.String is not used, as it goes through the library too.
//
// The goroutine that reads the family owns the library: the bindings keep the versions of the functions in package
// variables that Init writes.
type nvmlLibrary struct {
	path    string
	lib     nvml.Interface
	pin     *dl.DynamicLibrary // held for ever: once bound, a C function must not move
	symbols map[string]bool
	ready   bool // Init has worked and Shutdown has not been called
}

func newNVMLLibrary(path string) *nvmlLibrary {
	return &nvmlLibrary{path: path, lib: nvml.New(nvml.WithLibraryPath(path)), symbols: map[string]bool{}}
}

// load opens the library file. The error is the loader's own text.
func (l *nvmlLibrary) load() error {
	if l.pin != nil {
		return nil
	}
	pin := dl.New(l.path, dl.RTLD_LAZY|dl.RTLD_GLOBAL)
	if err := pin.Open(); err != nil {
		return err
	}
	l.pin = pin
	return nil
}

// has reports whether the driver has one of these symbols. load must have worked.
func (l *nvmlLibrary) has(names ...string) bool {
	for _, name := range names {
		found, known := l.symbols[name]
		if !known {
			found = l.lookup(name) == nil
			l.symbols[name] = found
		}
		if found {
			return true
		}
	}
	return false
}

// lookup asks the bindings once they have the library open, and the pinned library before that.
func (l *nvmlLibrary) lookup(name string) error {
	if l.ready {
		return l.lib.Extensions().LookupSymbol(name)
	}
	return l.pin.Lookup(name)
}

// missing names the first symbol without which nothing can be read; empty when all are there.
func (l *nvmlLibrary) missing() string {
	for _, either := range [][]string{
		{"nvmlInit_v2", "nvmlInit"},
		{"nvmlShutdown"},
		{"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"},
		{"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"},
		{"nvmlDeviceGetUUID"},
		{"nvmlDeviceGetName"},
	} {
		if !l.has(either...) {
			return either[0]
		}
	}
	return ""
}

// init starts NVML. load and missing must have been content.
func (l *nvmlLibrary) init() nvml.Return {
	ret := l.lib.Init()
	l.ready = ret == nvml.SUCCESS
	clear(l.symbols) // looked up anew: another driver may have been installed
	return ret
}

// shutdown ends NVML if it runs.
func (l *nvmlLibrary) shutdown() {
	if l.ready {
		l.lib.Shutdown()
		l.ready = false
	}
}

const notThere = nvml.ERROR_FUNCTION_NOT_FOUND

func (l *nvmlLibrary) count() (int, nvml.Return) { return l.lib.DeviceGetCount() }

func (l *nvmlLibrary) byIndex(i int) (nvml.Device, nvml.Return) {
	return l.lib.DeviceGetHandleByIndex(i)
}

func (l *nvmlLibrary) byUUID(uuid string) (nvml.Device, nvml.Return) {
	if !l.has("nvmlDeviceGetHandleByUUID") {
		return nil, notThere
	}
	return l.lib.DeviceGetHandleByUUID(uuid)
}

// energy is millijoules since the driver was loaded.
func (l *nvmlLibrary) energy(d nvml.Device) (uint64, nvml.Return) {
	if !l.has("nvmlDeviceGetTotalEnergyConsumption") {
		return 0, notThere
	}
	return d.GetTotalEnergyConsumption()
}

// powerUsage is milliwatts: the present value up to GA100, the mean of a second on later parts.
func (l *nvmlLibrary) powerUsage(d nvml.Device) (uint32, nvml.Return) {
	if !l.has("nvmlDeviceGetPowerUsage") {
		return 0, notThere
	}
	return d.GetPowerUsage()
}

// powerField is milliwatts of one of the power fields, for the GPU alone (scope 0).
func (l *nvmlLibrary) powerField(d nvml.Device, field uint32) (uint32, nvml.Return) {
	if !l.has("nvmlDeviceGetFieldValues") {
		return 0, notThere
	}
	values := []nvml.FieldValue{{FieldId: field}}
	if ret := d.GetFieldValues(values); ret != nvml.SUCCESS {
		return 0, ret
	}
	if ret := nvml.Return(values[0].NvmlReturn); ret != nvml.SUCCESS {
		return 0, ret // the call as a whole is fine while its one element failed
	}
	if nvml.ValueType(values[0].ValueType) != nvml.VALUE_TYPE_UNSIGNED_INT {
		return 0, nvml.ERROR_NOT_SUPPORTED
	}
	return binary.NativeEndian.Uint32(values[0].Value[:4]), nvml.SUCCESS
}

// utilization is the percentage of time in which a kernel ran.
func (l *nvmlLibrary) utilization(d nvml.Device) (uint32, nvml.Return) {
	if !l.has("nvmlDeviceGetUtilizationRates") {
		return 0, notThere
	}
	u, ret := d.GetUtilizationRates()
	return u.Gpu, ret
}

// memory is bytes.
func (l *nvmlLibrary) memory(d nvml.Device) (used, total uint64, ret nvml.Return) {
	if !l.has("nvmlDeviceGetMemoryInfo") {
		return 0, 0, notThere
	}
	m, ret := d.GetMemoryInfo()
	return m.Used, m.Total, ret
}

// temperature is degrees Celsius of the chip.
func (l *nvmlLibrary) temperature(d nvml.Device) (uint32, nvml.Return) {
	if !l.has("nvmlDeviceGetTemperature") {
		return 0, notThere
	}
	return d.GetTemperature(nvml.TEMPERATURE_GPU)
}

// clock is MHz of the multiprocessors.
func (l *nvmlLibrary) clock(d nvml.Device) (uint32, nvml.Return) {
	if !l.has("nvmlDeviceGetClockInfo") {
		return 0, notThere
	}
	return d.GetClockInfo(nvml.CLOCK_SM)
}

// throttle is the set of reasons why the clocks are not higher, under the old name where the driver lacks the new.
func (l *nvmlLibrary) throttle(d nvml.Device) (uint64, nvml.Return) {
	switch {
	case l.has("nvmlDeviceGetCurrentClocksEventReasons"):
		return d.GetCurrentClocksEventReasons()
	case l.has("nvmlDeviceGetCurrentClocksThrottleReasons"):
		return d.GetCurrentClocksThrottleReasons()
	}
	return 0, notThere
}

// limits are milliwatts: the limit in force and the highest that may be set. 0 where the driver does not tell.
func (l *nvmlLibrary) limits(d nvml.Device) (enforced, highest uint32) {
	if l.has("nvmlDeviceGetEnforcedPowerLimit") {
		if w, ret := d.GetEnforcedPowerLimit(); ret == nvml.SUCCESS {
			enforced = w
		}
	}
	if l.has("nvmlDeviceGetPowerManagementLimitConstraints") {
		if _, w, ret := d.GetPowerManagementLimitConstraints(); ret == nvml.SUCCESS {
			highest = w
		}
	}
	return enforced, max(enforced, highest)
}

// capability is the CUDA compute capability, such as 9 and 0: it tells the generation of the chip.
func (l *nvmlLibrary) capability(d nvml.Device) (major, minor int, ret nvml.Return) {
	if !l.has("nvmlDeviceGetCudaComputeCapability") {
		return 0, 0, notThere
	}
	return d.GetCudaComputeCapability()
}

// mig reports whether the card is split into instances.
func (l *nvmlLibrary) mig(d nvml.Device) bool {
	if !l.has("nvmlDeviceGetMigMode") {
		return false
	}
	current, _, ret := d.GetMigMode()
	return ret == nvml.SUCCESS && current == nvml.DEVICE_MIG_ENABLE
}

// pci is the device's place on the bus.
func (l *nvmlLibrary) pci(d nvml.Device) (nvml.PciInfo, nvml.Return) {
	if !l.has("nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2", "nvmlDeviceGetPciInfo") {
		return nvml.PciInfo{}, notThere
	}
	return d.GetPciInfo()
}

// name and uuid need no look-up of their own: missing has asked for their symbols.
func (l *nvmlLibrary) name(d nvml.Device) (string, nvml.Return) { return d.GetName() }
func (l *nvmlLibrary) uuid(d nvml.Device) (string, nvml.Return) { return d.GetUUID() }
