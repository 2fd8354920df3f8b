package estimator

import "sync"

// A lazyTable is a file that is parsed when it is first asked for: most answers need few of the tables, and the page
// must be ready at once. Load parses all of them and returns their faults; of a Catalog that Load returned, and of
// Default, none has one.
type lazyTable[T any] struct {
	name, text string
	parse      func(c *Catalog, name, text string) ([]T, error)
	once       sync.Once // guards the two below
	parsed     []T
	err        error
}

// lazily returns how Load hands a file to its table.
func lazily[T any](l *lazyTable[T], parse func(c *Catalog, name, text string) ([]T, error)) func(name, text string) error {
	return func(name, text string) error {
		l.name, l.text, l.parse = name, text, parse
		return nil
	}
}

// rows returns the rows of the file, parsed on the first call.
func (l *lazyTable[T]) rows(c *Catalog) []T {
	l.once.Do(func() {
		if l.parse != nil {
			l.parsed, l.err = l.parse(c, l.name, l.text)
			l.text = ""
		}
	})
	return l.parsed
}

// check parses the file and returns what is wrong with it.
func (l *lazyTable[T]) check(c *Catalog) error {
	l.rows(c)
	return l.err
}
