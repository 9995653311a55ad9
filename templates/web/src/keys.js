// SPDX-License-Identifier: GPL-2.0-or-later
// The keyboard: one letter an act, never while somebody writes.
import { el } from "./dom.js";
import { showDialog } from "./ui.js";
import { t } from "./words.js";

const HELP = ["j", "k", "Enter", "c", "r", "n", "o", "u", "h", "/", "Esc", "?"];

function writes(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function showKeys() {
  showDialog(t("keys.title"), el("dl.keys", {}, HELP.map((k) =>
    el("div", {}, el("dt", {}, el("kbd", {}, k)), el("dd", {}, t(`keys.${k}`))))));
}

// press(key) says whether it meant something.
export function listenToKeys(press) {
  const down = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return; // it has its own keys
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (press(event.key)) event.preventDefault();
  };
  addEventListener("keydown", down);
  return () => removeEventListener("keydown", down);
}
