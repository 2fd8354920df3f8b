//go:build fleet

package fleet

import (
	"fmt"
	"math"
	"testing"
)

// tolerance is what Prometheus may be off by: what is used between the last scrape and the end of a probe is lost to it,
// and increase() guesses at both ends of the range.
const tolerance = 0.005

const additive = `kind=~"gpu|cpu|dram"`

// within compares what Prometheus says with what the probes recorded.
func within(t *testing.T, what string, got, want float64) {
	t.Helper()
	if off := got/want - 1; !(math.Abs(off) <= tolerance) {
		t.Errorf("%s: Prometheus says %.0f J, the sessions %.0f J: off by %.2f %%", what, got, want, 100*off)
	} else {
		t.Logf("%s: Prometheus %.0f J, sessions %.0f J: off by %+.3f %%", what, got, want, 100*off)
	}
}

// TestIncreaseIsTheSessions: over the day, through wraps of the hardware's counters and restarts of two probes.
func TestIncreaseIsTheSessions(t *testing.T) {
	d := lived(t)
	all := 0.0
	for _, m := range d.machines {
		want := m.joules(t)
		all += want
		within(t, fmt.Sprint("machine ", m.number),
			d.prometheus.number(t, fmt.Sprintf(`sum(increase(gramwatt_energy_joules_total{%s,instance="%s"}[%s]))`, additive, m.address, d.span()), d.end), want)
	}
	within(t, "the fleet", d.prometheus.number(t, fmt.Sprintf(`sum(increase(gramwatt_energy_joules_total{%s}[%s]))`, additive, d.span()), d.end), all)
}

// TestRunIsOneRun: a run on four machines, one of which was restarted, is the sum of theirs.
func TestRunIsOneRun(t *testing.T) {
	d := lived(t)
	for _, r := range runs {
		want := 0.0
		for _, i := range r.machines {
			want += d.machines[i].joules(t)
		}
		within(t, "run "+r.id, d.prometheus.number(t, fmt.Sprintf(`sum(increase(gramwatt_run_energy_joules_total{run_id="%s"}[%s]))`, r.id, d.span()), d.end), want)
		machines := d.prometheus.number(t, fmt.Sprintf(`count(count by (instance) (last_over_time(gramwatt_run_info{run_id="%s",user="%s"}[%s])))`, r.id, r.user, d.span()), d.end)
		if int(machines) != len(r.machines) {
			t.Errorf("run %s is on %g machines, want %d", r.id, machines, len(r.machines))
		}
	}
}

// TestTheDayWasHard: the counters had the time to wrap, two machines have two sessions, and no time is missing.
func TestTheDayWasHard(t *testing.T) {
	d := lived(t)
	twice := 0
	for _, m := range d.machines {
		list := m.sessions(t)
		if len(list) == 2 {
			twice++
		}
		for _, s := range list {
			if s.Seconds < wrapAt.Seconds()+1 || s.State != "ended" {
				t.Errorf("machine %d: a session of %g s is %s: too short for a wrap after %s", m.number, s.Seconds, s.State, wrapAt)
			}
		}
	}
	if twice != len(restarted) {
		t.Errorf("%d machines have two sessions, want %d", twice, len(restarted))
	}
	if missing := d.prometheus.number(t, fmt.Sprintf(`max(max_over_time(gramwatt_energy_missing_seconds_total[%s]))`, d.span()), d.end); missing != 0 {
		t.Errorf("%g s are without energy", missing)
	}
}
