package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
)

// EnterPath is where a link leads that carries a key: EnterPath + "?key=" + key.
const EnterPath = "/enter"

// A browser cannot put a token into the request of a websocket, and a link with a secret in it should not stay in the
// address bar, in the history or on a projector. So a key is changed for a cookie at once, and the browser is sent on to
// the page. The cookie is out of reach of scripts, is not sent with requests that come from other sites, and ends with
// the browser. Its value is another secret, made anew whenever the probe starts.
func (g *Guard) enter(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet { // HEAD too: looking whether a link works must not use it up
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "this address takes GET", http.StatusMethodNotAllowed)
		return
	}
	key := r.URL.Query().Get("key")
	as := nobody
	no := g.trials.hear(r.Context(), peerOf(r), func() bool {
		switch {
		case g.entry.spend(key):
			as = owner
		case g.view.is(key):
			as = viewer
		}
		return as != nobody
	})
	if no != nil {
		if no.status == http.StatusUnauthorized {
			no.why = "this link is wrong, or it was for one use and has been used: ask for a new one where gramwatt runs"
		}
		g.refuse(w, r, no)
		return
	}
	value := g.ownerCookie
	if as == viewer {
		value = g.viewerCookie
	}
	http.SetCookie(w, &http.Cookie{Name: g.cookieName(), Value: value, Path: "/", HttpOnly: true,
		Secure: g.scheme == "https", SameSite: http.SameSiteStrictMode})
	if g.view != nil { // a page that is kept offline is not asked for
		g.tell(w)
	}
	http.Redirect(w, r, "/#/live", http.StatusSeeOther)
}

// cookieName tells the probes of one host apart: cookies know no ports.
func (g *Guard) cookieName() string { return "gramwatt-" + strconv.Itoa(int(g.port)) }

// session is who the cookie says it is. A wrong one counts for nothing: it is most likely left from before a restart.
func (g *Guard) session(r *http.Request) role {
	cookie, err := r.Cookie(g.cookieName())
	switch {
	case err != nil:
		return nobody
	case digestOf(g.ownerCookie).is(cookie.Value):
		return owner
	case digestOf(g.viewerCookie).is(cookie.Value):
		return viewer
	}
	return nobody
}

// telling has the page know that viewers may hand in guesses, by a cookie for scripts that holds no secret: on any other host a
// question about it would be answered with an error.
func (g *Guard) telling(page http.Handler) http.Handler {
	if g.view == nil {
		return page
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			g.tell(w)
		}
		page.ServeHTTP(w, r)
	})
}

func (g *Guard) tell(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: "gramwatt-class-" + strconv.Itoa(int(g.port)), Value: "open", Path: "/",
		Secure: g.scheme == "https", SameSite: http.SameSiteStrictMode})
}

type viewerKey struct{}

// asViewer notes that a request is one of a viewer.
func asViewer(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), viewerKey{}, true))
}

// byRole gives viewers another handler than everybody else.
func byRole(owners, viewers http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Context().Value(viewerKey{}) != nil {
			viewers.ServeHTTP(w, r)
			return
		}
		owners.ServeHTTP(w, r)
	})
}
