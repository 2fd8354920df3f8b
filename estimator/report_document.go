package estimator

import (
	"strconv"
	"strings"
)

// A markup is the way a document is written: Markdown or LaTeX. Texts come in plain; each method escapes them.
type markup interface {
	heading(b []byte, text string) []byte
	paragraph(b []byte, text string, sources []int) []byte // sources are numbers of the report's list, from 1
	table(b []byte, caption string, header []string, rows []tableRow) []byte
	list(b []byte, title string, items []string) []byte
}

// A tableRow is the cells of a row, and the source that its last cell cites; 0 is none.
type tableRow struct {
	cells  []string
	source int
}

// appendDocument appends what Markdown and LaTeX share: the sentence, what is counted, the known quantities, the
// breakdown with the published figures behind it, what is not counted, and the notes.
func (r *Report) appendDocument(b []byte, m markup, sources []*Source) []byte {
	x := r.Result
	b = m.heading(b, "Energy and carbon of "+r.title("the work"))
	var cited []int
	for _, s := range [...]*Source{x.PUE.Source, x.Grid.Source} {
		if n := citation(sources, s); n > 0 {
			cited = append(cited, n)
		}
	}
	b = m.paragraph(b, r.Sentence(), cited)
	b = m.paragraph(b, "Counted: "+strings.Join(r.counted(), ", ")+". The ends of each range are what the inputs allow; they are no confidence interval.", nil)
	if s := oneLine(r.Sensitivity); s != "" {
		b = m.paragraph(b, "Sensitivity to hyper-parameters: "+s, nil)
	}

	var rows []tableRow
	for _, f := range r.figures() {
		rows = append(rows, tableRow{[]string{f.label, FormatQuantity(f.value.Mid, f.unit), span(f.value, f.unit)}, 0})
	}
	b = m.table(b, "Quantities", []string{"Quantity", "Estimate", "Likely range"}, rows)
	for _, g := range groups {
		if rows = r.termRows(g.group); rows != nil {
			b = m.table(b, g.title+", term by term", []string{"Term", "Estimate", "Likely range", "Formula"}, rows)
		}
	}
	b = m.table(b, "Published figures used", []string{"Figure", "Value", "Range", "Source"}, r.inputRows(sources))

	var items []string
	for _, o := range x.NotCounted {
		items = append(items, o.Label)
	}
	b = m.list(b, "Not counted", items)
	items = nil
	for _, n := range x.Notes {
		items = append(items, n.Message)
	}
	return m.list(b, "Notes", items)
}

// termRows is the breakdown of a group.
func (r *Report) termRows(group Group) (rows []tableRow) {
	for i := range r.Result.Terms {
		if t := &r.Result.Terms[i]; t.Group == group {
			rows = append(rows, tableRow{[]string{t.Label, FormatQuantity(t.Value.Mid, t.Unit), span(t.Value, t.Unit), t.product()}, 0})
		}
	}
	return rows
}

// inputRows is every figure in the breakdown that somebody published, with its source.
func (r *Report) inputRows(sources []*Source) (rows []tableRow) {
	for i := range r.Result.Terms {
		t := &r.Result.Terms[i]
		for j := range t.Inputs {
			in := &t.Inputs[j]
			if n := citation(sources, in.Source); n > 0 {
				rows = append(rows, tableRow{[]string{t.Label + ": " + in.Name, FormatQuantity(in.Value.Mid, in.Unit), span(in.Value, in.Unit), shortOrigin(in.Source, in.Year)}, n})
			}
		}
	}
	return rows
}

// product writes the term's formula with its numbers: "count 8 × hours 24 h × rated power 400 W × load 0.8". A sum of earlier
// terms is named only, because it stands in the table.
func (t *Term) product() string {
	var b []byte
	for i := range t.Inputs {
		in := &t.Inputs[i]
		switch {
		case in.Role == Divided && i > 0:
			b = append(b, " ÷ "...)
		case in.Role == Divided:
			b = append(b, "1 ÷ "...)
		case i > 0:
			b = append(b, " × "...)
		}
		text := in.Name
		if in.Sum == NoSum {
			text += " " + in.number()
		}
		if in.Role == Excess {
			text = "(" + text + " − 1)"
		}
		b = append(b, text...)
	}
	return string(b)
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
