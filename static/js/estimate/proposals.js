// @ts-check
/** The changes that the page offers to try: each is one edit of the scenario, worked out by the engine beforehand. */
import { change, setPlace } from "./scenario.js";
import { setWay, wayOf } from "./ways.js";
import { tr } from "../i18n/tr.js";

/** @typedef {import("../url.js").Params} Params */

/** @param {Params} params @returns {{id: string, label: string, params: Params}[]} */
export function proposals(params) {
  const here = (params.get("r") ?? "").toUpperCase();
  const project = wayOf(params, "project") !== "x", runs = project ? Infinity : Number(params.get("x") ?? 1), pue = Number(params.get("pue") ?? 1.56);
  return [
    here === "CA-QC" ? { id: "place", label: tr`Move it to Poland`, params: setPlace(params, "PL") } : { id: "place", label: tr`Move it to Quebec`, params: setPlace(params, "CA-QC") },
    runs > 1 ? { id: "runs", label: tr`Count one run only`, params: change(setWay(params, "project", "x"), { x: "1" }) } : { id: "runs", label: tr`Count a search of 24 runs`, params: change(setWay(params, "project", "x"), { x: "24" }) },
    pue > 1.12 ? { id: "pue", label: tr`A well cooled site, PUE 1.1`, params: change(setWay(params, "building", "pue"), { pue: "1.1" }) } : { id: "pue", label: tr`A server closet, PUE 2`, params: change(setWay(params, "building", "pue"), { pue: "2" }) },
  ];
}
