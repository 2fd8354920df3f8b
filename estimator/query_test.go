package estimator

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestParseQuery(t *testing.T) {
	tests := []struct {
		name, query string
		want        Spec
		unknown     []string
	}{
		{"empty", "", Spec{}, nil},
		{"whole link", "#/estimate?v=1&hw=a100-sxm4-80gb&n=8&h=24&u=80&pue=1.56&r=ca-qc", Spec{
			Accelerators: []Device{{ID: "a100-sxm4-80gb", Count: Some(8.0), Load: Some(Ratio(0.8))}},
			Hours:        Some(Hours(24)), PUE: Some(1.56), Region: "ca-qc"}, nil},
		{"two accelerators and a CPU", "hw=t4&pw=55&hw.2=v100-pcie-16gb&n.2=4&cpu=AMD%20EPYC%207763&cn=2&cu=30&mem=512&dh=100", Spec{
			Accelerators: []Device{{ID: "t4", Power: Some(Watts(55))}, {ID: "v100-pcie-16gb", Count: Some(4.0)}},
			CPUs:         []Device{{Name: "AMD EPYC 7763", Count: Some(2.0), Load: Some(Ratio(0.3))}},
			MemoryGB:     Some(Gigabytes(512)), DeviceHours: Some(DeviceHours(100))}, nil},
		{"host automatic", "host=auto&kwh=1", Spec{EnergyKWh: Some(KWh(1))}, nil},
		{"host none", "host=0&kwh=1", Spec{Host: Some(Watts(0)), EnergyKWh: Some(KWh(1))}, nil},
		{"empty values say nothing", "pue=&h=1&name=", Spec{Hours: Some(Hours(1))}, nil},
		{"unknown keys are kept", "h=1&zz=3&n.x=2&theme=dark", Spec{Hours: Some(Hours(1))}, []string{"zz", "n.x", "theme"}},
		{"exponent", "kwh=1e6&ci=5.7e1", Spec{EnergyKWh: Some(KWh(1e6)), GridIntensity: Some(GramsPerKWh(57))}, nil},
		{"name with signs", "name=a%26b%3Dc%20%25&h=1", Spec{Name: "a&b=c %", Hours: Some(Hours(1))}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, unknown, err := ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if !reflect.DeepEqual(unknown, tt.unknown) {
				t.Errorf("unknown keys: got %q, want %q", unknown, tt.unknown)
			}
			again, _, err := ParseQuery(got.Query())
			if err != nil || !reflect.DeepEqual(again, got) {
				t.Errorf("through %q: got %+v (%v), want %+v", got.Query(), again, err, got)
			}
		})
	}
}

func TestParseQueryNamesEveryBadValue(t *testing.T) {
	_, _, err := ParseQuery("h=soon&pue=1,5&n.2=0x10&ci=NaN&kwh=1_000&name=%zz&v=9")
	var errs FieldErrors
	if !errors.As(err, &errs) {
		t.Fatalf("error %v is no FieldErrors", err)
	}
	want := []string{"hours", "pue", "accelerators[1].count", "grid_g_per_kwh", "energy_kwh", "name", "v"}
	for i, e := range errs {
		if i >= len(want) || e.Field != want[i] || e.Value == "" || e.Remedy == "" {
			t.Errorf("error %d: %+v, want one about %s with value and remedy", i, e, want[min(i, len(want)-1)])
		}
	}
	if len(errs) != len(want) {
		t.Errorf("%d errors, want %d", len(errs), len(want))
	}
}

func TestLinkKeyUndoesPath(t *testing.T) {
	for path, want := range map[string]string{
		"hours": "h", "pue": "pue", "accelerators[0].count": "n", "accelerators[1].count": "n.2", "cpus[0].load": "cu",
		"cpus[2].tdp_w": "cw.3", "region": "r", "accelerators[0].id": "hw", "cpus[0].name": "cpu", "training": "", "x[a].b": "",
		"scenarios[1].accelerators[1].count": "n.2", "scenarios[0].pue": "pue", "scenarios": "",
	} {
		if got := linkKey(path); got != want {
			t.Errorf("linkKey(%q) = %q, want %q", path, got, want)
		}
	}
}

// FuzzQuery asserts what links rely on: parsing never fails on its own output, writing is stable, no number is lost, and
// what can be estimated is sound.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{DefaultQuery, "hw=a&n=2&hw.3=b&u.3=57.3&cw.2=1e-9", "name=%F0%9F%8C%B1&kwh=0.1", "u=29.000000000000004&x=1e300", "#?=&&h", "n.2=3",
		"n=64&par=7e9&act=1e9&tok=1.4e12&lay=32&wid=4096&ctx=4096&mfu=41.00000000000001&met=lora&tra=1e6&rec=full&prec=fp8&arch=decoder&hw=h100-sxm5-80gb",
		"flop=3e23&tf=147&w=300&of=1.1&x=3&sh=25&ih=5&iw=60&cap=250&job=tpu-training&site=lab", "w=300&tf=50&epar=1e9&etok=1e9&dtok=1e9&par=3e9&arch=encoder-decoder",
		"cw=100&sm=0.3,0.31,9&swu=1&epo=3&sam=1000&bat=32", "spl=0.3&sph=0.4&st=1000&w=5", "qe=1e-4&qd=1e5&qy=1", "qj=0.39&qout=300&qin=500&qdays=30&qprec=fp8",
		"qw=700&qs=2&qb=8&qp=7e9&qa=1e9", "kwh=5&mix=coal:40,hydro:60&puec=servers:50,network:5,cooling:30&basis=marginal&t0=22.5", "h=1&w=1&mix=coal:&mix=coal:5e-324",
		"hw=t4&h=1&emb=1&ekg=150&ehk=2500&eph=8&life=4&util=28.999999999999996&mci=10&wue=1.8&ewf=3&ep=0.1&dp=2&scc=-50", "u=1e-7&sh=-0&cu=.5&util=1e-320"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		s, _, err := ParseQuery(query)
		if err != nil {
			var errs FieldErrors
			if !errors.As(err, &errs) || len(errs) == 0 {
				t.Fatalf("error %v is no FieldErrors", err)
			}
			return
		}
		if r, err := Estimate(Default(), &s); err == nil {
			assertSound(t, &r)
		}
		first := s.Query()
		again, unknown, err := ParseQuery(first)
		if err != nil || len(unknown) > 0 {
			t.Fatalf("ParseQuery(%q): %v, unknown %q", first, err, unknown)
		}
		if second := again.Query(); second != first {
			t.Fatalf("not stable: %q, then %q", first, second)
		}
		if !reflect.DeepEqual(again, s) {
			t.Fatalf("%+v became %+v in %q", s, again, first)
		}
		for i := range specFields {
			a, ok := specFields[i].at(&s).get()
			b, okAgain := specFields[i].at(&again).get()
			if ok != okAgain || math.Float64bits(a) != math.Float64bits(b) {
				t.Fatalf("%s: %v became %v in %q", specFields[i].path, a, b, first)
			}
		}
		if strings.ContainsAny(first, " \"<>#\n") {
			t.Fatalf("%q is no clean link", first)
		}
	})
}
