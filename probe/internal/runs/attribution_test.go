package runs

import (
	"math"
	"strings"
	"testing"
	"time"

	"gramwatt/estimator"
	"gramwatt/probe/internal/sampler"
	"gramwatt/probe/internal/sensor"
)

// told is what a sensor tells of processes at one moment.
type told struct {
	at      float64 // seconds
	shares  map[int]estimator.Ratio
	holders []int
}

type of = map[int]estimator.Ratio

var none = of{} // no new sample

// TestShareOfEnergy attributes a card that draws 50 W at rest and 250 W from 10 s on. The command has the processes 1 and
// 2 and runs from 10 s to 20 s.
func TestShareOfEnergy(t *testing.T) {
	for _, c := range []struct {
		name    string
		uses    []told
		unclear string
		want    float64 // NaN: unknown
		basis   string
		reason  string
	}{
		{"nothing is told", nil, "", math.NaN(), "", notTold},
		{"alone by samples", []told{{8, none, []int{}}, {10, none, []int{}}, {12, of{1: 0.9}, nil}, {14, of{1: 0.9, 2: 0.1}, nil}, {16, of{1: 1}, nil}, {18, of{2: 0.5}, nil}}, "", 1, bySamples, ""},
		{"a quarter", []told{{10, of{9: 1}, nil}, {12, of{1: 0.1, 2: 0.1, 9: 0.6}, nil}, {14, of{1: 0.2, 9: 0.6}, nil}, {16, of{2: 0.2, 9: 0.6}, nil}, {18, of{1: 0.2, 9: 0.6}, nil}}, "", 0.25, bySamples, ""},
		{"weighted by time", []told{{10, of{9: 1}, nil}, {12, of{1: 1}, nil}, {16, of{9: 1}, nil}, {18, of{9: 1}, nil}}, "", 0.2, bySamples, ""},
		{"others before the start are none of ours", []told{{6, of{9: 1}, nil}, {9, of{9: 1}, nil}, {11, of{1: 1}, nil}, {14, of{1: 1}, nil}, {18, of{1: 1}, nil}}, "", 1, bySamples, ""},
		{"no new sample keeps the last for a while", []told{{10, of{9: 1}, nil}, {13, of{1: 1}, nil}, {16, none, []int{1, 9}}, {18, of{1: 1}, nil}}, "", 1, bySamples, ""},
		{"and not for ever", []told{{10, of{9: 1}, nil}, {12, of{1: 1}, nil}, {14, none, []int{1, 9}}, {16, none, []int{1, 9}}, {18, none, []int{1, 9}}}, "", math.NaN(), "", notAlone},
		{"nobody there any more", []told{{10, of{9: 1}, nil}, {12, none, []int{9}}, {14, none, []int{}}, {16, none, []int{9}}, {18, none, []int{9}}}, "", 0, bySamples, ""},
		{"never there", []told{{10, none, []int{}}, {12, none, []int{9}}, {14, none, []int{9}}, {16, of{}, []int{9}}, {18, none, []int{9}}}, "", 0, byAbsence, ""},
		{"idle samples, alone", []told{{10, none, []int{}}, {14, of{1: 0}, []int{1, 2}}, {18, of{1: 0}, []int{1, 2}}}, "", 1, byAlone, ""},
		{"no samples, alone", []told{{10, nil, []int{}}, {12, nil, []int{1}}, {15, nil, []int{1, 2}}, {18, nil, []int{1}}}, "", 1, byAlone, ""},
		{"no samples, others too", []told{{10, nil, []int{9}}, {12, nil, []int{1, 9}}, {15, nil, []int{1, 9}}, {18, nil, []int{1, 9}}}, "", math.NaN(), "", notAlone},
		{"no samples, others only: one may have come and gone", []told{{10, nil, []int{9}}, {14, nil, []int{9}}, {18, nil, []int{9}}}, "", math.NaN(), "", notAlone},
		{"samples, then alone", []told{{10, none, []int{}}, {14, of{1: 1}, nil}, {18, of{1: 0}, []int{1}}}, "", 1, bySamples + " and " + byAlone, ""},
		{"told once, and then silence", []told{{10, none, []int{}}, {12, of{1: 1}, nil}}, "", math.NaN(), "", tooOld},
		{"over before it was asked", []told{{8, none, []int{}}, {9.9, of{1: 1}, nil}}, "", math.NaN(), "", tooShort},
		{"numbers of somebody else", []told{{10, none, []int{}}, {14, of{1: 1}, []int{1}}, {18, of{1: 1}, []int{1}}}, "in a container", math.NaN(), "", "in a container"},
		{"what comes after the end is left out", []told{{10, none, []int{}}, {14, of{1: 1}, nil}, {18, of{1: 1}, nil}, {22, of{1: 1}, nil}, {26, of{9: 1}, nil}}, "", 1, bySamples, ""},
	} {
		for _, withIdle := range []bool{true, false} {
			name := c.name
			w := &watched{id: "gpu", power: stairs, quality: sensor.Measured}
			if withIdle {
				idle := estimator.Watts(50)
				w.idle, w.above = &idle, func(at time.Duration) float64 { return stairs(at) - 50*at.Seconds() }
			} else {
				name += ", at an unknown idle power"
			}
			t.Run(name, func(t *testing.T) {
				var l Ledger
				if withIdle { // then the ledger has seen it at rest
					l.Add(w.at(seconds(9)))
				}
				l.Add(w.at(seconds(10))) // the power steps there: nothing is left to share out
				l.Start(seconds(10))
				l.End(seconds(20))
				for at := 10.5; at < 20.6; at += 0.5 {
					l.Add(w.at(seconds(at)))
				}
				for _, u := range c.uses {
					at := seconds(u.at)
					l.AddUse(sampler.ProcessUse{DeviceID: "gpu", At: at, Joules: estimator.Joules(stairs(at)), Shares: u.shares, Holders: u.holders},
						Mine{PIDs: []int{1, 2}, Unclear: c.unclear})
				}
				for range 2 { // asking changes nothing
					d := l.Devices(oneGPU, seconds(20))[0]
					s := d.Share
					if (d.AboveIdle != nil) != withIdle {
						t.Fatalf("above idle %v", d.AboveIdle)
					}
					switch {
					case math.IsNaN(c.want):
						if s.Ratio != nil || s.Joules != nil || s.Basis != "" || s.Reason != c.reason {
							t.Errorf("share %v, %q, %q; want it unknown: %q", s.Ratio, s.Basis, s.Reason, c.reason)
						}
					case s.Ratio == nil || math.Abs(float64(*s.Ratio)-c.want) > 1e-9 || s.Basis != c.basis || s.Reason != "":
						t.Errorf("share %v, %q, %q; want %g, %q", s.Ratio, s.Basis, s.Reason, c.want, c.basis)
					case withIdle && !near(s.Joules, c.want*2000):
						t.Errorf("%v J, want %g J of the 2000 J above idle", s.Joules, c.want*2000)
					case !withIdle && s.Joules != nil:
						t.Errorf("%v J above an idle power that nobody knows", *s.Joules)
					}
				}
			})
		}
	}
}

// TestShareIsOfWorkAboveIdle: a card that worked for us in one fifth of the time and for nobody in the rest was ours
// alone, and what it drew at rest is nobody's.
func TestShareIsOfWorkAboveIdle(t *testing.T) {
	power := func(at time.Duration) float64 { return 50*at.Seconds() + 200*min(max(at.Seconds()-18, 0), 2) }
	idle := estimator.Watts(50)
	w := &watched{id: "gpu", power: power, quality: sensor.Measured, idle: &idle,
		above: func(at time.Duration) float64 { return power(at) - 50*at.Seconds() }}
	var l Ledger
	l.Add(w.at(seconds(9)))
	l.Start(seconds(10))
	for at := 10.0; at < 21; at++ {
		l.Add(w.at(seconds(at)))
	}
	for at := 8.0; at <= 20; at += 2 {
		shares, holders := none, []int{7}
		if at > 18 {
			shares = of{1: 0.5}
		}
		l.AddUse(sampler.ProcessUse{DeviceID: "gpu", At: seconds(at), Joules: estimator.Joules(power(seconds(at))), Shares: shares, Holders: holders}, Mine{PIDs: []int{1}})
	}
	if s := l.Devices(oneGPU, seconds(20))[0].Share; s.Ratio == nil || *s.Ratio < 0.999 || !near(s.Joules, 400) {
		t.Errorf("%+v, want all 400 J above idle", s)
	}
}

// TestShareIsTold in all three reports, with how it is known or why not, and never with anybody else's number or name.
func TestShareIsTold(t *testing.T) {
	half := estimator.Ratio(0.5)
	r := Report{Name: "x", Seconds: 30, Devices: []Device{
		{ID: "a", Name: "card", Kind: sensor.GPU, Joules: joulesOf(7200), AboveIdle: joulesOf(3600), Share: &DeviceShare{Ratio: &half, Joules: joulesOf(1800), Basis: bySamples, Known: &half}},
		{ID: "b", Name: "card", Kind: sensor.GPU, Joules: joulesOf(7200), Share: &DeviceShare{Reason: notAlone}},
		{ID: "c", Name: "chip", Kind: sensor.CPU, Joules: joulesOf(7200)}}}
	var text strings.Builder
	r.Text(&text)
	json, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in   string
		want []string
	}{
		{text.String(), []string{"Share", "50 %", "The command's share of 1 x card is known " + bySamples + ".", "is unknown: " + notAlone + "."}},
		{string(r.Markdown(estimator.Default())), []string{"| Load | Share | Quality |", "| 50 % | ", "| unknown | ", bySamples, notAlone}},
		{string(json), []string{`"ratio": 0.5`, `"basis": "` + bySamples, `"ratio": null`, `"reason": "` + notAlone, `"share": null`}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.in, want) {
				t.Errorf("no %q in\n%s", want, c.in)
			}
		}
	}
}
