package estimator

import (
	"strconv"
	"strings"
)

// AppendMarkdown appends a statement for a paper or a repository: a paragraph, tables of quantities, terms and figures,
// what is not counted, and the numbered sources. It is GitHub's Markdown; what the user typed is escaped.
func (r *Report) AppendMarkdown(b []byte) []byte {
	w, sources := textWriter{b}, r.sources()
	r.writeDocument(&w, markdown{}, sources)
	if len(sources) > 0 {
		w.line("### Sources\n")
	}
	for i, s := range sources {
		year := ""
		if s.Year != 0 {
			year = ", " + strconv.Itoa(s.Year)
		}
		w.line(strconv.Itoa(i+1), ". ", escaped(s.Citation(), markdownEscapes), year, ". <", s.URL, ">; licence: ", escaped(s.Licence, markdownEscapes))
	}
	return w.b
}

type markdown struct{}

func (markdown) heading(w *textWriter, text string) {
	w.line("## ", escaped(text, markdownEscapes), "\n")
}

func (markdown) paragraph(w *textWriter, text string, sources ...int) {
	w.add(escaped(text, markdownEscapes))
	for _, n := range sources {
		w.add(reference(n))
	}
	w.line("\n")
}

func (markdown) table(w *textWriter, caption string, header []string, rows []tableRow) {
	w.add("### ", caption, "\n\n| ", strings.Join(header, " | "), " |\n| --- | ---: |") // the second is a number
	for range header[2:] {
		w.add(" --- |")
	}
	w.line()
	for i := range rows {
		w.add("|")
		last := len(rows[i].cells) - 1
		for j, cell := range rows[i].cells {
			w.add(" ", escaped(cell, markdownEscapes))
			if j == last {
				w.add(reference(rows[i].source))
			}
			w.add(" |")
		}
		w.line()
	}
	w.line()
}

func (markdown) list(w *textWriter, title string, items []string) {
	if len(items) == 0 {
		return
	}
	w.line("### ", title, "\n")
	for _, item := range items {
		w.line("- ", escaped(item, markdownEscapes))
	}
	w.line()
}

// reference is the number of a source in brackets; 0 is none.
func reference(n int) string {
	if n == 0 {
		return ""
	}
	return ` \[` + strconv.Itoa(n) + `\]`
}

// markdownEscapes is what Markdown or the HTML in it would read as marks.
var markdownEscapes = []escape{
	{"<", "&lt;"}, {">", "&gt;"}, {"&", "&amp;"}, {`\`, `\\`}, {"`", "\\`"}, {"*", `\*`}, {"_", `\_`},
	{"[", `\[`}, {"]", `\]`}, {"|", `\|`}, {"#", `\#`}, {"~", `\~`}, {"$", `\$`},
}
