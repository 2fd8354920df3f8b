// @ts-check
/**
 * A recorded session: a file of the stream's frames, one a line, packed by gzip or plain. A player gives them to a
 * Session at the pace at which they were measured, or faster.
 */
import { Session } from "./session.js";
import { tr } from "../i18n/tr.js";

const GZIP = [0x1f, 0x8b]; // the first bytes of a packed file
const MOST_BYTES = 512e6; // unpacked: a day of eight GPUs at 1 Hz has some 200 MB

/** What is wrong with a file, in words for its owner. */
export class RecordingFault extends Error {}

/**
 * The frames of a recording. A last line that was cut off is left out: the probe may have been killed while it wrote.
 * @param {Blob} file @returns {Promise<any[]>}
 */
export async function readFrames(file) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = head[0] === GZIP[0] && head[1] === GZIP[1];
  const bytes = packed ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const lines = await textOf(bytes);
  /** @type {any[]} */ const frames = [];
  for (const [i, line] of lines.entries()) {
    if (!line.trim()) continue;
    const frame = parsed(line);
    if (frame === null || typeof frame.type !== "string") {
      if (i >= lines.length - 2 && frames.length) break;
      throw new RecordingFault(tr`line ${i + 1} is not a frame of a recording; choose a file that \`gramwatt sessions export\` wrote`);
    }
    if (!frames.length && frame.type !== "hello") throw new RecordingFault(tr`the first line does not describe a machine; choose a file that \`gramwatt sessions export\` wrote`);
    frames.push(frame);
  }
  if (!frames.some((f) => f.type === "sample")) throw new RecordingFault(tr`it holds no sample`);
  return frames;
}

/** Lines of a stream. One that ends too soon gives what came. @param {ReadableStream<Uint8Array>} stream */
async function textOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      if (text.length > MOST_BYTES) throw new RecordingFault(tr`it is larger than 512 MB unpacked; export it thinned`);
    }
  } catch (error) {
    if (error instanceof RecordingFault) throw error;
    if (!text) throw new RecordingFault(tr`it cannot be unpacked`);
  }
  return text.split("\n");
}

/** @param {string} line */
function parsed(line) {
  try {
    const value = JSON.parse(line);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

export class Player {
  session = new Session();
  speed = 1;
  #next = 0; // the frame to come
  #at = 0; // time of the recording, epoch s
  #clock = NaN; // when that was, ms of the page

  /** @param {string} name of the file @param {any[]} frames */
  constructor(name, frames) {
    this.name = name;
    this.frames = frames;
    const samples = frames.filter((f) => f.type === "sample");
    this.start = samples[0].t;
    this.end = samples[samples.length - 1].t;
    this.#at = this.start;
  }

  get ended() {
    return this.#next >= this.frames.length;
  }

  /** Takes the frames that are due. @param {number} now ms @returns {boolean} whether there were any */
  advance(now) {
    if (!Number.isNaN(this.#clock)) this.#at += ((now - this.#clock) / 1000) * this.speed;
    this.#clock = now;
    return this.#until(this.#at);
  }

  /** Time stands still until the next advance. */
  hold() {
    this.#clock = NaN;
  }

  finish() {
    this.#at = this.end;
    this.#until(Infinity);
  }

  /** @param {number} t */
  #until(t) {
    const before = this.#next;
    while (!this.ended) {
      const frame = this.frames[this.#next];
      if (frame.type !== "hello" && frame.t > t) break;
      this.session.take(frame);
      this.#next++;
    }
    return this.#next > before;
  }
}
