//go:build !linux || !cgo

package main

// flavour says whether this build can read NVIDIA GPUs.
const flavour = "without NVML"
