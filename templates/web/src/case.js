// SPDX-License-Identifier: GPL-2.0-or-later
// One report: who has it, what was said, what is known, what can be done.
import { aboutElement, warningElements } from "./about.js";
import { actsFor, mayReply } from "./acts.js";
import { call } from "./api.js";
import { el, fill, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { riskBadge } from "./queue.js";
import { Reply } from "./reply.js";
import { threadElement } from "./thread.js";
import { badge, button, cry, errorBox, say, wordsOf } from "./ui.js";
import { named, t } from "./words.js";

const PAGES_MOST = 20; // of a thread; a flood is read on the command line

async function whole(code, quiet) {
  let report;
  let after;
  for (let page = 0; page < PAGES_MOST; page += 1) {
    const answer = await call("report.show", after ? { code, after } : { code }, { quiet });
    if (report === undefined) report = answer.result;
    else report.received.push(...answer.result.received);
    after = answer.next;
    if (!after) break;
  }
  return report;
}

export class Case {
  constructor({ code, back, changed }) {
    this.code = code;
    this.changed = changed;
    this.report = null;
    this.drawn = "";
    this.reply = new Reply({ code, sent: () => this.afterAct() });
    this.head = el("header.case-head", {});
    this.tools = el("div.tools", { role: "group", "aria-label": t("case.acts") });
    this.thread = el("div.case-thread", {}, el("p.muted", { "aria-busy": "true" }, t("loading")));
    this.about = el("div.case-about", {});
    this.replyBox = el("div.case-reply", {});
    this.wrong = el("div", {});
    this.warnings = el("div.warnings", {});
    this.root = el("section.case", { "aria-label": t("case.title", { code }) },
      button(t("case.back"), back, { kind: "quiet.only-small", pic: "back", key: "case-back" }),
      this.head, this.tools, this.wrong, this.warnings,
      el("div.case-body", {}, el("div.case-talk", {}, this.thread, this.replyBox), this.about));
  }

  async refresh({ quiet = false } = {}) {
    const asked = this.asked = {};
    try {
      const report = await whole(this.code, quiet);
      if (asked !== this.asked || this.gone) return;
      this.draw(report);
    } catch (error) {
      if (asked === this.asked) fill(this.wrong, errorBox(wordsOf(error)));
    }
  }

  // What is the same stays as it is: somebody may be reading or marking it.
  draw(report) {
    const text = JSON.stringify(report);
    if (text === this.drawn) return;
    const more = (report.received?.length ?? 0) - (this.report?.received?.length ?? Infinity);
    if (more > 0) say(t("case.new_texts", { n: more }));
    this.drawn = text;
    this.report = report;
    fill(this.wrong);
    redraw(this.head, this.title(report));
    // A menu that is being read stays open while the case goes on.
    const open = this.tools.querySelector("details")?.open ?? false;
    redraw(this.tools, this.buttons(report));
    if (open) this.tools.querySelector("details")?.setAttribute("open", "");
    fill(this.warnings, warningElements(report));
    fill(this.thread, threadElement(report));
    redraw(this.about, aboutElement(report));
    // What is being typed stays when something new arrives.
    const wanted = mayReply(report) ? this.reply.root : null;
    if (this.replyBox.firstChild !== wanted) fill(this.replyBox, wanted);
    this.reply.lookAgain();
  }

  title(report) {
    return [
      el("h2.case-title", { tabindex: "-1", "data-key": "case-title" },
        el("span.unseen", {}, t("case.word"), " "), el("span.code", {}, report.code)),
      riskBadge(report),
      report.unowned ? badge("unowned", "hand", t("queue.unowned")) : null,
      badge("state", "board", named("state", report.state)),
      report.quarantine ? badge("mark.warn", "box", t("nav.quarantine")) : null,
    ];
  }

  buttons(report) {
    const acts = actsFor(report);
    const one = (a) => button(t(`act.${a.name}`), () => this.run(a), {
      kind: a.main ? (a.kind ?? "main") : "", pic: a.pic, key: `act-${a.name}`,
      "aria-keyshortcuts": a.key,
    });
    const more = acts.filter((a) => !a.main);
    return [
      acts.filter((a) => a.main).map(one),
      mayReply(report) ? button(t("act.reply"), () => this.reply.focus(),
        { pic: "reply", key: "act-reply", "aria-keyshortcuts": "r" }) : null,
      more.length > 0 ? el("details.more", {}, el("summary", { "data-key": "act-more" },
        icon("list"), el("span", {}, t("act.more"))),
      el("div.more-list", {}, more.map(one))) : null,
    ];
  }

  async run(act) {
    this.tools.querySelector("details")?.removeAttribute("open");
    try {
      await act.run(this.report, () => this.afterAct());
    } catch (error) {
      fill(this.wrong, errorBox(wordsOf(error)));
    }
  }

  // A key of the keyboard; true: it meant something here.
  key(letter) {
    if (this.report === null) return false;
    if (letter === "r" && mayReply(this.report)) {
      this.reply.focus();
      return true;
    }
    const act = actsFor(this.report).find((a) => a.key === letter);
    if (act !== undefined) this.run(act);
    else if (letter === "c") cry(t("claim.not_yours"));
    return act !== undefined;
  }

  async afterAct() {
    await this.refresh();
    this.changed();
  }

  focus() {
    this.root.querySelector("h2")?.focus();
  }

  forget() {
    this.gone = true;
    this.drawn = "";
    this.reply.forget();
    this.report = null;
    fill(this.root);
  }
}
