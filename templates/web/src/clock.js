// SPDX-License-Identifier: GPL-2.0-or-later
// Times and countdowns, by the gateway's clock: an office PC's may be wrong.
import { el } from "./dom.js";
import { languageNow, t } from "./words.js";

const TICK_MS = 1000;
const SOON_S = 120;

let ahead_ms = 0; // the gateway's clock minus ours
let zone; // the gateway's time zone; undefined: the browser's
const running = new Set(); // of elements that count down

export function setGatewayTime(date) {
  const at = Date.parse(date ?? "");
  // A header has whole seconds: smaller differences say nothing.
  if (!Number.isNaN(at) && Math.abs(at - Date.now() - ahead_ms) > 2000)
    ahead_ms = at - Date.now();
}

export function setZone(name) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

export function now_ms() {
  return Date.now() + ahead_ms;
}

export function parse(at) {
  const ms = typeof at === "number" ? at * 1000 : Date.parse(at ?? "");
  return Number.isNaN(ms) ? null : ms;
}

function format(ms, how) {
  const locale = languageNow() === "id" ? "id-ID" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...how }).format(ms);
}

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };

export function hour(at) {
  return format(parse(at), HOUR);
}

// "22.14" today, "Jum, 20 Nov 22.14" on other days
export function when(at) {
  const ms = parse(at);
  if (ms === null) return t("time.never");
  const same = format(ms, DAY) === format(now_ms(), DAY);
  return same ? format(ms, HOUR) : `${format(ms, DAY)} ${format(ms, HOUR)}`;
}

export function day(at) {
  return format(parse(at), { weekday: "long", day: "numeric", month: "long" });
}

const two = (n) => String(n).padStart(2, "0");

export function span(seconds) {
  const s = Math.floor(Math.abs(seconds));
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)}`;
  if (s < 172800)
    return t("time.hours", { h: Math.floor(s / 3600), m: Math.floor(s / 60) % 60 });
  return t("time.days", { d: Math.floor(s / 86400), h: Math.floor(s / 3600) % 24 });
}

// In whole minutes, for what has passed.
export function ago(at) {
  const s = (now_ms() - parse(at)) / 1000;
  if (s < 60) return t("time.just_now");
  if (s < 3600) return t("time.minutes_ago", { m: Math.floor(s / 60) });
  if (s < 172800) return t("time.hours_ago", { h: Math.floor(s / 3600) });
  return t("time.days_ago", { d: Math.floor(s / 86400) });
}

function showLeft(element) {
  const left_s = (Number(element.dataset.at) - now_ms()) / 1000;
  const state = left_s < 0 ? "late" : left_s < SOON_S ? "soon" : "calm";
  const words = left_s < 0 ? t("time.late", { time: span(left_s) })
    : t("time.left", { time: span(left_s) });
  if (element.textContent !== words) element.textContent = words;
  if (element.dataset.left !== state) element.dataset.left = state;
}

function showAgo(element) {
  const words = ago(Number(element.dataset.at) / 1000);
  if (element.textContent !== words) element.textContent = words;
}

function timeElement(kind, at, show) {
  const ms = parse(at);
  const element = el(`time.${kind}`, {
    datetime: new Date(ms).toISOString(), title: when(at),
  });
  element.dataset.at = String(ms);
  show(element);
  running.add([new WeakRef(element), show]);
  return element;
}

export const countdown = (at) => timeElement("countdown", at, showLeft);
export const age = (at) => timeElement("age", at, showAgo);

// The browser forgets what is no longer on the page; so do we.
function tick() {
  for (const one of running) {
    const element = one[0].deref();
    if (element === undefined || !element.isConnected) running.delete(one);
    else one[1](element);
  }
}

export function startClock() {
  setInterval(tick, TICK_MS);
}
