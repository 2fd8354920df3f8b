package stream

import (
	"strings"
	"testing"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

func TestVeil(t *testing.T) {
	v := newVeil([]string{"/home/ada lovelace", "/home/ada lovelace/state of things", "", "/"})
	for text, want := range map[string]string{
		"records into /home/ada lovelace/state of things":                   "records into (not shown)",
		"cannot read /home/ada lovelace/x: gone":                            "cannot read (not shown)/x: gone",
		"/sys/class/powercap/intel-rapl:0/energy_uj may be read by root":    "/sys/class/powercap/intel-rapl:0/energy_uj may be read by root",
		`load "/opt/nvidia/libnvidia-ml.so.1": no such file`:                `load "(not shown)": no such file`,
		"no power reading, utilisation × rated power; 1/2 of it, 3 kWh/day": "no power reading, utilisation × rated power; 1/2 of it, 3 kWh/day",
	} {
		if got := v.over(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestViewersSeeNoSetUp: what an owner is told about the machine stays with owners, in the past, in the present, and in
// what was dropped.
func TestViewersSeeNoSetUp(t *testing.T) {
	m := newMemory(gpu("gpu-0"))
	noted := func() sampler.Event {
		return sampler.Event{Time: began, Kind: sampler.Mark, Label: "recorded again, into /home/ada/state; remedy: ask ada"}
	}
	spoil := func(s *sampler.Snapshot) {
		s.Devices[0].State, s.Devices[0].Reason = sensor.Denied, "/sys/x may be read by root only: sudo chmod a+r …"
	}
	spoil(m.keep(noted()))
	s := serve(t, m, Options{Private: []string{"/home/ada"}}, nil)
	viewer, owner := s.connectAt(lookOn), s.connect()
	for _, p := range []*peer{viewer, owner} {
		p.say(`{"type":"resume","boot":"","seq":0}`)
	}
	texts := map[*peer]string{}
	read := func(p *peer, frames int) {
		for range frames {
			_, text, err := p.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			texts[p] += string(text) + "\n"
		}
	}
	for _, p := range []*peer{viewer, owner} {
		read(p, 3) // hello, event, sample
	}
	m.publish(noted())
	for _, p := range []*peer{viewer, owner} {
		read(p, 2)
	}
	m.keep(noted())
	spoil(m.keep())
	m.publish(noted())
	for _, p := range []*peer{viewer, owner} {
		read(p, 3)
	}
	for _, private := range []string{"/home/ada", "ask ada", "sudo"} {
		if strings.Contains(texts[viewer], private) || !strings.Contains(texts[owner], private) {
			t.Errorf("%q: a viewer may not be told, and an owner is:\n%s\n%s", private, texts[viewer], texts[owner])
		}
	}
	if !strings.Contains(texts[viewer], "/sys/x may be read by root only") || !strings.Contains(texts[viewer], "recorded again") {
		t.Errorf("a viewer is told no reasons:\n%s", texts[viewer])
	}
}
