// SPDX-License-Identifier: GPL-2.0-or-later
// The queue: by risk, then deadline, then age, as the gateway orders it. What
// nobody has is said in words, with a frame and a sign, not by colour alone.
import { call } from "./api.js";
import { age, countdown, now_ms, parse } from "./clock.js";
import { el, fill, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { isMe, personName } from "./me.js";
import { plainLine } from "./plain.js";
import { badge, button, emptyBox, errorBox, say, wordsOf } from "./ui.js";
import { named, t } from "./words.js";

const FILTERS = ["all", "unowned", "mine", "closed"];
const EMPTY_MOST = 40; // pages without rows that one search reads
const LAW_S = 259200; // 3 x 24 hours
const LAST_DAY_S = 86400;
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

// The law's three days began at tpks_at; the last of them is worth a mark.
function lawBadge(row) {
  if (!row.tpks_at) return null;
  const due_s = parse(row.tpks_at) / 1000 + LAW_S;
  if (due_s - now_ms() / 1000 > LAST_DAY_S) return null;
  return badge("mark.warn", "clock", t("queue.tpks"), " ", countdown(due_s));
}

function markBadges(row) {
  return [
    row.unread && badge("mark", "eye", t("queue.unread")),
    row.forced && badge("mark.warn", "alarm", t("mark.possibly_forced")),
    row.call_until && badge("mark.warn", "call", t("queue.call"), " ", countdown(row.call_until)),
    row.number_hidden && badge("mark.warn", "eye", t("queue.number_hidden")),
    row.calls && badge("mark.warn", "call", t("mark.three_calls")),
    row.flood_count > 0 && badge("mark", "box", t("queue.flood", { n: row.flood_count })),
    row.state === "erase_pending" && badge("mark.warn", "clock", t("state.erase_pending")),
    row.state === "closed" && badge("mark", "check", t("state.closed")),
    lawBadge(row),
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

// No vowel is in a code, and no village's name is without one.
const CODE = /^[234679CDFGHJKMNPRTWX]{1,5}$/i;

function wanted(state, villages) {
  const args = {};
  if (state.filter === "unowned") args.unowned = "true";
  if (state.filter === "mine") args.officer = state.me;
  if (state.filter === "closed") args.closed = "true";
  if (state.urgency) args.urgency = state.urgency;
  if (CODE.test(state.typed)) args.code = state.typed.toUpperCase();
  else if (villages.has(state.typed.toLowerCase()))
    args.village = villages.get(state.typed.toLowerCase());
  return args;
}

// What the board shows of the queue; on* are called with what was chosen.
export class Queue {
  constructor({ me, open, find }) {
    this.state = { filter: "all", urgency: "", typed: "", me };
    this.open = open;
    this.find = find;
    this.rows = [];
    this.pages = 1; // that are shown
    this.villages = new Map(); // name as it is typed -> code
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
      list: "villages",
      input: () => this.typed(), keydown: (e) => this.searchKey(e),
    });
    this.suggested = el("datalist", { id: "villages" });
    const urgency = el("select", { "aria-label": t("queue.urgency"), "data-key": "urgency",
      change: (e) => this.set({ urgency: e.target.value }) },
    el("option", { value: "" }, t("queue.any_urgency")),
    ["high", "medium", "low"].map((u) => el("option", { value: u }, named("risk", u))));
    this.tabs = el("div.tabs", { role: "group", "aria-label": t("queue.filter") });
    this.drawTabs();
    return el("div.queue-head", {}, el("h2.unseen", {}, t("queue.title")), this.tabs,
      el("div.search", {}, icon("search"), this.search, urgency, this.suggested),
      this.hint = el("p.hint", { role: "status" }),
      button(t("find.open"), () => this.find(this.search.value), { kind: "link" }));
  }

  drawTabs() {
    redraw(this.tabs, FILTERS.map((f) => el("button.tab", {
      type: "button", "aria-pressed": String(this.state.filter === f),
      "data-key": `tab-${f}`, click: () => this.set({ filter: f }),
    }, t(`queue.filter_${f}`))));
  }

  setVillages(list) {
    for (const v of list) {
      // Where two have one name, the kecamatan tells them apart.
      const twice = list.filter((o) => o.name === v.name).length > 1;
      const name = twice ? `${v.name}, ${v.kecamatan}` : v.name;
      this.villages.set(name.toLowerCase(), v.code);
      this.suggested.append(el("option", { value: name }));
    }
  }

  set(change) {
    Object.assign(this.state, change);
    this.pages = 1;
    this.drawTabs();
    return this.refresh();
  }

  typed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const typed = this.search.value.trim();
      const known = typed === "" || CODE.test(typed) || this.villages.has(typed.toLowerCase());
      fill(this.hint, known ? null : t("queue.search_hint"));
      this.set({ typed });
    }, 250);
  }

  searchKey(event) {
    if (event.key === "Enter" && this.rows.length > 0) this.open(this.rows[0].code);
  }

  // quiet: the page does it by itself, which keeps no session open
  async refresh({ quiet = false } = {}) {
    const asked = this.asked = {};
    try {
      const found = await this.load(asked, quiet);
      if (asked !== this.asked) return; // another filter was chosen meanwhile
      this.rows = found.rows;
      this.next = found.next;
      this.draw();
    } catch (error) {
      if (asked === this.asked) fill(this.foot, errorBox(wordsOf(error)));
    }
  }

  // As many pages as are shown. A search may answer pages without rows.
  async load(asked, quiet) {
    const rows = [];
    const args = wanted(this.state, this.villages);
    let next;
    for (let page = 0; asked === this.asked; page += 1) {
      if (page > 0 && next === undefined) break;
      if (page >= this.pages && (rows.length > 0 || page >= EMPTY_MOST)) break;
      const answer = await call("report.queue", next ? { ...args, after: next } : args, { quiet });
      rows.push(...answer.result.rows);
      next = answer.next;
    }
    return { rows, next };
  }

  async more() {
    const before = this.rows.length;
    this.pages += 1;
    await this.refresh();
    say(t("queue.more_said", { n: Math.max(this.rows.length - before, 0) }));
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

