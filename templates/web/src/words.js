// SPDX-License-Identifier: GPL-2.0-or-later
// Everything people read comes from words/*.json, never from the scripts.

import { keep, kept } from "./kept.js";

const LANGUAGES = ["id", "en"];

let words = {};
let language = "id";

export async function loadWords(wanted) {
  const next = [wanted, kept("language"), "id"].find((l) => LANGUAGES.includes(l));
  const answer = await fetch(`/words.${next}.json`);
  if (!answer.ok) throw new Error(`words ${answer.status}`);
  words = await answer.json();
  language = next;
  document.documentElement.lang = next;
  if (wanted !== undefined) keep("language", next);
}

export function languageNow() {
  return language;
}

export function otherLanguage() {
  return LANGUAGES.find((l) => l !== language);
}

export function has(key) {
  return Object.hasOwn(words, key);
}

// t("alarm.open", { code: "7F3K" }); a slot is {code}
export function t(key, slots = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{([a-z]+)\}/g, (whole, name) =>
    Object.hasOwn(slots, name) ? String(slots[name]) : whole);
}

// A value of the gateway in people's words: its own name is for programs.
export function named(kind, value) {
  const key = `${kind}.${value}`;
  return has(key) ? t(key) : t("unknown");
}
