//go:build js

package estimator

import (
	"os"
	"sync"
)

// Default stands in for the compiled-in catalogs when the package's own tests run as wasm: it reads the same files.
var Default = sync.OnceValue(func() *Catalog {
	c, err := Load(func(name string) (string, error) {
		text, err := os.ReadFile("data/" + name)
		return string(text), err
	})
	if err != nil {
		panic(err)
	}
	return c
})
