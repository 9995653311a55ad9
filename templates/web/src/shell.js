// SPDX-License-Identifier: GPL-2.0-or-later
// The board while somebody is logged in: what is open, what has happened, and
// whether it is still true.
import { ask, call } from "./api.js";
import { when } from "./clock.js";
import { Case } from "./case.js";
import { el, fill } from "./dom.js";
import { connectEvents } from "./events.js";
import { Find } from "./find.js";
import { icon } from "./icons.js";
import { listenToKeys, showKeys } from "./keys.js";
import { may, myself, setPeople, wished } from "./me.js";
import { Overview } from "./overview.js";
import { PAGES } from "./pages.js";
import { askPanic } from "./panic.js";
import { Practice } from "./practice.js";
import { Queue } from "./queue.js";
import { ringEmergency } from "./sound.js";
import { button, closeDialog, cry, errorBox, wordsOf } from "./ui.js";
import { t } from "./words.js";

const GATEWAY_SHOWN = 6; // of its 32 digits: enough to tell two boxes apart
const AGAIN_MS = 30000; // should an event have been missed
const GATHER_MS = 150;  // events come in bursts
const RING_AGAIN_MS = 20000;

export class Shell {
  constructor(root, { leave }) {
    this.root = root;
    this.leave = leave;
    this.counts = {};
    this.waiting = []; // emergencies that nobody has
    this.case = null;
    this.page = null; // of PAGES, or a view with a root
    this.stack = []; // what the browser's back button goes through
    this.queue = new Queue({
      me: myself().person, open: (code) => this.open(code),
      find: (typed) => this.openFind(typed),
    });
    this.overview = new Overview();
    this.draw();
    this.begin();
  }

  // --- the frame ---

  draw() {
    const me = myself();
    this.main = el("main.stage", { id: "main", tabindex: "-1" });
    this.banner = el("section.banner-box", { "aria-label": t("banner.title") });
    this.line = el("p.line", { role: "status" }, t("line.connecting"));
    this.nav = el("nav.nav", { "aria-label": t("nav.title") });
    fill(this.root, el("div.shell", {}, el("a.skip", { href: "#main" }, t("skip")),
      el("header.top", {},
        el("p.brand", {}, icon("shield"), el("span", {}, t("app.name")),
          el("span.gateway", {}, t("app.box", { id: (me.gateway ?? "").slice(0, GATEWAY_SHOWN) }))),
        el("div.top-end", {}, this.line, this.soundButton(),
          el("span.who", {}, icon("person"), me.name ?? me.person),
          button(t("nav.lock"), () => this.leave("left"), { pic: "lock", key: "lock" }),
          may("panic") ? button(t("nav.panic"), () => askPanic(() => this.leave("panic")),
            { kind: "danger-line", pic: "alarm", key: "panic" }) : null), this.nav),
      this.banner, this.main));
    this.drawNav();
    this.showBoard();
  }

  drawNav() {
    const here = this.page?.name ?? "board";
    const one = (name, pic, count, open) => el("button.nav-item", {
      type: "button", "data-key": `nav-${name}`,
      "aria-current": here === name ? "page" : undefined, click: open,
    }, icon(pic), el("span", {}, t(`nav.${name}`)),
    count > 0 ? el("span.bubble-count", {}, String(count)) : null);
    const counts = {
      alerts: this.counts.alerts_open, quarantine: this.counts.quarantine,
      outbox: (this.counts.outbox_unknown ?? 0) + (this.counts.outbox_dead ?? 0),
    };
    const key = document.activeElement?.dataset?.key;
    fill(this.nav, one("board", "board", this.counts.unowned, () => this.go({})),
      PAGES.filter((p) => may(p.command)).map((p) =>
        one(p.name, p.pic, counts[p.name], () => this.go({ page: p }))),
      myself().practice ? one("practice", "phone", 0, () => this.go({ practice: true })) : null);
    this.nav.querySelector("[aria-current]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (key?.startsWith("nav-")) this.nav.querySelector(`[data-key="${key}"]`)?.focus();
  }

  soundButton() {
    const draw = () => {
      fill(this.sound, icon(wished.muted ? "silent" : "sound"),
        el("span.unseen", {}, t(wished.muted ? "sound.off" : "sound.on")));
      this.sound.setAttribute("aria-pressed", String(!wished.muted));
      this.sound.title = t(wished.muted ? "sound.off" : "sound.on");
    };
    this.sound = el("button.button.quiet", { type: "button", "data-key": "sound",
      click: () => {
        wished.muted = !wished.muted;
        draw();
      } });
    draw();
    return this.sound;
  }

  // --- where one is; the address stays "/", so that no history names a case ---

  go(place) {
    this.stack = this.stack.slice(0, (history.state?.at ?? 0) + 1);
    this.stack.push(place);
    history.pushState({ at: this.stack.length - 1 }, "", "/");
    this.show(place);
  }

  show(place) {
    this.case?.forget();
    this.page?.forget?.();
    this.case = null;
    this.page = null;
    if (place.code) this.showCase(place.code);
    else if (place.page) this.showPage(place.page);
    else if (place.find !== undefined) this.showView("find", new Find({
      typed: place.find, open: (code) => this.open(code),
    }));
    else if (place.practice) this.showView("practice", new Practice());
    else this.showBoard();
    this.drawNav();
    scrollTo(0, 0);
  }

  open(code) {
    this.go({ code });
  }

  openFind(typed) {
    this.go({ find: typed });
  }

  showBoard() {
    this.queue.choose(null);
    fill(this.main, el("h1.unseen", {}, t("nav.board")),
      el("div.board", {}, this.queue.root, this.overview.root));
    this.overview.refresh();
  }

  showCase(code) {
    this.case = new Case({ code, back: () => this.go({}), changed: () => this.gather() });
    this.queue.choose(code);
    fill(this.main, el("h1.unseen", {}, t("nav.board")),
      el("div.board.with-case", {}, this.queue.root, this.case.root));
    this.case.refresh().then(() => this.case?.focus());
  }

  showView(name, view) {
    this.page = view;
    view.name = name;
    fill(this.main, el("h1.unseen", {}, t(`nav.${name}`)), view.root);
    view.focus();
  }

  showPage(page) {
    const body = el("div.page-body", {}, el("p.muted", {}, t("loading")));
    this.page = { name: page.name, page, body };
    fill(this.main, el("section.page", {}, el("h1", { tabindex: "-1" }, t(`nav.${page.name}`)), body));
    this.main.querySelector("h1").focus();
    return this.loadPage({ quiet: false });
  }

  async loadPage(how) {
    const { page, body } = this.page;
    try {
      const data = await page.load(how);
      if (this.page?.body !== body) return;
      fill(body, page.draw(data, {
        open: (code) => this.open(code), again: () => this.loadPage({ quiet: false }),
      }));
    } catch (error) {
      fill(body, errorBox(wordsOf(error)));
    }
  }

  // --- what happens ---

  begin() {
    this.back = (event) => {
      closeDialog();
      this.show(this.stack[event.state?.at ?? 0] ?? {});
    };
    addEventListener("popstate", this.back);
    this.stack = [{}];
    history.replaceState({ at: 0 }, "", "/");
    this.endKeys = listenToKeys((key) => this.press(key));
    this.endEvents = connectEvents({
      event: (frame) => this.hear(frame), up: () => this.lineUp(),
      down: (status) => this.lineDown(status),
    });
    this.again = setInterval(() => this.refresh(), AGAIN_MS);
    this.ringing = setInterval(() => this.ring(), RING_AGAIN_MS);
    this.refresh();
    if (may("village.list")) ask("village.list", {}, { quiet: true })
      .then((list) => this.queue.setVillages(list), () => {});
    if (may("people.list")) ask("people.list", {}, { quiet: true })
      .then((list) => {
        setPeople(list);
        this.queue.draw();
      }, () => {});
  }

  hear({ event, data }) {
    if (event === "session" || (data.kind === "session" && data.what === "ended")) {
      this.leave(data.what === "panic" ? "panic" : "ended");
      return;
    }
    if (data.kind === "panic" && data.state === "locked") {
      this.leave("panic");
      return;
    }
    this.gather(data.code);
  }

  gather(code) {
    if (code !== undefined && code === this.case?.code) this.caseToo = true;
    if (code === undefined) this.caseToo = this.case !== null;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.refresh();
    }, GATHER_MS);
  }

  async refresh() {
    const how = { quiet: true };
    const jobs = [this.queue.refresh(how), this.watchEmergencies(how)];
    if (this.caseToo) jobs.push(this.case?.refresh(how));
    if (this.page?.page) jobs.push(this.loadPage(how));
    if (this.page === null && this.case === null) jobs.push(this.overview.refresh(how));
    this.caseToo = false;
    await Promise.all(jobs);
  }

  setCounts(counts) {
    this.counts = counts;
    this.overview.setCounts(counts);
    this.drawNav();
    this.drawTitle();
  }

  // Whatever the queue is filtered by, an emergency that nobody has is heard.
  async watchEmergencies(how) {
    try {
      const { result } = await call("report.queue",
        { unowned: "true", urgency: "high" }, how);
      const rows = result.rows.filter((r) => r.emergency);
      const fresh = rows.filter((r) => !this.waiting.some((w) => w.code === r.code));
      this.waiting = rows;
      if (result.counts) this.setCounts(result.counts);
      this.drawTitle();
      this.drawAlarm();
      if (fresh.length === 0) return;
      this.ring();
      cry(t("alarm.cry", { n: rows.length }));
    } catch {
      // the line says that it is gone
    }
  }

  ring() {
    if (this.waiting.length > 0) ringEmergency();
  }

  // The title is what is seen of a tab behind others. It names no case.
  drawTitle() {
    const emergencies = this.waiting.length;
    const unowned = this.counts.unowned ?? 0;
    document.title = emergencies > 0 ? t("title.emergency", { n: emergencies })
      : unowned > 0 ? t("title.unowned", { n: unowned }) : t("app.name");
  }

  drawAlarm() {
    const first = this.waiting[0];
    fill(this.alarmBox(), first === undefined ? null : el("div.banner.alarm", {}, icon("alarm"),
      el("strong", {}, t("alarm.title", { n: this.waiting.length })),
      button(t("alarm.open", { code: first.code }), () => this.open(first.code),
        { kind: "danger", key: "alarm-open" })));
  }

  alarmBox() {
    this.alarm ??= el("div", {});
    if (!this.alarm.isConnected) this.banner.append(this.alarm);
    return this.alarm;
  }

  // --- the line to the gateway ---

  lineUp() {
    const was = this.lost_ms;
    this.lost_ms = undefined;
    this.root.firstChild.classList.remove("stale");
    fill(this.line, el("span.dot", {}), el("span.line-words", {}, t("line.live")));
    this.line.dataset.line = "live";
    this.offline?.remove();
    if (was === undefined) return;
    cry(t("line.back"));
    this.refresh();
  }

  lineDown(status) {
    if (status === 401) {
      this.leave("ended");
      return;
    }
    if (this.lost_ms !== undefined) return;
    this.lost_ms = Date.now();
    const words = t("line.lost", { at: when(this.lost_ms / 1000) });
    this.root.firstChild.classList.add("stale");
    this.line.dataset.line = "lost";
    fill(this.line, icon("off"), t("line.lost_short"));
    this.offline = el("div.banner.lost", {}, icon("off"), el("span", {}, words));
    this.banner.prepend(this.offline);
    cry(words);
  }

  // --- the keyboard ---

  press(key) {
    const keys = {
      j: () => this.queue.step(1), k: () => this.queue.step(-1),
      "/": () => this.queue.search.focus(), "?": showKeys,
      Escape: () => this.go({}),
    };
    if (Object.hasOwn(keys, key)) {
      if ((key === "j" || key === "k" || key === "/") && this.page !== null) this.go({});
      keys[key]();
      return true;
    }
    return this.case?.key(key) ?? false;
  }

  // --- the end: nothing that could be read stays in the page ---

  forget() {
    clearInterval(this.again);
    clearInterval(this.ringing);
    clearTimeout(this.gathering);
    removeEventListener("popstate", this.back);
    this.endKeys();
    this.endEvents();
    closeDialog();
    this.case?.forget();
    this.page?.forget?.();
    this.queue.rows = [];
    this.waiting = [];
    this.stack = [];
    document.title = t("app.name");
    fill(this.root);
    fill(document.getElementById("said"));
    fill(document.getElementById("cried"));
  }
}
