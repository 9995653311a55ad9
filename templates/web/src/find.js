// SPDX-License-Identifier: GPL-2.0-or-later
// Words or a number in what is sealed: the gateway opens it in memory, piece
// by piece, for this session; nothing of it is kept.
import { call } from "./api.js";
import { day } from "./clock.js";
import { el, fill } from "./dom.js";
import { riskBadge } from "./queue.js";
import { badge, emptyBox, errorBox, fieldElement, say, valuesOf, wordsOf } from "./ui.js";
import { named, t } from "./words.js";

const FIELDS = () => [
  { name: "words", words: t("find.what"), hint: t("find.hint"), required: true, min: 3, max: 100 },
  { name: "from", kind: "date", words: t("find.from") },
  { name: "to", kind: "date", words: t("find.to") },
];

export class Find {
  constructor({ typed, open }) {
    this.open = open;
    this.found = el("ul.items.found", { "aria-label": t("find.title") });
    this.progress = el("progress", { hidden: true, "aria-label": t("find.progress") });
    this.foot = el("div", {});
    const fields = FIELDS();
    fields[0].value = typed;
    const form = el("form.card", { role: "search", submit: (event) => {
      event.preventDefault();
      this.run(valuesOf(form, fields));
    } }, fields.map(fieldElement), el("div.row.end", {},
      el("button.button.main", { type: "submit" }, t("find.submit"))));
    this.root = el("section.page", {}, el("h2", { tabindex: "-1" }, t("find.title")),
      el("p.muted", {}, t("find.intro")), form, this.progress, this.foot, this.found);
  }

  row(r) {
    return el("li.item", {}, el("button.item-open", {
      type: "button", "data-key": `found-${r.code}`, click: () => this.open(r.code),
    }, el("span.item-top", {}, riskBadge(r), el("strong.code", {}, r.code),
      el("span.item-age", {}, day(r.filed_at))),
    el("span.marks", {}, badge("mark", "board", named("state", r.state)),
      badge("mark", "search", named("find_in", r.in)))));
  }

  async run(given) {
    const asked = this.asked = {};
    let after;
    let count = 0;
    fill(this.found);
    fill(this.foot);
    this.progress.hidden = false;
    try {
      do {
        const answer = await call("report.find", after ? { ...given, after } : given);
        if (asked !== this.asked) return;
        const { found, done, of } = answer.result;
        this.progress.max = of || 1;
        this.progress.value = done;
        this.found.append(...found.map((r) => this.row(r)));
        count += found.length;
        after = answer.next;
      } while (after);
      fill(this.foot, count === 0 ? emptyBox(t("find.none")) : null);
      say(t("find.count", { n: count }));
    } catch (error) {
      fill(this.foot, errorBox(wordsOf(error)));
    }
    this.progress.hidden = true;
  }

  forget() {
    this.asked = null;
    fill(this.root);
  }

  focus() {
    this.root.querySelector("input")?.focus();
  }
}
