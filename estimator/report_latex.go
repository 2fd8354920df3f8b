package estimator

import "strings"

// AppendLaTeX appends a paragraph with tables for a paper, and the BibTeX of gramwatt and of each source, all of which
// it cites and LaTeX writes to gramwatt.bib as it runs. It needs the package url or hyperref, and no other. What the user typed
// is escaped; its letters beyond Latin need XeLaTeX or LuaLaTeX.
func (r *Report) AppendLaTeX(b []byte) []byte {
	w, sources := textWriter{b}, r.sources()
	w.line("% By ", versions(r.Result), ". In the preamble: \\usepackage{url}. At the end: \\bibliographystyle{plain} \\bibliography{gramwatt}")
	w.line("\\begin{filecontents*}[overwrite]{gramwatt.bib}")
	writeBibTeX(&w, r.Result, sources)
	w.line("\\end{filecontents*}\n")
	r.writeDocument(&w, latex{sources}, sources)
	w.add("\\nocite{gramwatt") // a source of a term that no table cites, such as what a sensor's readings are worth, is listed too
	for _, s := range sources {
		w.add(",", citeKey(s))
	}
	w.line("}")
	return w.b
}

type latex struct{ sources []*Source }

func (latex) heading(w *textWriter, text string) {
	w.line("\\paragraph{", escaped(text, latexEscapes), ".}")
}

func (m latex) paragraph(w *textWriter, text string, sources ...int) {
	w.add(escaped(text, latexEscapes))
	if len(sources) > 0 {
		w.add("~\\cite{gramwatt")
		for _, n := range sources {
			if n > 0 {
				w.add(",", citeKey(m.sources[n-1]))
			}
		}
		w.add("}")
	}
	w.line("\n")
}

func (m latex) table(w *textWriter, caption string, header []string, rows []tableRow) {
	more := ""
	if len(header) > 3 {
		more = "p{0.28\\linewidth}"
	}
	w.line("\\begin{table}[ht]\n\\centering\\small\n\\caption{", caption, ".}\n\\begin{tabular}{p{0.3\\linewidth}rr", more, "}\n\\hline\n", strings.Join(header, " & "), " \\\\\n\\hline")
	for i := range rows {
		gap := ""
		for _, cell := range rows[i].cells {
			w.add(gap, escaped(cell, latexEscapes))
			gap = " & "
		}
		if n := rows[i].source; n > 0 {
			w.add("~\\cite{", citeKey(m.sources[n-1]), "}")
		}
		w.line(" \\\\")
	}
	w.line("\\hline\n\\end{tabular}\n\\end{table}\n")
}

func (latex) list(w *textWriter, title string, items []string) {
	if len(items) == 0 {
		return
	}
	w.line("\\noindent ", title, ":\n\\begin{itemize}")
	for _, item := range items {
		w.line("\\item ", escaped(item, latexEscapes))
	}
	w.line("\\end{itemize}\n")
}

// latexEscapes is what is special to LaTeX, and signs that its plain fonts lack. Brackets would be read as options after
// a row's end. Every replacement has its braces in pairs, because BibTeX counts them.
var latexEscapes = []escape{
	{"CO2", `CO\textsubscript{2}`},
	{`\`, `\textbackslash{}`}, {"{", `\textbraceleft{}`}, {"}", `\textbraceright{}`}, {"[", "{[}"}, {"]", "{]}"},
	{"$", `\$`}, {"%", `\%`}, {"&", `\&`}, {"#", `\#`}, {"_", `\_`}, {"~", `\textasciitilde{}`}, {"^", `\textasciicircum{}`},
	{"<", `\textless{}`}, {">", `\textgreater{}`}, {"|", `\textbar{}`}, {`"`, "''"},
	{"×", `$\times$`}, {"÷", `$\div$`}, {"−", "$-$"}, {"²", `\textsuperscript{2}`}, {"³", `\textsuperscript{3}`},
}
