package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFlagHelp: each flag stands once, under a heading, and no line is too long for a terminal.
func TestFlagHelp(t *testing.T) {
	for _, name := range []string{"serve", "run", "estimate", "compare", "plan", "accuracy", "catalog", "sessions", "doctor", "version"} {
		stdout, stderr, status := command(t, "", name, "--help")
		if status != 0 || stderr != "" {
			t.Fatalf("%s: status %d, %s", name, status, stderr)
		}
		for line := range strings.Lines(stdout) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > helpWidth {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
			if words := strings.Fields(line); len(words) > 2 && strings.HasPrefix(words[0], "--") && words[1] == words[2] {
				t.Errorf("%s: the value is named twice: %s", name, line)
			}
		}
	}
}

func TestFlagHelpGroups(t *testing.T) {
	stdout, _, _ := command(t, "", "estimate", "--help")
	at := 0
	for _, want := range []string{"\nHARDWARE:\n   --accelerator TEXT ", "\n   --cpu TEXT ", "\nWORK: HOURS", "\n   --hours H ", "\nWORK: TRAINING", "\n   --params N ", "\nWORK: STEPS", "\nWORK: REQUESTS",
		"\nPROJECT:", "\nPLACE:", "\n   --region TEXT ", "\nWATER AND MONEY:", "\nMAKING THE HARDWARE:", "\n   --embodied 1|0 ", "\nOUTPUT:", "\n   --json ", "\n   --help, -h "} {
		next := strings.Index(stdout[at:], want)
		if next < 0 {
			t.Fatalf("no %q after %q", want, stdout[:at])
		}
		at += next
	}
	for _, flag := range scenarioFlags {
		if n := strings.Count(stdout, "\n   --"+flag.name+" "); n != 1 {
			t.Errorf("--%s is listed %d times", flag.name, n)
		}
	}
	if plan, _, _ := command(t, "", "plan", "--help"); strings.Index(plan, "--deadline") > strings.Index(plan, "HARDWARE:") {
		t.Error("the limits of a plan come after the scenario")
	}
}

// TestHelpBesideWords: help is the command's, whatever else the line says.
func TestHelpBesideWords(t *testing.T) {
	for _, line := range [][]string{{"sessions", "export", "--help"}, {"catalog", "regions", "-h"}, {"run", "--help", "--", "ls", "x"}} {
		stdout, stderr, status := command(t, "", line...)
		want, _, _ := command(t, "", line[0], "--help")
		if status != 0 || stderr != "" || stdout != want {
			t.Errorf("%v: status %d, %s%s", line, status, stderr, stdout)
		}
	}
}
