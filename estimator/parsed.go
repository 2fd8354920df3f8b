package estimator

// EstimateParsed is Estimate for a Spec that was just read, with what ParseQuery or ParseScenario said of it. When
// values could not be read, those that could are checked all the same, so that a form or a file is told every fault at
// once.
func EstimateParsed(c *Catalog, s *Spec, parse error) (Result, error) {
	if err := allFaults(parse, s, c); err != nil {
		return Result{}, err
	}
	return Estimate(c, s)
}

// allFaults adds to the values that could not be read those that could and are wrong, so that a form shows all at
// once. Fields that could not be read are absent from s; what Validate says of their absence is dropped.
func allFaults(parse error, s *Spec, c *Catalog) error {
	if parse == nil {
		return nil // Estimate validates
	}
	return joinFaults(parse, s.Validate(c))
}

// joinFaults adds to what could not be read what could and is wrong.
func joinFaults(parse, invalid error) error {
	all := asFieldErrors(parse)
	unread := make(map[string]bool, len(all))
	for _, e := range all {
		unread[e.Field] = true
	}
	if invalid != nil {
		for _, e := range asFieldErrors(invalid) {
			if e.Value != "" && !unread[e.Field] {
				all = append(all, e)
			}
		}
	}
	return all
}

func asFieldErrors(err error) FieldErrors {
	if err == nil {
		return nil
	}
	if list, ok := err.(FieldErrors); ok {
		return list
	}
	return fault("scenario", "", err.Error(), "")
}
