// SPDX-License-Identifier: GPL-2.0-or-later
// The keyboard: one letter an act, never while somebody writes.
import { el, freshId } from "./dom.js";
import { keep, kept } from "./kept.js";
import { showDialog } from "./ui.js";
import { t } from "./words.js";

const HELP = ["j", "k", "Enter", "c", "r", "n", "o", "u", "h", "/", "Esc", "?"];

function writes(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

// Who speaks to the computer, or rests a hand on it, must be able to do
// without single letters (WCAG 2.1.4).
const lettersOff = () => kept("letters") === "off";

function letterSwitch() {
  const id = freshId("letters");
  return el("label.choice", { for: id }, el("input", {
    id, type: "checkbox", checked: !lettersOff(), "data-key": "letters",
    change: (event) => keep("letters", event.target.checked ? "on" : "off"),
  }), el("span", {}, t("keys.letters")));
}

export function showKeys() {
  showDialog(t("keys.title"), letterSwitch(), el("dl.keys", {}, HELP.map((k) =>
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
    if (event.key.length === 1 && lettersOff()) return;
    if (press(event.key)) event.preventDefault();
  };
  addEventListener("keydown", down);
  return () => removeEventListener("keydown", down);
}
