package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/urfave/cli/v3"

	"gramwatt/estimator"
)

func versionCommand() *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "prints the versions of the probe, the engine and the data, and how it was built",
		Description: "A build without NVML cannot read NVIDIA GPUs: it was made without a C compiler, or not for Linux.",
		Action: doing(func(_ context.Context, c *cli.Command) error {
			if err := noArguments(c); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.Root().Writer, "gramwatt %s\nengine %s\ndata %s\nbuild %s (%s/%s, %s)\n",
				version, estimator.EngineVersion, estimator.Default().Version(), flavour, runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		}),
	}
}
