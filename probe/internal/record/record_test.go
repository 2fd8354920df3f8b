package record

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
	"gramwatt/probe/internal/wire"
)

func header() wire.Header {
	ended := 1010.0
	return wire.Header{
		Hello: wire.Hello{Type: "hello", Machine: wire.Machine{Schema: wire.Schema, Boot: "b00t", IntervalMS: 1000, Started: 1000,
			Devices: []wire.Device{{ID: "gpu-0", Name: "a GPU", Kind: sensor.GPU, Quality: sensor.Measured, Source: "a counter"}}, Sensors: []wire.Family{}}},
		Session: &wire.Session{ID: "b00t", Name: "tune", State: wire.Ended, Ended: &ended},
	}
}

func sampleText(seq int, t float64) string {
	return fmt.Sprintf(`{"type":"sample","seq":%d,"t":%v,"seconds":%v,"devices":[{"id":"gpu-0","watts":100,"joules":%v,"state":"ok","quality":"measured","new":"kept"}],"totals":{"watts":100,"joules":%v,"by_quality":{"measured":1}}}`,
		seq, t, t-1000, 100*(t-1000), 100*(t-1000))
}

const mark = `{"type":"event","seq":2,"t":1001.5,"event":"mark","device":null,"label":"epoch 1","seconds":null}`

// recording writes a header and lines, as they stand.
func recording(t *testing.T, compressed bool, lines ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, compressed, header())
	for _, l := range lines {
		if err := w.Line(wire.Line{Text: []byte(l)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Bye("done"), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readAll reads to the end.
func readAll(data []byte) (r *Reader, found []Frame, err error) {
	r, err = NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, nil, err
	}
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r, found, nil
		}
		if err != nil {
			return r, found, err
		}
		found = append(found, f)
	}
}

func TestWriteAndRead(t *testing.T) {
	lines := []string{sampleText(1, 1001), mark, sampleText(2, 1002)}
	for _, compressed := range []bool{false, true} {
		data := recording(t, compressed, lines...)
		if got := bytes.HasPrefix(data, []byte("{")); got == compressed {
			t.Errorf("compressed %v: it begins with %q", compressed, data[:2])
		}
		r, found, err := readAll(data)
		if err != nil || r.Truncated() != "" {
			t.Fatalf("%v, truncated: %s", err, r.Truncated())
		}
		if !reflect.DeepEqual(r.Header(), header()) {
			t.Errorf("header %+v\nwant   %+v", r.Header(), header())
		}
		if len(found) != 4 || found[3].Type != "bye" {
			t.Fatalf("%d frames: %+v", len(found), found)
		}
		for i, l := range lines {
			if string(found[i].Text) != l {
				t.Errorf("line %d: %s, want %s", i, found[i].Text, l)
			}
		}
		if s := found[2].Sample; s == nil || s.Seq != 2 || s.Devices[0].Joules == nil || *s.Devices[0].Joules != 200 {
			t.Errorf("sample %+v", s)
		}
		if e := found[1].Event; e == nil || e.Event != sampler.Mark || e.Label != "epoch 1" {
			t.Errorf("event %+v", e)
		}
	}
}

func TestWrongRecordings(t *testing.T) {
	hello := `{"type":"hello","schema":1,"boot":"b"}` + "\n"
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte("no recording"))
	z.Close()
	tests := []struct{ name, text, want string }{
		{"nothing", "", "it is empty"},
		{"text", "watts, joules\n", "line 1: invalid"},
		{"JSON", "{}\n", "line 1: this is not a recording"},
		{"a sample first", sampleText(1, 1001) + "\n", "no hello"},
		{"gzip of text", zipped.String(), "line 1: invalid"},
		{"a newer schema", `{"type":"hello","schema":2,"boot":"b"}` + "\n", `schema: "2"`},
		{"no schema", `{"type":"hello","boot":"b"}` + "\n", `schema: "0"`},
		{"no boot", `{"type":"hello","schema":1}` + "\n", "boot"},
		{"rubbish", hello + sampleText(1, 1001) + "\n{\n" + sampleText(2, 1002) + "\n", "line 3: unexpected end"},
		{"a number for a list", hello + `{"type":"sample","seq":1,"t":1,"devices":5}` + "\n", "line 2: sample:"},
		{"back in the order", hello + sampleText(2, 1001) + "\n" + sampleText(2, 1002) + "\n", `line 3: seq: "2": it does not follow 2`},
		{"beyond all numbers", hello + strings.Replace(sampleText(1, 1001), `"seq":1`, `"seq":9007199254740993`, 1) + "\n", `line 2: seq: "9007199254740993"`},
		{"no time", hello + sampleText(1, -1) + "\n", `line 2: t: "-1"`},
		{"another session", hello + `{"type":"hello","schema":1,"boot":"c"}` + "\n", `line 2: boot: "c"`},
		{"a long line", hello + strings.Repeat("x", maxLine+1) + "\n", "line 2: it is longer than 1048576 bytes"},
		{"a long first line", strings.Repeat(" ", maxLine+1), "line 1: it is longer"},
	}
	for _, test := range tests {
		_, _, err := readAll([]byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

// TestCutOff takes bytes from the end of a recording, one after the other: what is whole is read, and the rest is told.
func TestCutOff(t *testing.T) {
	lines := []string{sampleText(1, 1001), sampleText(2, 1002), sampleText(3, 1003)}
	plain := recording(t, false, lines...)
	start := bytes.IndexByte(plain, '\n') + 1
	for n := start; n < len(plain); n++ {
		r, found, err := readAll(plain[:n])
		if err != nil {
			t.Fatalf("%d bytes of %d: %v", n, len(plain), err)
		}
		whole := bytes.Count(plain[:n], []byte("\n")) - 1
		atBreak := plain[n] == '\n' || plain[n-1] == '\n'
		if plain[n] == '\n' {
			whole++
		}
		if len(found) != whole || (r.Truncated() == "") != atBreak {
			t.Fatalf("%d bytes of %d: %d frames, want %d; truncated: %q", n, len(plain), len(found), whole, r.Truncated())
		}
	}
	zipped := recording(t, true, lines...)
	r, found, err := readAll(zipped[:len(zipped)-12])
	if err != nil || r.Truncated() == "" {
		t.Errorf("compressed and cut off: %d frames, %v, truncated: %q", len(found), err, r.Truncated())
	}
}

// TestStreamWrittenDown reads what a websocket client would save: hellos in between, types of a later version.
func TestStreamWrittenDown(t *testing.T) {
	longer := `{"type":"hello","schema":1,"boot":"b00t","devices":[{"id":"gpu-0"},{"id":"gpu-1"}]}`
	r, found, err := readAll(recording(t, false, `{"type":"weather","sun":true}`, "", sampleText(1, 1001), longer, sampleText(2, 1002)))
	if err != nil || len(found) != 4 {
		t.Fatalf("%d frames, %v", len(found), err)
	}
	if got := r.Header(); len(got.Devices) != 2 || got.Session == nil || got.Session.Name != "tune" {
		t.Errorf("header %+v", got)
	}
}

// FuzzReader: whatever the file holds, memory stays bounded, samples come in order with times that can be played, and
// what was read can be written and read again with the same result.
func FuzzReader(f *testing.F) {
	hello := `{"type":"hello","schema":1,"boot":"b"}` + "\n"
	f.Add([]byte(hello + sampleText(1, 1001) + "\n" + mark + "\n" + sampleText(2, 1002) + "\n" + `{"type":"bye","reason":"done"}`))
	f.Add([]byte(hello + sampleText(1, 1001)[:50]))
	f.Add([]byte("\x1f\x8b rubbish"))
	f.Add([]byte(hello + `{"type":"sample","seq":18446744073709551615,"t":1e10,"totals":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, found, err := readAll(data)
		if r == nil {
			if err == nil {
				t.Fatal("no reader and no error")
			}
			return
		}
		if err != nil && !strings.HasPrefix(err.Error(), "record: line ") {
			t.Fatalf("an error without its line: %v", err)
		}
		var b bytes.Buffer
		w := NewWriter(&b, false, r.Header())
		seq := uint64(0)
		for _, f := range found {
			if f.Sample != nil {
				if f.Seq <= seq || f.Sample.Seq != f.Seq || f.T <= 0 || f.T >= latest {
					t.Fatalf("sample %+v after %d", f, seq)
				}
				seq = f.Seq
				if again := wire.NewSample(wire.NewSnapshot(*f.Sample), 0); again.Seq != f.Seq || len(again.Devices) != len(f.Sample.Devices) {
					t.Fatalf("as a snapshot: %+v, want %+v", again, f.Sample)
				}
			}
			if f.Hello == nil {
				w.Line(f.Line)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, again, err := readAll(b.Bytes())
		if err != nil {
			t.Fatalf("written and read again: %v\n%s", err, b.Bytes())
		}
		n := 0
		for _, f := range found {
			if f.Hello == nil {
				if n >= len(again) || !bytes.Equal(again[n].Text, f.Text) {
					t.Fatalf("frame %d is not as it was", n)
				}
				n++
			}
		}
		if n != len(again) {
			t.Fatalf("%d frames, read again %d", n, len(again))
		}
	})
}
