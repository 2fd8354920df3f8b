package estimator

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGoldenReports holds each form of one rich scenario to the letter.
func TestGoldenReports(t *testing.T) {
	r := reportOf(t, "hw=a100-sxm4-80gb&n=2048&u=80&hw.2=h100-sxm5-80gb&n.2=4&pw.2=500&cpu=AMD%20EPYC%207763&cn=2&mem=1024&h=24.5&of=1.1&x=3&r=aws:us-east-1&job=llm-finetuning&emb=1&name=fine_tune%20%26%20test",
		"learning rate ±2×: 3 % of F1; the rest below 1 %")
	for _, format := range []string{"text", "csv", "markdown", "latex", "modelcard", "boamps"} {
		path := "testdata/report_" + format + ".golden"
		got, _ := r.Append(nil, format)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
		for i := range max(len(g), len(w)) {
			if i >= len(g) || i >= len(w) || g[i] != w[i] {
				t.Errorf("line %d differs from %s; see the difference after `go test -update`\ngot  %q\nwant %q", i+1, path, line(g, i), line(w, i))
				break
			}
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(none)"
}

// nasty is what a user may type into a label.
var nasty = []string{`100% of $5 & #1_a^b~c {x} [y] \end{document} "q" <b>|z|`, "}", "{{{", `\`, `\\`, "]", "%", "a\nb\tc\x00\x7f\u0085d\u2028", "---\nx: y", "`*_~", "\xff\xfe", "é 日本 😀",
	"| --- |", "<script>", "CO2e", "&amp;", `\[1\]`, "$", "%\\\n"}

// TestMarkupHolds writes every form with nasty labels and checks its structure.
func TestMarkupHolds(t *testing.T) {
	for _, text := range nasty {
		checkMarkup(t, text, text)
	}
}

func FuzzReport(f *testing.F) {
	for _, text := range nasty {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, name, sensitivity string) { checkMarkup(t, name, sensitivity) })
}

func checkMarkup(t *testing.T, name, sensitivity string) {
	t.Helper()
	r := reportOf(t, "hw=a100-sxm4-80gb&h=1&r=FR&cw=100&n=3", sensitivity)
	r.Result.Name = name
	r.Spec.Accelerators[0] = Device{Name: name, Rated: Some(Watts(300))}
	shown := oneLine(name)

	if problem := texProblem(string(r.AppendLaTeX(nil))); problem != "" {
		t.Errorf("LaTeX of %q: %s", name, problem)
	}
	for l := range strings.Lines(string(r.AppendMarkdown(nil))) {
		if n := strings.Count(strings.ReplaceAll(l, `\|`, ""), "|"); strings.HasPrefix(l, "|") && n != 4 && n != 5 || !strings.HasPrefix(l, "|") && n > 0 {
			t.Errorf("Markdown of %q: %d bars in %q", name, n, l)
		}
		if found := regexp.MustCompile(`<[^h]|[^\\]\$`).FindString(l); found != "" {
			t.Errorf("Markdown of %q: %q in %q", name, found, l)
		}
	}
	card := string(r.AppendModelCard(nil))
	if got := member(t, card, "hardware_used"); r.Catalog != nil && shown != "" && !strings.HasPrefix(got, "1 × ") {
		t.Errorf("model card of %q: hardware %q", name, got)
	}
	if row := emissionsRow(t, r); row["project_name"] != shown {
		t.Errorf("CSV of %q: project %q, want %q", name, row["project_name"], shown)
	}
	if text := string(r.AppendText(nil)); shown != "" && !strings.HasPrefix(text, shown+"\n") {
		t.Errorf("text of %q begins %.40q", name, text)
	}
}

// texProblem finds what would stop LaTeX: braces or environments that do not match, and special signs that are neither
// escaped nor where they belong.
func texProblem(text string) string {
	var environments []string
	depth, math := 0, 0
	for l := range strings.Lines(text) {
		l = strings.TrimSuffix(l, "\n")
		if strings.HasPrefix(l, "% By ") {
			continue
		}
		inside := ""
		if n := len(environments); n > 0 {
			inside = environments[n-1]
		}
		l = regexp.MustCompile(`\\url\{[^{}\\ ]+\}`).ReplaceAllString(l, "")
		for _, m := range regexp.MustCompile(`\\(begin|end)\{(\w+\*?)\}`).FindAllStringSubmatch(l, -1) {
			switch {
			case m[1] == "begin":
				environments = append(environments, m[2])
			case len(environments) == 0 || environments[len(environments)-1] != m[2]:
				return "\\end{" + m[2] + "} has no beginning: " + l
			default:
				environments = environments[:len(environments)-1]
			}
		}
		cells := 0
		for i := 0; i < len(l); i++ {
			switch c := l[i]; c {
			case '\\':
				i++ // the sign after it is escaped, or begins a command
			case '{':
				depth++
			case '}':
				if depth--; depth < 0 {
					return "a closing brace too many: " + l
				}
			case '$':
				math++
			case '&':
				if cells++; inside != "tabular" {
					return "& outside a table: " + l
				}
			case '%', '#', '_', '^', '~':
				if c != '~' || !strings.HasPrefix(l[i:], `~\cite{`) {
					return string(c) + " is not escaped: " + l
				}
			case '<', '>', '|', '"':
				return string(c) + " is another sign in LaTeX's fonts: " + l
			case '[':
				if l[max(0, i-1)] != '{' && !strings.HasPrefix(l[i:], "[ht]") && !strings.HasPrefix(l[i:], "[overwrite]") {
					return "[ may begin an option: " + l
				}
			}
			if l[i:] != "" && (l[i] < 0x20 || l[i] == 0x7f) {
				return "a control character: " + l
			}
		}
		if inside == "tabular" && cells > 0 && !strings.HasSuffix(l, `\\`) {
			return "a row without its end: " + l
		}
		if depth != 0 && inside != "filecontents*" {
			return "a brace is open at the end of a line: " + l
		}
		if math%2 != 0 {
			return "a $ is open: " + l
		}
	}
	if depth != 0 || len(environments) != 0 {
		return "something is open at the end"
	}
	return ""
}

// TestTexProblem makes sure that the checker sees what it is for.
func TestTexProblem(t *testing.T) {
	for text, ok := range map[string]bool{
		"a\n": true, `\paragraph{x} 5 \%` + "\n": true, "5 %\n": false, "{\n": false, "}\n": false, "a_b\n": false, "a & b\n": false, "$x\n": false, "$x$\n": true,
		"\\begin{a}\n\\end{b}\n": false, "\\begin{a}\n": false, "\\begin{tabular}\na & b \\\\\n\\end{tabular}\n": true, "\\begin{tabular}\na & b\n\\end{tabular}\n": false,
	} {
		if problem := texProblem(text); (problem == "") != ok {
			t.Errorf("%q: problem %q, want none: %v", text, problem, ok)
		}
	}
}

// TestSourcesCanBeCited holds what the reports take as it is.
func TestSourcesCanBeCited(t *testing.T) {
	for _, s := range Default().Sources() {
		if !regexp.MustCompile(`^[a-z0-9.-]+$`).MatchString(s.ID) {
			t.Errorf("source %q cannot be a BibTeX key", s.ID)
		}
		if strings.ContainsAny(s.URL, "{}\\<> \"") {
			t.Errorf("source %s: address %q needs escapes", s.ID, s.URL)
		}
	}
}
