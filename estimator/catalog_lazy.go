package estimator

import "sync"

// A lazyTable is a file that is parsed when it is first asked for: most answers need few of the tables, and the page
// must be ready at once. Load parses all of them and returns their faults; of a Catalog that Load returned, and of
// Default, none has one.
type lazyTable[T any] struct {
	lazyFile
	parsed []T
}

// A lazyFile is what every lazyTable has in common, whatever its rows are.
type lazyFile struct {
	name, text string
	parse      func(c *Catalog, name, text string) error
	once       sync.Once
	err        error
}

// lazily returns how Load hands a file to its table.
func lazily[T any](l *lazyTable[T], parse func(c *Catalog, name, text string) ([]T, error)) func(name, text string) error {
	l.parse = func(c *Catalog, name, text string) (err error) {
		l.parsed, err = parse(c, name, text)
		return err
	}
	return l.keep
}

func (l *lazyFile) keep(name, text string) error {
	l.name, l.text = name, text
	return nil
}

// rows returns the rows of the file, parsed on the first call.
func (l *lazyTable[T]) rows(c *Catalog) []T {
	l.check(c)
	return l.parsed
}

// check parses the file on the first call, and returns what is wrong with it.
func (l *lazyFile) check(c *Catalog) error {
	l.once.Do(func() {
		if l.parse != nil {
			l.err = l.parse(c, l.name, l.text)
			l.text = ""
		}
	})
	return l.err
}
