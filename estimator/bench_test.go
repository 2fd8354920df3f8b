package estimator

import "testing"

// eightQuery has eight groups of accelerators, each with its own load: the widest scenario that the page draws.
const eightQuery = "hw=a100-sxm4-80gb&u=80&hw.2=h100-sxm5-80gb&u.2=70&hw.3=tesla-t4&u.3=60&hw.4=tesla-v100-sxm2-16gb&u.4=50&hw.5=a100-pcie-40gb&u.5=40&hw.6=geforce-rtx-4090&u.6=90&hw.7=instinct-mi300x&u.7=75&hw.8=l40s&u.8=65&h=24&pue=1.2&r=FR"

func benchmarkEstimate(b *testing.B, query string) {
	c := Default()
	s, _, err := ParseQuery(query)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := Estimate(c, &s); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Estimate(c, &s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEstimateOneKindOfAccelerator(b *testing.B)    { benchmarkEstimate(b, DefaultQuery) }
func BenchmarkEstimateEightKindsOfAccelerator(b *testing.B) { benchmarkEstimate(b, eightQuery) }

func BenchmarkCallEstimate(b *testing.B) {
	c := Default()
	b.ReportAllocs()
	for b.Loop() {
		Call(c, "estimate", DefaultQuery)
	}
}

func BenchmarkCallRegions(b *testing.B) {
	c := Default()
	b.ReportAllocs()
	for b.Loop() {
		Call(c, "regions", DefaultQuery)
	}
}

// TestEstimateAllocates holds the budget that keeps an estimate per keystroke free of garbage.
func TestEstimateAllocates(t *testing.T) {
	c := Default()
	s, _, err := ParseQuery(eightQuery)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { _, err = Estimate(c, &s) }); n > 10 || err != nil {
		t.Errorf("%v allocations (%v), want at most 10", n, err)
	}
}

func benchmarkDraw(b *testing.B, query string) {
	s, _, err := ParseQuery(query)
	if err != nil {
		b.Fatal(err)
	}
	r, err := Estimate(Default(), &s)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		d := r.Draw(DefaultDraws, DefaultSeed)
		d.TotalKilograms.Quantiles(0.05, 0.25, 0.5, 0.75, 0.95)
		d.TotalKilograms.Outcomes(20)
	}
}

func BenchmarkDrawOneKindOfAccelerator(b *testing.B)    { benchmarkDraw(b, DefaultQuery) }
func BenchmarkDrawEightKindsOfAccelerator(b *testing.B) { benchmarkDraw(b, eightQuery) }
