//go:build unix

package sensor

import (
	"os/exec"
	"syscall"
)

// apart puts a command into a process group of its own, so that an interrupt from the terminal, which is meant for a
// wrapped command that may take its time, does not end the readings.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
