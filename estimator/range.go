package estimator

// Range is a quantity as low, mid and high. Low and high bound what the inputs allow, each taken at its own end;
// they are limits of what we know, not a confidence interval. Mid is the answer to quote.
//
// The arithmetic below is exact for quantities that are not negative, which all but money are.
type Range[T ~float64] struct {
	Low, Mid, High T
}

// Exactly returns the range of a value that is taken as given.
func Exactly[T ~float64](v T) Range[T] { return Range[T]{v, v, v} }

// Within returns the range of a value known to a relative spread: v·(1−spread), v, v·(1+spread).
func Within[T ~float64](v T, spread float64) Range[T] {
	return Range[T]{v * T(1-spread), v, v * T(1+spread)}
}

// Plus adds two ranges end by end.
func (r Range[T]) Plus(o Range[T]) Range[T] {
	return Range[T]{r.Low + o.Low, r.Mid + o.Mid, r.High + o.High}
}

// Times multiplies every end by one factor that is not negative.
func (r Range[T]) Times(factor float64) Range[T] {
	return Range[T]{r.Low * T(factor), r.Mid * T(factor), r.High * T(factor)}
}

// Scale multiplies a range that is not negative by a range of factors. Factors that are negative, as a social cost of
// carbon can be, meet the other end, so that low and high stay the least and the greatest.
func Scale[T, F ~float64](r Range[T], f Range[F]) Range[T] {
	p := Range[T]{r.Low * T(f.Low), r.Mid * T(f.Mid), r.High * T(f.High)}
	if f.Low < 0 {
		p.Low = r.High * T(f.Low)
	}
	if f.High < 0 {
		p.High = r.Low * T(f.High)
	}
	return p
}

// As renames the unit of a range: the numbers stay as they are.
func As[To, From ~float64](r Range[From]) Range[To] {
	return Range[To]{To(r.Low), To(r.Mid), To(r.High)}
}

// IsExact reports whether low and high coincide.
func (r Range[T]) IsExact() bool { return r.Low == r.High }

// Valid reports whether the ends are in order and all three are numbers.
func (r Range[T]) Valid() bool { return r.Low <= r.Mid && r.Mid <= r.High }
