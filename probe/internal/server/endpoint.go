package server

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// endpoint is a host and a port in one spelling: names in lower case without the trailing dot, addresses as netip
// writes them, an IPv4 address in IPv6 form as IPv4. Two texts mean the same place exactly when their endpoints are
// equal. Comparing texts, or parts of them, is how "localhost.evil.example" gets in.
type endpoint struct {
	host string
	port uint16 // 0: any, where an allow-list says no port
}

// parseEndpoint reads the value of a Host header or the host part of an origin. Without a port it takes
// defaultPort. What is neither a name nor an address, such as "user@host" or an address with a zone, is refused.
func parseEndpoint(text string, defaultPort uint16) (endpoint, bool) {
	host, port := text, ""
	if strings.HasPrefix(text, "[") {
		end := strings.IndexByte(text, ']')
		if end < 0 {
			return endpoint{}, false
		}
		host, port = text[1:end], text[end+1:]
		address, err := netip.ParseAddr(host)
		if err != nil || !address.Is6() || address.Zone() != "" || (port != "" && port[0] != ':') {
			return endpoint{}, false
		}
		port = strings.TrimPrefix(port, ":")
		if port == "" && strings.HasSuffix(text, ":") {
			return endpoint{}, false
		}
	} else if i := strings.LastIndexByte(text, ':'); i >= 0 {
		host, port = text[:i], text[i+1:]
		if port == "" || strings.Contains(host, ":") { // an IPv6 address needs its brackets
			return endpoint{}, false
		}
	}
	name, ok := normalHost(host)
	if !ok {
		return endpoint{}, false
	}
	e := endpoint{name, defaultPort}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 || port[0] == '+' {
			return endpoint{}, false
		}
		e.port = uint16(n)
	}
	return e, true
}

// normalHost brings a name or an address without brackets to its one spelling. Abbreviated and hexadecimal forms of
// IPv4 stay names, which are in no list.
func normalHost(host string) (string, bool) {
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Unmap().String(), address.Zone() == ""
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if name == "" || len(name) > 253 || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.Contains(name, "..") {
		return "", false
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' {
			return "", false
		}
	}
	return name, true
}

// An origin is a scheme and an endpoint, or "null" for pages that have none: files and sandboxed frames.
type origin struct {
	scheme string
	endpoint
}

var nullOrigin = origin{scheme: "null"}

// parseOrigin reads the value of an Origin header. Anything beyond scheme, host and port is refused.
func parseOrigin(text string) (origin, bool) {
	if text == "null" {
		return nullOrigin, true
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Opaque != "" || u.Path != "" || strings.ContainsAny(text, "?#@\\") {
		return origin{}, false
	}
	port := defaultPort(u.Scheme)
	if port == 0 {
		return origin{}, false
	}
	e, ok := parseEndpoint(u.Host, port)
	return origin{u.Scheme, e}, ok
}

// defaultPort of a scheme that a page can come by; 0 for all others.
func defaultPort(scheme string) uint16 {
	switch scheme {
	case "http":
		return 80
	case "https":
		return 443
	}
	return 0
}
