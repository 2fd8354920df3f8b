//go:build browser

package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"gramwatt/estimator"
)

// TestUnderAPath serves the site below a path of a plain web host, as project pages often are.
func TestUnderAPath(t *testing.T) {
	address := freePort(t)
	serve(t, address, http.StripPrefix("/tools/gramwatt", http.FileServer(http.FS(os.DirFS(filepath.Join(repository, "dist", "site"))))))
	b := openTab(t, 1280, 900)
	b.open("http://" + address + "/tools/gramwatt/#/estimate?" + bloom)
	b.wait("BLOOM's answer", answerText+` === "`+native(t, bloom)+`"`)
}

// TestSingleFile opens the page as one file from a folder: no server at all.
func TestSingleFile(t *testing.T) {
	file, err := filepath.Abs(filepath.Join(repository, "dist", "gramwatt.html"))
	if err != nil {
		t.Fatal(err)
	}
	b := openTab(t, 1280, 900)
	b.do(chromedp.Navigate("file://" + file))
	b.wait("engine", ready)
	if got, want := evaluate[string](b, answerText), native(t, estimator.DefaultQuery); got != want {
		t.Errorf("the file says %q, native %q", got, want)
	}
	b.do(chromedp.Navigate("file://" + file + "#/estimate?" + bloom))
	b.wait("BLOOM's answer", answerText+` === "`+native(t, bloom)+`"`)
	// Every view works from the file. Live finds no probe here, and says where there is one.
	b.excuse("WebSocket")
	for _, v := range shown {
		b.do(chromedp.Navigate("about:blank"))
		b.do(chromedp.Navigate("file://" + file + v.view))
		b.wait(v.view, v.expression)
	}
}
