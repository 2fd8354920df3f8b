package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/jobs"
	"gramwatt/probe/internal/lab"
	"gramwatt/probe/internal/otlp"
	"gramwatt/probe/internal/runs"
	"gramwatt/probe/internal/server"
	"gramwatt/probe/internal/wire"
)

// config is everything that run needs to know.
type config struct {
	Listen       string // host:port; port 0 takes a free one
	Interval     time.Duration
	Hardware     hardware
	Replay       string // file of a recording that is shown instead of hardware; empty for none
	Data         string // directory of the recorded sessions; empty when there is none
	NoRecord     bool
	Settings     wire.Settings
	Token        string
	AllowHosts   []string
	AllowOrigins []string
	Certificate  *tls.Certificate // nil for plain HTTP, or with Web
	Web          webConfig
	RunID        string       // of the run that this machine works for; empty when nobody named one
	Labels       []jobs.Label // of that run
	Runs         string       // directory in which a scheduler writes its jobs; empty for none
	Grid         gridSource   // of the grid intensity over time
	Lab          *lab.Client  // of the Prometheus that scrapes all machines; nil without one
	OTLP         otlp.Wish    // what the environment asks to be sent
	Budget       *runs.Budget // of the session of serve; nil without one
	LAN          bool         // viewers of the local network may look on
	Open         bool         // open the page in a browser
	Out          io.Writer    // what the user reads: the address first, then the sensors
	Log          *slog.Logger
}

// encrypted reports whether the page is served over https.
func (c config) encrypted() bool { return c.Certificate != nil || c.Web.TLS }

const (
	leastInterval = 100 * time.Millisecond
	mostInterval  = time.Minute
)

func serveCommand() *cli.Command {
	flags := []cli.Flag{
		textFlag("listen", "127.0.0.1:8420", "ADDR", "address to listen on; port 0 takes a free one"),
		textFlag("interval", "1s", "DURATION", "time between samples, 100ms to 1m"),
	}
	flags = append(flags, sensorFlags()...)
	flags = append(flags, textFlag("replay", "", "FILE", "plays a recording instead, at its own pace, labelled so everywhere; see `gramwatt sessions`"))
	flags = append(flags, recordFlags()...)
	flags = append(flags, placeFlags()...)
	flags = append(flags, gridFlags()...)
	flags = append(flags, priceFlag(), budgetFlag())
	flags = append(flags, textFlag("run-id", "", "ID", "the run that this machine works for, told in /metrics; machines that share it share a run; within a job of Slurm, its number"), labelsFlag(),
		textFlag("runs", "", "DIR", "directory in which a scheduler puts a file for each job while it runs: its name is the run's id, its lines are labels"))
	flags = append(flags, prometheusFlag())
	flags = append(flags, accessFlags()...)
	flags = append(flags,
		boolFlag("lan", "let the local network look on: prints a link and a QR code for viewers, who see the live stream and have no say"),
		boolFlag("no-open", "do not open the page in a browser"),
		textFlag("log-format", "text", "FORMAT", "format of the log on standard error: text or json"),
	)
	return &cli.Command{
		Name:  "serve",
		Usage: "samples the sensors and serves the page with the live stream",
		Description: "Prints the address of the page, then one line for each sensor: what it gives, or what is missing and\n" +
			"the remedy. A missing sensor stops nothing. The session is recorded; `gramwatt sessions` shows those that\n" +
			"were. What keeps it from being recorded is said and stops nothing either. The probe listens on this machine\n" +
			"only; to be reached by others it needs a token, or --lan for those who only look on. An interrupt ends it\n" +
			"in good order.\n\n" +
			"The environment variable GRAMWATT_<FLAG> stands in for a flag, such as GRAMWATT_LISTEN.",
		Flags: flags,
		Action: doing(func(ctx context.Context, c *cli.Command) error {
			config, err := serveConfig(c)
			if err != nil {
				return err
			}
			return run(ctx, config)
		}),
	}
}

// placeFlags say where the electricity comes from.
func placeFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("region", "WORLD", "ID", "where the electricity is drawn: FR, CA-QC, aws:us-east-1; see `gramwatt catalog regions`"),
		textFlag("grid-intensity", "", "G/KWH", "instead of a region: grams of CO2e per kWh"),
		textFlag("pue", "1", "X", "energy of the building ÷ energy of its machines; 1 at home"),
	}
}

// accessFlags say who may open the page and the stream.
func accessFlags() []cli.Flag {
	return []cli.Flag{
		textFlag("token-file", "", "FILE", "file with the token that programs and other machines must show"),
		listFlag("allow-host", "NAME", "name by which this probe is reached too, with or without a port; may be given again"),
		listFlag("allow-origin", "URL", "address of another page that may read the stream, such as https://example.org; may be given again"),
		textFlag("tls-cert", "", "FILE", "certificate in PEM, to serve https"),
		textFlag("tls-key", "", "FILE", "private key of the certificate, in PEM"),
		webConfigFlag(),
	}
}

// serveConfig reads the flags of serve and checks all of them before anything starts.
func serveConfig(c *cli.Command) (config, error) {
	if err := noArguments(c); err != nil {
		return config{}, err
	}
	var f faults
	o := f.probe(c)
	o.Replay, o.LAN, o.Open, o.Out = c.String("replay"), c.Bool("lan"), !c.Bool("no-open"), c.Root().Writer
	if len(o.Hardware.From) > 0 && o.Hardware.Demo+o.Replay != "" {
		f.add("--from", o.Hardware.From[0], "--demo or --replay is given too", "give one of them")
	}
	if o.Replay != "" && o.Hardware.Demo != "" {
		f.add("--replay", o.Replay, "--demo is given too", "give one of them")
	}
	o.RunID, o.Labels = f.runOf(c)
	o.Runs = c.String("runs")
	o.Lab = f.lab(c.String("prometheus"))
	switch {
	case o.Runs == "":
	case c.String("run-id") == "": // a job of Slurm that starts a probe for others is not their run
		o.RunID = ""
	default:
		f.add("--runs", o.Runs, "--run-id names the run already", "give one of them")
	}
	if len(o.Labels) > 0 && o.RunID == "" {
		f.add("--label", "", "labels belong to a run, and it has no id", "give --run-id too")
	}
	f.fits(&o)
	if o.LAN {
		o.Listen = f.lanListen(o.Listen, c.IsSet("listen"))
	}
	errors := c.Root().ErrWriter
	switch format := c.String("log-format"); format {
	case "text":
		o.Log = slog.New(slog.NewTextHandler(errors, nil))
	case "json":
		o.Log = slog.New(slog.NewJSONHandler(errors, nil))
	default:
		f.add("--log-format", format, "there is no such format", "use text or json")
	}
	if priced := f.priced(c, o.Settings); len(f.FieldErrors) == 0 {
		o.Budget = f.budget(c.String("budget"), priced)
	}
	if o.Budget != nil && o.Replay != "" {
		f.add("--budget", c.String("budget"), "a recording uses nothing up", "leave it out, or leave out --replay")
	}
	return o, f.orNil()
}

// probe reads the flags that serve and run share.
func (f *faults) probe(c *cli.Command) config {
	o := config{
		Listen:       c.String("listen"),
		Interval:     f.duration("--interval", c.String("interval"), leastInterval, mostInterval),
		Hardware:     hardwareOf(c),
		Data:         dataOf(c),
		NoRecord:     c.Bool("no-record"),
		Settings:     f.settings(c),
		Token:        f.token(c.String("token-file")),
		AllowHosts:   c.StringSlice("allow-host"),
		AllowOrigins: c.StringSlice("allow-origin"),
		Certificate:  f.certificate(c.String("tls-cert"), c.String("tls-key")),
		Web:          f.webConfig(c.String("web-config")),
		OTLP:         f.otlp(),
		Grid:         f.gridSource(c),
	}
	if _, err := server.NewGuard(server.Access{Listen: anyLoopback, AllowHosts: o.AllowHosts, AllowOrigins: o.AllowOrigins}); err != nil {
		f.add("--allow-host, --allow-origin", "", strings.TrimPrefix(err.Error(), "server: "), "correct it")
	}
	return o
}

var anyLoopback = netip.MustParseAddrPort("127.0.0.1:1") // to try lists of names before the real address is known

// settings reads where the electricity comes from, and checks it as a scenario would be checked.
func (f *faults) settings(c *cli.Command) wire.Settings {
	from := func(flag string) string {
		if c.IsSet(flag) {
			return "flag"
		}
		return "default"
	}
	s := wire.Settings{Region: c.String("region"), RegionFrom: from("region"), PUE: 1, PUEFrom: from("pue")}
	scenario := estimator.Spec{EnergyKWh: estimator.Some(estimator.KWh(1)), Region: s.Region}
	if text := c.String("grid-intensity"); text != "" {
		if v, ok := f.number("--grid-intensity", text); ok {
			s.GridGPerKWh = &v
			scenario.GridIntensity = estimator.Some(estimator.GramsPerKWh(v))
		}
		if !c.IsSet("region") {
			scenario.Region = ""
		}
	}
	if v, ok := f.number("--pue", c.String("pue")); ok {
		s.PUE = v
		scenario.PUE = estimator.Some(v)
	}
	f.merge(scenario.Validate(estimator.Default()), map[string]string{"region": "--region", "grid_g_per_kwh": "--grid-intensity", "pue": "--pue"})
	return s
}

// token reads the token file; it is an empty text without one.
func (f *faults) token(path string) string {
	if path == "" {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		f.add("--token-file", path, "it cannot be read: "+reason(err), "make one: "+makeToken(path))
		return ""
	}
	token := strings.TrimSpace(string(text))
	if len(token) < server.MinToken || strings.ContainsAny(token, " \t\r\n") {
		f.add("--token-file", path, fmt.Sprintf("a token is one word of at least %d characters", server.MinToken), "make one: "+makeToken(path))
	}
	return token
}

// makeToken is the line that makes a good token file.
func makeToken(path string) string {
	return "(umask 077; head -c 32 /dev/urandom | base64 >" + path + ")"
}

func (f *faults) certificate(cert, key string) *tls.Certificate {
	switch {
	case cert == "" && key == "":
		return nil
	case cert == "":
		f.add("--tls-cert", "", "--tls-key is given without it", "give both")
		return nil
	case key == "":
		f.add("--tls-key", "", "--tls-cert is given without it", "give both")
		return nil
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		f.add("--tls-cert, --tls-key", cert+", "+key, reason(err), "give a certificate and its key as PEM files")
		return nil
	}
	return &pair
}
