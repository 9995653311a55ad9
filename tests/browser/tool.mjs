// SPDX-License-Identifier: GPL-2.0-or-later
// What the cases share: a browser, the simulated phones, codes of a second
// factor, and checks that are counted.
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { repack } from "./png.mjs";

export const told = JSON.parse(process.env.BOARD);
export const HERE = dirname(fileURLToPath(import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOT_MOST = 150 * 1000;
export const PATIENCE_MS = 20000;

// --- checks ---

const counted = { passed: 0, failed: 0 };

export function check(what, fine, detail = "") {
  if (fine) counted.passed += 1;
  else {
    counted.failed += 1;
    console.log(`FAILED ${what} ${typeof detail === "string" ? detail : JSON.stringify(detail)}`);
  }
  return fine;
}

export const equal = (what, got, want) =>
  check(what, got === want, `is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);

export function finish() {
  console.log(`${counted.passed} passed, ${counted.failed} failed`);
  return counted.failed > 0 ? 1 : 0;
}

export function pause(ms) {
  return new Promise((then) => { setTimeout(then, ms); });
}

export async function until(what, condition, ms = PATIENCE_MS) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await pause(50);
  }
}

// --- phones ---

// The simulated modem's control socket: one line asked, one answered.
export function connectPhones() {
  const socket = net.connect(told.control);
  const waiting = [];
  let rest = "";
  socket.on("data", (data) => {
    const lines = (rest + data).split("\n");
    rest = lines.pop();
    for (const line of lines) waiting.shift()(JSON.parse(line));
  });
  const cmd = (request) => new Promise((then, fail) => {
    waiting.push((answer) => (answer.ok ? then(answer) : fail(new Error(answer.error))));
    socket.write(`${JSON.stringify(request)}\n`);
  });
  return {
    text: (from, text, more = {}) => cmd({ cmd: "sms", from, text, ...more }),
    ring: (from) => cmd({ cmd: "call", from }),
    inbox: async (number) => (await cmd({ cmd: "inbox", number })).messages,
    close: () => socket.end(),
  };
}

// --- the second factor, from RFC 6238 and nothing of ours ---

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(secret) {
  let bits = "";
  for (const letter of secret.replace(/[\s=]/g, ""))
    bits += ALPHABET.indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export function codeAt(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

export class Person {
  constructor(name) {
    this.name = name;
    this.phrase = told.phrases[name];
    this.secret = null;
    this.last = 0;
  }

  // Each code serves once; the one before and the one after now serve too.
  async code() {
    const now = () => Math.floor(Date.now() / 30000);
    const step = Math.max(this.last + 1, now() - 1);
    await until("the next code", () => step <= now() + 1, 40000);
    this.last = step;
    return codeAt(this.secret, step);
  }
}

// --- the browser ---

const FIRST = `
  window.siagaHit = (n) => { window.siagaHits = (window.siagaHits || 0) + n; };
  window.siagaViolations = [];
  document.addEventListener("securitypolicyviolation", (e) =>
    window.siagaViolations.push(e.violatedDirective + " " + e.blockedURI));
  window.siagaNotes = 0;
  const begin = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) {
    window.siagaNotes += 1;
    return begin.apply(this, args);
  };
`;

export async function launch() {
  return chromium.launch({
    executablePath: told.chromium,
    // Chromium's own sandbox does not start as root; pages here are ours.
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
}

// A page of one person's browser; faults: what must stay empty.
export async function openPage(browser, more = {}) {
  const context = await browser.newContext({
    viewport: { width: 1180, height: 700 }, locale: "id-ID", timezoneId: "Asia/Jakarta",
    reducedMotion: "reduce", ...more,
  });
  await context.addInitScript(FIRST);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(told.url)) faults.push(`request to ${request.url()}`);
  });
  page.on("console", (message) => {
    // A refusal of the gateway is said in the page; Chromium says it too.
    const words = message.text();
    if (message.type() === "error" && !words.startsWith("Failed to load resource"))
      faults.push(`console ${words}`);
  });
  page.faults = faults;
  return page;
}

export async function checkClean(page, where) {
  const seen = await page.evaluate(() => ({
    hits: window.siagaHits ?? 0, violations: window.siagaViolations,
    markup: document.querySelectorAll(
      "#app script, #app iframe, #app img, #app object, #app a[href]:not(.skip), #app style").length,
  }));
  equal(`${where}: nothing ran`, seen.hits, 0);
  equal(`${where}: no markup of strangers, no link`, seen.markup, 0);
  check(`${where}: the policy was never broken`, seen.violations.length === 0, seen.violations);
  check(`${where}: no fault in the page`, page.faults.length === 0, page.faults.slice(0, 3));
}

// --- getting in ---

export async function fillLogin(page, person) {
  await page.fill("input[name=person]", person.name);
  await page.fill("input[name=passphrase]", person.phrase);
  await page.keyboard.press("Enter");
}

export async function login(page, person) {
  await page.goto(told.url);
  await fillLogin(page, person);
  if (person.secret === null) await enrol(page, person);
  else {
    await page.fill("input[name=code]", await person.code());
    await page.keyboard.press("Enter");
  }
  await page.waitForSelector(".shell");
}

// The first time: the secret beside the picture, and a code made of it.
export async function enrol(page, person) {
  await page.waitForSelector(".secret");
  person.secret = (await page.textContent(".secret")).replaceAll(" ", "");
  await page.fill("input[name=code]", await person.code());
  await page.keyboard.press("Enter");
}

// --- what everybody should be able to use ---

// In a reporter's own words anything may stand.
export async function checkAccess(page, where, { herWords = false } = {}) {
  const strays = (await page.innerText("body")).match(/\b(null|undefined|NaN)\b/g);
  if (!herWords) check(`${where}: no word of a program's`, strays === null, strays ?? []);
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
      "wcag22aa", "best-practice"] }).then((r) => JSON.stringify(r.violations.map((v) =>
      ({ id: v.id, where: v.nodes.slice(0, 3).map((n) => n.target.join(" ") + ": " +
        (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? "")) }))))`,
    awaitPromise: true,
  });
  await session.detach();
  const violations = JSON.parse(result.value);
  check(`${where}: axe-core finds nothing`, violations.length === 0, violations);
}

export async function checkWidth(page, where, width = 320) {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 640 });
  await pause(60);
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    return document.scrollingElement.scrollWidth <= limit ? "" :
      [...document.querySelectorAll("#app *")].filter((e) =>
        e.getBoundingClientRect().right > limit + 1 && !e.closest(".nav, .table-box")).slice(0, 4)
        .map((e) => `${e.tagName}.${e.className}`).join(" ");
  });
  check(`${where}: no sideways scroll at ${width} px`, wide === "", wide);
  await page.setViewportSize(before);
}

// Of the page from its top, or of one part of it.
export async function shoot(page, name, { part, ...more } = {}) {
  if (part === undefined) await page.evaluate(() => scrollTo(0, 0));
  const png = repack(await (part ? page.locator(part) : page)
    .screenshot({ animations: "disabled", ...more }));
  if (process.env.BOARD_SHOTS) writeFileSync(join(HERE, "screenshots", `${name}.png`), png);
  check(`${name}.png is small enough to be shown`, png.length < SHOT_MOST, String(png.length));
}

export const PHONE = { width: 390, height: 844 };

export async function onPhone(page, act) {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  await pause(80);
  await act();
  await page.setViewportSize(before);
}
