package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

// TestServeTellsABudget: the user and every client hear that the budget of the session is used up, once.
func TestServeTellsABudget(t *testing.T) {
	s := startServe(t, "--budget", "0.1Wh")
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for {
		if f := nextFrame(t, conn, "event"); strings.Contains(f.Label, "of the budget of 100 mWh is used") {
			break
		}
	}
	for deadline := time.After(10 * time.Second); ; {
		select {
		case line := <-s.lines:
			if strings.HasPrefix(line, "gramwatt: ") && strings.Contains(line, "of the budget of 100 mWh is used") {
				return
			}
		case <-deadline:
			t.Fatal("the user was not told")
		}
	}
}

func TestServeBudgetIsChecked(t *testing.T) {
	for _, test := range []struct{ flags, want string }{
		{"--budget 5apples", `--budget: "5apples"`},
		{"--budget 3USD", "--price-usd-per-kwh"},
		{"--budget 5kg --replay x.gwr", "--replay"},
		{"--budget 5kg --price-usd-per-kwh -1", "--price-usd-per-kwh"},
	} {
		_, stderr, status := command(t, "", append([]string{"serve", "--no-open"}, strings.Fields(test.flags)...)...)
		if status != 2 || !strings.Contains(stderr, test.want) {
			t.Errorf("%s: status %d, %s", test.flags, status, stderr)
		}
	}
}

// TestServeTellsHowABudgetStands: each sample carries how much of the budget is used, in its unit, for the joules it
// names.
func TestServeTellsHowABudgetStands(t *testing.T) {
	s := startServe(t, "--budget", "5kWh", "--pue", "2")
	conn, _, err := dial(s.url, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for {
		b := nextFrame(t, conn, "sample").Budget
		if b == nil || b.Joules == 0 { // the watcher has seen no energy yet
			continue
		}
		if want := 2 * b.Joules / 3.6e6; b.Kind != "energy" || b.Amount != 5 || math.Abs(b.Used-want) > 1e-9*want || b.Forecast != nil {
			t.Errorf("%+v: want %g kWh of 5 used, and no forecast of a session without an end", *b, want)
		}
		return
	}
}
