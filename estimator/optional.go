package estimator

// Optional is a number that may not have been given. The zero value is "not given", which is not the same as 0.
type Optional[T ~float64] struct{ optional }

// An optional is an Optional of any unit, as the field table sees it.
type optional struct {
	value float64 // 0 when not given
	given bool
}

// Some returns a given value.
func Some[T ~float64](v T) Optional[T] { return Optional[T]{optional{float64(v), true}} }

// Get returns the value and whether it was given.
func (o Optional[T]) Get() (T, bool) { return T(o.value), o.given }

// Or returns the value, or def when it was not given.
func (o Optional[T]) Or(def T) T {
	if o.given {
		return T(o.value)
	}
	return def
}

// Given reports whether there is a value.
func (o Optional[T]) Given() bool { return o.given }

func (o *optional) get() (float64, bool) { return o.value, o.given }
