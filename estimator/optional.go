package estimator

// Optional is a number that may not have been given. The zero value is "not given", which is not the same as 0.
type Optional[T ~float64] struct {
	value T
	given bool
}

// Some returns a given value.
func Some[T ~float64](v T) Optional[T] { return Optional[T]{v, true} }

// Get returns the value and whether it was given.
func (o Optional[T]) Get() (T, bool) { return o.value, o.given }

// Or returns the value, or def when it was not given.
func (o Optional[T]) Or(def T) T {
	if o.given {
		return o.value
	}
	return def
}

// Given reports whether there is a value.
func (o Optional[T]) Given() bool { return o.given }

func (o *Optional[T]) float() (float64, bool) { return float64(o.value), o.given }

func (o *Optional[T]) setFloat(v float64) { o.value, o.given = T(v), true }

func (o *Optional[T]) clear() { *o = Optional[T]{} }

// numberRef is an Optional of any unit, as the field table sees it.
type numberRef interface {
	float() (float64, bool)
	setFloat(float64)
	clear()
}
