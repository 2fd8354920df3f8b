package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// page serves the built files as they lie in the program. A file may have copies that were compressed beforehand, "x.br"
// and "x.gz"; they are served in place of x and not under their own names. Nothing is read before it is asked for, so
// that a probe that nobody looks at does not hold eight megabytes of page.
type page struct {
	source fs.FS
	files  map[string]*file // by path without the leading slash
}

type file struct {
	contentType  string
	cacheControl string
	variants     []variant // in order of preference; the last is the plain file
}

// variant is a file in one encoding.
type variant struct {
	encoding string // "br", "gzip" or "identity"
	name     string // in the source
	size     int64
	etag     func() string // of the content; empty when it cannot be read
}

const index = "index.html"

func newPage(files fs.FS) (*page, error) {
	p := &page{source: files, files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == "PLACEHOLDER" {
			return err
		}
		if base, encoding := encodingOf(name); encoding != "identity" && exists(files, base) {
			return nil // taken with its base
		}
		f, err := load(files, name)
		p.files[name] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("server: page: %w", err)
	}
	return p, nil
}

func load(files fs.FS, name string) (*file, error) {
	f := &file{contentType: contentType(name), cacheControl: "no-cache"}
	if strings.HasPrefix(name, "assets/") { // their names carry a digest of their content
		f.cacheControl = "public, max-age=31536000, immutable"
	}
	for _, suffix := range []string{".br", ".gz", ""} {
		info, err := fs.Stat(files, name+suffix)
		if err != nil {
			if suffix != "" {
				continue
			}
			return nil, err
		}
		_, encoding := encodingOf(name + suffix)
		if suffix == "" {
			encoding = "identity"
		}
		f.variants = append(f.variants, variant{encoding, name + suffix, info.Size(), sync.OnceValue(func() string { return tagOf(files, name+suffix) })})
	}
	return f, nil
}

// tagOf is the tag of a file's content.
func tagOf(files fs.FS, name string) string {
	f, err := files.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}

func encodingOf(name string) (base, encoding string) {
	if base, ok := strings.CutSuffix(name, ".br"); ok {
		return base, "br"
	}
	if base, ok := strings.CutSuffix(name, ".gz"); ok {
		return base, "gzip"
	}
	return name, "identity"
}

func exists(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir()
}

// contentType is fixed here: a browser compiles WebAssembly and runs modules only under the right type, and the
// tables of the operating system cannot be relied on.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".md":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// ServeHTTP answers GET and HEAD. A path is the name of a file, or ends in a slash where a page lies: "/" and "/fr/".
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += index
	}
	f := p.files[name]
	switch {
	case f == nil && p.files[name+"/"+index] != nil:
		w.Header().Set("Location", path.Base(name)+"/") // relative: a server in front of this one may have taken a prefix away
		w.WriteHeader(http.StatusMovedPermanently)
		return
	case f == nil && name == index:
		http.Error(w, "this gramwatt was built without its page: run `make build`; the stream and /api/v1/ work", http.StatusNotFound)
		return
	case f == nil:
		nothing(w, r)
		return
	}
	v := f.choose(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Cache-Control", f.cacheControl)
	h.Set("Vary", "Accept-Encoding")
	if etag := v.etag(); etag != "" {
		h.Set("ETag", etag)
	}
	if matches(r.Header.Get("If-None-Match"), h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.FormatInt(v.size, 10))
	if v.encoding != "identity" {
		h.Set("Content-Encoding", v.encoding)
	}
	if r.Method == http.MethodHead {
		return
	}
	content, err := p.source.Open(v.name)
	if err != nil {
		panic(http.ErrAbortHandler) // so that the client sees that it has nothing
	}
	defer content.Close()
	io.Copy(w, content)
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, etag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == etag && etag != "" {
			return true
		}
	}
	return false
}

// choose picks the variant that the client wants most, the smaller one among equals. A client that accepts none of
// them gets the plain file: it is of more use than an error.
func (f *file) choose(acceptEncoding string) *variant {
	best, most := &f.variants[len(f.variants)-1], 0.0
	for i := range f.variants {
		v := &f.variants[i]
		if q := quality(acceptEncoding, v.encoding); q > most {
			best, most = v, q
		}
	}
	return best
}

// quality is how much an Accept-Encoding header wants an encoding, 0 to 1, by the rules of RFC 9110, section 12.5.3.
func quality(header, encoding string) float64 {
	named, star := -1.0, -1.0
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameters)), "q="); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && v >= 0 && v <= 1 {
				q = v
			} else {
				q = 0
			}
		}
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case encoding:
			named = q
		case "*":
			star = q
		}
	}
	switch {
	case named >= 0:
		return named
	case star >= 0:
		return star
	case encoding == "identity":
		return 1e-4 // acceptable unless excluded, but after whatever was asked for
	}
	return 0
}
