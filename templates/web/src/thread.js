// SPDX-License-Identifier: GPL-2.0-or-later
// The conversation, notes and acts, in the order in which they happened.
import { day, hour, parse } from "./clock.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { personName } from "./me.js";
import { plainText } from "./plain.js";
import { badge } from "./ui.js";
import { has, named, t } from "./words.js";

// [{ class, words: [...] }] as of report.show, or the older two lists apart.
function dangers(entry) {
  if (Array.isArray(entry.danger))
    return entry.danger.map((d) => [d.class, d.words ?? []]);
  return (entry.words ?? []).filter((c) => has(`danger.${c}`)).map((c) => [c, []]);
}

// What raises nothing by itself, but matters to whoever reads.
const CONCERNS = new Set(["HELP", "REPORT", "DENIAL", "CHILD", "PREGNANT", "SPOUSE", "SCAM",
  "RETRACT"]);

function matchedOf(entry) {
  const list = dangers(entry);
  const of = (concern) => list.filter(([c]) => CONCERNS.has(c) === concern)
    .flatMap(([, words]) => words);
  const concern = of(true);
  const danger = [...of(false), ...(entry.matched ?? []).filter((w) => !concern.includes(w))];
  return { danger, concern };
}

function dangerLine(entry) {
  const list = dangers(entry);
  if (list.length === 0) return null;
  return el("ul.dangers", { "aria-label": t("thread.dangers") }, list.map(([c, words]) =>
    el(CONCERNS.has(c) ? "li.concern" : "li", {}, icon(CONCERNS.has(c) ? "eye" : "alarm"),
      named("danger", c),
      words.length > 0 ? [": ", plainText(words.join(", "))] : null)));
}

function remarks(entry) {
  return [
    entry.parts && entry.missing?.length > 0 &&
      t("thread.missing", { n: entry.missing.length, of: entry.parts }),
    entry.cut && t("thread.cut"),
    entry.hidden && t("thread.command"),
    entry.sealed && t("thread.sealed"),
    entry.unreadable && t("thread.unreadable"),
    entry.pdu && t("thread.raw"),
    entry.number_hidden && t("thread.number_hidden"),
  ].filter(Boolean).map((words) => el("p.remark", {}, words));
}

function inbound(entry) {
  return el("li.bubble.in", {},
    el("p.bubble-head", {}, el("span", {}, t("thread.from_her")),
      el("time", { datetime: entry.at }, hour(entry.at))),
    entry.text !== undefined
      ? el("p.bubble-text", {}, plainText(entry.text, matchedOf(entry))) : null,
    dangerLine(entry), remarks(entry),
    entry.shown ? el("p.remark", {}, t("thread.shown"), " ", plainText(entry.shown)) : null);
}

const STATE_PIC = {
  delivered: "check", sent: "check", unknown: "alarm", failed: "alarm",
};

// What went to a responder about this report is no part of the conversation.
function toResponder(entry) {
  return el("li.act", {}, el("time", { datetime: entry.at }, hour(entry.at)), " ",
    t("thread.to_person", { name: personName(entry.to) }), ": ",
    named("responder", entry.state));
}

function outbound(entry) {
  if (entry.to) return toResponder(entry);
  const who = t(entry.id === "reply" ? "thread.from_office" : "thread.from_siaga");
  const bad = entry.state === "unknown" || entry.state === "failed";
  return el(`li.bubble.out${bad ? ".bad" : ""}`, {},
  el("p.bubble-head", {}, el("span", {}, who),
    el("time", { datetime: entry.at }, hour(entry.at))),
  entry.text ? el("p.bubble-text", {}, plainText(entry.text)) : null,
  el("p.bubble-foot", {}, badge("fate", STATE_PIC[entry.state] ?? "clock",
    named("outbox", entry.state))));
}

function waiting(entry) {
  return el("li.bubble.out.waiting", {},
    el("p.bubble-head", {}, el("span", {}, t("thread.waiting")),
      el("time", { datetime: entry.at }, hour(entry.at))),
    el("p.bubble-text", {}, entry.text ? plainText(entry.text)
      : t("reply.template_named", { name: named("template", entry.template) })),
    el("p.bubble-foot", {}, badge("fate", "clock", entry.override ? t("reply.overridden")
      : named("reply", entry.offered_at ? "offered" : entry.state))));
}

function note(entry) {
  return el("li.note", {},
    el("p.bubble-head", {}, el("span", {}, icon("note"),
      t("thread.note", { name: personName(entry.by) })),
    el("time", { datetime: entry.at }, hour(entry.at))),
    el("p.bubble-text", {}, entry.text ? plainText(entry.text) : t("thread.sealed")));
}

function act(entry) {
  return el("li.act", {}, el("time", { datetime: entry.at }, hour(entry.at)), " ",
    el("strong", {}, personName(entry.by)), " ", named("did", entry.act),
    entry.reason ? [": ", plainText(entry.reason)] : null);
}

const KINDS = { in: inbound, out: outbound, waiting, note, act };

// Answers that have not left stand in the thread; what left is in `sent`.
const WAITS = new Set(["waiting", "queued"]);

function entries(report) {
  const list = [];
  for (const e of report.received ?? []) list.push({ kind: "in", ...e });
  for (const e of report.sent ?? []) list.push({ kind: "out", ...e });
  for (const e of report.replies ?? [])
    if (WAITS.has(e.state)) list.push({ kind: "waiting", ...e });
  for (const e of report.notes ?? []) list.push({ kind: "note", ...e });
  for (const e of report.acts ?? [])
    if (e.act !== "note") list.push({ kind: "act", ...e });
  return list.sort((a, b) => parse(a.at) - parse(b.at));
}

export function threadElement(report) {
  let last = "";
  const rows = entries(report).map((entry) => {
    const date = day(entry.at);
    const head = date === last ? null : el("li.day", {}, el("span", {}, date));
    last = date;
    return [head, KINDS[entry.kind](entry)];
  });
  return el("div.thread-box", {},
    report.older_left_out ? el("p.remark", {}, t("thread.older")) : null,
    el("ol.thread", { "aria-label": t("thread.title") }, rows));
}

