// @ts-check
/** What to do when no probe answers: what it is, one command, and what the browser is going to ask. */
import { h } from "../dom.js";
import { rich, tr } from "../i18n/tr.js";

/** @param {import("./render.js").LiveModel} m */
export function render(m) {
  const { asked } = m;
  return h("section", { class: "card absent", "aria-labelledby": "absent-title" },
    h("h2", { id: "absent-title" }, tr`See what this machine draws`),
    h("p", null, tr`Watts are read by a small program on your own computer, the gramwatt probe. It reads the power sensors of GPUs and CPUs and shows them on this page. Nothing is uploaded: the numbers stay on your machine.`),
    h("p", null, tr`In a copy of the project, run`), h("pre", null, h("code", null, "make run")),
    h("p", null, tr`or, when the program is installed,`), h("pre", null, h("code", null, "gramwatt serve")),
    h("p", null, rich`and open ${h("a", { href: "http://127.0.0.1:8420/#/live" }, "127.0.0.1:8420")}. There the browser asks nothing. To look around without sensors, add ${h("code", null, "--demo h100x8")}: simulated hardware, labelled as such.`),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", "data-live": "retry" }, tr`Try again`)),
    m.elsewhere ? [
      h("h3", null, tr`Or connect this page to it`),
      h("p", null, tr`The probe lets another page in only when it is told to:`), h("pre", null, h("code", null, `gramwatt serve --allow-origin ${m.origin}`)),
      h("p", null, tr`When you press the button, the browser may ask whether this page may reach programs on this computer, or on the local network. It means the probe at 127.0.0.1, port 8420; if you refuse, nothing is read, and the link above still works.`),
      asked && m.standing === "none" ? h("p", { class: "fault", role: "alert" }, tr`No probe let this page in: it does not run, it was started without the line above, or the browser was told to refuse. The link above needs no permission.`) : null,
      h("p", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-live": "reach" }, tr`Connect to the probe on this computer`))] : null);
}
