package sensor

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"sync/atomic"
	"time"

	"gramwatt/estimator"
)

// smi reads NVIDIA GPUs through the nvidia-smi command, where NVML itself cannot be loaded: in a build without cgo, and
// where the library hides. One process prints all the time and is read line by line.
type smi struct {
	path    string
	every   time.Duration // between two lines of a GPU
	catalog *estimator.Catalog
	needed  func() bool
	sysfs   string
	fixes   Machine

	process *smiProcess
	fields  []string // that this nvidia-smi knows
	gpus    []smiGPU
	nap     nap
	status  atomic.Pointer[Status]
}

// NewSMI returns the family of NVIDIA GPUs by way of a command, a bare name being searched for in PATH. needed says
// whether nothing better reads the GPUs; it is asked at each Open and Read, so open that family first. interval is the
// time between two reads.
func NewSMI(command, sysfs string, interval time.Duration, cat *estimator.Catalog, needed func() bool) Family {
	// Twice as often as it is read, so that each read finds a new line; no faster than 5 Hz, because polling costs
	// latency on the GPU, and no slower than twice a second, for the shape of the curve.
	every := min(max(interval/2, 200*time.Millisecond), time.Second/2)
	s := &smi{path: command, every: every, catalog: cat, needed: needed, sysfs: sysfs, fixes: thisMachine(), fields: smiFields}
	s.say(Absent, "not opened yet", "")
	return s
}

func (s *smi) Name() string          { return "nvidia-smi" }
func (s *smi) Status() Status        { return *s.status.Load() }
func (s *smi) Period() time.Duration { return gaugePeriod }

func (s *smi) Close() error {
	s.halt()
	return nil
}

func (s *smi) halt() {
	if s.process != nil {
		s.process.stop()
		s.process = nil
	}
}

func (s *smi) say(state State, detail, remedy string) {
	s.status.Store(&Status{Family: "nvidia-smi", State: state, Detail: detail, Remedy: remedy})
}

func (s *smi) unavailable(state State, detail, remedy string) error {
	s.halt()
	s.say(state, detail, remedy)
	return fmt.Errorf("nvidia-smi: start %q: %s: %w", s.path, detail, ErrUnavailable)
}

const smiDmesg = "sudo dmesg | grep -i -e nvrm -e xid says what the driver met"

// Open starts nvidia-smi, without the fields that it refuses, and lists the GPUs that it prints.
func (s *smi) Open(ctx context.Context) ([]Device, error) {
	s.halt()
	s.gpus = nil
	s.nap.wake()
	if !s.needed() {
		return nil, s.unavailable(Absent, "not needed: NVML reads the NVIDIA GPUs, or says why not", "")
	}
	if asleep := sleepingGPU(s.sysfs); asleep != "" {
		return nil, s.unavailable(Asleep, "the NVIDIA GPU "+asleep+" is suspended and left asleep: 0 W assumed", "")
	}
	path, err := findSMI(s.path)
	if err != nil {
		remedy := nvidiaRemedy(s.sysfs, s.fixes, "give --nvidia-smi the command's path")
		return nil, s.unavailable(Absent, "no nvidia-smi: "+s.path+" is not found", remedy)
	}
	for {
		if s.process, err = startSMI(path, s.fields, s.every); err != nil {
			return nil, s.unavailable(Absent, "cannot run "+path+": "+reason(err), "")
		}
		if s.process.first(ctx) {
			break
		}
		ended, message := s.process.ended()
		if i := slices.Index(s.fields, smiRefused(message)); i >= smiNeeded {
			s.halt()
			s.fields = slices.Delete(slices.Clone(s.fields), i, i+1)
			continue
		}
		switch {
		case !ended:
			return nil, s.unavailable(Lost, path+" prints nothing", smiDmesg)
		case message == "":
			message = "it ended without a word"
		}
		return nil, s.unavailable(Absent, "nvidia-smi: "+message, smiDmesg)
	}
	return s.find(), nil
}

// findSMI is the command's path. In WSL it lies outside of most users' PATH.
func findSMI(command string) (string, error) {
	path, err := exec.LookPath(command)
	if err != nil && command == "nvidia-smi" && exists("/usr/lib/wsl/lib/nvidia-smi") {
		return "/usr/lib/wsl/lib/nvidia-smi", nil
	}
	return path, err
}

func (s *smi) summary(good int) string {
	text := fmt.Sprintf("%d of %s with power", good, count(len(s.gpus), "GPU"))
	if len(s.gpus) > 0 {
		text += "; power reading: " + s.gpus[0].meaning
	}
	if left := len(smiFields) - len(s.fields); left > 0 {
		text += fmt.Sprintf("; this nvidia-smi does not know %d of %d fields", left, len(smiFields))
	}
	return text
}

// Read gives each GPU's newest line, once. A process that died is started again.
func (s *smi) Read(context.Context) ([]Reading, error) {
	now := time.Now()
	if !s.needed() {
		return nil, fmt.Errorf("nvidia-smi: read: NVML reads the GPUs now: %w", ErrChanged)
	}
	if s.nap.released() {
		return s.napping(now)
	}
	if ended, message := s.process.ended(); ended {
		return s.revive(now, message), nil
	}
	readings := make([]Reading, len(s.gpus))
	good := 0
	s.process.mu.Lock()
	for i := range s.gpus {
		readings[i] = s.gpus[i].reading(s.process, now)
		if readings[i].State == OK || readings[i].State == Asleep {
			good++
		}
	}
	s.process.mu.Unlock()
	if good > 0 {
		s.say(OK, s.summary(good), "")
	} else {
		s.say(readings[0].State, "no GPU gives a reading: "+firstReason(readings), "")
	}
	if s.nap.due(now, readings, s.runtimePower()) {
		s.halt()
		s.say(Asleep, napWords, "")
	}
	return readings, nil
}

// smiLived is how long a process must have lived to be started again at once. One that dies sooner is left to whoever
// opens the family again, at that one's slow pace.
const smiLived = 10 * time.Second

// revive starts a dead process again. Until it prints, every GPU is lost.
func (s *smi) revive(now time.Time, message string) []Reading {
	if message == "" {
		message = "nvidia-smi ended"
	}
	if path, err := findSMI(s.path); err == nil && now.Sub(s.process.began) >= smiLived {
		if p, err := startSMI(path, s.fields, s.every); err == nil {
			s.process = p // the old one has been waited for
		}
	}
	readings := make([]Reading, len(s.gpus))
	for i := range readings {
		readings[i] = Reading{DeviceID: s.gpus[i].device.ID, Before: now, After: now, State: Lost, Reason: message}
	}
	s.say(Lost, message, smiDmesg)
	return readings
}

// napping says which GPUs sleep while nvidia-smi does not run.
func (s *smi) napping(now time.Time) ([]Reading, error) {
	if s.nap.over(now, s.runtimePower()) {
		return nil, fmt.Errorf("nvidia-smi: read: a GPU is awake again: %w", ErrChanged)
	}
	readings := make([]Reading, len(s.gpus))
	for i := range s.gpus {
		readings[i] = nappingReading(s.gpus[i].device.ID, s.gpus[i].power)
	}
	return readings, nil
}

func (s *smi) runtimePower() []string {
	list := make([]string, len(s.gpus))
	for i := range s.gpus {
		list[i] = s.gpus[i].power
	}
	return list
}
