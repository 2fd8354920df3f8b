package estimator

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// A jsonWriter appends JSON text. It exists because encoding/json would add a third to what a visitor downloads; the
// only JSON that the browser's engine reads comes in as a link's string.
type jsonWriter struct {
	b     []byte
	comma bool // a value was written at this level
}

func (w *jsonWriter) separate() {
	if w.comma {
		w.b = append(w.b, ',')
	}
	w.comma = true
}

func (w *jsonWriter) open(bracket byte) {
	w.separate()
	w.b = append(w.b, bracket)
	w.comma = false
}

func (w *jsonWriter) close(bracket byte) {
	w.b = append(w.b, bracket)
	w.comma = true
}

// key starts a member; the value must follow.
func (w *jsonWriter) key(name string) {
	w.string(name)
	w.b = append(w.b, ':')
	w.comma = false
}

func (w *jsonWriter) null() {
	w.separate()
	w.b = append(w.b, "null"...)
}

func (w *jsonWriter) bool(v bool) {
	w.separate()
	if v {
		w.b = append(w.b, "true"...)
	} else {
		w.b = append(w.b, "false"...)
	}
}

// float writes the shortest number that reads back the same; what is not a number is unknown, so null.
func (w *jsonWriter) float(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		w.null()
		return
	}
	w.separate()
	w.b = strconv.AppendFloat(w.b, v, 'g', -1, 64)
}

func (w *jsonWriter) int(v int) {
	w.separate()
	w.b = strconv.AppendInt(w.b, int64(v), 10)
}

const hexDigits = "0123456789abcdef"

// string writes a JSON string; bytes that are not UTF-8 become U+FFFD.
func (w *jsonWriter) string(s string) {
	w.separate()
	w.b = append(w.b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.b = append(w.b, '\\', byte(r))
		case r < 0x20 || r == '<' || r == 0x2028 || r == 0x2029: // '<' so that the text is safe inside HTML
			w.b = append(w.b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			w.b = utf8.AppendRune(w.b, r)
		}
	}
	w.b = append(w.b, '"')
}

// Members: name and value in one call; the optional forms write null for what is unknown.

func (w *jsonWriter) text(name, v string)           { w.key(name); w.string(v) }
func (w *jsonWriter) number(name string, v float64) { w.key(name); w.float(v) }
func (w *jsonWriter) integer(name string, v int)    { w.key(name); w.int(v) }
func (w *jsonWriter) flag(name string, v bool)      { w.key(name); w.bool(v) }
func (w *jsonWriter) unknown(name string)           { w.key(name); w.null() }

func (w *jsonWriter) textOrNull(name, v string) {
	if w.key(name); v == "" {
		w.null()
	} else {
		w.string(v)
	}
}

// knownNumber writes null for 0, where 0 is how the catalogs say unknown.
func (w *jsonWriter) knownNumber(name string, v float64) {
	if w.key(name); v == 0 {
		w.null()
	} else {
		w.float(v)
	}
}

func (w *jsonWriter) knownYear(name string, v int) {
	if w.key(name); v == 0 {
		w.null()
	} else {
		w.int(v)
	}
}

// optional writes a number times a scale, or null.
func (w *jsonWriter) optional(name string, o optional, scale float64) {
	if w.key(name); o.given {
		w.float(o.value * scale)
	} else {
		w.null()
	}
}
