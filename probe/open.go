package main

import (
	"log/slog"
	"os"
	"os/exec"
	"runtime"
)

// openBrowser shows the page where there is a screen to show it on. That it could not is no error: the address is
// printed.
func openBrowser(url string, log *slog.Logger) {
	name, arguments := opener(runtime.GOOS, os.Getenv)
	if name == "" {
		return
	}
	command := exec.Command(name, append(arguments, url)...)
	if err := command.Start(); err != nil {
		log.Debug("serve: browser not opened", "command", name, "reason", err)
		return
	}
	go command.Wait() // takes its exit status, whenever that comes
}

// opener is the command that opens an address with the user's browser; empty when there is no display.
func opener(system string, getenv func(string) string) (name string, arguments []string) {
	switch {
	case system == "darwin":
		return "open", nil
	case system == "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	case getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "":
		return "xdg-open", nil
	}
	return "", nil
}
