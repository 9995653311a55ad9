// SPDX-License-Identifier: GPL-2.0-or-later
// Small pictures beside words; never instead of them.
import { svg } from "./dom.js";

const PATHS = {
  alarm: "M12 3 2.5 20h19L12 3Zm0 6v5m0 3v.5",
  hand: "M8 12V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-5a1.5 1.5 0 0 1 3 0v8c0 4-2.5 7-6 7-3 0-4.5-1.5-6-4l-2-3.500a1.400 1.400 0 0 1 2.300-1.500L8 15",
  high: "M12 5v9m0 4v.5M5 12a7 7 0 1 0 14 0 7 7 0 1 0-14 0Z",
  medium: "M6 9h12M6 15h12",
  low: "M6 12h12",
  clock: "M12 7v5l3 2M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0Z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 9c0-4 3-6 7-6s7 2 7 6",
  phone: "M7 3h10v18H7zM11 18h2",
  call: "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1C11 20 4 13 4 5a1 1 0 0 1 1-1Z",
  reply: "M4 5h16v11H9l-5 4V5Z",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5",
  check: "m5 13 4 4L19 7",
  eye: "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  sound: "M4 9v6h4l5 4V5L8 9H4Zm13 0c1.500 2 1.500 4 0 6",
  silent: "M4 9v6h4l5 4V5L8 9H4Zm12 1 5 5m0-5-5 5",
  back: "M15 5 8 12l7 7",
  note: "M6 3h9l4 4v14H6zM9 12h7M9 16h5",
  shield: "M12 3 5 6v6c0 4 3 7 7 9 4-2 7-5 7-9V6l-7-3Z",
  off: "M5 5l14 14M8 8c-2 1-3 3-3 3M12 18v.5M16 11c2 1 3 2 3 2",
  board: "M4 5h16M4 12h16M4 19h10",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l2 2H4l2-2Zm4 5h4",
  box: "M4 8l8-4 8 4v9l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v9",
  out: "M4 12h13m-5-5 5 5-5 5",
  signal: "M5 19v-3m5 3v-7m5 7V8m5 11V4",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  help: "M9 9a3 3 0 1 1 4 3c-1 .500-1 1-1 2m0 3v.5M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0Z",
};

export function icon(name) {
  return svg("svg", {
    class: "icon", viewBox: "0 0 24 24", width: 18, height: 18, fill: "none",
    stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round",
    "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  }, svg("path", { d: PATHS[name] }));
}
