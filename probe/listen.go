package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"gramwatt/probe/internal/server"
)

// listen opens the port. An address that other machines can reach needs a token, and that is seen to before the port is
// open; a port that is taken is an error that says by whom, as far as it can be told.
func listen(ctx context.Context, c config) (net.Listener, error) {
	address, err := net.ResolveTCPAddr("tcp", c.Listen)
	if err != nil {
		return nil, bad("--listen", c.Listen, reason(err), "write host:port, such as 127.0.0.1:8420")
	}
	if address.IP == nil { // ":8420" means every address
		address.IP = net.IPv6unspecified
	}
	at := addressOf(address)
	_, err = server.NewGuard(server.Access{Listen: at, Token: c.Token, Outer: c.Web.Auth})
	if errors.Is(err, server.ErrTokenNeeded) && !c.LAN { // whose links have keys of their own
		const file = "gramwatt.token"
		return nil, bad("--listen", c.Listen, "other machines can reach this address, and nothing keeps them out",
			fmt.Sprintf("make a token and give it:\n  %s\n  gramwatt serve --listen %s --token-file %s\nor, for viewers who only look on, give --lan", makeToken(file), c.Listen, file))
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address.String())
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("serve: listen on %q: the port is taken: %s; choose another with --listen %s, or a free one with port 0",
			c.Listen, holder(ctx, at), netip.AddrPortFrom(at.Addr(), at.Port()+1))
	case errors.Is(err, syscall.EACCES):
		return nil, bad("--listen", c.Listen, "the system reserves this port", "choose a port above 1023")
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, bad("--listen", c.Listen, "this machine has no such address", "use 127.0.0.1")
	}
	return nil, fmt.Errorf("serve: listen on %q: %w", c.Listen, err)
}

// addressOf writes an IPv4 address as such, which package net keeps in IPv6 form.
func addressOf(a net.Addr) netip.AddrPort {
	at := a.(*net.TCPAddr).AddrPort()
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
}

// holder says who listens on a port of this machine: another gramwatt, which answers for itself, or a process.
func holder(ctx context.Context, address netip.AddrPort) string {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	url := pageURL(address, false)
	if request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"healthz", nil); err == nil {
		if response, err := http.DefaultClient.Do(request); err == nil {
			defer response.Body.Close()
			var answer health
			if json.NewDecoder(io.LimitReader(response.Body, 4096)).Decode(&answer) == nil && answer.Program == program {
				return "gramwatt " + answer.Version + " runs there already, see " + url
			}
		}
	}
	if process := listenerOf(address.Port()); process != "" {
		return "by " + process
	}
	if runtime.GOOS == "linux" {
		return "see by whom with `sudo ss -ltnp sport = :" + strconv.Itoa(int(address.Port())) + "`"
	}
	return "see by whom with `lsof -nP -iTCP:" + strconv.Itoa(int(address.Port())) + " -sTCP:LISTEN`"
}

// reason is what the system said, without the repetition of what was tried.
func reason(err error) string {
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return number.Error()
	}
	if address, ok := errors.AsType[*net.AddrError](err); ok {
		return address.Err
	}
	return err.Error()
}
