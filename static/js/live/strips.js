// @ts-check
/** One uPlot strip for each device: power from 0 to the rated power, the same time axis and cursor for all. */
import uPlot from "uplot";

const AXIS = 22; // px, below the last strip
const SYNC = "gramwatt-live";

/** A canvas does not know custom properties: an element works the colour out. @param {Element} el @param {string} name */
function color(el, name) {
  const probe = el.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** A label this close to an end would be cut off. @param {uPlot} u @param {number} t */
function nearEnd(u, t) {
  const x = u.valToPos(t, "x");
  return x < 28 || x > u.over.clientWidth - 28;
}

export class Strip {
  /**
   * @param {HTMLElement} box
   * @param {{height: number, last: boolean, clock: (t: number) => string, onCursor: (t: number | null) => void, onSpan: (from: number, to: number) => void}} o
   */
  constructor(box, o) {
    this.box = box;
    this.top = 1;
    const line = color(box, "--series-live"), band = color(box, "--series-live-band"), below = color(box, "--series-live-fill"), grid = color(box, "--line"), muted = color(box, "--muted");
    /** @type {uPlot.Options} */
    const options = {
      width: Math.max(80, box.clientWidth), height: o.height + (o.last ? AXIS : 0), legend: { show: false }, padding: [4, 0, o.last ? 0 : 2, 0],
      cursor: { sync: { key: SYNC, setSeries: false }, drag: { x: true, y: false, setScale: false, dist: 6 }, y: false, points: { show: false } },
      scales: { x: { time: true }, y: { range: () => [0, this.top] } },
      axes: [
        { show: o.last, stroke: muted, grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: AXIS, gap: 4, font: "11px sans-serif",
          values: (u, splits, _, __, step) => splits.map((t) => (nearEnd(u, t) ? "" : step < 60 ? o.clock(t) : o.clock(t).slice(0, 5))), space: 90 },
        { show: false, grid: { stroke: grid, width: 1 } },
      ],
      series: [{}, { stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } }, { stroke: line, fill: below, width: 1.5, points: { show: false } }],
      bands: [{ series: [1, 2], fill: band }],
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      hooks: { setSelect: [(u) => u.cursor.event && u.select.width > 0 && o.onSpan(u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x"))], setCursor: [(u) => u.cursor.event && o.onCursor(u.cursor.left !== undefined && u.cursor.left >= 0 ? u.posToVal(u.cursor.left, "x") : null)] },
    };
    this.plot = new uPlot(options, [[], [], [], []], box);
    this.observer = new ResizeObserver(() => this.plot.setSize({ width: Math.max(80, box.clientWidth), height: options.height }));
    this.observer.observe(box);
  }

  /** @param {import("./ring.js").Columns} c @param {number} from epoch s @param {number} to @param {number} top watts at the upper edge */
  draw(c, from, to, top) {
    this.top = top;
    this.plot.batch(() => {
      this.plot.setData(/** @type {any} */ ([c.x, c.high, c.low, c.mean]), false);
      this.plot.setScale("x", { min: from, max: to });
      this.plot.setScale("y", { min: 0, max: top });
    });
  }

  /** Marks a span on the time axis, as far as it is shown. @param {{from: number, to: number} | null} span */
  mark(span) {
    const u = this.plot;
    if (u.cursor.event?.buttons) return; // one is being dragged
    const at = (/** @type {number} */ t) => Math.max(0, Math.min(u.over.clientWidth, t === -Infinity ? 0 : t === Infinity ? Infinity : u.valToPos(t, "x")));
    const left = span ? at(span.from) : 0;
    u.setSelect({ left, width: span ? at(span.to) - left : 0, top: 0, height: u.over.clientHeight }, false);
  }

  get canvas() {
    return this.plot.ctx.canvas;
  }

  /** Moves the cursor as the mouse would. @param {number | null} t */
  point(t) {
    this.plot.setCursor({ left: t === null ? -10 : this.plot.valToPos(t, "x"), top: 4 }, false);
  }

  destroy() {
    this.observer.disconnect();
    this.plot.destroy();
  }
}
