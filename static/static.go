// Package static holds the built page. On a fresh clone there is only a placeholder: `make build` fills dist.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// Page is the root of the built page: index.html, what it loads, and their compressed copies.
func Page() fs.FS {
	page, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name is valid, and Sub has no other error
	}
	return page
}
