package estimator

import "sync"

// A lazyTable is a file that is parsed when it is first asked for: most answers need few of the tables, and the page
// must be ready at once. Load parses all of them and returns their faults; of a Catalog that Load returned, and of
// Default, none has one.
//
// Nothing here is a function for each type of row: those would be compiled for each, with long names, into the
// browser's engine.
type lazyTable[T any] struct {
	lazyFile
	rows []T // there after need
}

// A lazyFile is what every lazyTable has in common.
type lazyFile struct {
	name, text string
	parse      func(name, text string) error
	once       sync.Once
	err        error
}

// later returns how Load hands a file to its table; parse will fill the rows.
func (l *lazyFile) later(parse func(name, text string) error) func(name, text string) error {
	return func(name, text string) error {
		l.name, l.text, l.parse = name, text, parse
		return nil
	}
}

// need parses the file on the first call, and returns what is wrong with it.
func (l *lazyFile) need() error {
	l.once.Do(func() {
		if l.parse != nil {
			l.err = l.parse(l.name, l.text)
			l.text = ""
		}
	})
	return l.err
}
