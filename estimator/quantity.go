package estimator

// Quantity is a Range that may be unknown. The zero value is unknown, which is not the same as 0.
type Quantity[T ~float64] struct {
	Range[T]
	Known bool
}

// Known returns the quantity with a range.
func Known[T ~float64](r Range[T]) Quantity[T] { return Quantity[T]{r, true} }

// Get returns the range and whether it is known.
func (q Quantity[T]) Get() (Range[T], bool) { return q.Range, q.Known }

// add adds a part: a quantity that was unknown begins with it.
func (q *Quantity[T]) add(part Range[T]) { q.Range, q.Known = q.Range.Plus(part), true }
