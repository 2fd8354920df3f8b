package main

import (
	"context"

	"github.com/urfave/cli/v3"
)

const runName = "run"

func runCommand() *cli.Command {
	one := 1
	return &cli.Command{
		Name:      runName,
		Usage:     "measures while a command runs, and reports what it used",
		ArgsUsage: "-- CMD ARG…",
		Description: "The command runs as it does without us: it has the terminal, its streams, Ctrl-C and the job control of\n" +
			"the shell, and gramwatt ends with its exit status (128 + n when signal n ended it, 127 when there is no such\n" +
			"command, 126 when it cannot be executed). It is never killed, and if gramwatt dies it goes on. A sensor that\n" +
			"fails costs a line in the report and nothing else.\n\n" +
			"The report goes to standard error; standard output belongs to the command. Processes that it leaves running\n" +
			"are left alone and named.\n\n" +
			"  gramwatt run -- python train.py --epochs 3\n" +
			"  gramwatt run --region FR --pue 1.2 --csv emissions.csv -- ./simulate\n" +
			"  gramwatt run --budget 5kg --stop-at-budget -- python train.py\n" +
			"  gramwatt run --steps 10000 --step-pattern 'step (\\d+)' -- python train.py\n\n" +
			"GRAMWATT_<FLAG> stands in for a flag, but for --json, --csv and --markdown.",
		Flags:        runFlags(),
		StopOnNthArg: &one, // what follows the command's name is the command's
		Action: doing(func(ctx context.Context, c *cli.Command) error {
			config, err := runConfigOf(c)
			if err != nil {
				return err
			}
			defer config.closeFiles()
			return wrap(ctx, config, c.Root().Reader, c.Root().Writer)
		}),
	}
}

// ended is the end of a command that was run: its status is ours, whatever came of the measuring.
type ended struct {
	status int
	error  // why it did not start; nil when it ran
}

func (e ended) Error() string {
	if e.error == nil {
		return ""
	}
	return e.error.Error()
}
