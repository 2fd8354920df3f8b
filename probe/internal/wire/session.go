package wire

// Session sums up one recorded run of the probe: what the store keeps about it, what the sessions of the API and of the
// command line show, and what the first line of a recording adds to its hello.
type Session struct {
	ID         string       `json:"id"` // the boot id of the stream that was recorded
	Name       string       `json:"name,omitempty"`
	Command    []string     `json:"command,omitempty"` // that was measured, with its arguments; absent for serve
	RunID      string       `json:"run_id,omitempty"`
	State      SessionState `json:"state"`
	Started    float64      `json:"started"`
	Ended      *float64     `json:"ended"` // null while it is being recorded
	Seconds    float64      `json:"seconds"`
	Joules     *float64     `json:"joules"`  // of the devices that may be added up, at the last sample; null when none was read
	Samples    int          `json:"samples"` // kept: thinning with age makes them fewer and leaves Joules alone
	ExitStatus *int         `json:"exit_status"`
	Simulated  *string      `json:"simulated"`
}

// SessionState says how a session stands.
type SessionState string

const (
	Recording   SessionState = "recording"
	Ended       SessionState = "ended"
	Interrupted SessionState = "interrupted" // the probe was killed; the session ends with its last sample
)

// Line is one frame as it is written, with what every reader looks at first. Text is a whole JSON object without a line
// break; names in it that this version does not know are kept.
type Line struct {
	Type string // "hello", "event", "sample" or "bye"
	Seq  uint64 // of an event and of a sample
	T    float64
	Text []byte
}

// Header is the first line of a recording: the hello of the stream, and of which session it is.
type Header struct {
	Hello
	Session *Session `json:"session,omitempty"` // absent in a stream that was simply written down
}
