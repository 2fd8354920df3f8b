package estimator

import (
	"strconv"
	"strings"
)

// appendBibTeX appends an entry for gramwatt itself and one for each source.
func (r *Report) appendBibTeX(b []byte, sources []*Source) []byte {
	b = append(b, "@misc{gramwatt,\n  title = {{gramwatt: energy and carbon of computing}},\n"...)
	year, _, _ := strings.Cut(r.Result.DataVersion, ".")
	b = appendLine(b, "  year = {", year, "},\n  note = {Version ", EngineVersion, ", data ", r.Result.DataVersion, "}\n}")
	for _, s := range sources {
		b = appendLine(b, "@misc{", citeKey(s), ",")
		if s.Publisher != "" {
			b = appendLine(b, "  author = {{", texEscapes.Replace(s.Publisher), "}},")
		}
		b = appendLine(b, "  title = {{", texEscapes.Replace(s.Title), "}},")
		if s.Year != 0 {
			b = appendLine(b, "  year = {", strconv.Itoa(s.Year), "},")
		}
		b = appendLine(b, "  howpublished = {\\url{", s.URL, "}},")
		b = appendLine(b, "  note = {As of ", s.AsOf, ", licence: ", texEscapes.Replace(s.Licence), "}\n}")
	}
	return b
}

// citeKey is the name of a source in a bibliography, apart from the keys that a paper has already.
func citeKey(s *Source) string { return "gramwatt-" + s.ID }
