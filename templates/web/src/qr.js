// SPDX-License-Identifier: GPL-2.0-or-later
// Rows of "0110..." as a picture; the quiet zone around it is part of it.
import { svg } from "./dom.js";

const QUIET = 4;

export function qrPicture(rows, words) {
  const size = rows.length + 2 * QUIET;
  let path = "";
  rows.forEach((row, y) => [...row].forEach((bit, x) => {
    if (bit === "1") path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }));
  // Black on white in dark mode as well: cameras want it so.
  return svg("svg", {
    class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img",
    "aria-label": words, "shape-rendering": "crispEdges",
  }, svg("rect", { width: size, height: size, fill: "#fff" }),
  svg("path", { d: path, fill: "#000" }));
}
