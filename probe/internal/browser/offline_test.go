//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gramwatt/estimator"
)

// TestOffline visits once, ends the server, and uses the page from its cache: reload, a link, a calculation.
func TestOffline(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("the page says that it works offline", `document.querySelector("#offline").dataset.ready === "true"`)
	p.stop()
	b.excuse("ERR_CONNECTION_REFUSED") // the page asks the dead server first
	b.excuse("WebSocket")
	b.do(chromedp.Reload())
	b.wait("after a reload", ready+` && `+answerText+` === "`+native(t, estimator.DefaultQuery)+`"`)
	b.do(chromedp.Navigate("about:blank"))
	b.open(p.url + "#/estimate?" + bloom)
	b.wait("a link", answerText+` === "`+native(t, bloom)+`"`)
	b.fill("#in-x", "24")
	b.wait("a calculation", answerText+` === "`+native(t, strings.Replace(bloom, "x=1", "x=24", 1))+`"`)
}

// shown is, for each view, what it shows once it works.
var shown = []struct{ view, expression string }{
	{"#/estimate?" + bloom, `document.querySelector("#estimate .headline").innerText.includes("24.7") && document.querySelectorAll("#estimate [data-plot=regions] svg").length > 0`},
	{"#/compare?" + pair, `document.querySelectorAll("#compare svg.gw-plot").length === 2`},
	{"#/plan", `document.querySelector("#plan [data-plot=front] svg") && document.querySelector("#plan [data-plot=accuracy] svg")`},
	{"#/live", `document.querySelector("#live [data-standing=none]") && document.querySelector("#live .absent").innerText.includes("gramwatt serve")`},
	{"#/learn/3", `document.querySelector("[data-slot=lesson]").dataset.shown === "3" && document.querySelectorAll("#learn .questions > li").length === 3 && document.querySelector("#learn data").textContent.includes("W")`},
	{"#/methods", `document.querySelectorAll("#methods [data-slot=published] tbody tr").length > 100 && document.querySelector("#methods [data-slot=rows] table")`},
}

// TestEveryViewOffline visits Estimate once, ends the server, and opens a link to each view anew: all work, and Live, which
// needs a probe, says so. An embedded view that was never visited works as well.
func TestEveryViewOffline(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("the page is kept", cached)
	p.stop()
	b.excuse("ERR_CONNECTION_REFUSED")
	b.excuse("WebSocket")
	for _, v := range shown {
		b.do(chromedp.Navigate("about:blank"))
		b.do(chromedp.Navigate(p.url + v.view))
		b.wait(v.view, v.expression)
	}
	b.do(chromedp.Navigate(p.url + "learn/7.html"))
	b.wait("a lesson that stands alone", `document.querySelectorAll("article data").length > 10`)
	b.do(chromedp.Navigate(p.url + "embed.html#/region?" + bloom))
	b.wait("the embedded view", `document.querySelectorAll("[data-plot=regions] svg").length === 2`)
}

// TestAnotherProgramOnThePort checks that the service worker steps aside when something else answers at its address.
func TestAnotherProgramOnThePort(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("the page is cached", `document.querySelector("#offline").dataset.ready === "true"`)
	p.stop()
	serveOther(t, p.address(), "<!doctype html><title>other</title><h1>another program</h1>")
	b.excuse("favicon")
	b.excuse("404")
	b.do(chromedp.Navigate(p.url))
	b.wait("the other program's page is shown", `document.title === "other"`)
	b.wait("the worker is gone", `navigator.serviceWorker.getRegistrations === undefined || document.title === "other"`)
	if n := evaluate[int](b, `navigator.serviceWorker.getRegistrations().then((all) => all.length)`); n != 0 {
		b.do(chromedp.Reload())
		if n = evaluate[int](b, `navigator.serviceWorker.getRegistrations().then((all) => all.length)`); n != 0 {
			t.Errorf("%d service workers are still registered over another program's page", n)
		}
	}
}
