package estimator

import "strings"

// AppendLaTeX appends a paragraph with tables for a paper, and the BibTeX of gramwatt and of each source that it cites,
// which LaTeX writes to gramwatt.bib as it runs. It needs the package url or hyperref, and no other. What the user typed
// is escaped; its letters beyond Latin need XeLaTeX or LuaLaTeX.
func (r *Report) AppendLaTeX(b []byte) []byte {
	sources := r.sources()
	b = appendLine(b, "% By ", versions(r.Result), ". In the preamble: \\usepackage{url}. At the end: \\bibliographystyle{plain} \\bibliography{gramwatt}")
	b = append(b, "\\begin{filecontents*}[overwrite]{gramwatt.bib}\n"...)
	b = r.appendBibTeX(b, sources)
	b = append(b, "\\end{filecontents*}\n\n"...)
	return r.appendDocument(b, latex{sources}, sources)
}

type latex struct{ sources []*Source }

func (latex) heading(b []byte, text string) []byte {
	return append(appendLaTeX(append(b, "\\paragraph{"...), text), ".}\n"...)
}

func (m latex) paragraph(b []byte, text string, sources []int) []byte {
	b = appendLaTeX(b, text)
	if len(sources) > 0 {
		b = append(b, "~\\cite{gramwatt"...)
		for _, n := range sources {
			b = append(append(b, ','), citeKey(m.sources[n-1])...)
		}
		b = append(b, '}')
	}
	return append(b, "\n\n"...)
}

func (m latex) table(b []byte, caption string, header []string, rows []tableRow) []byte {
	if len(rows) == 0 {
		return b
	}
	b = append(appendLaTeX(append(b, "\\begin{table}[ht]\n\\centering\\small\n\\caption{"...), caption), ".}\n\\begin{tabular}{p{0.3\\linewidth}rr"...)
	if len(header) > 3 {
		b = append(b, "p{0.28\\linewidth}"...)
	}
	b = append(b, "}\n\\hline\n"...)
	b = append(append(b, strings.Join(header, " & ")...), " \\\\\n\\hline\n"...)
	for i := range rows {
		for j, cell := range rows[i].cells {
			if j > 0 {
				b = append(b, " & "...)
			}
			b = appendLaTeX(b, cell)
		}
		if n := rows[i].source; n > 0 {
			b = append(append(append(b, "~\\cite{"...), citeKey(m.sources[n-1])...), '}')
		}
		b = append(b, " \\\\\n"...)
	}
	return append(b, "\\hline\n\\end{tabular}\n\\end{table}\n\n"...)
}

func (latex) list(b []byte, title string, items []string) []byte {
	if len(items) == 0 {
		return b
	}
	b = append(append(append(b, "\\noindent "...), title...), ":\n\\begin{itemize}\n"...)
	for _, item := range items {
		b = append(appendLaTeX(append(b, "\\item "...), item), '\n')
	}
	return append(b, "\\end{itemize}\n\n"...)
}

// texEscapes writes what is special to LaTeX, and signs that its plain fonts lack. Brackets would be read as options
// after a row's end. Every replacement has its braces in pairs, because BibTeX counts them.
var texEscapes = strings.NewReplacer(
	"CO2e", `CO\textsubscript{2}e`, "CO2", `CO\textsubscript{2}`,
	`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "[", "{[}", "]", "{]}",
	"$", `\$`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	"<", `\textless{}`, ">", `\textgreater{}`, "|", `\textbar{}`, `"`, "''",
	"×", `$\times$`, "÷", `$\div$`, "−", "$-$", "²", `\textsuperscript{2}`, "³", `\textsuperscript{3}`)

// appendLaTeX appends a text of one line so that LaTeX shows it as it is.
func appendLaTeX(b []byte, text string) []byte { return append(b, texEscapes.Replace(text)...) }
