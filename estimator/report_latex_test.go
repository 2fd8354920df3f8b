package estimator

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// No TeX is needed to run the tests, so that a reader of the few commands that reports use stands in for it. It is stricter
// than LaTeX: what it lets through compiles with the kernel of 2020 or later and the package url, but for letters that the
// fonts lack.

// texCommands are the commands that a report may use in text, and how many arguments in braces each takes. All are of LaTeX's
// kernel, but for url, which the first line of a report asks for.
var texCommands = map[string]int{
	"paragraph": 1, "caption": 1, "cite": 1, "url": 1, "textsubscript": 1, "textsuperscript": 1,
	"centering": 0, "small": 0, "hline": 0, "noindent": 0, "item": 0,
	"textbackslash": 0, "textbraceleft": 0, "textbraceright": 0, "textasciitilde": 0, "textasciicircum": 0, "textless": 0, "textgreater": 0, "textbar": 0,
	"%": 0, "$": 0, "&": 0, "#": 0, "_": 0,
}

// texMath are those between dollar signs.
var texMath = map[string]bool{"times": true, "div": true}

// texEnvironments are those that a report may open, and in which of them ("" is none).
var texEnvironments = map[string]string{"table": "", "tabular": "table", "itemize": ""}

// texColumns is how the columns of a table are declared: paragraphs of a part of the line, and figures to the right.
var texColumns = regexp.MustCompile(`^\{((?:p\{0\.\d+\\linewidth\}|r)+)\}`)

// A texReader reads the text of a report from a position.
type texReader struct {
	text  string
	at    int
	open  []texOpen
	cited map[string]bool
}

// texOpen is an environment or a group in braces that is open.
type texOpen struct {
	name    string // of the environment; "{" for a group
	columns int    // of a table
	cells   int    // of its row so far, less one
	filled  bool   // something stands in the row, or in the list
	caption bool
}

// texFault returns what is wrong with a report in LaTeX, and nothing when it is sound.
func texFault(text string) string {
	head, rest, found := strings.Cut(text, "\n\\begin{filecontents*}[overwrite]{gramwatt.bib}\n")
	bib, body, closed := strings.Cut(rest, "\\end{filecontents*}\n")
	if !found || !closed || !strings.HasPrefix(head, "% ") || strings.Contains(head, "\n") || !strings.Contains(head, `\usepackage{url}`) {
		return "the report does not begin with its preamble and its bibliography"
	}
	keys, fault := bibKeys(bib)
	if fault != "" {
		return fault
	}
	r := texReader{text: body, cited: map[string]bool{}}
	if fault := r.read(); fault != "" {
		return fmt.Sprintf("%s at %.60q", fault, r.text[min(r.at, len(r.text)):])
	}
	for _, key := range keys {
		if !r.cited[key] {
			return "nothing cites " + key
		}
		delete(r.cited, key)
	}
	for key := range r.cited {
		return "no entry for " + key
	}
	return ""
}

// read goes through the text once.
func (r *texReader) read() string {
	for r.at < len(r.text) {
		top := &texOpen{}
		if len(r.open) > 0 {
			top = &r.open[len(r.open)-1]
		}
		switch c := r.text[r.at]; c {
		case '\\':
			if fault := r.command(top); fault != "" {
				return fault
			}
			continue
		case '{':
			r.open = append(r.open, texOpen{name: "{"})
		case '}':
			if top.name != "{" {
				return "a brace closes what it did not open"
			}
			r.open = r.open[:len(r.open)-1]
		case '&':
			if top.name != "tabular" {
				return "a column outside a table"
			}
			if top.cells++; top.cells >= top.columns {
				return "a cell too many"
			}
			top.filled = true
		case '$':
			if fault := r.math(); fault != "" {
				return fault
			}
			continue
		case '~':
			if !strings.HasPrefix(r.text[r.at:], `~\cite{`) {
				return "~ is not escaped"
			}
		case '%', '#', '_', '^', '<', '>', '|', '"':
			return "a sign is not escaped"
		case '[':
			if !strings.HasSuffix(r.text[:r.at], "{") { // else it may be read as the option of what is before it
				return "a bracket may begin an option"
			}
		case '\n':
			if strings.HasPrefix(r.text[r.at:], "\n\n") && slices.ContainsFunc(r.open, func(o texOpen) bool { return o.name == "{" || o.name == "tabular" }) {
				return "a paragraph ends inside braces or a table"
			}
		default:
			if c < 0x20 || c == 0x7f {
				return "a control character"
			}
			letter, size := utf8.DecodeRuneInString(r.text[r.at:])
			if letter == utf8.RuneError && size == 1 {
				return "a byte that is no UTF-8"
			}
			r.at += size - 1
			if top.name == "itemize" && !top.filled && c != ' ' {
				return "text before the first item"
			}
			if c != ' ' {
				top.filled = true
			}
		}
		r.at++
	}
	if len(r.open) > 0 {
		return r.open[len(r.open)-1].name + " stays open"
	}
	return ""
}

// name reads the name of a command after the backslash: letters, or one other sign.
func (r *texReader) name() string {
	end := r.at + 1
	for end < len(r.text) && (r.text[end]|0x20 >= 'a' && r.text[end]|0x20 <= 'z') {
		end++
	}
	if end == r.at+1 && end < len(r.text) {
		end++
	}
	name := r.text[r.at+1 : end]
	r.at = end
	return name
}

// argument reads {word} and returns it.
func (r *texReader) argument() (string, bool) {
	rest := r.text[r.at:]
	end := strings.IndexAny(rest, "}\n")
	if !strings.HasPrefix(rest, "{") || end < 0 || rest[end] != '}' || strings.Contains(rest[1:end], "{") {
		return "", false
	}
	r.at += end + 1
	return rest[1:end], true
}

func (r *texReader) command(top *texOpen) string {
	name := r.name()
	switch name {
	case "begin":
		return r.begin(top)
	case "end":
		kind, ok := r.argument()
		if !ok || top.name != kind {
			return `\end{` + kind + `} ends ` + top.name
		}
		switch {
		case kind == "tabular" && (top.filled || top.cells > 0):
			return "the last row has no end"
		case kind == "table" && !top.caption:
			return "a table without a caption"
		case kind == "itemize" && !top.filled:
			return "an empty list"
		}
		r.open = r.open[:len(r.open)-1]
		return ""
	case `\`:
		if top.name != "tabular" || top.cells+1 != top.columns {
			return fmt.Sprintf("a row ends after %d of %d cells", top.cells+1, top.columns)
		}
		top.cells, top.filled = 0, false
		if rest := strings.TrimLeft(r.text[r.at:], " \n"); strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "*") {
			return "what follows a row's end would be read as its option"
		}
		return ""
	case "cite", "nocite":
		keys, ok := r.argument()
		if !ok || keys == "" {
			return "a citation of nothing"
		}
		for _, key := range strings.Split(keys, ",") {
			r.cited[key] = true
		}
		return ""
	case "url":
		if address, ok := r.argument(); !ok || strings.ContainsAny(address, `\%#{} `) {
			return "an address that cannot be printed"
		}
		return ""
	}
	arguments, known := texCommands[name]
	inside := func(environment string) bool { return top.name == environment }
	switch {
	case !known:
		return `\` + name + " is not declared"
	case arguments > 0 && !strings.HasPrefix(r.text[r.at:], "{"):
		return `\` + name + " lacks its argument"
	case name == "hline" && (!inside("tabular") || top.cells > 0 || top.filled):
		return `\hline inside a row`
	case name == "item" && !inside("itemize"):
		return `\item outside a list`
	case name == "caption" && !inside("table"):
		return `\caption outside a table`
	case name == "paragraph" && len(r.open) > 0:
		return `\paragraph inside something`
	case arguments == 0 && len(name) > 1 && r.at < len(r.text) && r.text[r.at]|0x20 >= 'a' && r.text[r.at]|0x20 <= 'z':
		return "letters follow the name of a command"
	case strings.HasPrefix(name, "text") && arguments == 0 && !strings.HasPrefix(r.text[r.at:], "{}"):
		return `\` + name + " would eat the space after it"
	}
	top.caption = top.caption || name == "caption"
	top.filled = top.filled || name == "item" || inside("tabular") && name != "hline"
	return ""
}

func (r *texReader) begin(top *texOpen) string {
	kind, ok := r.argument()
	parent, known := texEnvironments[kind]
	if !ok || !known || top.name != parent {
		return `\begin{` + kind + "} has no place here"
	}
	opened := texOpen{name: kind}
	switch kind {
	case "table":
		if !strings.HasPrefix(r.text[r.at:], "[ht]\n") {
			return "a table without its place"
		}
		r.at += len("[ht]")
	case "tabular":
		columns := texColumns.FindStringSubmatch(r.text[r.at:])
		if columns == nil {
			return "a table without its columns"
		}
		opened.columns = strings.Count(columns[1], "r") + strings.Count(columns[1], "p{")
		r.at += len(columns[0])
	}
	r.open = append(r.open, opened)
	return ""
}

// math reads from a dollar sign to the next.
func (r *texReader) math() string {
	r.at++
	for start := r.at; r.at < len(r.text); {
		switch c := r.text[r.at]; {
		case c == '$':
			if r.at == start {
				return "nothing between dollar signs"
			}
			r.at++
			return ""
		case c == '\\':
			if name := r.name(); !texMath[name] {
				return `\` + name + " is not declared for formulas"
			}
		case c == '-':
			r.at++
		default:
			return "this is no formula"
		}
	}
	return "a formula stays open"
}

// bibEntry is one source as reports write it; what is between the outer braces of a field is checked apart.
var bibEntry = regexp.MustCompile(`^@misc\{([a-z0-9.-]+),\n((?:  [a-z]+ = \{.*\},?\n)+)\}\n`)

// bibKeys returns the keys of a bibliography.
func bibKeys(bib string) (keys []string, fault string) {
	for bib != "" {
		m := bibEntry.FindStringSubmatch(bib)
		if m == nil {
			return nil, fmt.Sprintf("no entry begins at %.60q", bib)
		}
		if slices.Contains(keys, m[1]) {
			return nil, "two entries of " + m[1]
		}
		keys, bib = append(keys, m[1]), bib[len(m[0]):]
		lines := strings.Split(strings.TrimSuffix(m[2], "\n"), "\n")
		for i, line := range lines {
			field, value, _ := strings.Cut(strings.TrimSpace(line), " = ")
			if comma := strings.HasSuffix(value, ","); comma != (i < len(lines)-1) {
				return nil, "a comma is missing, or too many, after " + field + " of " + m[1]
			}
			if !slices.Contains([]string{"author", "title", "year", "howpublished", "note"}, field) {
				return nil, field + " is no field of " + m[1]
			}
			depth := 0
			for _, c := range strings.TrimSuffix(value, ",") { // BibTeX counts every brace, escaped or not
				switch c {
				case '{':
					depth++
				case '}':
					depth--
				}
				if depth < 0 {
					return nil, "a brace too many in " + field + " of " + m[1]
				}
			}
			inner := texReader{text: strings.TrimSuffix(value, ","), cited: map[string]bool{}}
			if fault := inner.read(); depth != 0 || fault != "" {
				return nil, fmt.Sprintf("%s of %s: %d braces open; %s", field, m[1], depth, fault)
			}
		}
	}
	return keys, ""
}

// hostile are names that would break a document that took them as they are.
var hostile = append(slices.Clone(nasty), `\input{/etc/passwd}`, `\end{tabular}`, `& & &`, `\\[5cm]`, `*`, `[b] x`, "~", "^^M", `\verb|x|`, "a\n\nb", `$\times`, "--", "?`!`", `\item`, "50 % & more_", "{", `}{`, `\begin{itemize}`, `"`, "ÄÖÜ ß ±", "CO2")

// TestLaTeXIsSound reads the reports of every kind of scenario under hostile names.
func TestLaTeXIsSound(t *testing.T) {
	golden, err := os.ReadFile("testdata/report_latex.golden")
	if err != nil {
		t.Fatal(err)
	}
	if fault := texFault(string(golden)); fault != "" {
		t.Errorf("the golden report: %s", fault)
	}
	for _, query := range []string{
		"hw=a100-sxm4-80gb&n=2048&u=80&hw.2=h100-sxm5-80gb&n.2=4&pw.2=500&cpu=AMD%20EPYC%207763&cn=2&mem=1024&h=24.5&of=1.1&x=3&r=aws:us-east-1&job=llm-finetuning&emb=1",
		"hw=a100-sxm4-80gb&h=1&r=FR&cw=100&n=3", "kwh=5&ci=0", "hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&lay=32&wid=4096&ctx=4096&rec=full&r=DE&emb=1&t0=3",
		"qe=0.001&qd=1e5&qdays=365&r=PL", "hw=a100-sxm4-80gb&n=8&h=10&qp=7e9&qout=300&qd=1e4&qy=2&scc=-50&mci=10&net=100&ssd=10&basis=marginal", "hw=t4&u=80&sm=2,0.31,0.3&swu=1&epo=3&sam=1e6&bat=64&mix=coal:40,hydro:60&puec=cooling:50,servers:50",
		"hw=t4&h=1&pp=whole-project&ih=5&cp=80", "hw=NVIDIA%20A100-SXM4-80GB%20MIG%201g.10gb&h=1",
	} {
		for _, name := range hostile {
			s, _, err := ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			s.Name = name
			for i := range s.Accelerators { // a card of the user's own, of the speed of none
				if d := &s.Accelerators[i]; !s.sized() && !s.Inference.given() {
					d.ID, d.Name, d.Rated, d.Idle = "", name, Some(Watts(300)), Some(Watts(30))
				}
			}
			x, err := Estimate(Default(), &s)
			if err != nil {
				t.Fatalf("%s named %q: %v", query, name, err)
			}
			r := &Report{Catalog: Default(), Spec: &s, Result: &x, Sensitivity: name}
			if fault := texFault(string(r.AppendLaTeX(nil))); fault != "" {
				t.Fatalf("%s named %q: %s", query, name, fault)
			}
		}
	}
}

// TestTexFault makes sure that the reader finds what would stop LaTeX or print something else.
func TestTexFault(t *testing.T) {
	const before = "% \\usepackage{url}\n\\begin{filecontents*}[overwrite]{gramwatt.bib}\n@misc{a,\n  title = {{A}},\n  year = {2026}\n}\n\\end{filecontents*}\n"
	const cited = "~\\cite{a}\n"
	table := func(rows string) string {
		return "\\begin{table}[ht]\n\\centering\\small\n\\caption{T.}\n\\begin{tabular}{p{0.3\\linewidth}rr}\n\\hline\n" + rows + "\\hline\n\\end{tabular}\n\\end{table}\n"
	}
	for _, sound := range []string{"", "a 5 \\% b\n\n", "{[}x{]}\n", "$\\times$ $-$\n", table("a & b & c \\\\\n"), table(""), "\\noindent N:\n\\begin{itemize}\n\\item a\n\\end{itemize}\n", "CO\\textsubscript{2}\n", "\\textless{}b\n", "\\paragraph{a.}\n"} {
		if fault := texFault(before + sound + cited); fault != "" {
			t.Errorf("%q: %s", sound, fault)
		}
	}
	for _, broken := range []string{"{", "}", "a & b", "$x$", "$", "$$", "$\\sum$", "5 % b", "a_b", "x^2", "#", "~", "<b>", `"`, "|", "a[b]", "\\input{x}", "\\textless b", "\\textsubscript 2", "\\\\", "\\item a", "\\hline", "\\cite{}", "\\cite{b}",
		"\\end{table}", "\\begin{table}[ht]\n\\end{table}", "\\begin{document}", "\\begin{tabular}{rr}\\end{tabular}", "\\begin{itemize}\n\\end{itemize}", "\\begin{itemize}\na\n\\end{itemize}", "\\paragraph{a\n\nb}", "\x01", "\xff", "\\caption{a}", "\\url{a b}", "{\\paragraph{a}}",
		table("a & b \\\\\n"), table("a & b & c & d \\\\\n"), table("a & b & c\n"), table("a & b & c \\\\\n[x] & b & c \\\\\n"), table("a & b & c \\\\\n* & b & c \\\\\n"), table("a & {b & c} & d \\\\\n")} {
		if fault := texFault(before + broken + cited); fault == "" {
			t.Errorf("%q is let through", broken)
		}
	}
	for _, broken := range []string{strings.Replace(before, "{{A}}", "{{A}", 1), strings.Replace(before, "{{A}}", "{A}}", 1), strings.Replace(before, "{{A}},", "{{A}}", 1), strings.Replace(before, "{{A}}", "{{5 % A}}", 1),
		strings.Replace(before, "@misc{a", "@misc{b", 1), strings.Replace(before, "year", "years", 1), strings.Replace(before, "url", "amsmath", 1), strings.Replace(before, "{{A}}", "{{\\}}}", 1)} {
		if fault := texFault(broken + cited); fault == "" {
			t.Errorf("%q is let through", broken)
		}
	}
}

// TestLaTeXHasTheLetters: what the reports write of their own, with the names of sources, places and hardware, has no letter
// that LaTeX's plain fonts lack: Latin ones, and these signs.
func TestLaTeXHasTheLetters(t *testing.T) {
	c := Default()
	var texts []string
	for _, s := range c.Sources() {
		texts = append(texts, s.Title, s.Publisher, s.Licence)
	}
	for i := range c.Places() {
		texts = append(texts, c.Places()[i].Name)
	}
	for i := range c.CloudRegions() {
		texts = append(texts, c.CloudRegions()[i].Name, c.CloudRegions()[i].City)
	}
	for i := range c.Accelerators() {
		texts = append(texts, c.Accelerators()[i].Name)
	}
	golden, err := os.ReadFile("testdata/report_latex.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(texts, string(golden)) {
		for _, letter := range escaped(text, latexEscapes) {
			if latin := unicode.Is(unicode.Latin, letter) && letter < 0x180; letter >= 0x80 && !latin && !strings.ContainsRune("±·°–—‘’“”…µ€§", letter) {
				t.Errorf("%q (%U) needs an escape: %.80s", letter, letter, text)
			}
		}
	}
}
