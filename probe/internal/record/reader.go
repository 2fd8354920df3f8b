package record

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gramwatt/probe/internal/wire"
)

// maxLine is the length of the longest line that is read, in bytes. A sample of eight GPUs has some 3 kB.
const maxLine = 1 << 20

// latest is after every time that a clock tells: the year 5138. Sums of such times stay far from overflow.
const latest = 1e11

// mostSeq is the largest number that JSON carries exactly.
const mostSeq = 1 << 53

// ErrNoRecording is wrapped when the first line is not the hello of a stream.
var ErrNoRecording = errors.New("this is not a recording")

// Frame is one line of a recording, as it stands and decoded.
type Frame struct {
	wire.Line
	Hello  *wire.Header // of a hello: the list of devices became longer
	Sample *wire.Sample
	Event  *wire.Event
}

// Reader reads a recording line by line. Memory is bounded by the longest line.
//
// Lines of a type that it does not know are passed over, for a newer probe may have written them. A recording whose end
// is cut off, as a full disk or a broken download leaves it, is read up to there; Truncated then says so.
type Reader struct {
	in     *bufio.Reader
	line   int
	header wire.Header
	seq    uint64 // of the last sample
	cut    string
}

// NewReader reads the first line. The stream may be compressed by gzip.
func NewReader(r io.Reader) (*Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("record: gzip: %w", err)
		}
		in = bufio.NewReaderSize(unzipped, 64<<10)
	}
	reader := &Reader{in: in}
	text, err := reader.text()
	switch {
	case errors.Is(err, io.EOF) && len(text) == 0:
		return nil, fmt.Errorf("record: %w: it is empty", ErrNoRecording)
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	}
	f, err := reader.decode(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", err, ErrNoRecording)
	case f.Hello == nil:
		return nil, fmt.Errorf("record: line 1: %w: its first line is no hello", ErrNoRecording)
	}
	reader.header = *f.Hello
	return reader, nil
}

// Header is the newest hello: that of the first line, or a later one with a longer list of devices.
func (r *Reader) Header() wire.Header { return r.header }

// Truncated says what is missing at the end; empty when nothing is. It is known once Next returned io.EOF.
func (r *Reader) Truncated() string { return r.cut }

// Next returns the next frame, and io.EOF after the last. Any other error names the line.
func (r *Reader) Next() (Frame, error) {
	for {
		text, err := r.text()
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return Frame{}, err
		}
		if len(bytes.TrimSpace(text)) == 0 {
			if ended {
				return Frame{}, io.EOF
			}
			continue
		}
		f, err := r.decode(text)
		switch {
		case err != nil && ended: // without its line break: it was cut off
			r.cut = fmt.Sprintf("line %d is cut off; all before it is whole", r.line)
			return Frame{}, io.EOF
		case err != nil:
			return Frame{}, err
		case f.Type != "":
			return f, nil
		}
	}
}

// text reads one line without its break. With io.EOF comes what stands after the last break.
func (r *Reader) text() ([]byte, error) {
	r.line++
	var text []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			return nil, fmt.Errorf("record: line %d: it is longer than %d bytes", r.line, maxLine)
		}
		text = append(text, part...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(text, []byte{'\n'}), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return text, io.EOF
		case errors.Is(err, io.ErrUnexpectedEOF): // gzip was cut off
			r.cut = fmt.Sprintf("the compressed data end within line %d; all before it is whole", r.line)
			return nil, io.EOF
		default:
			return nil, fmt.Errorf("record: line %d: %w", r.line, err)
		}
	}
}

// decode reads one line and checks what the rest of the program relies on. The Type of a line to pass over is empty.
func (r *Reader) decode(text []byte) (Frame, error) {
	wrong := func(format string, a ...any) (Frame, error) {
		return Frame{}, fmt.Errorf("record: line %d: "+format, append([]any{r.line}, a...)...)
	}
	var first struct {
		Type string  `json:"type"`
		Seq  uint64  `json:"seq"`
		T    float64 `json:"t"`
	}
	if err := json.Unmarshal(text, &first); err != nil {
		return wrong("%w", err)
	}
	f := Frame{Line: wire.Line{Type: first.Type, Seq: first.Seq, T: first.T, Text: bytes.TrimSpace(text)}}
	var body any
	switch f.Type {
	case "hello":
		f.Hello = &wire.Header{}
		body = f.Hello
	case "sample":
		f.Sample = &wire.Sample{}
		body = f.Sample
	case "event":
		f.Event = &wire.Event{}
		body = f.Event
	case "bye":
		return f, nil
	default:
		return Frame{}, nil
	}
	if err := json.Unmarshal(text, body); err != nil {
		return wrong("%s: %w", f.Type, err)
	}
	switch {
	case f.Hello != nil && (f.Hello.Schema < 1 || f.Hello.Schema > wire.Schema):
		return wrong("schema: \"%d\": this program reads up to %d: a newer gramwatt reads it", f.Hello.Schema, wire.Schema)
	case f.Hello != nil && f.Hello.Boot == "":
		return wrong("boot: a hello names the run of the probe")
	case f.Hello != nil && r.header.Boot != "" && f.Hello.Boot != r.header.Boot:
		return wrong("boot: %q: a recording has one session, and this one began as %q", f.Hello.Boot, r.header.Boot)
	case f.Hello == nil && !(f.T > 0 && f.T < latest):
		return wrong("t: \"%v\": this is no time in seconds since 1970", f.T)
	case f.Sample != nil && !(f.Sample.Seconds >= 0 && f.Sample.Seconds < latest):
		return wrong("seconds: \"%v\": this is no time since the session began", f.Sample.Seconds)
	case f.Sample != nil && negative(f.Sample) != "":
		return wrong("%s: there is no negative amount", negative(f.Sample))
	case f.Seq > mostSeq:
		return wrong("seq: \"%d\": this is no number of a sample", f.Seq)
	case f.Sample != nil && f.Seq <= r.seq:
		return wrong("seq: \"%d\": it does not follow %d", f.Seq, r.seq)
	}
	if f.Sample != nil {
		r.seq = f.Seq
	}
	if f.Hello != nil {
		if f.Hello.Session == nil {
			f.Hello.Session = r.header.Session
		}
		r.header = *f.Hello
	}
	return f, nil
}

// negative names an amount of a sample that is below 0; empty when none is.
func negative(s *wire.Sample) string {
	below := func(v *float64) bool { return v != nil && *v < 0 }
	for i := range s.Devices {
		switch d := &s.Devices[i]; {
		case below(d.Joules):
			return "joules of " + d.ID
		case below(d.Watts):
			return "watts of " + d.ID
		case d.MissingSeconds < 0:
			return "missing_seconds of " + d.ID
		}
	}
	switch {
	case below(s.Totals.Joules):
		return "totals.joules"
	case below(s.Totals.Watts):
		return "totals.watts"
	}
	return ""
}
