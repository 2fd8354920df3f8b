package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
	"gramwatt/probe/internal/store"
	"gramwatt/probe/internal/wire"
)

func printJSON(c *cli.Command, v any) error {
	encoder := json.NewEncoder(c.Root().Writer)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func printSessions(w io.Writer, list []wire.Session) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tSTARTED\tLASTED\tENERGY\tSAMPLES\tSTATE\tWHAT")
	for _, s := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", plain(s.ID), clock(s.Started), lasted(s.Seconds), total(s), s.Samples, s.State, what(s))
	}
	table.Flush()
}

func printSession(w io.Writer, s store.Whole) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value string) { fmt.Fprintf(table, "%s\t%s\n", name, value) }
	line("session", plain(s.ID))
	line("what", what(s.Session))
	if s.RunID != "" {
		line("run", plain(s.RunID))
	}
	line("state", string(s.State))
	line("started", clock(s.Started))
	if s.Ended != nil {
		line("ended", clock(*s.Ended))
	}
	if s.ExitStatus != nil {
		line("exit status", strconv.Itoa(*s.ExitStatus))
	}
	line("lasted", lasted(s.Seconds))
	line("energy", total(s.Session))
	if s.Seconds > 0 && s.Joules != nil {
		line("mean power", estimator.FormatQuantity(*s.Joules/s.Seconds, "W"))
	}
	line("samples", strconv.Itoa(s.Samples))
	line("region", plain(s.Hello.Settings.Region))
	table.Flush()
	if len(s.Last.Devices) == 0 {
		return
	}
	fmt.Fprintln(w)
	names := map[string]wire.Device{}
	for _, d := range s.Hello.Devices {
		names[d.ID] = d
	}
	fmt.Fprintln(table, "DEVICE\tENERGY\tUNKNOWN FOR\tQUALITY\tSTATE\tFROM\tNAME")
	for _, d := range s.Last.Devices {
		joules := unknown
		if d.Joules != nil {
			joules = energy(*d.Joules)
		}
		about := names[d.ID]
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", plain(d.ID), joules, lasted(d.MissingSeconds), plain(string(d.Quality)), plain(string(d.State)), plain(about.Source), plain(about.Name))
	}
	table.Flush()
}

// what is measured in a session, in words.
func what(s wire.Session) string {
	words := []string{}
	if s.Name != "" {
		words = append(words, s.Name)
	}
	if len(s.Command) > 0 {
		words = append(words, strings.Join(s.Command, " "))
	}
	if len(words) == 0 {
		words = append(words, "this machine")
	}
	if s.Simulated != nil {
		words = append(words, "(simulated: "+*s.Simulated+")")
	}
	return plain(strings.Join(words, " "))
}

// plain takes from a text what would move the cursor of a terminal: recordings come from anywhere.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

// total is the energy of a session.
func total(s wire.Session) string {
	if s.Joules == nil {
		return unknown
	}
	return energy(*s.Joules)
}

func energy(joules float64) string {
	return estimator.FormatQuantity(float64(estimator.Joules(joules).KWh()), "kWh")
}

func clock(epoch float64) string {
	return time.UnixMicro(int64(epoch * 1e6)).Format("2006-01-02 15:04:05")
}

// lasted rounds to the second from a minute on.
func lasted(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	if d < time.Minute {
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
