package main

import (
	"fmt"
	"image/color"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/boombuler/barcode/qr"

	"gramwatt/probe/internal/server"
)

// A class looks at one probe: --lan listens for the local network, and prints a link that only lets look on, as text and
// as a QR code, beside one for the owner's own other device that works once.

// anyIPv4 stands in for the loopback address of --listen when --lan is given.
const anyIPv4 = "0.0.0.0"

// lanListen is --listen as --lan reads it: the default means every address, with the port that was given.
func (f *faults) lanListen(listen string, given bool) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen // which listen tells
	}
	if !given {
		return net.JoinHostPort(anyIPv4, port)
	}
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() {
		f.add("--lan", "", "--listen "+listen+" is an address that only this machine reaches", "leave --listen away, or write --listen "+net.JoinHostPort(anyIPv4, port))
	}
	return listen
}

// lanAddresses are the IPv4 addresses by which others in the local network reach this machine, the one of the default
// route first: bridges of containers have addresses too.
func lanAddresses() []netip.Addr {
	var found []netip.Addr
	interfaces, _ := net.Interfaces()
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&(net.FlagLoopback|net.FlagPointToPoint) != 0 {
			continue
		}
		addresses, _ := i.Addrs()
		for _, a := range addresses {
			if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Is4() && p.Addr().IsGlobalUnicast() {
				found = append(found, p.Addr())
			}
		}
	}
	// "Connecting" a UDP socket sends nothing: it asks the routing table. 192.0.2.1 is set aside for documentation (RFC 5737).
	if c, err := net.Dial("udp", "192.0.2.1:9"); err == nil {
		defer c.Close()
		if first := c.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap(); slices.Contains(found, first) {
			found = append([]netip.Addr{first}, slices.DeleteFunc(found, func(a netip.Addr) bool { return a == first })...)
		}
	}
	return found
}

// invitation is how others get in.
type invitation struct {
	Entry, View string   // keys; an empty one is not given out
	Names       []string // addresses of this machine that links may name: an address, unlike a name, cannot be rebound
	base        string   // address of the page without the last slash
}

// invite makes the keys for a probe that others reach at this address: one for the owner, and one for viewers if they
// were asked for.
func invite(at netip.AddrPort, encrypted, viewers bool) (i invitation) {
	if at.Addr().IsLoopback() {
		return i
	}
	if at.Addr().IsUnspecified() {
		addresses := lanAddresses()
		for _, a := range addresses {
			i.Names = append(i.Names, a.String())
		}
		if len(addresses) > 0 {
			at = netip.AddrPortFrom(addresses[0], at.Port())
		}
	}
	i.Entry, i.base = server.NewKey(), strings.TrimSuffix(pageURL(at, encrypted), "/")
	if viewers {
		i.View = server.NewKey()
	}
	return i
}

func (i invitation) link(key string) string { return i.base + server.EnterPath + "?key=" + key }

// print writes the links. The QR code is the viewers' only: it will be on a projector.
func (i invitation) print(w io.Writer) {
	if i.Entry != "" {
		fmt.Fprintf(w, "for you on another device, once: %s\n", i.link(i.Entry))
	}
	if i.View == "" {
		return
	}
	if len(i.Names) == 0 && strings.Contains(i.base, "//127.") {
		fmt.Fprintln(w, "this machine is in no local network: connect it and start again, for links that others can open")
	}
	fmt.Fprintf(w, "for viewers, to look on: %s\n", i.link(i.View))
	if code, err := qr.Encode(i.link(i.View), qr.L, qr.Auto); err == nil {
		printQR(w, code.Bounds().Dx(), func(x, y int) bool { return code.At(x, y) == color.Black })
	}
}

// printQR draws a code with two modules in each character, light ones as blocks: terminals are mostly dark, and the
// quiet zone of four modules that scanners ask for is drawn too, so that it works on a light one as well.
func printQR(w io.Writer, size int, dark func(x, y int) bool) {
	const quiet = 4
	light := func(x, y int) bool {
		return y < size+quiet && !(x >= 0 && y >= 0 && x < size && y < size && dark(x, y))
	}
	for y := -quiet; y < size+quiet; y += 2 {
		var line strings.Builder
		for x := -quiet; x < size+quiet; x++ {
			switch up, down := light(x, y), light(x, y+1); {
			case up && down:
				line.WriteRune('█')
			case up:
				line.WriteRune('▀')
			case down:
				line.WriteRune('▄')
			default:
				line.WriteByte(' ')
			}
		}
		fmt.Fprintln(w, line.String())
	}
}
