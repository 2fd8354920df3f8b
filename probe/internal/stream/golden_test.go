package stream

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func point[T any](v T) *T { return &v }

// TestGoldenFrames holds every frame to the letter: names and their meaning are a contract with pages and scripts.
func TestGoldenFrames(t *testing.T) {
	m := newMemory(gpu("gpu-GPU-5f1c"), sensor.Device{ID: "cpu", Name: "Some CPU", Kind: sensor.CPU,
		Quality: sensor.Estimated, Source: "utilisation × rated power"})
	h := New(m, Options{About: wire.About{Version: "0.1.0", Simulated: "h100x8", Settings: wire.Settings{
		Region: "FR", RegionFrom: "flag", GridGPerKWh: point(57.0), PUE: 1, PUEFrom: "default"}}})
	first := h.Machine()
	first.Now = 0 // the only field that is not given

	s := m.keep()
	s.Devices[0] = sampler.Sample{
		DeviceID: "gpu-GPU-5f1c", State: sensor.OK, Quality: sensor.Measured,
		Watts: point(estimator.Watts(312.5)), Joules: 2500, Known: true, Missing: 1500 * time.Millisecond,
		Utilization: point(estimator.Ratio(0.97)), MemoryUsed: point(uint64(64 << 30)), MemoryTotal: point(uint64(80 << 30)),
		Temperature: point(61.0), ClockMHz: point(1755.0), Throttle: []string{"power cap"},
	}
	s.Devices[1] = sampler.Sample{DeviceID: "cpu", State: sensor.Lost, Quality: sensor.Estimated, Reason: "not answering",
		Watts: point(estimator.Watts(math.NaN()))} // what JSON cannot write is unknown
	s.Totals = sampler.Totals{Watts: point(estimator.Watts(312.5)), Joules: 2500, Known: true, Missing: []string{"cpu"},
		ByQuality: map[sensor.Quality]estimator.Joules{sensor.Measured: 2400, sensor.Estimated: 100}}
	s.Self = &sampler.Self{CPU: 1250 * time.Millisecond, Cores: point(0.0125), Resident: 24 << 20, Watts: point(estimator.Watts(0.75))}
	later := h.Machine()
	later.Now = 1.5

	none := New(newMemory(), Options{}).Machine()
	none.Now, none.Sensors = 0, nil

	frames := []any{
		wire.Hello{Type: "hello", Machine: first},
		wire.Hello{Type: "hello", Machine: later},
		wire.Hello{Type: "hello", Machine: none},
		wire.NewSample(s, 2),
		wire.NewSample(&sampler.Snapshot{Seq: 1, Time: began}, 0),
		wire.NewEvent(7, sampler.Event{Time: began, Kind: sampler.Gap, DeviceID: "cpu", Label: "no energy known", Duration: 2500 * time.Millisecond}),
		wire.NewEvent(8, sampler.Event{Time: began, Kind: sampler.Mark, Label: "epoch 1"}),
		wire.Bye{Type: "bye", Reason: "the probe is shutting down"},
	}
	var got bytes.Buffer
	for _, f := range frames {
		if err := json.NewEncoder(&got).Encode(f); err != nil {
			t.Fatal(err)
		}
	}
	const path = "testdata/frames.jsonl"
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := bytes.Split(got.Bytes(), []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || !bytes.Equal(gotLines[i], wantLines[i]) {
			t.Fatalf("frame %d differs from %s\ngot  %s\nwant %s", i+1, path, at(gotLines, i), at(wantLines, i))
		}
	}
}

func at(lines [][]byte, i int) []byte {
	if i < len(lines) {
		return lines[i]
	}
	return []byte("(none)")
}
