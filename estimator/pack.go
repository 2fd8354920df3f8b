package estimator

import (
	"errors"
	"strings"
)

// packMark starts the line that names a file inside a pack.
const packMark = "== "

// LoadPack reads the catalogs from one text: the files of data/, each after a line "== " and its name. It is how the
// catalogs reach the browser, where compiling them in would bring along package time through package embed, a
// sixteenth of the download. CPUs are parsed when one is first asked for; the rest is checked as strictly as by Load.
func LoadPack(pack string) (*Catalog, error) {
	pack = "\n" + pack
	read := func(name string) (string, error) {
		_, text, found := strings.Cut(pack, "\n"+packMark+name+"\n")
		if !found {
			return "", errors.New(`catalog: pack: "` + name + `": the file is missing`)
		}
		text, _, _ = strings.Cut(text, "\n"+packMark)
		return strings.TrimSuffix(text, "\n") + "\n", nil
	}
	for i := range catalogFiles { // also those that are parsed later: a page must not find out in the middle of an answer
		if _, err := read(catalogFiles[i].name); err != nil {
			return nil, err
		}
	}
	return loadFiles(read)
}
