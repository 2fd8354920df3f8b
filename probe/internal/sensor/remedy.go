package sensor

import (
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// Machine is what a remedy depends on.
type Machine struct {
	Systemd, Udev, Container bool
	WSL                      bool // Linux inside of Windows
	User                     string

	// ReadFile reads the counters: os.ReadFile, but for tests, which may run as root, to whom no mode denies a file.
	ReadFile func(path string) ([]byte, error)
}

// Assume makes the families that are made from now on take this machine for another one, until the function that it
// returns is called. It is for tests of the exact words, which run on all kinds of machines.
func Assume(m Machine) (restore func()) {
	before := thisMachine
	thisMachine = func() Machine { return m }
	return func() { thisMachine = before }
}

var thisMachine = findMachine

func findMachine() Machine {
	m := Machine{
		Systemd:   exists("/run/systemd/system"),
		Udev:      exists("/run/udev"),
		Container: exists("/.dockerenv") || exists("/run/.containerenv"),
		WSL:       exists("/dev/dxg"),
		User:      "$USER",
		ReadFile:  os.ReadFile,
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		m.User = u.Username
	}
	return m
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// allowRead returns the least that lets this user read the energy counters beside the given zone: one group that
// may read them, and nothing for anybody else. The counters reveal what other programs compute (CVE-2020-8694,
// PLATYPUS), so they are never opened to all.
func (m Machine) allowRead(zonePath string) string {
	if real, err := filepath.EvalSymlinks(zonePath); err == nil {
		zonePath = real
	}
	control, _, _ := strings.Cut(filepath.Base(zonePath), ":")
	zones := filepath.Join(filepath.Dir(zonePath), control+":*")
	files := []string{filepath.Join(zones, "energy_uj"), filepath.Join(zones, control+":*", "energy_uj")}
	group := "sudo groupadd -f energy && sudo usermod -aG energy " + m.User
	then := ", then log in again"
	if m.Systemd {
		then += "; for a systemd service instead: AmbientCapabilities=CAP_DAC_READ_SEARCH in its unit"
	}
	switch {
	case m.Container:
		return "on the host, let one group read " + files[0] +
			" (gramwatt doctor there prints how), and start the container with --group-add and that group's number"
	case m.Udev: // before tmpfiles.d: a rule holds whenever the kernel module comes, early or late in the boot
		return group + ` && echo 'SUBSYSTEM=="powercap", TEST=="energy_uj", ` +
			`RUN+="/bin/chgrp energy /sys%p/energy_uj", RUN+="/bin/chmod 0440 /sys%p/energy_uj"'` +
			" | sudo tee /etc/udev/rules.d/70-gramwatt.rules && sudo udevadm control --reload" +
			" && sudo udevadm trigger --subsystem-match=powercap" + then
	case m.Systemd:
		return group + ` && printf 'z %s 0440 root energy -\n' '` + strings.Join(files, `' '`) +
			"' | sudo tee /etc/tmpfiles.d/gramwatt.conf && sudo systemd-tmpfiles --create gramwatt.conf" + then
	}
	return group + " && sudo chgrp energy " + strings.Join(files, " ") + " && sudo chmod 0440 " +
		strings.Join(files, " ") + then + "; to be repeated after each boot"
}
