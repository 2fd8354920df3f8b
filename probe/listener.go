package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// listenerOf names the process that listens on a TCP port: "python3 (process 4711)". It is empty where that cannot be
// told: on systems without Linux's proc, or when the process belongs to another user.
func listenerOf(port uint16) string {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, _ := os.ReadFile(table)
		for _, inode := range listening(string(text), port) {
			sockets["socket:["+inode+"]"] = true
		}
	}
	if len(sockets) == 0 {
		return ""
	}
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, descriptor := range descriptors {
		target, err := os.Readlink(descriptor)
		if err != nil || !sockets[target] {
			continue
		}
		process := filepath.Dir(filepath.Dir(descriptor))
		name, _ := os.ReadFile(filepath.Join(process, "comm"))
		return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), filepath.Base(process))
	}
	return ""
}

// listening finds the inodes of the sockets that listen on a port in a table such as /proc/net/tcp.
func listening(table string, port uint16) (inodes []string) {
	for line := range strings.Lines(table) {
		// Columns by proc(5): number, local address and port in hexadecimal, remote, state, …; the tenth is the inode.
		column := strings.Fields(line)
		if len(column) > 9 && column[3] == "0A" && strings.HasSuffix(column[1], fmt.Sprintf(":%04X", port)) {
			inodes = append(inodes, column[9])
		}
	}
	return inodes
}
