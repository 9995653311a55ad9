// SPDX-License-Identifier: GPL-2.0-or-later
// Writing to her. Before anything is sent the gateway says how long it is,
// whether a locked phone may show it, and when and why it would leave (I4).
import { ask } from "./api.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./plain.js";
import { badge, button, errorBox, say, toast, wordsOf } from "./ui.js";
import { has, named, t } from "./words.js";

const WAIT_MS = 350;
const TEMPLATES = ["R10", "R13", "R14", "R18", "R24", "R26"];
const LEAVES_PIC = { now: "check", window: "clock", offered: "clock", never: "off" };

function lengthLine(p) {
  return el("p.preview-line", {}, el("strong", {}, t("preview.size", {
    segments: p.segments, septets: p.septets ?? "–",
  })), p.segments > 1 ? badge("warn", "alarm", t("preview.too_long")) : null);
}

// Why these words fit into no text to her.
function faultWords(p) {
  if (p.septets === null) return t("preview.fault_characters");
  if (p.segments > 1) return t("preview.fault_long");
  return p.banned ? t("preview.banned", { word: p.banned }) : t("preview.fault_empty");
}

function levelLine(p) {
  if (!p.level_ok)
    return el("p.preview-line.warn-text", {}, icon("alarm"), el("span", {}, faultWords(p)));
  return el("p.preview-line", {}, icon("shield"),
    el("span", {}, p.level > 0 ? t("preview.plain") : t("preview.neutral")));
}

function leavesLine(p) {
  const why = has(`preview_why.${p.why}`) ? ` ${t(`preview_why.${p.why}`)}` : "";
  const hours = p.window && (p.leaves === "window" || p.leaves === "now")
    ? ` ${t("preview.window", p.window)}` : "";
  return el(`p.preview-line.leaves.leaves-${p.leaves}`, {},
    icon(LEAVES_PIC[p.leaves] ?? "clock"),
    el("span", {}, el("strong", {}, `${named("leaves", p.leaves)}.`), hours, why));
}

// May it be handed to the gateway at all?
export function maySend(p) {
  return p !== null && p.level_ok && p.leaves !== "never";
}

export class Reply {
  constructor({ code, sent }) {
    this.code = code;
    this.sent = sent;
    this.shown = null; // the preview of what stands there now
    this.words = el("textarea", {
      id: "reply-words", rows: 3, maxlength: 640, spellcheck: false, autocomplete: "off",
      "data-key": "reply", "aria-describedby": "reply-preview",
      placeholder: t("reply.placeholder"), input: () => this.changed(),
    });
    this.template = el("select", { id: "reply-template", "data-key": "reply-template",
      change: () => this.changed() },
    el("option", { value: "" }, t("reply.own_words")),
    TEMPLATES.map((id) => el("option", { value: id }, named("template", id))));
    this.preview = el("div.preview", { id: "reply-preview", role: "status" },
      el("p.muted", {}, t("preview.empty")));
    this.send = button(t("reply.send"), () => this.hand(), { kind: "main", pic: "reply" });
    this.send.disabled = true;
    this.root = el("section.reply", { "aria-label": t("reply.title") },
      el("div.reply-row", {}, el("label", { for: "reply-template" }, t("reply.what")),
        this.template),
      el("label.unseen", { for: "reply-words" }, t("reply.title")), this.words,
      this.preview, el("div.row.end", {}, this.send));
  }

  args() {
    if (this.template.value !== "") return { template: this.template.value };
    const text = this.words.value.trim();
    return text === "" ? null : { text };
  }

  changed() {
    this.words.hidden = this.template.value !== "";
    this.shown = null;
    this.send.disabled = true;
    this.preview.setAttribute("aria-busy", "true");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), WAIT_MS);
  }

  // Her window or her phone may have changed what becomes of it.
  lookAgain() {
    if (this.args() !== null) this.changed();
  }

  tell(...what) {
    fill(this.preview, what);
    this.preview.setAttribute("aria-busy", "false");
  }

  async look() {
    const args = this.args();
    const asked = this.asked = {};
    if (args === null) {
      this.tell(el("p.muted", {}, t("preview.empty")));
      return;
    }
    try {
      const p = await ask("report.preview", { code: this.code, ...args });
      if (asked !== this.asked) return; // more was typed meanwhile
      this.show(p);
    } catch (error) {
      if (asked === this.asked) this.tell(errorBox(wordsOf(error)));
    }
  }

  show(p) {
    this.shown = p;
    this.send.disabled = !maySend(p);
    this.tell(lengthLine(p), levelLine(p), leavesLine(p),
      p.text ? el("p.preview-text", {}, plainText(p.text)) : null);
  }

  async hand() {
    const args = this.args();
    if (!maySend(this.shown) || args === null) return;
    const how = this.shown.leaves;
    this.send.disabled = true;
    try {
      await ask("report.reply", { code: this.code, ...args });
      this.clear();
      toast(t("reply.done", { when: named("leaves", how) }));
      this.sent();
    } catch (error) {
      this.send.disabled = false;
      this.tell(errorBox(wordsOf(error)));
      say(wordsOf(error));
    }
  }

  clear() {
    this.words.value = "";
    this.template.value = "";
    this.changed();
  }

  // Also what was typed and not sent is gone after a lock.
  forget() {
    clearTimeout(this.waiting);
    this.words.value = "";
  }

  focus() {
    this.words.focus();
  }
}
