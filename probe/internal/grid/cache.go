package grid

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// kept is the file of values. It names what they are of: another source or place begins anew.
type kept struct {
	Source string  `json:"source"`
	Place  string  `json:"place"`
	Values []Value `json:"values"`
}

// load reads the kept values; none where there is no file, or one of another source.
func (f *Follower) load() []Value {
	if f.cache == "" {
		return nil
	}
	text, err := os.ReadFile(f.cache)
	var k kept
	if err != nil || json.Unmarshal(text, &k) != nil || k.Source != string(f.name) || k.Place != f.place {
		return nil
	}
	var good []Value
	for _, v := range k.Values {
		if check(v) == nil {
			good = append(good, v)
		}
	}
	return good
}

// save writes the values beside the old file and puts them in its place. Without a directory nothing is kept.
func (f *Follower) save() error {
	if f.cache == "" {
		return nil
	}
	text, err := json.Marshal(kept{string(f.name), f.place, *f.values.Load()})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.cache), 0o700); err != nil {
		f.log.Debug("grid: not kept", "error", err)
		return nil
	}
	part := f.cache + ".part"
	if err := os.WriteFile(part, text, 0o600); err == nil {
		err = os.Rename(part, f.cache)
	}
	if err != nil { // it is asked again after a restart, and no more
		f.log.Debug("grid: not kept", "error", err)
	}
	return nil
}
