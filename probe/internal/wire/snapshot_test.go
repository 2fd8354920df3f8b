package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"gramwatt/probe/internal/sampler"
)

// fill sets everything that v reaches to something other than zero, so that a field which a conversion forgets shows.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.UnixMicro(1_790_000_000_123_456 + int64(*n))))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("text " + time.Duration(*n).String())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n) * 1_000_003)
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.125)
	default:
		panic("wire: a kind that the test does not know: " + v.Kind().String())
	}
}

// TestThereAndBack turns a snapshot with every field set into frames and back, and compares what is written.
func TestThereAndBack(t *testing.T) {
	var want sampler.Snapshot
	n := 0
	fill(reflect.ValueOf(&want).Elem(), &n)
	frame := NewSample(&want, 0)
	text, err := json.Marshal(frame)
	if err != nil {
		t.Fatal(err)
	}
	var read Sample
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	got := NewSnapshot(read)
	for _, e := range want.Events {
		got.Events = append(got.Events, SamplerEvent(NewEvent(want.Seq, e)))
	}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
}

// TestUnknownStaysUnknown: what a device did not say is nil again, and neither its joules nor the sum say 0.
func TestUnknownStaysUnknown(t *testing.T) {
	s := &sampler.Snapshot{Seq: 1, Time: time.UnixMicro(1), Devices: []sampler.Sample{{DeviceID: "a"}}, Totals: sampler.Totals{Missing: []string{"a"}}}
	frame := NewSample(s, 0)
	if text, err := json.Marshal(frame); err != nil || !bytes.Contains(text, []byte(`"totals":{"watts":null,"joules":null,"missing":["a"],`)) {
		t.Errorf("written as %s, %v", text, err)
	}
	got := NewSnapshot(frame)
	if d := got.Devices[0]; !reflect.DeepEqual(d, sampler.Sample{DeviceID: "a"}) || got.Totals.Watts != nil || got.Totals.Known {
		t.Errorf("got %+v and %+v", d, got.Totals)
	}
}

// TestASumOfOldProbes: one that wrote 0 J where nothing was read is not believed, and the 0 J of a device that slept are.
func TestASumOfOldProbes(t *testing.T) {
	for text, known := range map[string]bool{
		`{"devices":[{"id":"a","joules":null}],"totals":{"watts":null,"joules":0}}`: false,
		`{"devices":[{"id":"a","joules":0}],"totals":{"watts":null,"joules":0}}`:    true,
		`{"devices":[{"id":"a","joules":5}],"totals":{"watts":5,"joules":5}}`:       true,
		`{"devices":[],"totals":{"watts":null,"joules":null}}`:                      false,
	} {
		var f Sample
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		if got := NewSnapshot(f).Totals.Known; got != known {
			t.Errorf("%s: known %v, want %v", text, got, known)
		}
	}
}
