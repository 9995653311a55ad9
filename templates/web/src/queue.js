// SPDX-License-Identifier: GPL-2.0-or-later
// The queue: by risk, then deadline, then age, as the gateway orders it. What
// nobody has is said in words, with a frame and a sign, not by colour alone.
import { call } from "./api.js";
import { age, countdown } from "./clock.js";
import { el, fill, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { isMe, personName } from "./me.js";
import { plainLine } from "./plain.js";
import { badge, button, emptyBox, errorBox, say, wordsOf } from "./ui.js";
import { named, t } from "./words.js";

const FILTERS = ["all", "unowned", "mine", "closed"];
const RISK_PIC = { emergency: "alarm", high: "high", medium: "medium", low: "low" };

export function riskOf(row) {
  return row.emergency ? "emergency" : row.urgency;
}

export function riskBadge(row) {
  const risk = riskOf(row);
  return badge(`risk.risk-${risk}`, RISK_PIC[risk], named("risk", risk));
}

// Whose it is: the gateway says whether somebody is still being looked for.
function ownerBadge(row) {
  if (row.unowned)
    return badge("unowned", "hand", t("queue.unowned"));
  if (!row.owner) return null;
  return badge("owned", "person", isMe(row.owner) ? t("queue.mine")
    : t("queue.owner", { name: personName(row.owner) }));
}

function markBadges(row) {
  return [
    row.unread && badge("mark", "eye", t("queue.unread")),
    row.forced && badge("mark.warn", "alarm", t("mark.possibly_forced")),
    (row.calls > 0 || row.call_until) && badge("mark.warn", "call", t("queue.call")),
    row.flood && badge("mark", "box", t("queue.flood")),
    row.state === "erase_pending" && badge("mark.warn", "clock", t("state.erase_pending")),
    row.state === "closed" && badge("mark", "check", t("state.closed")),
    row.tpks_at && badge("mark", "clock", t("queue.tpks"), " ", countdown(row.tpks_at)),
  ];
}

function dueLine(row) {
  if (!row.due_at) return null;
  return el("p.due", {}, icon("clock"), el("span", {}, named("due", row.due), " ",
    countdown(row.due_at)));
}

function item(row, chosen, open) {
  const here = row.code === chosen;
  return el(`li.item.item-${riskOf(row)}${row.unowned ? ".item-unowned" : ""}`, {},
    el("button.item-open", {
      type: "button", "data-key": `row-${row.code}`, "aria-current": here ? "true" : undefined,
      click: () => open(row.code),
    }, el("span.item-top", {}, riskBadge(row), el("strong.code", {}, row.code),
      el("span.item-age", {}, age(row.last_at ?? row.filed_at))),
    ownerBadge(row), dueLine(row),
    el("span.item-where", {}, row.village ? plainLine(row.village) : t("queue.no_village"),
      " · ", named("channel", row.channel)),
    el("span.marks", {}, markBadges(row))));
}

function wanted(state) {
  const args = {};
  if (state.filter === "unowned") args.unowned = "true";
  if (state.filter === "mine") args.officer = state.me;
  if (state.filter === "closed") args.closed = "true";
  if (state.urgency) args.urgency = state.urgency;
  if (/^[0-9A-Z]{1,8}$/i.test(state.typed) && /\d/.test(state.typed))
    args.code = state.typed.toUpperCase();
  else if (state.typed) args.village = state.typed;
  return args;
}

// What the board shows of the queue; on* are called with what was chosen.
export class Queue {
  constructor({ me, open, find }) {
    this.state = { filter: "all", urgency: "", typed: "", me };
    this.open = open;
    this.find = find;
    this.rows = [];
    this.next = undefined;
    this.chosen = null;
    this.list = el("ul.items", { "aria-label": t("queue.title") });
    this.foot = el("div.queue-foot", {});
    this.root = el("section.queue", { "aria-label": t("queue.title") },
      this.head(), this.list, this.foot);
  }

  head() {
    this.search = el("input", {
      type: "search", "aria-label": t("queue.search"), placeholder: t("queue.search"),
      autocomplete: "off", spellcheck: false, maxlength: 64, "data-key": "search",
      input: () => this.typed(), keydown: (e) => this.searchKey(e),
    });
    const urgency = el("select", { "aria-label": t("queue.urgency"), "data-key": "urgency",
      change: (e) => this.set({ urgency: e.target.value }) },
    el("option", { value: "" }, t("queue.any_urgency")),
    ["high", "medium", "low"].map((u) => el("option", { value: u }, named("risk", u))));
    this.tabs = el("div.tabs", { role: "group", "aria-label": t("queue.filter") });
    this.drawTabs();
    return el("div.queue-head", {}, el("h2.unseen", {}, t("queue.title")), this.tabs,
      el("div.search", {}, icon("search"), this.search, urgency),
      button(t("find.open"), () => this.find(this.search.value), { kind: "link" }));
  }

  drawTabs() {
    redraw(this.tabs, FILTERS.map((f) => el("button.tab", {
      type: "button", "aria-pressed": String(this.state.filter === f),
      "data-key": `tab-${f}`, click: () => this.set({ filter: f }),
    }, t(`queue.filter_${f}`))));
  }

  set(change) {
    Object.assign(this.state, change);
    this.drawTabs();
    return this.refresh();
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.set({ typed: this.search.value.trim() }), 250);
  }

  searchKey(event) {
    if (event.key === "Enter" && this.rows.length > 0) this.open(this.rows[0].code);
  }

  // quiet: the page does it by itself, which keeps no session open
  async refresh({ quiet = false } = {}) {
    const asked = this.asked = {};
    try {
      const answer = await call("report.queue", wanted(this.state), { quiet });
      if (asked !== this.asked) return; // another filter was chosen meanwhile
      this.take(answer);
    } catch (error) {
      if (asked === this.asked) fill(this.foot, errorBox(wordsOf(error)));
    }
  }

  take({ result, next }) {
    this.rows = result.reports ?? result;
    this.next = next;
    this.draw();
  }

  async more() {
    const answer = await call("report.queue", { ...wanted(this.state), after: this.next });
    const before = this.rows.length;
    this.rows = this.rows.concat(answer.result.reports ?? answer.result);
    this.next = answer.next;
    this.draw();
    say(t("queue.more_said", { n: this.rows.length - before }));
  }

  draw() {
    redraw(this.list, this.rows.map((r) => item(r, this.chosen, this.open)));
    fill(this.foot,
      this.rows.length === 0 ? emptyBox(t("queue.empty"), t("queue.empty_more")) : null,
      this.next ? button(t("queue.more"), () => this.more(), { kind: "quiet" }) : null);
  }

  choose(code) {
    this.chosen = code;
    this.draw();
  }

  // j and k: the next or the one before, without leaving the keyboard
  step(by) {
    const buttons = [...this.list.querySelectorAll(".item-open")];
    const at = buttons.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : buttons.length - 1) : at + by;
    buttons[Math.min(Math.max(next, 0), buttons.length - 1)]?.focus();
  }
}

