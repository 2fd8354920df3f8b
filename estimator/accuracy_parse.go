package estimator

import (
	"strconv"
	"strings"
)

const maxAccuracyRows = 10_000

// ParseAccuracy reads pasted lines "label, accuracy, kWh", as from a spreadsheet or a log. A line is cut at tabs if it
// has any, else at semicolons, else at commas; the last two cells are the numbers, and what stands before them is the
// label, which may hold the separator; a line of two cells is labelled by its number. Empty lines and lines that begin with # are skipped, and so is a first line
// whose last two cells are both words: a heading.
//
// Accuracy may end with a percent sign: in all lines or in none, because 0.9 and 90 % of one table would be 89 points
// apart. The number is kept as written: points of percent with the sign, points of the scale without.
//
// The error is FieldErrors: field "line 3", the text that is wrong, and what to write. Every bad line is named. Rows
// are those of the good lines.
func ParseAccuracy(text string) ([]AccuracyRow, error) {
	var rows []AccuracyRow
	var errs FieldErrors
	heading, percent, signed := true, false, false // percent is settled once signed
	line := 0
	for _, raw := range strings.Split(text, "\n") {
		line++
		s := strings.TrimSpace(raw)
		if s == "" || s[0] == '#' {
			continue
		}
		first := heading
		heading = false
		field := "line " + strconv.Itoa(line)
		if len(rows) == maxAccuracyRows {
			errs.add(field, "", "more than "+number(maxAccuracyRows)+" rows", "leave some out")
			break
		}
		label, accuracy, energy, ok := accuracyCells(s, field)
		if !ok {
			errs.add(field, s, "a line has two or three cells", "write label, accuracy, kWh, or accuracy, kWh")
			continue
		}
		points, sign := strings.CutSuffix(accuracy, "%")
		a, okA := parseNumber(strings.TrimSpace(points))
		e, okE := parseNumber(energy)
		if !okA && !okE && first {
			continue
		}
		switch {
		case !okA:
			errs.add(field, accuracy, "accuracy is not a number", "write digits with a point, such as 91.2 or 91.2 %")
		case !okE:
			errs.add(field, energy, "energy is not a number", "write kilowatt-hours as digits with a point, such as 12.5")
		case label == "":
			errs.add(field, s, "the row has no label", "write a name before the accuracy")
		case signed && sign != percent:
			errs.add(field, accuracy, "some lines have a percent sign and some do not", "write every accuracy the same way")
		default:
			row := AccuracyRow{label, a, KWh(e)}
			before := len(errs)
			row.check(&errs, field)
			if len(errs) == before {
				rows = append(rows, row)
				percent, signed = sign, true
			}
		}
	}
	return rows, errs.orNil()
}

// accuracyCells cuts the last two cells off a line that is trimmed. What stands before them is the label, else unnamed.
func accuracyCells(s, unnamed string) (label, accuracy, energy string, ok bool) {
	separator := byte(',')
	for _, better := range [...]byte{'\t', ';'} {
		if strings.IndexByte(s, better) >= 0 {
			separator = better
			break
		}
	}
	last := strings.LastIndexByte(s, separator)
	if last < 0 {
		return "", "", "", false
	}
	middle := strings.LastIndexByte(s[:last], separator)
	if middle < 0 {
		return unnamed, strings.TrimSpace(s[:last]), strings.TrimSpace(s[last+1:]), true
	}
	return strings.TrimSpace(s[:middle]), strings.TrimSpace(s[middle+1 : last]), strings.TrimSpace(s[last+1:]), true
}
