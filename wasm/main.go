//go:build js && wasm

// Command wasm is the estimator in the browser. It puts one object on globalThis:
//
//	gramwatt.call(method, argument) → JSON text
//
// with the methods of estimator.Call. It converts text between JavaScript and Go and computes nothing. The page runs it
// in a worker; tests run it under Node.
package main

import (
	"syscall/js"

	"gramwatt/estimator"
)

func main() {
	catalog := estimator.Default()
	// One function for the life of the program: a js.Func made per call would have to be released per call.
	call := js.FuncOf(func(_ js.Value, args []js.Value) any {
		method, argument := text(args, 0), text(args, 1)
		return string(estimator.Call(catalog, method, argument))
	})
	js.Global().Set("gramwatt", js.ValueOf(map[string]any{"call": call}))
	select {} // the callbacks run as long as main does
}

// text returns an argument that is a string, and "" for anything else.
func text(args []js.Value, i int) string {
	if i >= len(args) || args[i].Type() != js.TypeString {
		return ""
	}
	return args[i].String()
}
