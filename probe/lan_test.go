package main

import (
	"bytes"
	"image"
	"image/color"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/piglig/go-qr"
)

// TestLAN plays a lesson: the teacher opens the page here, a pupil opens the viewers' link and looks on, and the
// pupil's mark is not heard.
func TestLAN(t *testing.T) {
	s := startServe(t, "--listen", "0.0.0.0:0", "--lan")
	links := map[string]string{}
	for range 2 {
		words, link, _ := strings.Cut(<-s.lines, ": ")
		links[words] = s.here(link)
	}
	once, view := links["for you on another device, once"], links["for viewers, to look on"]
	if once == "" || view == "" {
		t.Fatalf("printed: %v", links)
	}
	pupil := enter(t, view)
	conn := pupil.live(t, s.url)
	if hello := nextFrame(t, conn, "hello"); !hello.ReadOnly {
		t.Errorf("a pupil's hello: %+v", hello)
	}
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"mark","label":"from a pupil"}`))
	nextFrame(t, conn, "sample")
	if status := pupil.status(t, s.url+"api/v1/devices"); status != http.StatusForbidden {
		t.Errorf("a pupil asks for data: %d", status)
	}

	teacher := enter(t, once)
	desk := teacher.live(t, s.url)
	if hello := nextFrame(t, desk, "hello"); hello.ReadOnly {
		t.Error("the owner may only look on")
	}
	desk.WriteMessage(websocket.TextMessage, []byte(`{"type":"mark","label":"from the owner"}`))
	if mark := nextFrame(t, conn, "event"); mark.Label != "from the owner" {
		t.Errorf("the pupil sees %+v, want the owner's mark and no other", mark)
	}
	s.stop()
	<-s.status
	_, onceKey, _ := strings.Cut(once, "=")
	_, viewKey, _ := strings.Cut(view, "=")
	if log := s.log.String(); strings.Contains(log, onceKey) || strings.Contains(log, viewKey) {
		t.Errorf("a key is in the log:\n%s", log)
	}
}

// TestTokenAndBrowser is the owner's other device without --lan: a token file for programs, a link for the browser.
func TestTokenAndBrowser(t *testing.T) {
	s := startServe(t, "--listen", "0.0.0.0:0", "--token-file", tokenFile(t))
	words, link, _ := strings.Cut(<-s.lines, ": ")
	if words != "for you on another device, once" {
		t.Fatalf("printed %q", words)
	}
	nextFrame(t, enter(t, s.here(link)).live(t, s.url), "hello")
	jar, _ := cookiejar.New(nil)
	late := browser{http.Client{Jar: jar, Timeout: 10 * time.Second}}
	if status := late.status(t, s.here(link)); status != http.StatusUnauthorized {
		t.Errorf("the link a second time: %d, want 401", status)
	}
	for line := range s.lines {
		if strings.Contains(line, "█") {
			t.Fatal("a QR code although nobody asked for viewers")
		}
		if strings.HasPrefix(line, "demo") {
			break
		}
	}
}

// here is a link as this machine can follow it, whatever addresses it has.
func (s *served) here(link string) string {
	_, path, _ := strings.Cut(strings.TrimPrefix(link, "http://"), "/")
	return s.url + path
}

// browser keeps cookies, which never leave it as text.
type browser struct{ http.Client }

func enter(t *testing.T, link string) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := browser{http.Client{Jar: jar, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	response, err := b.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || to != "/#/live" {
		t.Fatalf("the link led to %q with %d", to, response.StatusCode)
	}
	return b
}

func (b browser) status(t *testing.T, url string) int {
	t.Helper()
	response, err := b.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func (b browser) live(t *testing.T, url string) *websocket.Conn {
	t.Helper()
	dialer := websocket.Dialer{HandshakeTimeout: 5 * time.Second, Jar: b.Jar}
	conn, _, err := dialer.Dial("ws"+strings.TrimPrefix(url, "http")+"api/v1/live", http.Header{"Origin": {strings.TrimSuffix(url, "/")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestPrintedQR reads what is printed as a camera would: each character is two modules, one above the other.
func TestPrintedQR(t *testing.T) {
	i := invitation{View: "a-key-of-22-characters", base: "http://192.0.2.7:8420"}
	var out bytes.Buffer
	i.print(&out)
	_, drawing, _ := strings.Cut(out.String(), "\n")
	var rows [][]bool // light modules
	for line := range strings.Lines(drawing) {
		var up, down []bool
		for _, c := range strings.TrimRight(line, "\n") {
			up = append(up, c == '█' || c == '▀')
			down = append(down, c == '█' || c == '▄')
		}
		rows = append(rows, up, down)
	}
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, scale*len(rows[0]), scale*len(rows)))
	for y, row := range rows {
		for x, light := range row {
			for k := range scale * scale {
				if light {
					picture.SetGray(scale*x+k%scale, scale*y+k/scale, color.Gray{Y: 255})
				}
			}
		}
	}
	got, err := go_qr.Decode(picture)
	if want := i.link(i.View); err != nil || got != want {
		t.Errorf("read %q, %v; want %q from\n%s", got, err, want, out.String())
	}
}

func TestInvite(t *testing.T) {
	if i := invite(netip.MustParseAddrPort("127.0.0.1:8420"), false, false); i.Entry != "" || i.View != "" || i.Names != nil {
		t.Errorf("on loopback: %+v", i)
	}
	i := invite(netip.MustParseAddrPort("192.0.2.7:8420"), true, false)
	if i.View != "" || !strings.HasPrefix(i.link(i.Entry), "https://192.0.2.7:8420/enter?key=") {
		t.Errorf("without viewers: %+v", i)
	}
	if a, b := invite(netip.MustParseAddrPort("192.0.2.7:8420"), false, true), i; a.View == "" || a.View == a.Entry || a.Entry == b.Entry {
		t.Errorf("keys are alike: %+v %+v", a, b)
	}
	for _, a := range lanAddresses() {
		if a.IsLoopback() || !a.Is4() {
			t.Errorf("%v is no address for the local network", a)
		}
	}
}
