package estimator

import (
	"slices"
	"strconv"
	"strings"
)

// A markup is the way a document is written: Markdown or LaTeX. Texts come in plain; each method escapes them.
type markup interface {
	heading(w *textWriter, text string)
	paragraph(w *textWriter, text string, sources ...int) // sources are numbers of the report's list, from 1
	table(w *textWriter, caption string, header []string, rows []tableRow)
	list(w *textWriter, title string, items []string) // nothing when there are none
}

// A tableRow is the cells of a row, and the source that its last cell cites; 0 is none.
type tableRow struct {
	cells  []string
	source int
}

// writeDocument writes what Markdown and LaTeX share: the sentence, what is counted, the known quantities, the breakdown
// with the published figures behind it, what is not counted, and the notes.
func (r *Report) writeDocument(w *textWriter, m markup, sources []*Source) {
	x := r.Result
	m.heading(w, "Energy and carbon of "+r.title("the work"))
	r.writeStatement(w, m, citation(sources, x.PUE.Source), citation(sources, x.Grid.Source))
	m.paragraph(w, "The ends of each range are what the inputs allow; they are no confidence interval.")

	var rows []tableRow
	for _, f := range r.figures() {
		rows = append(rows, row(f.label, f.value, f.unit))
	}
	m.table(w, "Quantities", []string{"Quantity", "Estimate", "Range"}, rows)
	for i := range groups {
		if rows = r.termRows(groups[i].group, (*Term).product); rows != nil {
			m.table(w, groups[i].title+", term by term", []string{"Term", "Estimate", "Range", "Formula"}, rows)
		}
	}
	if rows = r.inputRows(sources); rows != nil {
		m.table(w, "Published figures used", []string{"Figure", "Value", "Range", "Source"}, rows)
	}
	m.list(w, "Not counted", r.omissions())
	m.list(w, "Notes", r.notes())
}

// writeStatement writes the paragraphs that every document has: the sentence, what is counted, and the sensitivity.
func (r *Report) writeStatement(w *textWriter, m markup, sources ...int) {
	m.paragraph(w, r.Sentence(), sources...)
	m.paragraph(w, "Counted: "+strings.Join(r.counted(), ", ")+".")
	if s := oneLine(r.Sensitivity); s != "" {
		m.paragraph(w, "Sensitivity to hyper-parameters: "+s)
	}
}

// row is a label with a value and its range, and what else is said of it.
func row(label string, v Range[float64], unit string, more ...string) tableRow {
	return tableRow{cells: append([]string{label, FormatQuantity(v.Mid, unit), span(v, unit)}, more...)}
}

// termRows is the breakdown of a group, with a formula in words.
func (r *Report) termRows(group Group, formula func(*Term) string) (rows []tableRow) {
	for i := range r.Result.Terms {
		if t := &r.Result.Terms[i]; t.Group == group {
			rows = append(rows, row(t.Label, t.Value, t.Unit, formula(t)))
		}
	}
	return rows
}

// inputRows is every figure in the breakdown that somebody published, with its source, under the first term that has it.
func (r *Report) inputRows(sources []*Source) (rows []tableRow) {
	var seen []*Input
	for i := range r.Result.Terms {
		t := &r.Result.Terms[i]
		for j := range t.Inputs {
			in := &t.Inputs[j]
			n := citation(sources, in.Source)
			if n == 0 || slices.ContainsFunc(seen, in.sameFigure) {
				continue
			}
			seen = append(seen, in)
			cited := row(t.Label+": "+in.Name, in.Value, in.Unit, shortOrigin(in.Source, in.Year))
			cited.source = n
			rows = append(rows, cited)
		}
	}
	return rows
}

// sameFigure reports whether two inputs are the same number from the same source.
func (i *Input) sameFigure(o *Input) bool {
	return i.Name == o.Name && i.Value == o.Value && i.Source.ID == o.Source.ID
}

// product writes the term's formula with its numbers: "count 8 × hours 24 h × rated power 400 W × load 0.8". A sum of earlier
// terms is named only, because it stands in the table.
func (t *Term) product() string {
	var w textWriter
	for i := range t.Inputs {
		in := &t.Inputs[i]
		sign := " × "
		switch {
		case in.Role == Divided && i > 0:
			sign = " ÷ "
		case in.Role == Divided:
			sign = "1 ÷ "
		case i == 0:
			sign = ""
		}
		text := in.Name
		if in.Sum == NoSum {
			text += " " + in.number()
		}
		if in.Role == Excess {
			text = "(" + text + " − 1)"
		}
		w.add(sign, text)
	}
	return string(w.b)
}

// number writes the input's value: what was given or counted with six digits, so that 2048 stays 2048; the rest as
// every quantity.
func (i *Input) number() string {
	v := i.Value.Mid
	if text := strconv.FormatFloat(v, 'g', 6, 64); i.Value.IsExact() && roundSignificant(v) != v && strings.IndexByte(text, 'e') < 0 {
		return withUnit(text, i.Unit)
	}
	return FormatQuantity(v, i.Unit)
}
