// SPDX-License-Identifier: GPL-2.0-or-later
// Commands over HTTP. Nothing is kept between the calls but the CSRF word.
import { setGatewayTime } from "./clock.js";
import { ROUTES } from "./routes.js";
import { has, t } from "./words.js";

export const BASE = "/api/v1";
const TIMEOUT_MS = 30000;

let csrf = "";
let whenLocked = () => {};

export class Refused extends Error {
  constructor(status, code, message, retry_s) {
    super(message);
    this.status = status;
    this.code = code;
    this.retry_s = retry_s;
  }

  // What to tell the person: in their language where it has words for it.
  get words() {
    const key = `error.${this.code}`;
    const first = has(key) ? t(key) : t("error.other");
    return this.retry_s > 0
      ? `${first} ${t("error.retry", { s: this.retry_s })}` : first;
  }
}

export function onLocked(then) {
  whenLocked = then;
}

function takeCsrf(result) {
  if (typeof result?.csrf === "string") csrf = result.csrf;
}

export function forgetCsrf() {
  csrf = "";
}

async function refusal(answer) {
  let said = {};
  try {
    said = (await answer.json()).error ?? {};
  } catch {
    // not siaga-web's own words, such as a proxy's
  }
  return new Refused(answer.status, String(said.code ?? answer.status),
    String(said.message ?? ""), Number(answer.headers.get("Retry-After") ?? 0));
}

// One request; {result, next, ...}. Throws Refused, or "offline" as Refused.
export async function request(method, path, { query, body, quiet } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["Content-Type"] = "application/json";
    headers["X-Siaga-CSRF"] = csrf;
  }
  if (quiet) headers["X-Siaga-Quiet"] = "1";
  const text = new URLSearchParams(query ?? {}).toString();
  let answer;
  try {
    answer = await fetch(BASE + path + (text === "" ? "" : `?${text}`), {
      method, headers, cache: "no-store", credentials: "same-origin",
      redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS),
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
    });
  } catch {
    throw new Refused(0, "offline", "", 0);
  }
  setGatewayTime(answer.headers.get("Date"));
  if (!answer.ok) throw await refused(answer, path);
  const said = await answer.json();
  takeCsrf(said.result);
  return said;
}

async function refused(answer, path) {
  const error = await refusal(answer);
  const over = (error.code === "locked" || error.code === "bad_key") &&
    path !== "/login";
  if (over || error.code === "panic") whenLocked(error.code);
  return error;
}

// What is in the path leaves the arguments.
function placed(path, args) {
  const rest = { ...args };
  const whole = path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = encodeURIComponent(String(rest[name]));
    delete rest[name];
    return value;
  });
  return [whole, rest];
}

// call("report.urgency", { code, urgency: "high" })
export async function call(command, args = {}, { quiet = false } = {}) {
  const [method, path, fixed] = ROUTES[command];
  const [whole, rest] = placed(path, args);
  return request(method, whole, method === "GET"
    ? { query: rest, quiet } : { body: { ...rest, ...fixed }, quiet });
}

export async function ask(command, args, how) {
  return (await call(command, args, how)).result;
}
