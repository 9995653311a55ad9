// SPDX-License-Identifier: GPL-2.0-or-later
// Texts that try to be more than text: by SMS, as notes and reasons, through
// every view. Nothing runs, nothing hides, nothing becomes a link.
import { readFileSync } from "node:fs";
import {
  check, checkAccess, checkClean, connectPhones, equal, login, openPage, pause, Person, shoot,
  told, until,
} from "./tool.mjs";

const HER = "+6281355500031";
const OTHER = "+6281355500032";
const EACH_WAY = 40; // as notes and reasons, which go through a form
const SMS_MOST = 153 * 60;

const rows = JSON.parse(readFileSync(told.payloads, "utf8"));
const text = (page, selector) => page.textContent(selector);

// A command of the dialogue would be obeyed, which is not what is tested.
const isText = (row) => row.text.trim().length > 1 && !row.text.includes("\0") &&
  row.text.length <= SMS_MOST && !/^\d+$/.test(row.text);

async function sendAll(phones) {
  let sent = 0;
  await phones.text(HER, "tolong suami saya memukul saya");
  for (const row of rows.filter(isText)) {
    await phones.text(HER, row.text, { coding: "auto" });
    sent += 1;
  }
  return sent;
}

async function waitForAll(page, code, sent) {
  let had = 0;
  await until(`${sent} texts are filed`, async () => {
    const { result } = await page.evaluate(async (c) => {
      let count = 0;
      let after = "";
      do {
        const answer = await (await fetch(`/api/v1/reports/${c}${after}`)).json();
        count += answer.result.received.length;
        after = answer.next ? `?after=${answer.next}` : "";
      } while (after !== "");
      return { result: count };
    }, code);
    had = result;
    return had >= sent;
  }, 60000).catch(() => check("every text is filed", false, `${had} of ${sent}`));
}

// No character of these is left as itself in what is shown.
async function nothingHides(page, where) {
  const found = await page.evaluate(() => {
    const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}]/u;
    const pile = /\p{M}{3}/u;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const bad = [];
    for (let n = walk.nextNode(); n !== null; n = walk.nextNode())
      if (hidden.test(n.data) || pile.test(n.data)) bad.push(escape(n.data).slice(0, 80));
    return bad;
  });
  check(`${where}: no character hides, turns or piles up`, found.length === 0, found.slice(0, 4));
}

// As the page would; whoever asks too fast is told to wait.
async function postNote(page, code, csrf, words) {
  for (;;) {
    const status = await page.evaluate(async ([c, word, text_]) => (await fetch(
      `/api/v1/reports/${c}/note`, {
        method: "POST", body: JSON.stringify({ text: text_ }),
        headers: { "Content-Type": "application/json", "X-Siaga-CSRF": word },
      })).status, [code, csrf, words]);
    if (status !== 429) return status;
    await pause(300);
  }
}

async function notes(page, code) {
  const { result } = await page.evaluate(async () => (await fetch("/api/v1/me")).json());
  const wrong = [];
  for (const row of rows.filter((r) => r.kind === "xss").slice(0, EACH_WAY)) {
    const status = await postNote(page, code, result.csrf, row.text);
    if (status !== 200) wrong.push(status);
  }
  check("notes of that kind are taken", wrong.length === 0, wrong);
  await page.click('[data-key="act-more"]');
  await page.click('[data-key="act-note"]');
  await page.fill("dialog [name=text]", "</textarea><img src=x onerror=siagaHit(1)>\u202e");
  await page.click("dialog [type=submit]");
  await page.waitForSelector("dialog", { state: "detached" });
  await until("it stands there", async () => (await text(page, ".thread")).includes("</textarea>"));
}

async function forms(page) {
  await page.fill("#reply-words", "{{7*7}}<b onclick=siagaHit(1)>");
  await until("it is looked at", async () => !(await text(page, ".preview")).includes("Di sini"));
  await page.fill("#reply-words", "");
  await page.fill("[data-key=search]", "<img src=x onerror=siagaHit(1)>");
  await pause(400);
  await page.fill("[data-key=search]", "");
  await page.click(".queue-head .link");
  for (const row of rows.filter((r) => r.kind !== "long" && isText(r)).slice(0, 12)) {
    await page.fill("[name=words]", row.text.slice(0, 90));
    await page.click(".page [type=submit]");
    await pause(60);
  }
  await checkClean(page, "the search");
}

async function everyView(page) {
  for (const name of ["alerts", "duty", "quarantine", "outbox", "modems"]) {
    await page.click(`[data-key="nav-${name}"]`);
    await until("it is loaded", async () => !(await text(page, "main")).includes("Memuat"));
    await checkClean(page, name);
    await nothingHides(page, name);
  }
}

async function practice(page) {
  await page.click('[data-key="nav-practice"]');
  await page.fill("#practice-number", OTHER);
  await page.fill("#practice-words", "<img src=x onerror=siagaHit(1)> \u202etolong");
  await page.click(".handset [type=submit]");
  await page.waitForSelector(".screen .bubble");
  await checkClean(page, "the practice phone");
  await nothingHides(page, "the practice phone");
}

export async function run(browser) {
  const phones = connectPhones();
  const page = await openPage(browser);
  check("there are 300 texts or more", new Set(rows.map((r) => r.text)).size >= 300);
  await login(page, new Person("sari"));
  const sent = await sendAll(phones);
  console.log(`       ${sent} texts by SMS`);
  await page.waitForSelector(".item-open");
  const code = (await text(page, ".item .code")).trim();
  await waitForAll(page, code, sent);
  await page.click(`[data-key="row-${code}"]`);
  await page.waitForSelector(".bubble");
  await until("all of them are shown", async () => (await page.$$(".bubble.in")).length >= sent, 30000)
    .catch(async () => equal("all of them are shown", (await page.$$(".bubble.in")).length, sent));
  await checkClean(page, "the conversation");
  await nothingHides(page, "the conversation");
  await checkAccess(page, "the conversation", { herWords: true });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth);
  check("nothing is wider than the page", wide);
  await notes(page, code);
  await checkClean(page, "the notes");
  await nothingHides(page, "the notes");
  await forms(page);
  await everyView(page);
  await practice(page);
  await page.click('[data-key="nav-board"]');
  await page.click(`[data-key="row-${code}"]`);
  await page.waitForSelector(".hidden-char");
  await page.evaluate(() => {
    // Those that turn the direction, as an example of all.
    const bad = [...document.querySelectorAll(".bubble")].filter((b) => b.textContent.includes("U+202E"));
    document.querySelectorAll(".thread > *").forEach((e) => { e.hidden = !bad.slice(0, 3).includes(e); });
  });
  await shoot(page, "hidden_characters", { part: ".case-thread" });
  phones.close();
}
