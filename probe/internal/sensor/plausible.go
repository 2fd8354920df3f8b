package sensor

import "time"

// Sentinels: drivers answer with a huge number where they mean "unknown". Nothing at or above these is believed.
const (
	hottest = 200 // °C
	fastest = 1e4 // MHz
)

// plausibleOverLimit is how far above its highest power limit a GPU may be believed: limits are kept over tens of
// milliseconds, and boards overshoot in between.
const plausibleOverLimit = 1.5

// gaugePeriod is how often power without a counter is read, whatever the interval: a meter bridges no more than ten
// seconds, and a minute between two readings would leave all of it missing.
const gaugePeriod = time.Second

// zeroPower is the reason of a power of exactly 0: the second die of an MI250X and some virtual GPUs publish that instead
// of an error, and nothing that is awake draws it.
const zeroPower = "it reads 0 W, which nothing that is awake draws"
