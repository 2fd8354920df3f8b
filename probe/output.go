package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// output is a file that a report goes to. It is opened before the command starts, so that a wrong name is found while it
// can be put right, and written at the end.
type output struct {
	path   string
	file   *os.File
	header []string // of a table that has rows already
	adds   bool     // to what the file holds
	made   bool     // by us
	filled bool
}

// output opens a file that will be written anew; nil when no name is given.
func (f *faults) output(flag, path string) *output { return f.open(flag, path, os.O_WRONLY) }

// table opens a file that will get one more row, and reads the header that it has.
func (f *faults) table(flag, path string) *output {
	o := f.open(flag, path, os.O_RDWR|os.O_APPEND)
	if o == nil {
		return nil
	}
	o.adds = true
	header, err := csv.NewReader(o.file).Read()
	switch {
	case errors.Is(err, io.EOF): // new, or empty
		return o
	case err != nil || !slices.Contains(header, "emissions"):
		f.add(flag, path, "the file holds something else than emissions of runs", "name another file, or a new one")
		o.close()
		return nil
	}
	o.header = header
	return o
}

func (f *faults) open(flag, path string, how int) *output {
	switch path {
	case "":
		return nil
	case "-":
		f.add(flag, path, "standard output belongs to the command", "name a file; /dev/stderr is one too")
		return nil
	}
	_, absent := os.Stat(path)
	file, err := os.OpenFile(path, how|os.O_CREATE, 0o666)
	if err != nil {
		f.unwritable(flag, path, err)
		return nil
	}
	return &output{path: path, file: file, made: absent != nil}
}

// write puts the text into the file.
func (o *output) write(text []byte) error {
	info, err := o.file.Stat()
	if err != nil {
		return fmt.Errorf("report: write %q: %w", o.path, err)
	}
	if info.Mode().IsRegular() {
		if !o.adds {
			err = o.file.Truncate(0)
		} else if size := info.Size(); size > 0 && !o.endsLine(size) {
			text = append([]byte("\n"), text...)
		}
	}
	if err == nil {
		_, err = o.file.Write(text)
	}
	if err != nil {
		return fmt.Errorf("report: write %q: %w", o.path, err)
	}
	o.filled = true
	return nil
}

func (o *output) endsLine(size int64) bool {
	var last [1]byte
	_, err := o.file.ReadAt(last[:], size-1)
	return err == nil && last[0] == '\n'
}

// close takes away a file that was made for nothing.
func (o *output) close() {
	if o == nil {
		return
	}
	o.file.Close()
	if o.made && !o.filled {
		os.Remove(o.path)
	}
}

func (c *runConfig) closeFiles() {
	c.JSON.close()
	c.CSV.close()
	c.Report.close()
}
