package sensor

import "testing"

func TestThrottleReasons(t *testing.T) {
	if got := throttleReasons(1 | 2 | 256); got != nil { // idle and the user's own settings
		t.Errorf("got %q, want none", got)
	}
	if got := throttleReasons(1<<62 - 1); len(got) != 8 {
		t.Errorf("all at once: got %q, want 8 reasons", got)
	}
}
