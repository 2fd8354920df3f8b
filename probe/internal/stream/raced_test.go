//go:build race

package stream

// raced says that the race detector makes everything about ten times slower.
const raced = true
