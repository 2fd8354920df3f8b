//go:build browser

package browser

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// lanName stands for a machine of the local network: the tests' browser finds it at loopback, and holds it to be as insecure
// as any plain address.
const lanName = "classroom.test"

// TestLANOrigin opens the page as a class does from its teacher's machine, by a plain address. There is no clipboard and no
// service worker; the estimate is right, a link is shown to be copied, Live streams, and the self-test says what is less.
func TestLANOrigin(t *testing.T) {
	p := startProbe(t, "--demo", "laptop", "--allow-host", lanName)
	home := strings.Replace(p.url, "127.0.0.1", lanName, 1)
	b := openTab(t, 1280, 900, chromedp.Flag("host-resolver-rules", "MAP "+lanName+" 127.0.0.1"), chromedp.Flag("proxy-bypass-list", lanName))
	b.excuse("Cross-Origin-Opener-Policy") // which the probe sends everywhere, and a plain address does without
	b.open(home + "#/estimate?" + bloom)
	if evaluate[bool](b, `isSecureContext || "serviceWorker" in navigator`) {
		t.Fatal("the browser takes the plain address for a secure one: this test proves nothing")
	}
	b.wait("BLOOM's answer", answerText+` === "`+native(t, bloom)+`"`)
	b.do(chromedp.Click(chromedp.CSS(`[data-act=share]`)))
	b.wait("the link is shown, selected", `(() => { const d = document.querySelector("#link-dialog"), f = d.querySelector("input"); return d.open && f.value.includes("kwh=433196") && f.selectionEnd - f.selectionStart === f.value.length; })()`)
	b.do(chromedp.Click(chromedp.CSS(`#link-dialog button`)))
	evaluate[bool](b, `(location.hash = "#/live", true)`)
	b.wait("live", `document.querySelectorAll("#live .device").length >= 2 && [...document.querySelectorAll("#live .device .readings")].every((e) => /\d\s*k?W/.test(e.innerText))`)
	b.do(chromedp.Navigate(home + "works.html"))
	b.wait("a verdict", verdict+` === "ok"`)
	want := everywhere()
	want["offline"], want["copy"] = "note: needs its server", "note: not https"
	found(t, evaluate[map[string]string](b, tried), want)
}

// TestPermission opens the page from a host that the browser takes for one on the internet. It may reach the probe on this
// computer by permission alone: refused, the page says so and what works without one; granted, it shows the devices.
func TestPermission(t *testing.T) {
	if l, err := net.Listen("tcp", "127.0.0.1:8420"); err != nil {
		t.Skipf("another program has the probe's own port, where such a page looks for it: %v", err)
	} else {
		l.Close()
	}
	site := startSite(t)
	address := strings.Trim(strings.TrimPrefix(site, "http://"), "/")
	startProbeAt(t, "127.0.0.1:8420", "--demo", "laptop", "--allow-origin", "http://"+address)
	b := openTab(t, 1280, 900, chromedp.Flag("ip-address-space-overrides", address+"=public"))
	b.excuse("WebSocket")
	b.excuse("404") // a plain host has no sessions
	setting := func(state browser.PermissionSetting) {
		if _, err := chromedp.Call(b.ctx, browser.SetPermission, browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: "loopback-network"}, Setting: state, Origin: "http://" + address}); err != nil {
			t.Fatal(err)
		}
	}
	setting(browser.PermissionSettingDenied)
	b.open(site + "#/live")
	b.wait("what the browser will ask is told before it asks", `/may ask whether this page may reach programs on this computer/.test(document.querySelector("#live .absent")?.innerText) && document.querySelector("#live .absent a[href='http://127.0.0.1:8420/#/live']")`)
	b.do(chromedp.Click(chromedp.CSS(`[data-live=reach]`)))
	b.wait("refused, in words", `/told to refuse/.test(document.querySelector("#live .absent [role=alert]")?.innerText)`)
	b.screenshot("permission-1280")
	setting(browser.PermissionSettingGranted)
	b.do(chromedp.Click(chromedp.CSS(`[data-live=reach]`)))
	b.wait("granted", `document.querySelectorAll("#live .device").length >= 2`)
}

// TestStatusRate types without a rest for three seconds: the region that a screen reader reads out changes at most once
// while typing, as the answer follows each key, and says the final answer once after.
func TestStatusRate(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.wait("what comes after the answer", `document.querySelector("#estimate .levers li")`)
	evaluate[bool](b, `(() => { window.said = []; new MutationObserver(() => said.push(document.querySelector("#estimate [role=status]").textContent)).observe(document.querySelector("#estimate [role=status]"), {childList: true, characterData: true, subtree: true}); return true; })()`)
	seen := evaluate[int](b, `new Promise((done) => { const field = document.querySelector("#in-h"), answers = new Set(), until = performance.now() + 3000; let hours = 24;
		(function type() { answers.add(document.querySelector("#estimate .headline").textContent); if (performance.now() > until) return done(answers.size); field.value = String(hours += 7); field.dispatchEvent(new Event("input", {bubbles: true})); setTimeout(type, 100); })(); })`)
	if seen < 3 {
		t.Errorf("the answer took %d values while typing, so that nothing is proven", seen)
	}
	b.wait("the answer is said after the rest", `said.length > 0 && said.at(-1).includes(document.querySelector("#estimate .headline .figure").textContent)`)
	time.Sleep(time.Second)
	said := evaluate[[]string](b, `said`)
	if len(said) > 2 {
		t.Errorf("%d values, and these were said: %q", seen, said)
	}
	t.Logf("%d values of the answer, said: %q", seen, said)
}
