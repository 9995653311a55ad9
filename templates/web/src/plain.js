// SPDX-License-Identifier: GPL-2.0-or-later
// What strangers wrote, as it is: no character may hide, run backwards, pile
// up over its neighbours, or become a link.
import { el } from "./dom.js";
import { t } from "./words.js";

// Controls, direction, joiners, invisible and format characters, fillers that
// look like nothing, and what is no character at all.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
const MARK = /\p{M}/u;
const PICTURE = /\p{Extended_Pictographic}/u;
const SHOWN_MOST = 8; // hidden characters in a row that are spelt out
const MARKS_MOST = 2; // on one letter; more is a pile, not a language here

function codeOf(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function shown(character) {
  const code = codeOf(character);
  return el("span.hidden-char", { title: t("thread.hidden_char", { code }) }, code);
}

// Phones put these into a picture of their own, such as a heart.
function isOfPicture(c, before) {
  return (c === "\ufe0f" || c === "\u200d") && PICTURE.test(before);
}

// Thousands in a row say no more than a few and their number.
function more(count) {
  return el("span.hidden-char", { title: t("thread.hidden_more", { n: count }) }, `+${count}`);
}

// -> [{ text, marks: [character] }]: words, and what hides after them
function pieces(text) {
  const list = [];
  let run = "", piled = 0, before = "";
  for (const c of text) {
    const joins = isOfPicture(c, before);
    piled = MARK.test(c) ? piled + 1 : 0;
    if (!joins) before = c;
    const hide = !joins && c !== "\n" && c !== "\t" &&
      (HIDDEN.test(c) || piled > MARKS_MOST);
    if (!hide) {
      run += c === "\t" || BLANK.test(c) ? " " : c;
      continue;
    }
    if (run !== "" || list.length === 0) list.push({ text: run, marks: [] });
    list.at(-1).marks.push(c);
    run = "";
  }
  if (run !== "") list.push({ text: run, marks: [] });
  return list;
}

// Where words of danger stand: [from, to) in the text, not overlapping.
function places(text, matched) {
  const low = text.toLowerCase();
  const found = [];
  if (low.length !== text.length) return found; // no place is sure then
  for (const [kind, words] of Object.entries(matched))
    for (const word of words) {
      const want = word.toLowerCase();
      for (let at = low.indexOf(want); want !== "" && at >= 0;
        at = low.indexOf(want, at + want.length))
        found.push([at, at + want.length, kind]);
    }
  return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

function spellOut(text) {
  return pieces(text).map((p) => [p.text, p.marks.slice(0, SHOWN_MOST).map(shown),
    p.marks.length > SHOWN_MOST ? more(p.marks.length - SHOWN_MOST) : null]);
}

// Her words, with what was matched, { danger: [...], concern: [...] }, set
// off. Text nodes and spans alone.
export function plainText(text, matched = {}) {
  const nodes = [];
  let from = 0;
  for (const [start, end, kind] of places(text, matched)) {
    if (start < from) continue;
    nodes.push(spellOut(text.slice(from, start)),
      el(`mark.${kind}-word`, {}, spellOut(text.slice(start, end))));
    from = end;
  }
  nodes.push(spellOut(text.slice(from)));
  return el("span.plain", { dir: "ltr" }, nodes);
}

// The same for one line: names, villages, reasons.
export function plainLine(text) {
  return plainText(String(text ?? "").replaceAll("\n", " "));
}
