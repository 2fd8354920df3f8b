package estimator

// A limit is what a number of the scientific inputs (Training, Steps, Inference, RedAI, Project) may be, ends included.
type limit struct {
	field    string
	value    numberRef
	min, max float64
	remedy   string
}

// check adds an error for every given number outside its limits. NaN is outside.
func (e *FieldErrors) check(limits ...limit) {
	for i := range limits {
		l := &limits[i]
		if v, ok := l.value.float(); ok && !(v >= l.min && v <= l.max) {
			e.add(l.field, number(v), "this is a number from "+number(l.min)+" to "+number(l.max), l.remedy)
		}
	}
}

// need adds an error for every number that the chosen way cannot do without and that was not given.
func (e *FieldErrors) need(why string, limits ...limit) {
	for i := range limits {
		if _, ok := limits[i].value.float(); !ok {
			e.add(limits[i].field, "", why, limits[i].remedy)
		}
	}
}

// checkWord adds an error when a word is not one of those allowed; an empty one is not given.
func (e *FieldErrors) checkWord(field, word string, allowed ...string) {
	if word == "" {
		return
	}
	list := ""
	for i, a := range allowed {
		if word == a {
			return
		}
		if i > 0 {
			list += ", "
		}
		list += a
	}
	e.add(field, word, "this word is not known here", "use one of "+list)
}
