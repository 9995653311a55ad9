// SPDX-License-Identifier: GPL-2.0-or-later
// The main path without a mouse; what a screen reader hears; the lock when
// nobody is there any more.
import {
  check, checkClean, connectPhones, equal, openPage, pause, Person, told, until,
} from "./tool.mjs";

const HER = "+6281355500011";

const text = (page, selector) => page.textContent(selector);

// What has the keyboard, as a person finds it: its key, or its words.
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  return e.dataset?.key ?? e.getAttribute("name") ?? e.textContent.slice(0, 40);
});

// Tab until `want` has the keyboard: it can be reached, and is seen.
async function tabTo(page, want, most = 60) {
  for (let i = 0; i < most; i += 1) {
    if (await focused(page) === want) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way by Tab to ${want}`);
}

async function isSeen(page, where) {
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  check(`${where}: the focus is seen`, parseFloat(outline) >= 2, outline);
}

async function getIn(page, sari) {
  await page.goto(told.url);
  await page.waitForSelector("input[name=person]");
  equal("the name is asked first", await focused(page), "person");
  await page.keyboard.type(sari.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(sari.phrase);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".secret");
  sari.secret = (await text(page, ".secret")).replaceAll(" ", "");
  await tabTo(page, "code");
  await page.keyboard.type(await sari.code());
  await page.keyboard.press("Enter");
  await page.waitForSelector(".shell");
}

async function switchLetters(page) {
  await tabTo(page, "letters");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
}

async function mainPath(page, phones) {
  await phones.text(HER, "tolong suami saya mau membunuh saya");
  await page.waitForSelector(".item-emergency");
  await page.keyboard.press("j");
  check("j goes to the first report", (await focused(page)).startsWith("row-"));
  await isSeen(page, "the queue");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bubble");
  equal("the case has the keyboard", await focused(page), "case-title");
  await page.keyboard.press("c");
  await until("c takes it", async () => (await text(page, ".about")).includes("Anda yang menangani"));
  await page.keyboard.press("r");
  equal("r begins to write", await focused(page), "reply");
  await page.keyboard.type("Terima kasih, kami siap membantu.");
  await until("it is looked at", async () => !(await page.isDisabled(".reply .main")));
  await page.keyboard.press("Tab");
  await isSeen(page, "the reply");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bubble.waiting");
  await until("it is said aloud", async () => (await text(page, "#said")).includes("Tersimpan"));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("o");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await until("o records what came of it", async () =>
    (await text(page, ".about")).includes("Selesai dengan hasil"));
  await tabTo(page, "act-more");
  await page.keyboard.press("Enter");
  await tabTo(page, "act-close_case");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  equal("the form has the keyboard", await focused(page), "reason");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await page.keyboard.press("Escape");
  await page.waitForSelector(".overview");
  check("Escape leads back", true);
  await page.keyboard.press("?");
  await page.waitForSelector("dialog .keys");
  await switchLetters(page);
  await page.keyboard.press("/");
  check("letters can be switched off", await focused(page) !== "search");
  await tabTo(page, "keys");
  await page.keyboard.press("Enter");
  await switchLetters(page);
  await page.keyboard.press("/");
  equal("/ searches", await focused(page), "search");
  await page.keyboard.press("Escape");
}

async function back(page) {
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bubble");
  await page.goBack();
  await page.waitForSelector(".overview");
  equal("the browser's back leads back, the address tells nothing", page.url(), told.url);
}

async function locksAlone(page) {
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bubble");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("r");
  await page.keyboard.type("setengah kalimat yang belum dikirim");
  await page.clock.runFor(4 * 60000 + 40000);
  await page.waitForSelector("dialog[open]");
  check("it warns before it locks", (await text(page, "dialog")).includes("masih di sini"));
  await page.keyboard.press("Shift");
  await page.waitForSelector("dialog", { state: "detached" });
  await page.clock.runFor(5 * 60000 + 2000);
  await page.waitForSelector(".front");
  const left = await page.evaluate(() => document.documentElement.outerHTML +
    [...document.querySelectorAll("input, textarea")].map((e) => e.value).join());
  check("nothing readable stays", !/membunuh|setengah kalimat|[A-Z0-9]{4}<\/strong>/.test(left));
  check("it says why", (await text(page, ".front")).includes("Terkunci sendiri"));
  const answer = await page.evaluate(async () => (await fetch("/api/v1/me")).status);
  equal("the gateway has ended the session too", answer, 401);
}

export async function run(browser) {
  const phones = connectPhones();
  const sari = new Person("sari");
  const page = await openPage(browser);
  await page.clock.install();
  await getIn(page, sari);
  await mainPath(page, phones);
  await back(page);
  await checkClean(page, "by the keyboard alone");
  await locksAlone(page);
  await pause(50);
  phones.close();
}
