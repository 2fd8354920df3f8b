package estimator

import "strings"

// FieldError says what is wrong with one field of a Spec, so that a form can show it beside the field.
type FieldError struct {
	Field  string // the path in the scenario JSON, such as "accelerators[1].count"
	Value  string // what was given, as text; empty when the field is missing
	Reason string // what is wrong, a clause without a full stop
	Remedy string // what to do about it
}

// Error returns one line: field, value, reason and remedy.
func (e FieldError) Error() string {
	var b strings.Builder
	b.WriteString(e.Field)
	if e.Value != "" {
		b.WriteString(`: "`)
		b.WriteString(e.Value)
		b.WriteString(`"`)
	}
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Remedy != "" {
		b.WriteString("; ")
		b.WriteString(e.Remedy)
	}
	return b.String()
}

// FieldErrors is every bad field of a Spec at once. Estimate, ParseQuery and ParseScenario return it; it is never
// returned empty.
type FieldErrors []FieldError

// Error joins the lines.
func (e FieldErrors) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// orNil returns nil for an empty list, so that a nil error stays nil.
func (e FieldErrors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// fault returns the errors of one field.
func fault(field, value, reason, remedy string) FieldErrors {
	var errs FieldErrors
	errs.add(field, value, reason, remedy)
	return errs
}

// add adds a fault of a field that has none yet: what else is wrong with it may follow from the first.
func (e *FieldErrors) add(field, value, reason, remedy string) {
	for i := range *e {
		if (*e)[i].Field == field {
			return
		}
	}
	*e = append(*e, FieldError{field, value, reason, remedy})
}
