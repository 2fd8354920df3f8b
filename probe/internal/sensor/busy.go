package sensor

import "context"

// MachineBusy returns the seconds that all hardware threads together have worked since boot. Procfs is where proc is
// mounted; empty for the usual place.
func MachineBusy(ctx context.Context, procfs string) (float64, error) {
	busy, _, err := newGopsutilReader(procfs).Busy(ctx)
	return busy, err
}
