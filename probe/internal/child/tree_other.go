//go:build !linux

package child

import "time"

func adopt() {}

// newTree follows the command alone: this system lists no children.
func newTree(_ string, root int) *tree { return &tree{root: root} }

func (t *tree) followed() bool { return false }

func (t *tree) walk() ([]Process, time.Duration) { return nil, 0 }

// OwnNumbers reports whether process numbers here are other ones than those of the machine: this system has only one kind.
func OwnNumbers() bool { return false }
