package estimator

import (
	"strings"
	"testing"
)

func TestTakeaway(t *testing.T) {
	tests := []struct {
		name, query, key, label string
		share                   float64 // of the total; 0 for any
	}{
		{"devices by hand", "hw=a100-sxm4-80gb&n=8&pw=400&h=10&pue=1.5&host=800&ci=500", "estimate.devices", "NVIDIA A100 SXM4 80GB", 3.2 / 6},
		{"of two kinds the larger", "w=100&u=100&n=2&w.2=300&u.2=100&hw.2=t4&h=1&host=0&pue=1&ci=500", "estimate.devices", "NVIDIA T4", 1},
		{"metered", "kwh=100&ci=500&pue=1.25", "estimate.devices", "metered at the devices", 0.8},
		{"waiting", "w=100&u=100&h=1&ih=50&iw=90&ci=500&pue=1&host=0", "estimate.devices", "waiting", 1},
		{"the server", "w=100&u=100&h=1&host=900&ci=500&pue=1", "estimate.host", "rest of the server", 0.9},
		{"the building", "kwh=100&ci=500&pue=2.5", "estimate.building", "cooling and power of the building", 0.6},
		{"requests", "qe=1&qd=10&qdays=1&pue=1&host=0&ci=500", "estimate.requests", "answering requests", 1},
		{"the hardware", "hw=h100-sxm5-80gb&h=10&ci=1&pue=1&host=0&emb=1&ekg=200&ehk=0&life=4&util=50", "estimate.embodied", "making NVIDIA H100 SXM5 80GB", 0},
		{"the network", "kwh=1&pue=1&ci=500&net=9000", "estimate.network", "moving data over the network", 0.9},
		{"storage among the devices", "hdd=1000&h=10&pue=1.25&ci=500", "estimate.devices", "disk storage", 0.8},
		{"a wide range", "hw=a100-sxm4-80gb&par=7e9&tok=1e10&qp=7e9&qout=300&qd=1e6&qdays=365", "estimate.wide", "answering requests", 0},
		{"nothing", "kwh=100&ci=0&pue=1", "estimate.none", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustEstimate(t, tt.query)
			f := r.Takeaway()
			if share := f.Share.Or(0); f.Key != tt.key || f.Label != tt.label || share > 1+1e-12 || tt.share > 0 && !near(share, tt.share, 1e-12) {
				t.Errorf("%s: %q has %v of the total; want %s: %q, %v", f.Key, f.Label, share, tt.key, tt.label, tt.share)
			}
			if wide := r.Total.High > 10*r.Total.Low; wide != (f.Key == "estimate.wide") {
				t.Errorf("%s for %v g", f.Key, r.Total)
			}
		})
	}
}

// TestTakeawaysInCall: the page finds each finding where Call says.
func TestTakeawaysInCall(t *testing.T) {
	tests := []struct{ name, method, query, want string }{
		{"estimate", "estimate", "kwh=100&ci=500&pue=1.25", `"takeaway":{"key":"estimate.devices","label":"metered at the devices","share":0.8,"least":null,"most":null,"ratio":1}`},
		{"regions, of countries", "regions", "kwh=100&pue=1", `"takeaway":{"key":"regions.spread","label":null,"share":null,"least":"Åland Islands","most":"`},
		{"tornado", "tornado", "w=100&u=50&h=1&host=0&ci=500&pue=1", `"takeaway":{"key":"tornado.largest","label":"accelerator","share":1,`},
		{"nothing moves", "tornado", "kwh=100&ci=500&pue=1", `"takeaway":{"key":"tornado.exact","label":null,"share":null,`},
		{"draws", "draws", "kwh=100&ci=500&pue=1", `"takeaway":{"key":"draws.range","label":null,"share":null,"least":null,"most":null,"ratio":1}`},
		{"rivals", "rivals", DefaultQuery, `"takeaway":{"key":"rivals.spread","label":null,"share":null,"least":"`},
		{"afford", "afford", "kwh=100&ci=500&pue=1&budget=100kg", `"takeaway":{"key":"afford.fits","label":null,"share":null,"least":null,"most":null,"ratio":2}`},
		{"afford a part", "afford", "kwh=100&ci=500&pue=1&budget=5kg", `"takeaway":{"key":"afford.part","label":null,"share":0.1,`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if answer := string(Call(Default(), tt.method, tt.query)); !strings.Contains(answer, tt.want) {
				t.Errorf("no %s in %s", tt.want, answer)
			}
		})
	}
}

// TestTakeRivals reads the calculators that have an answer.
func TestTakeRivals(t *testing.T) {
	some := func(tool string, g Grams) RivalAnswer { return RivalAnswer{Tool: tool, Carbon: Some(g)} }
	f := takeRivals([]RivalAnswer{{Tool: "silent"}, some("a", 30), some("b", 10), some("c", 20)})
	if f.Key != "rivals.spread" || f.Least != "b" || f.Most != "a" || f.Ratio.Or(0) != 3 {
		t.Errorf("got %+v, want a to say 3 times as much as b", f)
	}
	for _, few := range [][]RivalAnswer{nil, {{Tool: "silent"}}, {some("a", 30)}} {
		if f := takeRivals(few); f.Key != "rivals.few" {
			t.Errorf("got %+v of %d answers, want too few", f, len(few))
		}
	}
}

// TestEveryRankingHasATakeaway reads the keys of the methods that rank or search.
func TestEveryRankingHasATakeaway(t *testing.T) {
	const job = "hw=a100-sxm4-80gb&n=8&par=7e9&tok=1e11&r=PL"
	for _, tt := range []struct{ method, argument, want string }{
		{"levers", job, `"takeaway":{"key":"levers.most","label":"clean_country","share":0.`},
		{"levers", "kwh=1&ci=0&pue=1", `"takeaway":{"key":"levers.none","label":null`},
		{"devices", job, `"takeaway":{"key":"devices.spread","label":null,"share":null,"least":"`},
		{"damages", job, `"takeaway":{"key":"damages.spread","label":null,"share":null,"least":"iwg-2021","most":"uba-2020-0","ratio":15.2`},
		{"plan", job + "&maxn=16", `"takeaway":{"key":"plan.front","label":null,"share":null,"least":"`},
		{"plan", job + "&maxn=1&deadline=0.001", `"takeaway":{"key":"plan.empty"`},
		{"accuracy", job + "\nname,accuracy,kwh\na,90,1\nb,91,2\nc,89,3", `"takeaway":{"key":"accuracy.front","label":null,"share":0.6666`},
	} {
		if text := string(Call(Default(), tt.method, tt.argument)); !strings.Contains(text, tt.want) {
			t.Errorf("%s %s: no %s in %.600s", tt.method, tt.argument, tt.want, text)
		}
	}
}

// TestHostInTheLoad: the mean power of a system has its host in it, which is then not added again.
func TestHostInTheLoad(t *testing.T) {
	for query, want := range map[string]float64{
		"hw=tpu-v3&h=1000&pue=1":                  283,
		"hw=tpu-v3&h=1000&pue=1&job=tpu-training": 288,
	} {
		r := mustEstimate(t, query)
		if !near(float64(r.Energy.Mid), want, 0.01) {
			t.Errorf("%s: %v kWh, want %v", query, r.Energy, want)
		}
	}
	if r := mustEstimate(t, "hw=tpu-v3&pw=200&h=1000&pue=1"); r.Energy.Mid <= 200 {
		t.Errorf("a measured chip needs a server: %v", r.Energy)
	}
}

// TestWindowHasTheOverhead: restarts make a run longer, and a whole day is the day's average.
func TestWindowHasTheOverhead(t *testing.T) {
	short, whole := mustEstimate(t, "hw=t4&h=6&of=4&t0=11&r=DE"), mustEstimate(t, "hw=t4&h=24&t0=11&r=DE")
	if !near(float64(short.Operational.Mid), float64(whole.Operational.Mid), rounding) {
		t.Errorf("%v, want %v", short.Operational, whole.Operational)
	}
}
