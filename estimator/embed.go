//go:build !js

package estimator

import (
	"embed"
	"sync"
)

//go:embed data/*.csv
var dataFiles embed.FS

// embedded returns a compiled-in file by name; an unknown name is an error.
func embedded(name string) (string, error) {
	text, err := dataFiles.ReadFile("data/" + name)
	return string(text), err
}

// Default returns the catalogs that are compiled in, parsed on the first call and shared by all callers. Tables that
// are long or rarely asked for are parsed on their first use.
//
// It returns no error: the files are part of the program, and TestDefault loads each of them strictly.
func Default() *Catalog { return defaultCatalog() }

var defaultCatalog = sync.OnceValue(Unshared)

// Unshared is Default parsed anew, for who looks something up once and then lets go of it: the tables of Default that were
// parsed stay for good.
func Unshared() *Catalog {
	c, _ := loadFiles(embedded)
	return c
}
