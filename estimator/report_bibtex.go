package estimator

import (
	"strconv"
	"strings"
)

// writeBibTeX writes an entry for gramwatt itself and one for each source.
func writeBibTeX(w *textWriter, x *Result, sources []*Source) {
	year, _, _ := strings.Cut(x.DataVersion, ".")
	w.line("@misc{gramwatt,\n  title = {{gramwatt: energy and carbon of computing}},\n  year = {", year,
		"},\n  note = {Version ", EngineVersion, ", data ", x.DataVersion, "}\n}")
	for _, s := range sources {
		w.line("@misc{", citeKey(s), ",")
		if s.Publisher != "" {
			w.line("  author = {{", escaped(s.Publisher, latexEscapes), "}},")
		}
		w.line("  title = {{", escaped(s.Title, latexEscapes), "}},")
		if s.Year != 0 {
			w.line("  year = {", strconv.Itoa(s.Year), "},")
		}
		w.line("  howpublished = {\\url{", s.URL, "}},\n  note = {As of ", s.AsOf, ", licence: ", escaped(s.Licence, latexEscapes), "}\n}")
	}
}

// citeKey is the name of a source in a bibliography, apart from the keys that a paper has already.
func citeKey(s *Source) string { return "gramwatt-" + s.ID }
