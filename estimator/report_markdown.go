package estimator

import (
	"strconv"
	"strings"
)

// AppendMarkdown appends a statement for a paper or a repository: a paragraph, tables of quantities, terms and figures,
// what is not counted, and the numbered sources. It is GitHub's Markdown; what the user typed is escaped.
func (r *Report) AppendMarkdown(b []byte) []byte {
	sources := r.sources()
	b = r.appendDocument(b, markdown{}, sources)
	if len(sources) > 0 {
		b = append(b, "### Sources\n\n"...)
	}
	for i, s := range sources {
		b = append(strconv.AppendInt(b, int64(i+1), 10), ". "...)
		b = appendMarkdown(b, s.Citation())
		if s.Year != 0 {
			b = append(strconv.AppendInt(append(b, ", "...), int64(s.Year), 10), '.')
		} else {
			b = append(b, '.')
		}
		b = append(append(append(b, " <"...), s.URL...), '>')
		b = append(appendMarkdown(append(b, "; licence: "...), s.Licence), '\n')
	}
	return b
}

type markdown struct{}

func (markdown) heading(b []byte, text string) []byte {
	return append(appendMarkdown(append(b, "## "...), text), "\n\n"...)
}

func (markdown) paragraph(b []byte, text string, sources []int) []byte {
	b = appendMarkdown(b, text)
	for _, n := range sources {
		b = appendReference(b, n)
	}
	return append(b, "\n\n"...)
}

func (markdown) table(b []byte, caption string, header []string, rows []tableRow) []byte {
	if len(rows) == 0 {
		return b
	}
	b = append(appendMarkdown(append(b, "### "...), caption), "\n\n| "...)
	b = append(append(b, strings.Join(header, " | ")...), " |\n|"...)
	for i := range header {
		if i == 1 {
			b = append(b, " ---: |"...) // the number
		} else {
			b = append(b, " --- |"...)
		}
	}
	b = append(b, '\n')
	for i := range rows {
		b = append(b, '|')
		for _, cell := range rows[i].cells {
			b = append(appendMarkdown(append(b, ' '), cell), " |"...)
		}
		if n := rows[i].source; n > 0 {
			b = append(appendReference(b[:len(b)-len(" |")], n), " |"...)
		}
		b = append(b, '\n')
	}
	return append(b, '\n')
}

func (markdown) list(b []byte, title string, items []string) []byte {
	if len(items) == 0 {
		return b
	}
	b = append(append(append(b, "### "...), title...), "\n\n"...)
	for _, item := range items {
		b = append(appendMarkdown(append(b, "- "...), item), '\n')
	}
	return append(b, '\n')
}

// appendReference appends the number of a source: " [3]".
func appendReference(b []byte, n int) []byte {
	return append(strconv.AppendInt(append(b, ` \[`...), int64(n), 10), `\]`...)
}

// appendMarkdown appends a text of one line so that Markdown shows it as it is.
func appendMarkdown(b []byte, text string) []byte {
	for _, c := range []byte(text) {
		switch c {
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '&':
			b = append(b, "&amp;"...)
		case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '$':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return b
}
