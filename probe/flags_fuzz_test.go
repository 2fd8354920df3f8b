package main

import (
	"context"
	"errors"
	"io"
	"math"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// parsed runs a command line up to where its flags are read, with do in place of what it would start.
func parsed(t *testing.T, make func() *cli.Command, do func(c *cli.Command) error, args ...string) error {
	t.Helper()
	c := make()
	c.Action = func(_ context.Context, c *cli.Command) error { return do(c) }
	c.Writer, c.ErrWriter = io.Discard, io.Discard
	c.OnUsageError = usage
	c.ExitErrHandler = func(context.Context, *cli.Command, error) {}
	return c.Run(t.Context(), append([]string{c.Name}, args...))
}

// refused fails the test unless an error names for each fault the field, what is wrong and what to do.
func refused(t *testing.T, err error, args []string) {
	t.Helper()
	list, ok := errors.AsType[estimator.FieldErrors](err)
	if !ok || len(list) == 0 {
		t.Fatalf("%q: an error without a field: %v", args, err)
	}
	for _, e := range list {
		if e.Field == "" || e.Reason == "" || e.Remedy == "" || strings.ContainsAny(e.Reason, "\n\x00\x1b") {
			t.Errorf("%q: %+v names no field, reason or remedy", args, e)
		}
	}
}

// amount fails the test unless a number can be counted with.
func amount(t *testing.T, what string, v float64, args []string) {
	t.Helper()
	if !(v >= 0) || math.IsInf(v, 0) {
		t.Errorf("%q: %s is %v", args, what, v)
	}
}

// FuzzServeFlags and FuzzRunFlags: any values are refused with what is wrong, or give settings that can be counted with.
func FuzzServeFlags(f *testing.F) {
	f.Add("127.0.0.1:8420", "1s", "FR", "", "1.2", "5kg", "", "", "", "laptop")
	f.Add("[::1]:0", "0.1s", "aws:us-east-1", "57", "1", "3USD", "0.25", "lab.example", "https://lab.example", "h100x8:lose=30s,seed=2")
	f.Add(":99999", "-1s", "", "NaN", "0x1p4", "1e400kWh", "-1", "a b", "null", ":")
	f.Add("\x00", "1e9h", "\xff", "1_0", "+Inf", "kg", "1e-320", "[::1", "http://x/y", "broken:lose=-1s")
	f.Fuzz(func(t *testing.T, listen, interval, region, grid, pue, budget, price, host, origin, demo string) {
		args := []string{"--listen=" + listen, "--interval=" + interval, "--region=" + region, "--grid-intensity=" + grid, "--pue=" + pue,
			"--budget=" + budget, "--price-usd-per-kwh=" + price, "--allow-host=" + host, "--allow-origin=" + origin, "--demo=" + demo, "--no-open", "--lan"}
		var got config
		err := parsed(t, serveCommand, func(c *cli.Command) (err error) { got, err = serveConfig(c); return err }, args...)
		if err != nil {
			refused(t, err, args)
			return
		}
		checkConfig(t, got, args)
		if b := got.Budget; b != nil {
			amount(t, "the budget used by a kilowatt-hour", b.Used(3.6e6), args)
			amount(t, "the budget used by nothing", b.Used(0), args)
		}
	})
}

func checkConfig(t *testing.T, c config, args []string) {
	t.Helper()
	if c.Interval < leastInterval || c.Interval > mostInterval {
		t.Errorf("%q: interval %v", args, c.Interval)
	}
	amount(t, "PUE", c.Settings.PUE, args)
	if c.Settings.PUE < 1 {
		t.Errorf("%q: PUE %v", args, c.Settings.PUE)
	}
	if g := c.Settings.GridGPerKWh; g != nil {
		amount(t, "grid intensity", *g, args)
	}
}

func FuzzRunFlags(f *testing.F) {
	f.Add("1s", "2s", "100000", `step (\d+)`, "5kg", true, "0.25", "hw=h100-sxm5-80gb&h=1", "FR")
	f.Add("100ms", "0s", "1e15", "", "20kWh", false, "", "", "WORLD")
	f.Add("1m", "-1ns", "NaN", "(", "0kg", true, "0", "h=&", "aws:")
	f.Add("", "11m", "0x10", `(?i)[[:word:]`, "1e-320USD", false, "1e308", "kwh=1e308&x=9", "\x00")
	f.Fuzz(func(t *testing.T, interval, baseline, steps, pattern, budget string, stop bool, price, scenario, region string) {
		if !strings.Contains(scenario, "=") || !strings.Contains(scenario, "&") {
			scenario = "" // it would be the name of a file
		}
		args := []string{"--interval=" + interval, "--baseline=" + baseline, "--steps=" + steps, "--step-pattern=" + pattern, "--budget=" + budget,
			"--price-usd-per-kwh=" + price, "--estimate=" + scenario, "--region=" + region}
		if stop {
			args = append(args, "--stop-at-budget")
		}
		args = append(args, "--", "true")
		var got runConfig
		err := parsed(t, runCommand, func(c *cli.Command) (err error) { got, err = runConfigOf(c); return err }, args...)
		if err != nil {
			refused(t, err, args)
			return
		}
		checkConfig(t, got.config, args)
		if got.Baseline < 0 || got.Baseline > mostBaseline || len(got.Args) != 1 || got.RunID == "" || stop && got.Budget == nil {
			t.Errorf("%q: %+v", args, got)
		}
		if p := got.Settings.PriceUSDPerKWh; p != nil {
			amount(t, "price", *p, args)
		}
		if b := got.Budget; b != nil {
			amount(t, "the budget used by a kilowatt-hour", b.Used(3.6e6), args)
		}
		if r := got.Estimate; r != nil {
			for _, v := range []float64{float64(r.Energy.Low), float64(r.Energy.Mid), float64(r.Energy.High)} {
				amount(t, "the estimate", v, args)
			}
		}
	})
}

// FuzzListen: an address to listen on is refused with a remedy, or is kept, or becomes one of all addresses with the
// same port; and what is printed for it is an address that a browser takes.
func FuzzListen(f *testing.F) {
	for _, seed := range []string{"127.0.0.1:8420", "localhost:0", "[::1]:1", ":8420", "0.0.0.0:65535", "[fe80::1%eth0]:1", "8420", "a:b:c", "[::ffff:127.0.0.1]:1", "\x00:1", "[:1"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, listen string, given bool) {
		var wrong faults
		got := wrong.lanListen(listen, given)
		if err := wrong.orNil(); err != nil {
			refused(t, err, []string{listen})
		} else if given && got != listen {
			t.Errorf("%q was given, and %q is used", listen, got)
		}
		if at, err := netip.ParseAddrPort(got); err == nil && at.Addr().Zone() == "" {
			u, err := url.Parse(pageURL(at, false))
			if err != nil || u.Port() == "" || u.Path != "/" {
				t.Errorf("%q is printed as %q: %v", got, pageURL(at, false), err)
			}
			if !given && !at.Addr().IsUnspecified() && len(wrong.FieldErrors) == 0 {
				t.Errorf("%q: the local network is let in at %q", listen, got)
			}
		}
	})
}

// FuzzListening puts anything into the kernel's table of sockets.
func FuzzListening(f *testing.F) {
	const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	f.Add(head+"   0: 0100007F:20E4 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0\n", uint16(8420))
	f.Add(head+"   0: 0100007F:20E4 00000000:0000 01\n\n0A 0A 0A 0A", uint16(0))
	f.Fuzz(func(t *testing.T, table string, port uint16) {
		for _, inode := range listening(table, port) {
			if inode == "" || strings.ContainsAny(inode, " \n\t") || !strings.Contains(table, inode) {
				t.Errorf("inode %q of %q", inode, table)
			}
		}
	})
}
