//go:build browser

package browser

import (
	"fmt"
	"testing"
	"time"
)

// TestLayout looks at every view on a phone and on a desk, light and dark: the answer stands in the first screenful,
// nothing runs over the side, and every device shows its watts. With SCREENSHOTS it keeps the pictures for the eye.
func TestLayout(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "h100x8", "--interval", "250ms")
	started := time.Now()
	for _, size := range [][2]int64{{390, 844}, {1280, 800}} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%s-%d", scheme, size[0]), func(t *testing.T) {
				b := openTab(t, size[0], size[1])
				b.scheme(scheme)
				b.open(p.url)
				if bottom := evaluate[float64](b, `document.querySelector("#estimate .headline").getBoundingClientRect().bottom`); bottom > float64(size[1]) {
					t.Errorf("the answer ends at %.0f px, below the first screenful of %d", bottom, size[1])
				}
				b.narrow("estimate", size[0])
				b.screenshot(fmt.Sprintf("estimate-%s-%d", scheme, size[0]))
				evaluate[bool](b, `(location.hash = "#/live", true)`)
				b.wait("watts of every device", `document.querySelectorAll("#live .device").length >= 8 &&
					[...document.querySelectorAll("#live .device .readings")].every((e) => /\d\s*k?W/.test(e.innerText))`)
				b.wait("a strip for every device", `document.querySelectorAll("#live .device canvas").length >= 8`)
				b.narrow("live", size[0])
				b.screenshot(fmt.Sprintf("live-%s-%d", scheme, size[0]))
				evaluate[bool](b, `(location.hash = "#/methods", true)`)
				b.wait("methods", `document.querySelectorAll("#methods [data-slot=published] tbody tr").length > 100 && document.querySelector("#methods [data-slot=rows] table")`)
				b.narrow("methods", size[0])
				b.screenshot(fmt.Sprintf("methods-%s-%d", scheme, size[0]))
				evaluate[bool](b, `(location.hash = "#/compare?`+pair+`", true)`)
				b.wait("compare", `document.querySelectorAll("#compare svg.gw-plot").length === 2`)
				b.narrow("compare", size[0])
				b.uncut("#compare")
				b.screenshot(fmt.Sprintf("compare-%s-%d", scheme, size[0]))
				evaluate[bool](b, `(location.hash = "#/plan", true)`)
				b.wait("plan", `document.querySelector("#plan [data-plot=front] svg") && document.querySelector("#plan [data-plot=accuracy] svg")`)
				b.narrow("plan", size[0])
				b.uncut("#plan")
				b.screenshot(fmt.Sprintf("plan-%s-%d", scheme, size[0]))
			})
		}
	}
	t.Logf("the session was %.0f s long", time.Since(started).Seconds())
}

// pair is a comparison of two scenarios, as a link carries it.
const pair = "a=v%3D1%26hw%3Da100-sxm4-80gb%26n%3D8%26h%3D24%26r%3DFR&b=v%3D1%26hw%3Dh100-sxm5-80gb%26n%3D8%26h%3D12%26r%3DPL"

// narrow fails when the page is wider than its window.
func (b *tab) narrow(view string, width int64) {
	b.t.Helper()
	if wide := evaluate[int](b, "document.scrollingElement.scrollWidth"); wide > int(width) {
		b.t.Errorf("%s: %d px wide in a window of %d", view, wide, width)
	}
}
