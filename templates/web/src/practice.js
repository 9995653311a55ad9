// SPDX-License-Identifier: GPL-2.0-or-later
// A simulated phone beside the board, for learning: nothing reaches anybody.
import { request } from "./api.js";
import { hour } from "./clock.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./plain.js";
import { button, errorBox, notice, toast, wordsOf } from "./ui.js";
import { t } from "./words.js";

const AGAIN_MS = 2000;
const SAMPLES = ["danger", "call", "urgent", "stop"];
const FIRST_NUMBER = "+6281234567890";
const FIRST_CODE = "*123#";

// A code dialled on the same phone: one screen at a time, gone when it ends.
class Ussd {
  constructor(number, attempt) {
    this.number = number;
    this.attempt = attempt;
    this.code = el("input", {
      id: "practice-code", value: FIRST_CODE, maxlength: 32, autocomplete: "off",
      inputmode: "tel", "data-key": "practice-code",
    });
    this.input = el("input", {
      id: "practice-input", maxlength: 182, autocomplete: "off", spellcheck: false,
      "data-key": "practice-input",
    });
    this.screen = el("p.ussd-screen", { role: "status", "aria-label": t("practice.ussd_screen") });
    this.typing = el("form.handset-foot", { hidden: true, submit: (event) => {
      event.preventDefault();
      this.step(this.input.value);
    } }, el("label", { for: "practice-input" }, t("practice.ussd_input")), this.input,
    el("div.row", {}, el("button.button.main", { type: "submit" }, t("practice.ussd_send")),
      button(t("practice.ussd_end"), () => this.end(), { key: "practice-ussd-end" })));
    this.root = el("div.handset", {},
      el("form.handset-head", { submit: (event) => {
        event.preventDefault();
        this.step(this.code.value);
      } }, icon("phone"), el("label", { for: "practice-code" }, t("practice.ussd_code")), this.code,
      el("button.button", { type: "submit", "data-key": "practice-dial" }, t("practice.ussd_dial"))),
      this.screen, this.typing);
  }

  step(text) {
    return this.attempt(async () => {
      const { result } = await request("POST", "/practice/screens", {
        body: { from: this.number.value, text },
      });
      this.draw(result.fault ? t("practice.ussd_fault", { why: result.fault }) : result.text, result.more);
    });
  }

  end() {
    return this.attempt(async () => {
      await request("POST", "/practice/screens/end", { body: { from: this.number.value } });
      this.draw("", false);
    });
  }

  draw(text, more) {
    fill(this.screen, plainText(text), more ? null : el("span.muted", {}, t("practice.ussd_over")));
    this.input.value = "";
    this.typing.hidden = !more;
    (more ? this.input : this.code).focus({ preventScroll: true });
  }
}

export class Practice {
  constructor() {
    this.sent = []; // of this view alone, by number
    this.number = el("input", {
      id: "practice-number", type: "tel", value: FIRST_NUMBER, maxlength: 16,
      autocomplete: "off", "data-key": "practice-number", change: () => this.refresh(),
    });
    this.words = el("textarea", {
      id: "practice-words", rows: 2, maxlength: 480, spellcheck: false,
      "data-key": "practice-words", placeholder: t("practice.placeholder"),
    });
    this.screen = el("ol.thread.screen", { "aria-label": t("practice.screen"), tabindex: "0" });
    this.wrong = el("div", {});
    this.root = el("section.page.practice", {}, el("h2", { tabindex: "-1" }, t("practice.title")),
      notice("calm", t("practice.intro")),
      el("div.handset", {}, el("div.handset-head", {}, icon("phone"),
        el("label", { for: "practice-number" }, t("practice.number")), this.number),
      this.screen,
      el("form.handset-foot", { submit: (event) => {
        event.preventDefault();
        this.send();
      } }, el("label.unseen", { for: "practice-words" }, t("practice.words")), this.words,
      el("div.row", {}, el("button.button.main", { type: "submit" }, t("practice.send")),
        button(t("practice.call"), () => this.ring(), { pic: "call", key: "practice-call" })))),
      el("div.samples", { role: "group", "aria-label": t("practice.samples") },
        el("span.muted", {}, t("practice.samples")),
        SAMPLES.map((name) => button(t(`practice_sample.${name}`), () => {
          this.words.value = t(`practice_sample.${name}`);
          this.focus();
        }, { key: `sample-${name}` }))),
      new Ussd(this.number, (act) => this.try(act)).root,
      this.wrong);
    this.refresh();
    this.timer = setInterval(() => this.refresh(), AGAIN_MS);
  }

  async try(act) {
    try {
      await act();
      fill(this.wrong);
    } catch (error) {
      fill(this.wrong, errorBox(wordsOf(error)));
    }
  }

  send() {
    const text = this.words.value.trim();
    const from = this.number.value;
    if (text === "") return undefined;
    return this.try(async () => {
      await request("POST", "/practice/texts", { body: { from, text } });
      this.sent.push({ from, text, at_ms: Date.now() });
      this.words.value = "";
      await this.refresh();
    });
  }

  ring() {
    return this.try(async () => {
      await request("POST", "/practice/calls", { body: { from: this.number.value } });
      toast(t("practice.called"));
    });
  }

  refresh() {
    return this.try(async () => {
      const { result } = await request("GET", "/practice/inbox", {
        query: { number: this.number.value }, quiet: true,
      });
      this.draw(result.messages ?? result);
    });
  }

  draw(messages) {
    const mine = this.sent.filter((m) => m.from === this.number.value)
      .map((m) => ({ out: true, text: m.text, at: m.at_ms / 1000 }));
    const theirs = messages.map((m) => ({ text: m.text, at: m.at ?? null }));
    // The phone's own order: an answer follows what was sent before it.
    const rows = [];
    for (let i = 0; i < Math.max(mine.length, theirs.length); i += 1)
      rows.push(mine[i], theirs[i]);
    fill(this.screen, rows.filter(Boolean).map((m) =>
      el(`li.bubble.${m.out ? "out" : "in"}`, {}, m.at ? el("p.bubble-head", {}, hour(m.at)) : null,
        el("p.bubble-text", {}, plainText(m.text)))));
    this.screen.scrollTop = this.screen.scrollHeight;
  }

  focus() {
    this.words.focus({ preventScroll: true });
  }

  forget() {
    clearInterval(this.timer);
    fill(this.root);
  }
}
