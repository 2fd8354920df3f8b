// Gramwatt measures what a machine draws and serves the page that turns it into carbon; it is the estimator on the
// command line as well.
//
// Each command is a file of its own. They share one way to end: status 0 is done, 1 is failed, 2 is bad usage or bad
// input, with a message that names the field, the value and the remedy.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

// version of the probe, as hello, version and the health check tell it.
const version = "0.1.0"

const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
)

func main() {
	modest()
	ctx := context.Background()
	if !isAny(os.Args, runName, relayName) { // these two leave signals to the command that they stand beside
		var stop func()
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		context.AfterFunc(ctx, stop) // a second signal ends the process at once
	}
	os.Exit(execute(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// isAny reports whether a command line names one of the commands.
func isAny(args []string, names ...string) bool {
	return len(args) > 1 && slices.Contains(names, args[1])
}

// execute runs one command line and returns its exit status. Nothing else in the program exits.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	err := newRoot(stdin, stdout, stderr).Run(ctx, onlyHelp(withCommand(args)))
	if err == nil {
		return statusDone
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintf(stderr, "gramwatt: %s\n", strings.TrimRight(line, "\n"))
	}
	if e, ran := errors.AsType[ended](err); ran {
		return e.status
	}
	if _, failed := errors.AsType[failure](err); failed {
		return statusFailed
	}
	return statusUsage
}

// failure is an error of doing. All others are of asking: wrong flags, wrong input.
type failure struct{ error }

// bad is a wrong argument or input, with what to do about it.
func bad(field, value, reason, remedy string) error {
	return estimator.FieldErrors{{Field: field, Value: value, Reason: reason, Remedy: remedy}}
}

// withCommand puts "serve" where no command is named: `gramwatt --demo laptop` serves.
func withCommand(args []string) []string {
	if len(args) > 1 {
		switch first := args[1]; {
		case first == "--help", first == "-h", first == "--version", first == "-v", !strings.HasPrefix(first, "-"):
			return args
		}
	}
	if len(args) == 0 {
		args = []string{"gramwatt"}
	}
	return append([]string{args[0], "serve"}, args[1:]...)
}

// onlyHelp leaves the command and --help of a line that asks for help: the words beside it, such as the verb of
// sessions, are no topics of their own. What stands behind -- belongs to another program.
func onlyHelp(args []string) []string {
	mine := args
	if at := slices.Index(args, "--"); at >= 0 {
		mine = args[:at]
	}
	if len(mine) > 2 && (slices.Contains(mine[2:], "--help") || slices.Contains(mine[2:], "-h")) {
		return []string{args[0], args[1], "--help"}
	}
	return args
}

func newRoot(stdin io.Reader, stdout, stderr io.Writer) *cli.Command {
	root := &cli.Command{
		Name:    "gramwatt",
		Usage:   "measures what this machine draws, and estimates what a computation emits",
		Version: version,
		Description: "Without a command, gramwatt serves: it samples the sensors of this machine and opens a page with the\n" +
			"estimator and a live view. It listens on this machine only and sends nothing anywhere.\n\n" +
			"Exit status: 0 done, 1 failed, 2 bad usage or bad input.",
		Commands:  []*cli.Command{serveCommand(), runCommand(), estimateCommand(), compareCommand(), planCommand(), accuracyCommand(), catalogCommand(), sessionsCommand(), doctorCommand(), versionCommand(), relayCommand()},
		Reader:    stdin,
		Writer:    stdout,
		ErrWriter: stderr,
		// Errors come back to execute, which alone prints them and chooses the status.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
		OnUsageError:   usage,
		Action: func(_ context.Context, c *cli.Command) error {
			var names []string
			for _, command := range c.Commands {
				names = append(names, command.Name)
			}
			return bad("command", c.Args().First(), "there is no such command", meant(c.Args().First(), names, "use serve, run, estimate, compare, plan, accuracy, catalog, sessions, doctor or version"))
		},
	}
	for _, c := range root.Commands {
		c.HideHelpCommand = true
		c.CustomHelpTemplate = helpOf(c)
		c.OnUsageError = usage
		c.ExitErrHandler = root.ExitErrHandler
	}
	return root
}

// usage puts what the flag parser found wrong into our form.
func usage(_ context.Context, c *cli.Command, err error, _ bool) error {
	remedy := fmt.Sprintf("`%s --help` lists the flags", c.FullName())
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		if close := closestFlag(c, name); close != "" {
			remedy = "did you mean --" + close + "? Otherwise " + remedy
		}
		return bad("flag", "--"+name, "there is no such flag", remedy)
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return bad("flag", name, "a value is missing", remedy)
	}
	return fmt.Errorf("%w; %s", err, remedy)
}

// meant puts the words that a wrong one may have meant before a remedy.
func meant(wrong string, words []string, remedy string) string {
	if close := estimator.Closest(wrong, words); len(close) > 0 {
		return "did you mean " + strings.Join(close, ", ") + "? Otherwise " + remedy
	}
	return remedy
}

// closestFlag returns the flag of a command that a wrong name most likely meant: the one that shares the most pairs of
// neighbouring letters with it; empty when none shares half of them.
func closestFlag(c *cli.Command, wrong string) string {
	pairs := func(s string) map[string]bool {
		found := map[string]bool{}
		for i := range len(s) - 1 {
			found[s[i:i+2]] = true
		}
		return found
	}
	best, most, wanted := "", 0.5, pairs(wrong)
	for _, f := range c.Flags {
		for _, name := range f.Names() {
			has, shared := pairs(name), 0
			for pair := range has {
				if wanted[pair] {
					shared++
				}
			}
			if likeness := 2 * float64(shared) / float64(len(has)+len(wanted)); likeness > most {
				best, most = name, likeness
			}
		}
	}
	return best
}

// doing marks the errors of an action as failures, but for those of input.
func doing(action cli.ActionFunc) cli.ActionFunc {
	return func(ctx context.Context, c *cli.Command) error {
		err := action(ctx, c)
		_, input := errors.AsType[estimator.FieldErrors](err)
		if _, ran := errors.AsType[ended](err); err == nil || input || ran {
			return err
		}
		return failure{err}
	}
}
