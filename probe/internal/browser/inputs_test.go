//go:build browser

package browser

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gramwatt/estimator"
)

// inputScenarios are links under which, together, every input of the engine has a control.
var inputScenarios = []string{
	"v=1&hw=a100-sxm4-80gb&n=8&u=80&h=24&x=1&pue=1.56&r=WORLD&scc=190&host=900&emb=1",
	"v=1&w=400&n=8&pw=310&dh=100&ci=57&ep=0.1&ptr=24&site=cloud",
	"v=1&kwh=1000&mix=coal:40,hydro:60&puec=servers:60,cooling:40&tar=22-6:0.08,6-22:0.2&pp=one-sweep",
	"v=1&hw=a100-sxm4-80gb&n=8&flop=1e20&mfu=40&pgr=3,4,2&pue=1.2",
	"v=1&hw=a100-sxm4-80gb&n=8&par=7e9&act=2e9&tok=2e10&tf=150&met=lora&tra=4e6&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&par=7e9&etok=2e10&dtok=1e10&epar=3e9&arch=encoder-decoder&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&st=1000&sps=0.35&pue=1.2&x=1&cpu=AMD%20EPYC%207763&cn=2",
	"v=1&hw=a100-sxm4-80gb&n=8&epo=3&sam=1281167&bat=256&spl=0.3&sph=0.4&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&st=1000&sm=0.9,0.36,0.35&swu=1&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&xf=1.2e10&xd=1281167&xn=100&pue=1.2&x=1",
	"v=1&xe=0.0001&xd=1281167&xn=100&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&qd=10000&qdays=365&qp=7e9&qin=500&qout=300&pue=1.2",
	"v=1&hw=a100-sxm4-80gb&n=8&h=24&qd=10000&qy=2&qe=0.0003&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&h=24&qd=10000&qdays=20&qj=0.4&qout=300&pue=1.2&x=1",
	"v=1&hw=a100-sxm4-80gb&n=8&qd=10000&qdays=20&qs=5&qb=8&qw=3000&pue=1.2",
	"v=1&hw=a100-sxm4-80gb&n=8&qd=10000&qdays=20&qr=1000&qout=300&pue=1.2",
}

// typed is another value for each number, in the words of a person, and what the link then says.
var typed = map[string][2]string{
	"n": {"16", "16"}, "u": {"70 %", "70"}, "w": {"0.35 kW", "350"}, "pw": {"300", "300"}, "cap": {"390 W", "390"}, "iw": {"50", "50"}, "h": {"3 d", "72"}, "dh": {"200", "200"}, "kwh": {"2 MWh", "2000"},
	"flop": {"3 EFLOP", "3e18"}, "par": {"8B", "8000000000"}, "act": {"1.5B params", "1500000000"}, "tok": {"0.1T tokens", "100000000000"}, "etok": {"30B", "30000000000"}, "dtok": {"20B", "20000000000"},
	"epar": {"2B", "2000000000"}, "tra": {"5M", "5000000"}, "tea": {"9B", "9000000000"}, "lay": {"", ""}, "wid": {"", ""}, "ctx": {"", ""}, "mfu": {"35", "35"}, "tf": {"140", "140"},
	"sps": {"400 ms", "0.4"}, "spl": {"0.2", "0.2"}, "sph": {"0.5", "0.5"}, "swu": {"2", "2"}, "st": {"2000", "2000"}, "epo": {"4", "4"}, "sam": {"2M", "2000000"}, "bat": {"512", "512"},
	"xe": {"0.0002", "0.0002"}, "xf": {"2e10", "20000000000"}, "xd": {"1000", "1000"}, "xn": {"50", "50"}, "of": {"1.2", "1.2"}, "ih": {"5 h", "5"}, "sh": {"50", "50"}, "net": {"1 TB", "1000"}, "ssd": {"2", "2"}, "hdd": {"20", "20"},
	"mem": {"512", "512"}, "host": {"1.2 kW", "1200"}, "x": {"24", "24"}, "ptr": {"30", "30"}, "pts": {"10", "10"}, "pse": {"3", "3"}, "pfa": {"10", "10"}, "pfi": {"2", "2"}, "pre": {"", ""}, "pye": {"", ""},
	"pue": {"1,3", "1.3"}, "ci": {"0.3 kg/kWh", "300"}, "gy": {"", ""}, "t0": {"22", "22"}, "mci": {"20", "20"}, "wue": {"0.5", "0.5"}, "ewf": {"3", "3"}, "ep": {"12 ct/kWh", "0.12"}, "dp": {"2", "2"}, "scc": {"200", "200"}, "cp": {"80", "80"},
	"life": {"5 years", "5"}, "util": {"60", "60"}, "ekg": {"164", "164"}, "ehk": {"2.5 t", "2500"}, "eph": {"8", "8"}, "cn": {"1", "1"}, "cw": {"250", "250"}, "cu": {"50", "50"}, "cut": {"", ""}, "cpw": {"", ""}, "ccap": {"200", "200"}, "ciw": {"60", "60"},
	"qe": {"0.4 Wh", "0.0004"}, "qj": {"500 mJ", "0.5"}, "qw": {"4 kW", "4000"}, "qs": {"6 s", "6"}, "qr": {"2000", "2000"}, "qb": {"16", "16"}, "qn": {"4", "4"}, "qp": {"13B", "13000000000"}, "qa": {"6B", "6000000000"}, "qin": {"1000", "1000"}, "qout": {"200", "200"}, "qd": {"20k", "20000"}, "qdays": {"2 weeks", "14"}, "qy": {"18 months", "1.5"},
}

// others are inputs whose control has another form than a field: a list of devices or places, a radio, a box.
var others = map[string]string{"hw": `#hw-1`, "r": `#r`, "emb": `#in-emb`}

// openSections shows every detail section of Estimate.
const openSections = `(document.querySelectorAll("#estimate details.more").forEach((d) => { d.open = true; }), true)`

// answers waits until the page's headline is the native engine's answer to the page's own link, which has a part.
func (b *tab) answers(what, part string) {
	b.t.Helper()
	b.wait(what+": the link", fmt.Sprintf(`("&" + location.hash.split("?")[1] + "&").includes(%q)`, part))
	query := strings.TrimPrefix(evaluate[string](b, "location.hash"), "#/estimate?")
	if faults := evaluate[string](b, `[...document.querySelectorAll("#estimate .fault")].map((e) => e.innerText).join("; ")`); faults != "" {
		b.t.Errorf("%s: %s is refused: %s", what, query, faults)
		return
	}
	b.wait(what+": the answer of "+query, answerText+` === "`+native(b.t, query)+`" && document.querySelector("#estimate").dataset.stale === "false"`)
}

// TestEveryInput finds a control for every field of the engine's scenario, and drives each: what is typed in a person's
// words reaches the link, and the page answers as the native engine does.
func TestEveryInput(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	found := map[string]bool{}
	b := openTab(t, 1280, 900)
	b.open(p.url)
	evaluate[bool](b, openSections)
	for _, query := range inputScenarios {
		evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, "#/estimate?"+query))
		b.answers(query, "&v=1&")
		b.wait("sections", `document.querySelector("#way-project") && document.querySelector("#estimate .fault") === null`)
		for key, selector := range others {
			found[key] = found[key] || evaluate[bool](b, fmt.Sprintf(`!!document.querySelector(%q)`, selector))
		}
		keys := evaluate[[]string](b, `[...document.querySelectorAll("#estimate :is([data-key], [data-text], [data-select])")].map((e) => e.dataset.key ?? e.dataset.text ?? e.dataset.select)`)
		for _, key := range keys {
			first := !found[key]
			found[key] = true
			if value, ok := typed[key]; ok && first && value[0] != "" {
				before := evaluate[string](b, "location.hash")
				evaluate[bool](b, fmt.Sprintf(`((e) => { e.focus(); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); e.blur(); return true; })(document.querySelector("#estimate [data-key='%s']"))`, value[0], key))
				b.answers(key, "&"+key+"="+value[1]+"&")
				evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, before))
				b.answers("back from "+key, "&v=1&")
				b.wait("the first link", fmt.Sprintf(`location.hash === %q`, before))
			} else if !ok && first && slices.Contains(keys, key) && evaluate[bool](b, fmt.Sprintf(`!!document.querySelector("#estimate [data-key='%s']")`, key)) {
				t.Errorf("no value to type into %s", key)
			}
		}
	}
	for _, f := range estimator.ScenarioFields() {
		if !found[f.Key] && f.Key != "ut" { // of an accelerator, which the engine always refuses
			t.Errorf("%s (%s, %q) has no control", f.Key, f.Path, f.Label)
		}
	}
}

// TestEveryWay turns every choice between ways once round, by its select: each link that the page writes is one that the
// engine accepts.
func TestEveryWay(t *testing.T) {
	t.Parallel()
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	evaluate[bool](b, openSections)
	choose := func(selector, value string) {
		t.Helper()
		evaluate[bool](b, fmt.Sprintf(`((e) => { e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})); return e.value === %q; })(document.querySelector(%q))`, value, value, selector))
		evaluate[bool](b, `new Promise((done) => setTimeout(() => done(true), 450))`) // the address follows after 350 ms
		b.answers(selector+" "+value, "&v=1&")
	}
	for _, work := range []string{"dh", "kwh", "flop", "par", "steps", "red", "use", "h", "par", "kwh", "par", "h"} {
		choose("#work", work)
		for _, way := range evaluate[[]string](b, `[...document.querySelectorAll("[data-slot=work] [data-way], [data-slot=requests] [data-way]")].map((e) => e.id)`) {
			for _, value := range evaluate[[]string](b, fmt.Sprintf(`[...document.querySelectorAll("#%s option")].map((o) => o.value)`, way)) {
				choose("#"+way, value)
			}
			choose("#"+way, evaluate[string](b, fmt.Sprintf(`document.querySelector("#%s option").value`, way)))
		}
	}
	for _, way := range []string{"way-building", "way-grid", "way-price", "way-project", "way-scc"} {
		for _, value := range evaluate[[]string](b, fmt.Sprintf(`[...document.querySelectorAll("#%s option")].map((o) => o.value)`, way)) {
			choose("#"+way, value)
		}
	}
	for _, preset := range evaluate[[]string](b, `[...document.querySelectorAll("#preset option")].map((o) => o.value).filter(Boolean)`) {
		choose("#preset", preset)
	}
	// Undo leads all the way back to a preset before, redo forward again.
	last := evaluate[string](b, "location.hash")
	b.do(chromedp.Click(chromedp.CSS(".tools [data-act=undo]")))
	b.wait("undone", fmt.Sprintf("location.hash !== %q", last))
	b.answers("after undo", "&v=1&")
	b.do(chromedp.Click(chromedp.CSS(".tools [data-act=redo]")))
	b.wait("redone", fmt.Sprintf("location.hash === %q", last))
	b.answers("after redo", "&v=1&")
}

// TestFaultInSection types nonsense into a field of a section: the message stands under it once it is left, the last
// answer stays, and from the words under the sentence a button leads back even when the section is closed.
func TestFaultInSection(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	before := evaluate[string](b, answerText)
	evaluate[bool](b, openSections)
	b.wait("money", `document.querySelector("#in-cp")`)
	b.fill("#in-cp", "-5"+kb.Tab)
	b.wait("the message under its field", `document.querySelector("#in-cp").getAttribute("aria-describedby").includes("err-cp") && document.querySelector("#err-cp").innerText.includes("carbon price")`)
	b.wait("the last valid answer stays", answerText+` === "`+before+`" && document.querySelector(".answer").innerText.includes("last valid")`)
	evaluate[bool](b, `(document.querySelector("#in-cp").closest("details").open = false, true)`)
	b.do(chromedp.Click(chromedp.CSS(`.faults [data-focus="in-cp"]`)))
	b.wait("back at the field", `document.activeElement.id === "in-cp" && document.activeElement.closest("details").open`)
	b.do(chromedp.KeyEvent("5"))
	b.wait("mended", `!document.querySelector("#estimate .fault") && location.hash.includes("cp=5")`)
}

// TestRandomLinks opens fifty scenarios, put together by chance of parts that go with each other: the page answers as the
// native engine, and the link that its share button copies reads back as the same scenario.
func TestRandomLinks(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	device := func() string {
		return one("hw=a100-sxm4-80gb", "hw=h100-sxm5-80gb", "hw=l4", "hw=tesla-v100-sxm2-32gb&w=290") + fmt.Sprintf("&n=%d", 1+r.IntN(500)) + one("", "&u=70", "&pw=222.5", "&cap=200", "&job=llm-pretraining", "&hw.2=tesla-t4&n.2=2&u.2=50")
	}
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	for i := range 50 {
		parts := []string{"v=1"}
		switch i % 8 {
		case 0:
			parts = append(parts, device(), fmt.Sprintf("h=%.3g", 1+999*r.Float64()), one("", "ih=3", "cpu=AMD%20EPYC%207763&cn=2&cu=30", "ssd=2&mem=256"))
		case 1:
			parts = append(parts, device(), "dh=1082990", one("", "host=0"))
		case 2:
			parts = append(parts, fmt.Sprintf("kwh=%d", 1+r.IntN(1e6)))
		case 3:
			parts = append(parts, device(), "flop=3.14e21", one("mfu=33.5", "tf=10", ""), one("", "prec=fp16"))
		case 4:
			parts = append(parts, device(), "par=7e9&tok=1e11", one("", "rec=full", "met=lora&tra=1e7", "lay=32&wid=4096&ctx=4096", "tea=2e9"))
		case 5:
			parts = append(parts, device(), one("st=10000", "epo=3.5&sam=50000&bat=128"), one("sps=0.3", "spl=0.2&sph=0.4", "sm=1,0.3,0.31&swu=1"))
		case 6:
			parts = append(parts, one("xe=0.001", device()+"&xf=1e12")+"&xd=10000&xn=7")
		case 7:
			parts = append(parts, device(), "qd=5000", one("qdays=30", "qy=2"), one("qp=7e9&qin=100&qout=300&qb=8", "qe=0.0003", "qj=0.4&qout=200"))
		}
		parts = append(parts, one("pue=1.2", "site=home", "puec=servers:70,cooling:30", ""), one("r=FR", "ci=57.5", "mix=coal:40,hydro:60", "r=ca-qc&basis=direct", "r=aws:eu-west-3", "basis=marginal&r=DE", ""),
			one("x=24", "ptr=24&pse=3&pts=10", "pgr=3,4,2&pfi=1", "pp=one-sweep", "pre=2&pye=3", ""), one("ep=0.12", "tar=22-6:0.08,6-22:0.2", ""), one("dp=2.5", ""), one("scc=190&cp=80", ""), one("emb=1", "life=4&util=60", ""),
			one("name=A%20%26%20B%3D%C3%A9", "tt=distillation", ""), one("of=1.1&sh=25", "net=500", ""), one("wue=0.5&ewf=3", "mci=20", ""))
		query := strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "&")
		s, unknown, err := estimator.ParseQuery(query)
		if err != nil || len(unknown) > 0 {
			t.Fatalf("%s: %v, unknown %v", query, err, unknown)
		}
		want := native(t, query)
		evaluate[bool](b, fmt.Sprintf(`(location.hash = %q, true)`, "#/estimate?"+query))
		b.wait("the answer of "+query, answerText+` === "`+want+`" && document.querySelector("#estimate").dataset.stale === "false"`)
		_, written, _ := strings.Cut(evaluate[string](b, `new Promise((done) => { navigator.clipboard.writeText = async (text) => done(text); document.querySelector("[data-act=share]").click(); })`), "#/estimate?")
		back, _, err := estimator.ParseQuery(written)
		if err != nil || back.Query() != s.Query() {
			t.Errorf("the page wrote %s for %s: %v", written, query, err)
		}
	}
}

// TestSectionKeys walks with Tab and arrow keys alone: a section opens, a way is chosen in its select, its field is typed
// into, and the answer follows.
func TestSectionKeys(t *testing.T) {
	p := startProbe(t, "--demo", "laptop")
	b := openTab(t, 1280, 900)
	b.open(p.url)
	b.do(chromedp.Focus(chromedp.CSS(`details:has([data-slot=project]) > summary`)), chromedp.KeyEvent(kb.Enter))
	b.wait("the section opens", `document.querySelector("#way-project")`)
	b.do(chromedp.KeyEvent(kb.Tab))
	if id := evaluate[string](b, `document.activeElement.id`); id != "way-project" {
		t.Fatalf("Tab leads to #%s, want #way-project", id)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.wait("trials are chosen", `document.querySelector("#in-ptr") && document.activeElement.id === "way-project"`)
	seen := []string{}
	for range 3 {
		b.do(chromedp.KeyEvent(kb.Tab))
		seen = append(seen, evaluate[string](b, `document.activeElement.id + (getComputedStyle(document.activeElement).outlineStyle === "none" ? " without visible focus" : "")`))
	}
	if want := []string{"way-trials", "in-ptr", "in-pts"}; !slices.Equal(seen, want) {
		t.Fatalf("Tab leads to %v, want %v", seen, want)
	}
	b.do(chromedp.KeyEvent("10"))
	b.answers("a tenth of a run each", "&pts=10&")
	b.wait("the section says how much it holds", `document.querySelector("[data-slot=said-project]").innerText === "3 set"`)
}
