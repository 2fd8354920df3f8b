package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// Access says where the probe listens and whom it lets in.
type Access struct {
	Listen       netip.AddrPort // the real address, with the real port
	TLS          bool
	AllowHosts   []string // further names or addresses that this probe is reached by, with or without a port
	AllowOrigins []string // origins of other pages that may talk to it, such as "https://example.org", or "null"
	Token        string   // what programs and other machines must show; empty for none
	Outer        bool     // whoever gets to the Guard has shown a password or a certificate already
	Entry        string   // key of the owner's link to EnterPath, good for one use; empty for none
	View         string   // key of the viewers' link to EnterPath, and their token; empty for none
	Log          *slog.Logger
}

// ErrTokenNeeded is returned by NewGuard for a listen address that other machines can reach, without a token.
var ErrTokenNeeded = errors.New("server: a token is needed")

// MinToken is the least length of a token, in bytes. Sixteen random ones cannot be guessed.
const MinToken = 16

// Guard decides about every request, in this order:
//
//  1. Host must be a name of this probe. That stops DNS rebinding, where a hostile name suddenly means 127.0.0.1 and
//     Host and Origin agree.
//  2. Origin, where there is one, must be a page of this probe or one that a flag names. Websockets know no
//     same-origin rule, so without this any page in the user's browser could read along.
//  3. Data are not for pages of another site, even those that send no Origin: browsers tell in Sec-Fetch-Site.
//  4. A program, which sends no Origin, needs the token to open the stream; so does everyone on another machine, to
//     get any data. Browsers, which cannot send it along, come by a link and have a cookie instead (see enter); they
//     always name the Origin of a stream, so that the cookie does not open it without. A token that is shown must be
//     right.
//  5. Who came by the viewers' link, or shows its key as the token, gets the live stream and no other data,
//     and may hand in a guess.
//
// The page itself holds no data and needs no token.
type Guard struct {
	scheme  string
	port    uint16
	outer   bool
	hosts   map[endpoint]bool
	origins map[origin]bool
	token   *digest // nil when there is none
	view    *digest
	entry   once
	trials  trials
	log     *slog.Logger

	ownerCookie, viewerCookie string
}

// NewGuard makes the lists. The probe's own names are the loopback ones and the address that it listens on. A
// wildcard address has no name: such a probe answers to loopback names and to AllowHosts.
func NewGuard(a Access) (*Guard, error) {
	g := &Guard{scheme: "http", port: a.Listen.Port(), hosts: map[endpoint]bool{}, origins: map[origin]bool{}, log: a.Log, outer: a.Outer,
		trials: trials{by: map[netip.Prefix]*tries{}}, ownerCookie: NewKey(), viewerCookie: NewKey()}
	if a.TLS {
		g.scheme = "https"
	}
	if g.log == nil {
		g.log = slog.Default()
	}
	listen := a.Listen.Addr().Unmap()
	for _, of := range []struct {
		text string
		to   **digest
	}{{a.Token, &g.token}, {a.Entry, &g.entry.digest}, {a.View, &g.view}} {
		switch {
		case of.text == "":
		case len(of.text) < MinToken:
			return nil, fmt.Errorf("server: token of %d bytes: at least %d are needed", len(of.text), MinToken)
		default:
			*of.to = digestOf(of.text)
		}
	}
	if !g.hasSecret() && !g.outer && !listen.IsLoopback() {
		return nil, fmt.Errorf("%w: listen on %q: other machines can reach it", ErrTokenNeeded, a.Listen)
	}
	own := []string{"127.0.0.1", "localhost", "::1"}
	if !listen.IsUnspecified() {
		own = append(own, listen.String())
	}
	for _, host := range own {
		g.allow(endpoint{host, g.port})
	}
	for _, text := range a.AllowHosts {
		e, ok := parseEndpoint(text, 0)
		if !ok {
			return nil, fmt.Errorf("server: allow host: %q: not a name or an address, with or without a port", text)
		}
		g.allow(e)
	}
	for _, text := range a.AllowOrigins {
		o, ok := parseOrigin(strings.TrimSuffix(text, "/"))
		if !ok {
			return nil, fmt.Errorf("server: allow origin: %q: not an origin such as https://example.org", text)
		}
		g.origins[o] = true
	}
	return g, nil
}

func (g *Guard) hasSecret() bool { return g.token != nil || g.entry.digest != nil || g.view != nil }

// allow takes a name of the probe into both lists. A page that was served under a name without a port in the list can
// only have come by the port that the probe listens on.
func (g *Guard) allow(e endpoint) {
	g.hosts[e] = true
	if e.port == 0 {
		e.port = g.port
	}
	g.origins[origin{g.scheme, e}] = true
}

// refusal is an answer instead of the one that was asked for.
type refusal struct {
	status int
	why    string
}

// protect lets only requests through that check has nothing against.
func (g *Guard) protect(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, no := g.check(r)
		switch {
		case no != nil:
			g.refuse(w, r, no)
		case who == viewer:
			h.ServeHTTP(w, asViewer(r))
		default:
			h.ServeHTTP(w, r)
		}
	})
}

func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, no *refusal) {
	g.log.Debug("server: request refused", "peer", r.RemoteAddr, "method", r.Method, "path", r.URL.Path,
		"host", r.Host, "origin", r.Header.Get("Origin"), "status", no.status, "reason", no.why)
	switch no.status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="gramwatt"`)
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", strconv.Itoa(int(lockedFor.Seconds())))
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, no.why, no.status)
}

func (g *Guard) check(r *http.Request) (role, *refusal) {
	if !g.knowsHost(r.Host) {
		return nobody, &refusal{http.StatusForbidden, fmt.Sprintf("this probe does not answer to the name %q; if the name is yours, start it with --allow-host %[1]s", r.Host)}
	}
	asked := r.Header.Values("Origin")
	switch {
	case len(asked) > 1:
		return nobody, &refusal{http.StatusForbidden, "a request has one Origin"}
	case len(asked) == 1 && !g.knowsOrigin(asked[0]):
		return nobody, &refusal{http.StatusForbidden, fmt.Sprintf("pages of %q may not talk to this probe; if you trust that page, start the probe with --allow-origin %[1]s", asked[0])}
	}
	if !isData(r.URL.Path) {
		return nobody, nil
	}
	if site := r.Header.Get("Sec-Fetch-Site"); len(asked) == 0 && site != "" && site != "same-origin" && site != "none" {
		return nobody, &refusal{http.StatusForbidden, "pages of another site may not read this probe"}
	}
	who, no := g.identify(r, len(asked) == 1)
	if no == nil && who == viewer && r.URL.Path != livePath && (r.URL.Path != guessesPath || r.Method != http.MethodPost) {
		no = &refusal{http.StatusForbidden, "this link is for looking on: it gives the page and the live stream, and takes a guess"}
	}
	return who, no
}

// identify is step 4, for requests that passed the others.
func (g *Guard) identify(r *http.Request, fromPage bool) (role, *refusal) {
	peer := peerOf(r)
	program := r.URL.Path == livePath && !fromPage
	if shown, isShown := bearer(r); isShown && g.hasSecret() {
		who := nobody
		no := g.trials.hear(r.Context(), peer, func() bool {
			switch {
			case g.token.is(shown):
				who = owner
			case g.view.is(shown):
				who = viewer
			}
			return who != nobody
		})
		return who, no
	}
	switch who := g.session(r); {
	case who != nobody && !program:
		return who, nil
	case g.outer:
		return owner, nil
	case program && !g.hasSecret():
		return nobody, &refusal{http.StatusForbidden, "a program that is no page needs a token for the live stream: start the probe with --token-file FILE and send Authorization: Bearer TOKEN"}
	case program:
		return nobody, &refusal{http.StatusUnauthorized, "a token is needed here: send Authorization: Bearer TOKEN"}
	case g.hasSecret() && !peer.IsLoopback(): // without a secret, NewGuard saw to it that only this machine gets here
		return nobody, &refusal{http.StatusUnauthorized, "a token is needed here: send Authorization: Bearer TOKEN, or open the link that gramwatt printed"}
	}
	return owner, nil
}

func (g *Guard) knowsHost(host string) bool {
	e, ok := parseEndpoint(host, defaultPort(g.scheme))
	return ok && (g.hosts[e] || g.hosts[endpoint{host: e.host}])
}

func (g *Guard) knowsOrigin(text string) bool {
	o, ok := parseOrigin(text)
	return ok && g.origins[o]
}

// peerOf is the address at the other end of the connection; the zero address when it cannot be told.
func peerOf(r *http.Request) netip.Addr {
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return a.Addr().Unmap().WithZone("")
}

func bearer(r *http.Request) (string, bool) {
	scheme, value, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(value), true
}
