package estimator

import (
	"strings"
	"testing"
)

// TestDamages: the world's estimates come first, then the country's own part, negative where the model says so, with
// the reason.
func TestDamages(t *testing.T) {
	tests := []struct {
		query, country string
		mid            float64 // USD of 2005 of one tonne
		note           string
	}{
		{"kwh=1e3&pue=1&r=FR&gy=2022", "FR", -1.101542, "The median for France is negative"},
		{"kwh=1e3&pue=1&r=US", "US", 47.82158, ""},
		{"kwh=1e3&pue=1&r=aws:us-east-1", "US", 47.82158, ""},
		{"kwh=1e3&pue=1&r=CA-QC", "CA", -8.217681, "The median for Canada is negative"},
		{"kwh=1e3&pue=1&ci=1000", "", 0, ""},
		{"kwh=1e3&pue=1", "", 0, ""},
	}
	c := Default()
	for _, tt := range tests {
		s, _, err := ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		r := mustEstimate(t, tt.query)
		all, err := Damages(c, &s)
		if err != nil || len(all) < 6 {
			t.Fatalf("%s: %v, %d estimates", tt.query, err, len(all))
		}
		world := len(c.SocialCosts("WORLD"))
		for i, d := range all {
			want := d.Of(r.Total)
			if (d.Code == "WORLD") != (i < world) || d.Loss != want || d.Loss.Low > d.Loss.Mid || d.Loss.Mid > d.Loss.High || d.Source == nil {
				t.Errorf("%s: %d %+v, want %v", tt.query, i, d, want)
			}
			if d.Code == "WORLD" && (d.Note != nil || d.Loss.Low <= 0 || d.Place != "World") {
				t.Errorf("%s: %+v", tt.query, d)
			}
		}
		if tt.country == "" {
			if len(all) != world {
				t.Errorf("%s: a country without a place: %+v", tt.query, all[world])
			}
			continue
		}
		d := all[len(all)-1]
		if len(all) != world+1 || d.Code != tt.country || !near(float64(d.Cost.Mid), tt.mid, 1e-3) || !near(float64(d.Loss.Mid), float64(d.Cost.Mid)*r.Total.Mid.Tonnes(), rounding) {
			t.Errorf("%s: %+v", tt.query, d)
		}
		if (d.Note != nil && d.Cost.Mid < 0) != (tt.note != "") || tt.note != "" && !strings.Contains(d.Note.Message, tt.note) {
			t.Errorf("%s: note %+v, want %s", tt.query, d.Note, tt.note)
		}
		if text := string(Call(c, "damages", tt.query)); !strings.HasPrefix(text, `{"ok":true,"unknown":[],"damages":[{"code":"WORLD","place":"World","estimate":"`) || !strings.Contains(text, `{"code":"`+tt.country) {
			t.Errorf("%s: %.300s", tt.query, text)
		}
	}
	if text := string(Call(c, "damages", "h=-1")); !strings.HasPrefix(text, `{"ok":false`) {
		t.Error(text)
	}
}
