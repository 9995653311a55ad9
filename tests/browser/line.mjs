// SPDX-License-Identifier: GPL-2.0-or-later
// A board that hears nothing must not look alive; the routes are those of the
// gateway; a session lives in one cookie that no script reads.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROUTES } from "../../templates/web/src/routes.js";
import {
  check, checkAccess, checkClean, connectPhones, equal, HERE, login, openPage, pause, Person,
  shoot, told, until,
} from "./tool.mjs";

const text = (page, selector) => page.textContent(selector);

async function routesAreServed(page) {
  const { paths } = await (await page.request.get(`${told.url}api/v1/openapi.json`)).json();
  for (const [command, [method, path]] of Object.entries(ROUTES)) {
    const served = paths[path] ?? paths[`/api/v1${path}`];
    check(`${command} is served as ${method} ${path}`, served?.[method.toLowerCase()] !== undefined);
  }
}

async function headers(page) {
  for (const path of ["", "app.js", "words.id.json", "api/v1/me", "nothing"]) {
    const answer = await page.request.get(told.url + path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    check(`/${path} has the policy`, policy.includes("trusted-types 'none'") &&
      policy.includes("default-src 'none'") && !policy.includes("unsafe"), policy);
    equal(`/${path}: nosniff`, answer.headers()["x-content-type-options"], "nosniff");
  }
  const script = await page.request.get(`${told.url}app.js`,
    { headers: { "Accept-Encoding": "gzip" } });
  equal("scripts come packed", script.headers()["content-encoding"], "gzip");
}

async function cookie(page) {
  const cookies = await page.context().cookies();
  check("a cookie for no script, for this site alone", cookies.length > 0 &&
    cookies.every((c) => c.httpOnly && c.sameSite === "Strict" && c.path === "/"), cookies);
  equal("nothing is kept in the browser but two choices", await page.evaluate(() =>
    JSON.stringify([Object.keys(localStorage).filter((k) => !/^siaga\.(language|letters)$/.test(k)),
      Object.keys(sessionStorage), document.cookie])), '[[],[],""]');
}

async function strangersPage(page) {
  // The session's cookie alone, without the word of the page, does nothing.
  const status = await page.evaluate(async () => (await fetch("/api/v1/panic", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: "{}",
  })).status);
  check("no act without the page's own word", status === 403 || status === 401, String(status));
}

async function silence(page) {
  process.kill(told.web_pid, "SIGSTOP");
  try {
    // Faster than a night: the page's own clock goes on, the line is silent.
    await page.clock.runFor(45000);
    await page.waitForSelector(".banner.lost", { timeout: 20000 });
    check("it says that it has no connection",
      (await text(page, ".banner.lost")).includes("Tidak ada sambungan"));
    check("and is drawn so", await page.evaluate(() =>
      document.querySelector(".shell").classList.contains("stale")));
    check("it is said aloud", (await text(page, "#cried")).includes("Tidak ada sambungan"));
    await checkAccess(page, "without a connection");
    await shoot(page, "no_connection");
  } finally {
    process.kill(told.web_pid, "SIGCONT");
  }
  for (let i = 0; i < 30 && await page.$(".banner.lost") !== null; i += 1) {
    await page.clock.runFor(1000);
    await pause(100);
  }
  check("and comes back by itself", await page.$(".banner.lost") === null);
}

// siaga-web begins anew: the session that it carried is over.
async function newProgram(page, phones) {
  await phones.text("+6281355500021", "tolong suami saya memukul saya");
  await page.waitForSelector(".item");
  process.kill(told.web_pid, "SIGKILL");
  for (let i = 0; i < 60 && await page.$(".front") === null; i += 1) {
    await page.clock.runFor(1000);
    await pause(100);
  }
  check("a new siaga-web ends the session", await page.$(".front") !== null);
  check("nothing readable stays", !(await text(page, "body")).includes("Tinggi"));
}

function sameWords() {
  const read = (language) => JSON.parse(readFileSync(
    join(HERE, "../../templates/web/words", `${language}.json`), "utf8"));
  const id = read("id");
  const en = read("en");
  equal("both languages have the same words", Object.keys(id).sort().join(), Object.keys(en).sort().join());
  for (const key of Object.keys(id)) {
    const slots = (words) => (words.match(/\{[a-z]+\}/g) ?? []).sort().join();
    if (slots(id[key]) !== slots(en[key])) check(`${key} has the same slots`, false);
  }
}

// Every word the scripts ask for is there, and none is left that nobody asks.
function wordsAreUsed() {
  const folder = join(HERE, "../../templates/web/src");
  const source = readdirSync(folder).map((f) => readFileSync(join(folder, f), "utf8")).join("\n");
  const keys = Object.keys(JSON.parse(readFileSync(
    join(HERE, "../../templates/web/words/id.json"), "utf8")));
  const asked = [...source.matchAll(/\bt\("([^"]+)"/g)].map((m) => m[1]);
  const missing = asked.filter((key) => !keys.includes(key));
  check("every word that is asked for is there", missing.length === 0, missing);
  const parsed = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.href\s*=|DOMParser/;
  check("no script parses markup or makes links of data", !parsed.test(source), parsed.exec(source)?.[0]);
  // named("kind", ...) and t(`kind.${...}`) ask for a family of words.
  const families = [...source.matchAll(/\bnamed\("(\w+)"|`(\w+)\.(?:\w+_)?\$\{|options\("(\w+)"|any\("(\w+)"/g)]
    .map((m) => m[1] ?? m[2] ?? m[3] ?? m[4]);
  const acts = [...source.matchAll(/simple\("(\w+)"/g)].map((m) => m[1]);
  const idle = keys.filter((key) => !source.includes(`"${key}"`) &&
    ![...families, ...acts].includes(key.split(".")[0]));
  check("no word that nobody asks for", idle.length === 0, idle);
}

async function english(page) {
  await page.goto(told.url);
  await page.click(".front .link");
  await page.waitForSelector('html[lang="en"]');
  check("English is one click away", (await text(page, ".front")).includes("Passphrase"));
  await checkAccess(page, "login in English");
  await page.click(".front .link");
  await page.waitForSelector('html[lang="id"]');
}

export async function run(browser) {
  sameWords();
  wordsAreUsed();
  const phones = connectPhones();
  const page = await openPage(browser);
  await page.clock.install();
  await headers(page);
  await routesAreServed(page);
  await english(page);
  await login(page, new Person("sari"));
  await page.waitForSelector('[data-line="live"]');
  await cookie(page);
  await strangersPage(page);
  await checkClean(page, "before the line is lost");
  await silence(page);
  await until("it is alive", async () => (await page.$('[data-line="live"]')) !== null);
  await newProgram(page, phones);
  phones.close();
}
