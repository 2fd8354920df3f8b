//go:build linux && cgo

package main

import (
	"testing"

	"gramwatt/probe/internal/nvmlstub"
	"gramwatt/probe/internal/sensor"
)

// TestDoctorGoldenOnNVML fixes what doctor says about the NVIDIA driver.
func TestDoctorGoldenOnNVML(t *testing.T) {
	control := nvmlstub.NewControl(t)
	t.Setenv(nvmlstub.Variable, control.Path)
	library := nvmlstub.Build(t)
	for _, tt := range []struct {
		name    string
		machine sensor.Machine
		control string
		flags   []string
		class   map[string]string
	}{
		{"no-nvml", ada, "", nil, nil},
		{"no-nvml-container", as(func(m *sensor.Machine) { m.Container = true }), "", nil, nil},
		{"nvml-asleep", ada, "", []string{"--nvml", library}, sleeping},
		{"nvml-driver-not-loaded", ada, "init=9", []string{"--nvml", library}, nil},
		{"nvml-versions-differ", ada, "init=18", []string{"--nvml", library}, nil},
		{"nvml-denied", ada, "init=4", []string{"--nvml", library}, nil},
		{"nvml-no-gpu", ada, "gpus=0", []string{"--nvml", library}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			control.Set(t, tt.control)
			defer sensor.Assume(tt.machine)()
			checkDoctor(t, tt.name, true, tt.class, tt.flags...)
		})
	}
}
