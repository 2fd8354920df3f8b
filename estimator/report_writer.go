package estimator

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A textWriter appends text. Its variadic calls are a fraction of the size of chained appends, which a visitor downloads.
type textWriter struct{ b []byte }

func (w *textWriter) add(parts ...string) {
	for _, part := range parts {
		w.b = append(w.b, part...)
	}
}

func (w *textWriter) line(parts ...string) {
	w.add(parts...)
	w.b = append(w.b, '\n')
}

// An escape is a text that a form reads as something else, and what stands for it.
type escape struct{ from, to string }

// escaped replaces each text of the table by what stands for it; of two that begin alike, the first in the table.
func escaped(text string, table []escape) string {
	b := make([]byte, 0, len(text)+16)
next:
	for len(text) > 0 {
		for i := range table {
			if e := &table[i]; strings.HasPrefix(text, e.from) {
				b = append(b, e.to...)
				text = text[len(e.from):]
				continue next
			}
		}
		b = append(b, text[0])
		text = text[1:]
	}
	return string(b)
}

// oneLine makes a user's text fit into any line: control characters and runs of white space become one space, and bytes
// that are not UTF-8 become U+FFFD.
func oneLine(text string) string {
	b := make([]byte, 0, len(text))
	gap := false
	for _, c := range text {
		if unicode.IsSpace(c) || unicode.IsControl(c) {
			gap = len(b) > 0
			continue
		}
		if gap {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, c)
	}
	return string(b)
}

// inWords joins a list with commas and "and".
func inWords(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}
