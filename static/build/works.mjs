// What works.html holds the browser's engine against: scenarios of each way to know the work, with their answers.
const QUERIES = [
  "v=1&kwh=433196&ci=57&pue=1&x=1",
  "v=1&hw=h100-sxm5-80gb&n=64&par=7e9&tok=1e12&mfu=40&r=FR&emb=1&x=1",
  "v=1&hw=h100-sxm5-80gb&n=8&sps=0.4&st=100000&r=US&x=3",
  "v=1&hw=h100-sxm5-80gb&n=8&qp=70e9&qin=500&qout=300&qd=1e6&qdays=30&r=PL",
];

/**
 * @param {(method: string, argument?: string) => any} call the engine
 * @returns {string} JSON of import("../js/works/checks.js").Example[]
 */
export function examples(call) {
  return JSON.stringify([call("defaults").query, ...QUERIES].map((query) => ({ query, total: call("estimate", query).result.total_kgco2e })));
}
