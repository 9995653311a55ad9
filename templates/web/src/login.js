// SPDX-License-Identifier: GPL-2.0-or-later
// Getting in: passphrase, then the six digits; at the first time the second
// factor is set up. The same page stands there after a lock.
import { ask, Refused } from "./api.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { qrPicture } from "./qr.js";
import { allowSound } from "./sound.js";
import { button, errorBox, fieldElement, notice, valuesOf, wordsOf } from "./ui.js";
import { loadWords, otherLanguage, t } from "./words.js";

const DIGITS = {
  name: "code", kind: "text", inputmode: "numeric", pattern: "[0-9]{6}", max: 6,
  autocomplete: "one-time-code", required: true,
};

function front(title, ...body) {
  return el("main.front", {}, el("div.front-card", {},
    el("p.brand", {}, icon("shield"), t("app.name")),
    el("h1", { tabindex: "-1" }, title), body));
}

function languageButton(again) {
  const other = otherLanguage();
  return el("button.link", { type: "button", lang: other, click: async () => {
    await loadWords(other);
    again();
  } }, t("login.other_language"));
}

// A form that sends itself and says beside it what was wrong.
function formOf(fields, submit, send) {
  const wrong = el("div", {});
  const go = el("button.button.main.wide", { type: "submit" }, submit);
  const form = el("form", { submit: async (event) => {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    fill(wrong);
    try {
      await send(valuesOf(form, fields));
    } catch (error) {
      fill(wrong, errorBox(wordsOf(error)));
      form.querySelector("input[type=password], input[name=code]")?.select();
    }
    go.disabled = false;
  } }, fields.map(fieldElement), wrong, go);
  return form;
}

function focusFirst(root) {
  const empty = [...root.querySelectorAll("input")].find((i) => i.value === "");
  (empty ?? root.querySelector("h1"))?.focus();
}

function askCode(root, given, done) {
  const fields = [{ ...DIGITS, words: t("login.code"), hint: t("login.code_hint") }];
  fill(root, front(t("login.second"), formOf(fields, t("login.enter"),
    async ({ code }) => done(await ask("unlock", { ...given, code }))),
  button(t("login.back"), () => showLogin(root, { person: given.person, done }),
    { kind: "quiet" })));
  focusFirst(root);
}

// why: words shown above the form; person: known from before a lock
export function showLogin(root, { person = "", why, done }) {
  const fields = [
    { name: "person", words: t("login.person"), required: true, max: 32,
      value: person, autocomplete: "username" },
    // A shared office PC must not keep what opens the reports.
    { name: "passphrase", words: t("login.passphrase"), kind: "password",
      required: true, max: 128 },
  ];
  const send = async (given) => {
    allowSound();
    try {
      await done(await ask("unlock", given));
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== "code_needed") throw error;
      askCode(root, given, done);
    }
  };
  fill(root, front(why ? t("login.locked_title") : t("login.title"),
    why ? notice("calm", why) : el("p.muted", {}, t("login.intro")),
    formOf(fields, t("login.enter"), send),
    el("p.front-foot", {}, languageButton(() => showLogin(root, { person, why, done })))));
  focusFirst(root);
}

// The secret is shown once, as a picture and as text: a phone without a camera
// serves as well.
export async function showEnrolment(root, { done, leave }) {
  const made = await ask("totp.begin");
  const groups = made.secret.replace(/(.{4})/g, "$1 ").trim();
  const fields = [{ ...DIGITS, words: t("enrol.code"), hint: t("enrol.code_hint") }];
  fill(root, front(t("enrol.title"),
    el("p", {}, t("enrol.intro")),
    el("ol.steps", {}, el("li", {}, t("enrol.step_app")),
      el("li", {}, t("enrol.step_scan"),
        el("div.qr-box", {}, qrPicture(made.qr, t("enrol.qr")),
          el("div", {}, el("p.muted", {}, t("enrol.by_hand")),
            el("code.secret", {}, groups)))),
      el("li", {}, t("enrol.step_code"))),
    formOf(fields, t("enrol.confirm"), async ({ code }) =>
      done(await ask("totp.confirm", { code }))),
    button(t("login.back"), leave, { kind: "quiet" })));
  root.querySelector("h1").focus();
}
