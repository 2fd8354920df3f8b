//go:build js && wasm

// Command wasm is the estimator in the browser. It puts one object on globalThis:
//
//	gramwatt.load(pack)             reads the catalogs (estimator.LoadPack); returns "" or what is wrong with them
//	gramwatt.call(method, argument) answers with JSON text: the methods of estimator.Call
//
// It converts text between JavaScript and Go and computes nothing. The page runs it in a worker; tests run it under
// Node.
package main

import (
	"syscall/js"

	"gramwatt/estimator"
)

func main() {
	var catalog *estimator.Catalog
	// One function each for the life of the program: a js.Func made per call would have to be released per call.
	load := js.FuncOf(func(_ js.Value, args []js.Value) any {
		c, err := estimator.LoadPack(text(args, 0))
		if err != nil {
			return err.Error()
		}
		catalog = c
		return ""
	})
	call := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if catalog == nil {
			return string(estimator.FieldErrors{{Field: "catalogs", Reason: "none are loaded", Remedy: "call load first"}}.AppendJSON(nil))
		}
		return string(estimator.Call(catalog, text(args, 0), text(args, 1)))
	})
	js.Global().Set("gramwatt", js.ValueOf(map[string]any{"load": load, "call": call}))
	select {} // the callbacks run as long as main does
}

// text returns an argument that is a string, and "" for anything else.
func text(args []js.Value, i int) string {
	if i >= len(args) || args[i].Type() != js.TypeString {
		return ""
	}
	return args[i].String()
}
