// SPDX-License-Identifier: GPL-2.0-or-later
// Every act of the case view that a night's work does not need: windows,
// overrides, merging, assigning, quarantine, erasure; and the auditor's page.
import {
  check, checkAccess, checkClean, connectPhones, equal, login, openPage, pause, Person, until,
} from "./tool.mjs";

const HER = "+6281355500041";
const AGAIN = "+6281355500042";
const SPAM = "+6281355500043";
const CALLER = "+6281355500044";

const text = (page, selector) => page.textContent(selector);
const act = (page, name) => page.click(`[data-key="act-${name}"]`);
const aboutHas = (page, words) => until(words, async () => (await text(page, ".about")).includes(words));

async function moreAct(page, name) {
  await page.click('[data-key="act-more"]');
  await act(page, name);
  await page.waitForSelector("dialog[open]");
}

async function submit(page) {
  await page.click("dialog [type=submit]");
  await page.waitForSelector("dialog", { state: "detached" });
}

async function open(page, code) {
  await page.click('[data-key="nav-board"]');
  await page.click(`[data-key="row-${code}"]`);
  await until("it is open", async () => (await text(page, ".case-title").catch(() => "")).includes(code));
}

// Texts the hotline; the code of the report that it becomes.
async function report(page, phones, from, words) {
  const before = new Set(await page.$$eval(".item .code", (all) => all.map((e) => e.textContent)));
  await phones.text(from, words);
  return until("a new report", async () => (await page.$$eval(".item .code", (all) =>
    all.map((e) => e.textContent))).find((code) => !before.has(code)));
}

async function preview(page, words) {
  await page.fill("#reply-words", words);
  await page.waitForSelector('.preview[aria-busy="false"]');
  return text(page, ".preview");
}

async function window_(page, phones) {
  await moreAct(page, "confirm");
  await checkAccess(page, "what she said by voice");
  await page.selectOption("dialog [name=phone]", "own");
  await page.selectOption("dialog [name=window]", "N");
  await page.fill("dialog [name=village]", "Sokawera");
  await page.check("dialog [name=consent_set]");
  await page.check("dialog [name=consent][value=P]");
  await page.check("dialog [name=consent][value=J]");
  await submit(page);
  await aboutHas(page, "Jangan dihubungi");
  await aboutHas(page, "polisi, psikolog");
  await aboutHas(page, "Sokawera");
  check("she is not written to", (await preview(page, "Kami di sini bila perlu.")).includes("jangan dihubungi"));
  // Of the four windows one is open at any hour of a day's texts, or none.
  const seen = [];
  for (const w of ["1S", "2S", "3S", "4S"]) {
    await moreAct(page, "confirm");
    await page.selectOption("dialog [name=window]", w);
    await submit(page);
    await pause(100);
    await page.fill("#reply-words", "");
    seen.push(await preview(page, "Kami di sini bila perlu."));
    if (seen.at(-1).includes("Berangkat sekarang")) break;
  }
  check("inside her window now, outside it later", seen.every((s) =>
    /Berangkat sekarang|Menunggu waktu amannya/.test(s)) && /\d\d:\d\d–\d\d:\d\d/.test(seen[0]), seen);
  const now = seen.at(-1).includes("Berangkat sekarang");
  const had = (await phones.inbox(HER)).length;
  await page.click(".reply .main");
  if (now) await until("it is on her phone", async () => (await phones.inbox(HER)).length > had);
  else await page.waitForSelector(".bubble.waiting");
}

async function withdrawAndOverride(page, phones) {
  await moreAct(page, "confirm");
  await page.selectOption("dialog [name=window]", "1T");
  await submit(page);
  await aboutHas(page, "Telepon");
  if (await page.$(".bubble.waiting") === null) {
    await preview(page, "Jawaban yang ditarik lagi.");
    await page.click(".reply .main");
    await page.waitForSelector(".bubble.waiting");
  }
  await page.click('[data-key="act-more"]');
  await act(page, "withdraw");
  await page.waitForSelector(".bubble.waiting", { state: "detached" });
  await preview(page, "Ini harus sampai sekarang.");
  await page.click(".reply .main");
  await page.waitForSelector(".bubble.waiting");
  const had = (await phones.inbox(HER)).length;
  await moreAct(page, "override");
  await page.fill("dialog [name=reason]", "nyawa terancam");
  await page.click("dialog [type=submit]");
  await until("the second step", async () => (await text(page, "dialog h2").catch(() => "")).includes("Benar-benar"));
  equal("nothing has left after the first step", (await phones.inbox(HER)).length, had);
  await submit(page);
  await until("after the second it leaves", async () => (await phones.inbox(HER)).length > had);
}

async function assignAndExclude(page) {
  await moreAct(page, "exclude");
  await page.selectOption("dialog [name=person]", "budi");
  await submit(page);
  await moreAct(page, "assign");
  await page.check("dialog [name=to][value=sari]");
  await submit(page);
  await until("only Sari reads it", async () => /Siapa yang dapat membaca\s*Sari Utami/.test(await text(page, ".about")));
}

async function merge(page, phones, code) {
  await page.click('[data-key="nav-board"]');
  const second = await report(page, phones, AGAIN, "ini saya lagi dari hp teman, takut pulang");
  await open(page, code);
  await moreAct(page, "join");
  await page.fill("dialog [name=other]", second);
  await page.fill("dialog [name=reason]", "ia menyebut kata sandinya");
  await submit(page);
  await aboutHas(page, second);
  check("the other goes on here", await until("it leaves the queue", async () =>
    (await page.$(`[data-key="row-${second}"]`)) === null));
}

async function quarantine(page, phones) {
  await phones.text(SPAM, "SELAMAT! No anda menang undian 100jt dr TELKOMSEL. Klik http://x.example");
  await page.click('[data-key="nav-quarantine"]');
  await page.waitForSelector(".page tbody tr", { timeout: 20000 });
  const code = (await text(page, ".page tbody .code")).trim();
  await page.click(`[data-key="go-${code}"]`);
  await page.waitForSelector(".bubble");
  check("no link in what came", (await page.$(".bubble a")) === null);
  check("no reply leaves from quarantine", (await page.$("#reply-words")) === null);
  await act(page, "release");
  await page.fill("dialog [name=reason]", "ternyata warga");
  await submit(page);
  await until("it is an ordinary report", async () => !(await text(page, ".case-head")).includes("Karantina"));
}

async function erasure(page, phones, code) {
  await phones.text(HER, "HAPUS");
  await pause(600);
  await phones.text(HER, "HAPUS YA");
  await open(page, code);
  await until("it is asked", async () => (await text(page, ".case-head")).includes("Minta dihapus"));
  await aboutHas(page, "Batas penghapusan");
  await act(page, "erase_refuse");
  await page.fill("dialog [name=reason]", "pelaku memegang HP-nya");
  await submit(page);
  await until("it is refused", async () => (await text(page, ".case-head")).includes("Terbuka"));
  await phones.text(HER, "HAPUS");
  await pause(1200); // the same words in the same second would be one text
  await phones.text(HER, "HAPUS YA");
  await until("asked again", async () => (await page.$('[data-key="act-erase_case"]')) !== null);
  await act(page, "erase_case");
  await page.fill("dialog [name=reason]", "sudah dipastikan lewat suara");
  await submit(page);
  await until("it is erased", async () => (await text(page, ".case-head")).includes("Sudah dihapus"));
  check("its words are gone", !(await text(page, ".case")).includes("memukul"));
}

async function auditor(browser) {
  const page = await openPage(browser);
  await login(page, new Person("hendra"));
  await page.click('[data-key="nav-audit"]');
  await page.waitForSelector(".page tbody tr");
  const seen = await text(page, ".page");
  check("the auditor sees who did what", seen.includes("Ratna Dewi") && seen.includes("mencatat suara"));
  await checkAccess(page, "the audit");
  await page.click('[data-key="verify"]');
  await until("the chain is whole", async () => (await text(page, "#said")).includes("utuh"));
  check("and no words of a report", !/memukul|takut pulang/.test(await page.content()));
  await checkClean(page, "the auditor's board");
}

// A code dialled on the practice phone: screens, a choice, the end.
async function dial(page) {
  const screen = () => text(page, ".ussd-screen");
  const focused = () => page.evaluate(() => document.activeElement?.dataset.key);
  await page.click('[data-key="nav-practice"]');
  await page.fill("#practice-number", CALLER);
  await page.click('[data-key="practice-dial"]');
  await until("the first screen", async () => (await screen()) !== "");
  const first = await screen();
  equal("what to type goes where the keyboard is", await focused(), "practice-input");
  await checkAccess(page, "a screen of USSD");
  await checkClean(page, "a screen of USSD");
  await page.type("#practice-input", "3\n");
  await until("another screen", async () => ![first, ""].includes(await screen()));
  check("the session goes on", await page.isVisible("#practice-input"));
  await page.click('[data-key="practice-ussd-end"]');
  await until("the end", async () => (await screen()) === "Sesi sudah berakhir.");
  check("nothing is to be typed any more", !(await page.isVisible("#practice-input")));
  equal("it may be dialled again", await focused(), "practice-code");
  await page.fill("#practice-code", "*999#");
  await page.click('[data-key="practice-dial"]');
  await until("a code that nobody serves", async () =>
    (await text(page, ".practice .error").catch(() => "")).includes("menolaknya"));
}

export async function run(browser) {
  const phones = connectPhones();
  const page = await openPage(browser);
  await login(page, new Person("ratna"));
  const code = await report(page, phones, HER, "tolong suami saya memukul saya");
  await open(page, code);
  await act(page, "claim");
  await aboutHas(page, "Anda yang menangani");
  await window_(page, phones);
  await withdrawAndOverride(page, phones);
  await assignAndExclude(page);
  await merge(page, phones, code);
  await quarantine(page, phones);
  await erasure(page, phones, code);
  await checkClean(page, "after all acts");
  await dial(page);
  await auditor(browser);
  phones.close();
}
