// SPDX-License-Identifier: GPL-2.0-or-later
// One night's work: in by passphrase and code, an emergency arrives, is taken,
// answered, handed over, closed; at the end the office is searched.
import {
  check, checkAccess, checkClean, checkWidth, connectPhones, enrol, equal, fillLogin, login,
  onPhone, openPage, pause, Person, shoot, told, until,
} from "./tool.mjs";

const HER = "+6281355500001";
const OTHER = "+6281355500002";
const THIRD = "+6281355500003";

const text = (page, selector) => page.textContent(selector);
const act = (page, name) => page.click(`[data-key="act-${name}"]`);

async function moreAct(page, name) {
  await page.click('[data-key="act-more"]');
  await act(page, name);
}

async function submit(page) {
  await page.click("dialog [type=submit]");
  await page.waitForSelector("dialog", { state: "detached" });
}

async function open(page, code) {
  await page.click(`[data-key="row-${code}"]`);
  await page.waitForSelector(".bubble");
}

async function firstView(page) {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
  await page.goto(told.url);
  await page.waitForSelector("input[name=person]");
  await pause(200);
  check("the first view takes less than 100 KB of the line", bytes > 5000 && bytes < 100 * 1024,
    String(bytes));
  console.log(`       first view: ${(bytes / 1024).toFixed(1)} KB`);
  await session.detach();
}

async function getIn(page, sari) {
  await firstView(page);
  await checkAccess(page, "login");
  await checkWidth(page, "login");
  await shoot(page, "login");
  await fillLogin(page, { name: "sari", phrase: "bukan kata sandinya" });
  await page.waitForSelector(".error");
  check("a wrong passphrase is told", (await text(page, ".error")).includes("salah"));
  await fillLogin(page, sari);
  await page.waitForSelector(".qr");
  await checkAccess(page, "the second factor");
  await checkWidth(page, "the second factor");
  await enrol(page, sari);
  await page.waitForSelector(".shell");
  await page.waitForSelector('[data-line="live"]');
  check("the board is empty and says so", (await text(page, ".queue")).includes("Tidak ada"));
  check("the secret is nowhere any more", !(await page.content()).includes(sari.secret));
}

async function emergencyArrives(page, phones) {
  await page.evaluate(() => { window.siagaNotes = 0; });
  await phones.text(HER, "tolong bu suami saya memukul saya dia bawa pisau saya takut");
  await page.waitForSelector(".banner.alarm");
  check("it is cried out", (await text(page, "#cried")).includes("Darurat"));
  check("the title says so", (await page.title()).includes("DARURAT"));
  check("it is heard", await page.evaluate(() => window.siagaNotes) >= 4);
  const row = await text(page, ".item-emergency");
  check("nobody has it: in words", row.includes("BELUM ADA YANG MENANGANI"), row);
  check("the time runs", /\d:\d\d lagi/.test(row), row);
  const code = (await text(page, ".item .code")).trim();
  check("no code in the title or the address",
    !(await page.title()).includes(code) && page.url() === told.url);
  await phones.text(OTHER, "bu suami tidak kasih nafkah anak anak sudah tiga bulan");
  await phones.text(THIRD, "selamat pagi mau tanya jadwal posyandu");
  await until("three reports", async () => (await page.$$(".item")).length === 3);
  const risks = await page.$$eval(".item .risk", (all) => all.map((e) => e.textContent));
  equal("by risk", risks.join(), "DARURAT,Sedang,Rendah");
  return code;
}

async function lookAround(page) {
  await checkAccess(page, "the queue");
  await checkWidth(page, "the queue");
  await shoot(page, "queue");
  await onPhone(page, () => shoot(page, "queue_phone"));
  for (const name of ["alerts", "duty", "quarantine", "outbox", "modems", "practice"]) {
    await page.click(`[data-key="nav-${name}"]`);
    await page.waitForSelector(`[data-key="nav-${name}"][aria-current]`);
    await until("it is loaded", async () => !(await text(page, "main")).includes("Memuat"));
    await checkAccess(page, name);
    await checkWidth(page, name);
    await checkClean(page, name);
  }
  await page.click('[data-key="nav-board"]');
  await page.waitForSelector(".overview");
}

async function claim(page, code) {
  await open(page, code);
  check("her words stand there", (await text(page, ".bubble.in")).includes("suami saya memukul"));
  check("words of danger are marked", (await page.$$eval(".danger-word", (all) =>
    all.map((e) => e.textContent))).includes("pisau"));
  check("and named", (await text(page, ".dangers")).includes("Senjata"));
  await checkAccess(page, "a case");
  await checkWidth(page, "a case");
  await act(page, "claim");
  await until("it is mine", async () =>
    (await text(page, ".about")).includes("Anda yang menangani"));
  await until("the alarm is over", async () => (await page.$(".banner.alarm")) === null);
  await page.waitForSelector(".toast", { state: "detached" });
  await shoot(page, "case");
  await onPhone(page, () => shoot(page, "case_phone"));
  check("the outcome has a deadline", (await text(page, ".about")).includes("Catat hasil dalam"));
}

async function reply(page, phones) {
  const before = (await phones.inbox(HER)).length;
  await page.fill("#reply-words", "ibu dipukul suami?");
  await until("it is looked at", async () =>
    (await text(page, ".preview")).includes("layar kunci") && !(await text(page, ".preview")).includes("Di sini"));
  check("a locked phone must not show this", await page.isDisabled(".reply .main"));
  await page.fill("#reply-words", "x".repeat(200));
  await until("it is too long", async () => (await text(page, ".preview")).includes("2 SMS"));
  check("nor two messages", await page.isDisabled(".reply .main"));
  await page.fill("#reply-words", "Terima kasih sudah menulis. Kapan kami bisa bicara dengan Ibu?");
  await until("it may go", async () => !(await page.isDisabled(".reply .main")));
  const said = await text(page, ".preview");
  check("how long, when, and why", said.includes("1 SMS") && said.includes("Ditawarkan") &&
    said.includes("belum memilih waktu aman"), said);
  await shoot(page, "reply", { part: ".reply" });
  await page.click(".reply .main");
  await page.waitForSelector(".bubble.waiting");
  await pause(1500);
  equal("outside her window nothing has left", (await phones.inbox(HER)).length, before);
}

async function neverAfterHis(page) {
  await moreAct(page, "confirm");
  await page.selectOption("dialog [name=phone]", "his");
  await submit(page);
  await page.waitForSelector(".warnings .notice");
  await page.fill("#reply-words", "Kami siap membantu.");
  await until("it is refused", async () => (await text(page, ".preview")).includes("Tidak dapat dikirim"));
  check("his phone gets nothing", await page.isDisabled(".reply .main"));
  await page.fill("#reply-words", "");
  await moreAct(page, "confirm");
  await page.selectOption("dialog [name=phone]", "own");
  await submit(page);
}

async function reveal(page) {
  await moreAct(page, "reveal");
  await checkAccess(page, "a form");
  check("the number is not in the page", !(await page.content()).includes(HER.slice(3)));
  await page.fill("dialog [name=reason]", "ia minta ditelepon lewat tetangga");
  await page.click("dialog [type=submit]");
  await page.waitForSelector(".numbers");
  check("the number is shown", (await text(page, ".numbers")).includes(HER));
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  check("and gone again", !(await page.content()).includes(HER.slice(3)));
  await until("it is on record", async () =>
    (await text(page, ".thread")).includes("melihat nomornya"));
}

async function noteAndOutcome(page) {
  await page.keyboard.press("n");
  await page.fill("dialog [name=text]", "Tinggal dengan mertua. Telepon lewat kakaknya.");
  await submit(page);
  await until("the note stands there", async () => (await text(page, ".thread")).includes("mertua"));
  await page.keyboard.press("o");
  await page.check("dialog [value=contacted]");
  await submit(page);
  await until("it is done", async () => (await text(page, ".about")).includes("Selesai dengan hasil"));
}

async function urgency(page, code) {
  await moreAct(page, "urgency");
  await page.check("dialog [value=low]");
  await page.click("dialog [type=submit]");
  await page.waitForSelector("dialog .error");
  check("lowering takes a reason", (await text(page, "dialog .error")).includes("alasan"));
  await page.fill("dialog [name=reason]", "sudah di rumah kakaknya");
  await submit(page);
  await until("it is low", async () => (await text(page, ".case-head")).includes("Rendah"));
  await until("in the queue as well", async () =>
    (await text(page, `[data-key="row-${code}"]`)).includes("Rendah"));
}

async function handover(page, browser, code) {
  await moreAct(page, "handover");
  await page.selectOption("dialog [name=to]", "budi");
  await page.fill("dialog [name=reason]", "giliran jaga berganti");
  await submit(page);
  const budi = new Person("budi");
  const his = await openPage(browser);
  await login(his, budi);
  await open(his, code);
  await until("Budi may take it", async () => (await his.$('[data-key="act-claim"]')) !== null);
  await act(his, "claim");
  await until("and has it", async () => (await text(his, ".about")).includes("Anda yang menangani"));
  await until("Sari sees that", async () => (await text(page, ".about")).includes("Budi Santoso"));
  return his;
}

async function closeAndReopen(page, code) {
  await moreAct(page, "close_case");
  await page.fill("dialog [name=reason]", "selesai bersama klien");
  await submit(page);
  await until("it is closed", async () => (await text(page, ".case-head")).includes("Ditutup"));
  await until("it leaves the queue", async () =>
    (await page.$(`[data-key="row-${code}"]`)) === null);
  await act(page, "reopen");
  await page.fill("dialog [name=reason]", "ia menulis lagi");
  await submit(page);
  await until("it is open", async () => (await text(page, ".case-head")).includes("Terbuka"));
  await act(page, "claim");
  await until("taken, also by whoever was not asked", async () =>
    (await text(page, ".about")).includes("Anda yang menangani"));
}

async function search(page, code) {
  await page.click('[data-key="nav-board"]');
  await page.fill("[data-key=search]", code.slice(0, 2));
  await until("by the beginning of a code", async () =>
    (await page.$$(".queue .item")).length >= 1 && (await text(page, ".items")).includes(code));
  await page.fill("[data-key=search]", "");
  await page.click(".queue-head .link");
  await page.fill("[name=words]", "nafkah");
  await page.click(".page [type=submit]");
  await page.waitForSelector(".found .item");
  equal("by a word of hers", (await page.$$(".found .item")).length, 1);
  await checkAccess(page, "the search");
  await checkWidth(page, "the search");
  await page.click('[data-key="nav-board"]');
}

async function panic(page, other) {
  await page.click('[data-key="panic"]');
  await checkAccess(page, "the panic lock");
  await page.click("dialog [type=submit]");
  await page.waitForSelector(".front");
  await other.waitForSelector(".front");
  for (const one of [page, other]) {
    const left = await one.evaluate(() => document.body.textContent);
    check("nothing readable is left", !/nafkah|memukul|mertua|Sokawera|[A-Z0-9]{4} \d/.test(left), left);
  }
  check("it says so", (await text(page, ".front")).includes("Kunci darurat"));
  await fillLogin(page, new Person("ratna"));
  await page.waitForSelector(".error");
  check("nobody gets in", (await text(page, ".error")).includes("Kunci darurat"));
}

export async function run(browser) {
  const phones = connectPhones();
  const sari = new Person("sari");
  const page = await openPage(browser);
  await getIn(page, sari);
  const code = await emergencyArrives(page, phones);
  await lookAround(page);
  await claim(page, code);
  await reply(page, phones);
  await neverAfterHis(page);
  await reveal(page);
  await noteAndOutcome(page);
  await urgency(page, code);
  const budi = await handover(page, browser, code);
  await closeAndReopen(page, code);
  await search(page, code);
  await checkClean(page, "after a night's work");
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, code);
  await checkAccess(page, "a case in the dark");
  await shoot(page, "case_dark");
  await page.emulateMedia({ colorScheme: "light" });
  await panic(page, budi);
  phones.close();
}
