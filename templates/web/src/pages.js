// SPDX-License-Identifier: GPL-2.0-or-later
// The pages beside the queue. A page is { name, pic, command, load(), draw() }:
// load() asks, draw() shows; the shell loads again when something happened.
import { ask, call } from "./api.js";
import { age, countdown, when } from "./clock.js";
import { el } from "./dom.js";
import { isMe, may, myself, personName } from "./me.js";
import { plainLine } from "./plain.js";
import { askForm, badge, button, emptyBox, notice, table, toast } from "./ui.js";
import { has, named, t } from "./words.js";

const MORE = 5; // pages that one click reads at most

async function pagesOf(command, args, how) {
  const rows = [];
  let after;
  for (let page = 0; page < MORE; page += 1) {
    const answer = await call(command, after ? { ...args, after } : args, how);
    rows.push(...(answer.result.rows ?? answer.result));
    after = answer.next;
    if (!after) break;
  }
  rows.more = Boolean(after);
  return rows;
}

function moreNote(rows) {
  return rows.more ? el("p.remark", {}, t("pages.more", { n: rows.length })) : null;
}

// --- alerts ---

function alertState(a) {
  const state = badge(a.state === "raised" ? "unowned" : "plainly",
    a.state === "raised" ? "bell" : "check", named("alert_state", a.state));
  return [state, " ", a.state === "raised" && a.due_at ? countdown(a.due_at) : null,
    a.answered_at ? when(a.answered_at) : null];
}

async function answerAlert(command, alert, again) {
  await ask(command, { alert });
  toast(t(command === "alert.accept" ? "claim.done" : "decline.done"));
  await again();
}

function alertTools(a, shell) {
  if (a.state !== "raised" || (!isMe(a.person) && myself()?.role !== "supervisor")) return null;
  return el("div.row", {},
    button(t("act.claim"), () => answerAlert("alert.accept", a.alert, shell.again),
      { kind: "main", pic: "hand", key: `accept-${a.alert}` }),
    button(t("act.decline"), () => answerAlert("alert.decline", a.alert, shell.again),
      { key: `decline-${a.alert}` }));
}

function codeButton(code, shell) {
  return code ? button(code, () => shell.open(code), { kind: "link.code", key: `go-${code}` })
    : "–";
}

const alerts = {
  name: "alerts", pic: "bell", command: "alert.list",
  load: (how) => pagesOf("alert.list", { open: "true" }, how),
  draw: (rows, shell) => rows.length === 0
    ? emptyBox(t("alerts.none_open"), t("alerts.none_more"))
    : [moreNote(rows), table(t("nav.alerts"), [t("col.report"), t("col.who"), t("col.state"), t("col.raised"),
      t("col.do")],
    rows.map((a) => [a.drill ? badge("plainly", "bell", t("alert.drill"))
      : codeButton(a.code, shell),
    [personName(a.person ?? a.destination ?? "–"), el("br", {}),
      el("span.muted", {}, named("part", a.part))],
    alertState(a), age(a.raised_at), alertTools(a, shell)]))],
};

// --- who is on duty ---

function dutyTable(words, side) {
  const line = (p) => [el("strong", {}, p.name ?? personName(p.id)), named("role", p.role),
    [named("why", p.why), p.instead_of
      ? ` (${t("duty.instead", { name: personName(p.instead_of) })})` : ""]];
  return el("section.card", {}, el("h2", {}, words),
    side.fallback ? notice("warn", t("duty.fallback")) : null,
    side.told.length === 0 ? emptyBox(t("duty.nobody"), t("duty.nobody_more"))
      : table(words, [t("col.name"), t("col.role"), t("col.why")], side.told.map(line)),
    side.others.length > 0 ? el("details", {}, el("summary", {}, t("duty.others")),
      table(t("duty.others"), [t("col.name"), t("col.role"), t("col.why")],
        side.others.map(line))) : null);
}

const duty = {
  name: "duty", pic: "person", command: "duty",
  load: (how) => ask("duty", {}, how),
  draw: (d) => [d.roster ? null : notice("danger", t("duty.no_roster")),
    d.officers ? dutyTable(t("duty.officers"), d.officers) : null,
    d.cadres ? dutyTable(t("duty.cadres"), d.cadres) : null],
};

// --- quarantine ---

// The decoder's own reason is for whoever looks into it: siaga report show.
export function quarantineReason(reason) {
  return named("quarantine", reason.startsWith("undecodable") ? "undecodable" : reason);
}

const quarantine = {
  name: "quarantine", pic: "box", command: "report.queue",
  load: (how) => pagesOf("report.queue", { quarantine: "true" }, how),
  draw: (rows, shell) => [el("p.muted", {}, t("quarantine.intro")), moreNote(rows),
    rows.length === 0 ? emptyBox(t("quarantine.none"))
      : table(t("nav.quarantine"), [t("col.report"), t("col.filed"), t("col.channel")],
      rows.map((r) => [codeButton(r.code, shell), age(r.filed_at),
        named("channel", r.channel)]))],
};

// --- what is on its way ---

const OUTBOX_BAD = ["unknown", "failed", "dropped"];

function replay(row, shell) {
  askForm({
    title: t("replay.title"), submit: t("replay.submit"), intro: t("replay.intro"),
    act: async () => {
      await ask("outbox.replay", { id: String(row.id) });
      toast(t("replay.done"));
      await shell.again();
    },
  });
}

function outboxRow(row, shell) {
  const what = row.sink === "sms" ? named("template", row.text ?? "reply")
    : t("outbox.event", { to: row.destination ?? "–" });
  return [row.report ? codeButton(row.report, shell) : "–",
    [named("sink", row.sink), el("br", {}), el("span.muted", {}, what)],
    [badge(OUTBOX_BAD.includes(row.state) ? "unowned" : "plainly",
      OUTBOX_BAD.includes(row.state) ? "alarm" : "clock", named("outbox", row.state)),
    has(`outbox_help.${row.state}`) ? el("p.muted", {}, t(`outbox_help.${row.state}`)) : null],
    age(row.changed_at),
    row.sink === "webhook" && row.state === "failed" && may("outbox.replay")
      ? button(t("act.replay"), () => replay(row, shell), { key: `replay-${row.id}` }) : null];
}

const outbox = {
  name: "outbox", pic: "out", command: "outbox.list",
  load: async (how) => (await Promise.all(["unknown", "failed", "dropped", "queued", "sending"]
    .map((state) => pagesOf("outbox.list", { state }, how)))).flat(),
  draw: (rows, shell) => [el("p.muted", {}, t("outbox.intro")),
    rows.length === 0 ? emptyBox(t("outbox.none"))
      : table(t("nav.outbox"), [t("col.report"), t("col.what"), t("col.state"),
        t("col.changed"), t("col.do")], rows.map((r) => outboxRow(r, shell)))],
};

// --- modems ---

export function modemLine(m) {
  const good = m.state === "ready";
  return el("div.modem", {},
    badge(good ? "owned" : "unowned", good ? "check" : "alarm", named("modem", m.state)), " ",
    el("strong", {}, t("modem.name", { name: m.name })),
    m.texts_per_day ? el("p.muted", {}, t("modem.texts", {
      n: m.texts_today, of: m.texts_per_day,
    })) : null,
    m.at_ceiling ? el("p.warn-text", {}, t("modem.ceiling")) : null,
    m.size > 0 ? el("p.muted", {}, t("modem.sim", { used: m.used, size: m.size })) : null,
    m.signal_percent !== undefined && m.signal_percent !== null
      ? el("p.muted", {}, t("modem.signal", { n: m.signal_percent })) : null);
}

const modems = {
  name: "modems", pic: "signal", command: "modem.list",
  load: (how) => ask("modem.list", {}, how),
  draw: (rows) => rows.length === 0 ? emptyBox(t("modem.none"))
    : el("div.cards", {}, rows.map((m) => el("section.card", {}, modemLine(m)))),
};

// --- the audit, for the auditor ---

async function verify() {
  let after;
  let answer;
  do {
    answer = await call("audit.verify", after ? { after } : {});
    after = answer.next;
  } while (after);
  toast(answer.result.good ? t("audit.good", { n: answer.result.count })
    : t("audit.broken", { n: answer.result.broken_at }));
}

const audit = {
  name: "audit", pic: "eye", command: "audit.list",
  load: (how) => pagesOf("audit.list", {}, how),
  draw: (rows) => [moreNote(rows), el("div.row", {}, el("p.muted", {}, t("audit.intro")),
    may("audit.verify") ? button(t("audit.verify"), verify, { pic: "check", key: "verify" }) : null),
  table(t("nav.audit"), [t("col.when"), t("col.name"), t("col.what"), t("col.object"),
    t("col.detail")], rows.map((r) => [when(r.at), plainLine(personName(r.actor)),
    has(`audit_act.${r.act}`) ? t(`audit_act.${r.act}`) : plainLine(r.act),
    plainLine(r.object), plainLine(r.detail)]))],
};

export const PAGES = [alerts, duty, quarantine, outbox, modems, audit];
