// @ts-check
/**
 * <gram-watt scenario="hw=…&r=ca-qc" view="card|whatif|region" lang="en|fr" theme>: an estimate inside someone else's page. It
 * only builds a lazy frame around embed.html, so the policy and the scripts of the host page stay as they are. The link
 * inside the element is what shows until the frame has an answer, and where there is no script.
 *
 * The frame tells its height in CSS pixels. A message counts only when it comes from that very frame and its origin.
 */
(() => {
  const tag = document.currentScript ?? document.querySelector('script[src*="gram-watt.js"]'); // none is current in a module
  const site = new URL("./", /** @type {HTMLScriptElement} */ (tag)?.src || document.baseURI);
  const FIRST = { card: 300, whatif: 760, region: 720 }; // px until the frame has told its own
  const MOST = 20000; // px

  class GramWatt extends HTMLElement {
    static observedAttributes = ["scenario", "view", "lang", "theme"];
    /** @type {HTMLIFrameElement | undefined} */ #frame;
    #link = document.createElement("slot");
    #hear = (/** @type {MessageEvent} */ e) => {
      const height = e.data?.gramwatt?.height;
      if (!this.#frame || e.source !== this.#frame.contentWindow || e.origin !== site.origin || !(height > 0 && height <= MOST)) return;
      this.#frame.style.height = `${Math.ceil(height)}px`;
      this.#link.style.display = "none";
    };

    connectedCallback() {
      addEventListener("message", this.#hear);
      this.style.display = "block";
      if (!this.#frame) {
        const frame = this.#frame = document.createElement("iframe");
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        Object.assign(frame.style, { display: "block", width: "100%", border: "0", colorScheme: "auto", height: `${FIRST[this.#view()]}px` });
        this.attachShadow({ mode: "open" }).append(this.#link, frame);
      }
      this.attributeChangedCallback();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
    }

    attributeChangedCallback() {
      if (!this.#frame) return;
      const get = (/** @type {string} */ name) => this.getAttribute(name) ?? "";
      const own = ["theme", "lang"].filter(get).map((name) => `${name}=${encodeURIComponent(get(name))}`);
      this.#frame.title = this.textContent?.trim() || "gramwatt";
      const src = new URL(`${get("lang").startsWith("fr") ? "fr/" : ""}embed.html#/${this.#view()}?${[...own, get("scenario")].filter(Boolean).join("&")}`, site).href;
      if (this.#frame.src !== src) this.#frame.src = src;
    }

    /** @returns {"card" | "whatif" | "region"} */
    #view() {
      const view = this.getAttribute("view") ?? "";
      return view in FIRST ? /** @type {"card"} */ (view) : "card";
    }
  }
  if (!customElements.get("gram-watt")) customElements.define("gram-watt", GramWatt);
})();
