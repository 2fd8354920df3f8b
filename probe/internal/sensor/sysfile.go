package sensor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// The kernel's files hold one value each, in decimal, with a line feed behind it.

// fileText is what stands in a file, empty when it cannot be read.
func fileText(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// fileNumber reads a whole number from a file. The error says why in words, without the path.
func fileNumber(path string) (int64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return parseCount(string(text))
}

// parseCount reads one whole number, with white space around it and nothing else.
func parseCount(text string) (int64, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number", text[:min(len(text), 40)])
	}
	return n, nil
}

// failure turns an error of a file into a state with its reason in words.
func failure(path string, err error) (State, string) {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return Denied, path + " may not be read by this user"
	case errors.Is(err, fs.ErrNotExist):
		return Lost, path + " has gone"
	}
	return Lost, "cannot read " + path + ": " + reason(err)
}
