package runs

import (
	"fmt"
	"strings"

	"gramwatt/estimator"
)

// Markdown is the run as a document: what was measured, then the engine's statement on it with formulas and sources.
func (r *Report) Markdown(catalog *estimator.Catalog) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s after %s%s.\n\n", marked(r.Name), capital(r.ending()), duration(r.Seconds), r.label())
	column := r.shareColumn()
	fmt.Fprintf(&b, "| Device | Energy | Above idle | Mean | Peak | Load | %sQuality |\n| --- | ---: | ---: | ---: | ---: | ---: | %s--- |\n", column("Share | "), column("---: | "))
	for i := range r.Devices {
		d := &r.Devices[i]
		if d.Joules == nil {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s%s |\n", marked(d.Name), inKWh(d.Joules), inKWh(d.AboveIdle), inWatts(d.Mean), inWatts(d.Peak), percent(d.Load), column(d.Share.cell()+" | "), d.Quality)
	}
	b.WriteByte('\n')
	for _, line := range r.remarks() {
		fmt.Fprintf(&b, "- %s\n", marked(line))
	}
	b.WriteByte('\n')
	if r.Result == nil {
		b.WriteString("No sensor gave energy, so nothing is said about carbon.\n")
		return []byte(b.String())
	}
	told := estimator.Report{Catalog: catalog, Spec: &r.Spec, Result: r.Result}
	return told.AppendMarkdown([]byte(b.String()))
}

// marked keeps a text from being read as marks.
func marked(text string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", ">", "&gt;", "`", "\\`", "[", `\[`, "]", `\]`, "#", `\#`, "\n", " ").Replace(text)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
