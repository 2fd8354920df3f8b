// @ts-check
/** Sources by what a row calls them, and the disagreements between them by the row that they speak of. */

/** @typedef {{id: string, title: string, publisher: string | null, url: string | null, licence: string, year: number | null, as_of: string}} Source */
/** @typedef {{table: string, id: string, field: string, chosen: any, other: any, other_source: string, reason: string}} Conflict */

/** A row names a source by its id, or by publisher and title as the engine writes them; an address finds one too. @param {Source[]} rows @returns {Map<string, Source>} */
export function sourceIndex(rows) {
  const index = new Map();
  for (const s of rows) if (s.url && !index.has(s.url)) index.set(s.url, s);
  for (const s of rows) for (const name of [s.id, s.title, `${s.publisher}: ${s.title}`]) index.set(name, s);
  return index;
}

/** The files behind each table of the page, where sources are known to disagree. @type {Record<string, string[]>} */
const FILES = { accelerators: ["accelerators"], instances: ["cloud_instances"], clouds: ["cloud_regions"], equivalences: ["equivalences"], regions: ["grids_ember", "grids_open"], intensities: ["grids_ember", "grids_open"], hours: ["hours_electricitymaps"], wues: ["wue"] };

/** @param {Conflict[]} all @param {string} table of the page @param {any} row @returns {Conflict[]} */
export function conflictsOf(all, table, row) {
  const files = FILES[table];
  if (!files) return [];
  const names = [row.id, row.code, row.provider, row.scope].filter((v) => typeof v === "string");
  return all.filter((c) => files.includes(c.table) && names.some((n) => n === c.id || (c.id.endsWith(":") && n.startsWith(c.id))));
}
