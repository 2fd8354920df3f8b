//go:build !linux

package child

import "time"

func adopt() {}

// newTree follows the command alone: this system lists no children.
func newTree(_ string, root int) *Tree { return &Tree{root: root} }

func (t *Tree) followed() bool { return false }

func (t *Tree) walk() ([]Process, time.Duration) { return nil, 0 }
