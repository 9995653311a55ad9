// SPDX-License-Identifier: GPL-2.0-or-later
// What an officer does in a case. Each row is a command, what it asks first,
// and when it makes sense; the case view draws the buttons from this table.
import { ask } from "./api.js";
import { el } from "./dom.js";
import { isMe, may, myself, personName } from "./me.js";
import { askForm, notice, showDialog, toast } from "./ui.js";
import { named, t } from "./words.js";

const REASON = () => ({
  name: "reason", kind: "lines", words: t("act.reason"), hint: t("act.reason_hint"),
  required: true, max: 300,
});

const maybe = (field) => ({ ...field, required: false, hint: undefined });
const options = (kind, values) => values.map((v) => [v, named(kind, v)]);

const office = (r) => (r.alerts ?? []).find((w) => w.part === "officer");
const cadre = (r) => (r.alerts ?? []).find((w) => w.part === "cadre");
const open = (r) => r.state !== "closed" && r.state !== "erased" && !r.joined_to;
const readable = (r) => open(r) && !r.not_assigned && !r.erase_pending && !r.quarantine;

// Of several alerts the gateway takes whichever went to who asks.
const isAsked = (r) => (office(r)?.asked ?? [])
  .some((a) => a.state === "raised" && isMe(a.to));

async function done(words, changed) {
  toast(words);
  await changed();
}

function form(title, fields, submit, act, more = {}) {
  return askForm({ title, fields, submit, act, ...more });
}

// --- claim, outcome ---

// Who was not asked takes it all the same: it is handed over to whoever comes.
async function claim(r, changed) {
  if (!isAsked(r))
    await ask("report.handover", {
      code: r.code, to: myself().person, reason: t("claim.reason"),
    });
  await ask("alert.accept", { alert: r.code });
  await done(t("claim.done"), changed);
}

function outcome(r, changed, watch, words) {
  return form(t("outcome.title", { code: r.code }), [{
    name: "outcome", kind: "one", words: t("outcome.what"), required: true,
    options: options("outcome", words),
  }], t("outcome.submit"), async ({ outcome }) => {
    const alert = watch.part === "cadre" ? watch.asked[0].alert : r.code;
    await ask("alert.outcome", { alert, outcome });
    await done(t("outcome_said"), changed);
  });
}

const OFFICE_OUTCOMES = ["contacted", "referred", "safe", "no_contact_wanted", "not_reached"];
const CADRE_OUTCOMES = ["called", "done", "not_needed"];

// --- what concerns people: assign, hand over ---

async function readers() {
  const list = await ask("people.list");
  return list.filter((p) => p.key && p.serves &&
    (p.role === "officer" || p.role === "supervisor"));
}

async function assign(r, changed) {
  const people = await readers();
  form(t("assign.title", { code: r.code }), [{
    name: "to", kind: "some", words: t("assign.to"), hint: t("assign.hint"),
    options: people.map((p) => [p.id, p.name ?? p.id]), value: r.assigned ?? [],
  }, maybe(REASON())], t("assign.submit"), async ({ to, reason }) => {
    await ask("report.assign", { code: r.code, to: to.join(","), ...(reason && { reason }) });
    await done(t("assign.done"), changed);
  });
}

async function handover(r, changed) {
  const people = (await readers()).filter((p) => !isMe(p.id));
  form(t("handover.title", { code: r.code }), [{
    name: "to", kind: "select", words: t("handover.to"), required: true,
    options: [["", t("choose")], ...people.map((p) => [p.id, p.name ?? p.id])],
  }, REASON()], t("handover.submit"), async ({ to, reason }) => {
    await ask("report.handover", { code: r.code, to, reason });
    await done(t("handover.done", { name: personName(to) }), changed);
  }, { intro: t("handover.intro") });
}

async function exclude(r, changed) {
  const people = await ask("people.list");
  form(t("exclude.title", { code: r.code }), [{
    name: "person", kind: "select", words: t("exclude.who"), required: true,
    options: [["", t("choose")], ...people.map((p) => [p.id, p.name ?? p.id])],
  }], t("exclude.submit"), async ({ person }) => {
    await ask("report.exclude", { code: r.code, person });
    await done(t("exclude.done"), changed);
  }, { intro: t("exclude.intro") });
}

// --- what she said by voice ---

function confirmed(r, changed) {
  const any = (kind, values) => [["", t("confirm.unchanged")], ...options(kind, values)];
  form(t("confirm.title", { code: r.code }), [
    { name: "phone", kind: "select", words: t("about.phone"),
      options: any("phone", ["own", "shared", "his", "unknown"]) },
    { name: "window", kind: "select", words: t("about.window"),
      options: [["", t("confirm.unchanged")],
        ...["1", "2", "3", "4"].flatMap((w) => [
          [`${w}S`, t("window.line", { way: named("way", "sms"), hours: named("window", w) })],
          [`${w}T`, t("window.line", { way: named("way", "call"), hours: named("window", w) })],
        ]), ["N", named("way", "never")]] },
    { name: "consent_set", kind: "tick", words: t("confirm.consent_set") },
    { name: "consent", kind: "some", words: t("about.consent"), hint: t("confirm.consent_hint"),
      options: options("consent", [..."KMPJHR"]), value: [...(r.consent?.letters ?? "")] },
    { name: "cadre", kind: "select", words: t("confirm.cadre"),
      options: any("cadre", ["yes", "no", "other"]) },
    { name: "reporter", kind: "select", words: t("about.reporter"),
      options: any("reporter", ["self", "other"]) },
    { name: "village", words: t("about.village"), max: 64 },
    { name: "word", words: t("confirm.word"), hint: t("confirm.word_hint"), max: 20 },
    { name: "wrong-number", kind: "tick", words: t("confirm.wrong_number") },
  ], t("confirm.submit"), async (given) => {
    const { consent_set, consent, ...rest } = given;
    if (consent_set) rest.consent = consent.length > 0 ? consent.join("") : "none";
    await ask("report.confirm", { code: r.code, ...rest });
    await done(t("confirm.done"), changed);
  }, { intro: t("confirm.intro") });
}

// --- her number ---

function showNumbers(r, list) {
  showDialog(t("reveal.shown", { code: r.code }), notice("warn", t("reveal.careful")),
    list.length === 0 ? el("p", {}, t("reveal.none")) : el("ul.numbers", {}, list.map((n) =>
      el("li", {}, el("code", {}, n.number)))));
}

function reveal(r, changed) {
  form(t("reveal.title", { code: r.code }), [REASON()], t("reveal.submit"),
    async ({ reason }) => {
      const { numbers } = await ask("report.reveal", { code: r.code, reason });
      // After the form has closed: one dialog at a time.
      setTimeout(() => showNumbers(r, numbers), 0);
      await changed();
    }, { intro: t("reveal.intro") });
}

// --- her answer, outside her window: two steps (I4) ---

function override(r, changed) {
  form(t("override.title", { code: r.code }), [REASON()], t("override.first"),
    async ({ reason }) => {
      const { confirm } = await ask("report.override", { code: r.code, reason });
      setTimeout(() => form(t("override.second_title"), [], t("override.second"),
        async () => {
          await ask("report.override", { code: r.code, reason, confirm });
          await done(t("override.done"), changed);
        }, { kind: "danger", intro: notice("danger", t("override.second_intro")) }), 0);
    }, { kind: "danger", intro: notice("danger", t("override.intro")) });
}

// --- the rest, in one shape: a title, fields, and the command ---

function simple(name, command, fields, more = {}) {
  return (r, changed) => form(t(`${name}.title`, { code: r.code }), fields(r),
    t(`${name}.submit`), async (given) => {
      await ask(command, { code: r.code, ...(more.fixed ?? {}), ...given });
      await done(t(`${name}.done`), changed);
    }, { kind: more.kind, intro: more.intro ? t(`${name}.intro`) : undefined });
}

const urgency = simple("urgency", "report.urgency", (r) => [{
  name: "urgency", kind: "one", words: t("urgency.what"), required: true, value: r.urgency,
  options: options("risk", ["high", "medium", "low"]),
}, { ...maybe(REASON()), hint: t("urgency.reason_hint") }], { intro: true });

const note = simple("note", "report.note", () => [{
  name: "text", kind: "lines", words: t("note.words"), hint: t("note.hint"), required: true,
  rows: 5, max: 1000,
}]);

const close = simple("close_case", "report.close", () => [REASON(),
  { name: "agreed", kind: "tick", words: t("close_case.agreed") }], { intro: true });

const reopen = simple("reopen", "report.close", () => [REASON()], { fixed: { reopen: true } });

const join = simple("join", "report.join", (r) => [
  { name: "other", words: t("join.other"), hint: t("join.hint"), required: true, max: 8,
    value: r.same_as?.[0] },
  maybe(REASON())], { intro: true });

const release = simple("release", "report.release", () => [REASON()], { intro: true });

const erase = simple("erase_case", "report.erase", () => [REASON()],
  { kind: "danger", intro: true });

const refuse = simple("erase_refuse", "report.erase", () => [REASON()],
  { fixed: { refuse: true }, intro: true });

async function take(r, changed) {
  const { told } = await ask("report.take", { code: r.code });
  await done(t(told ? "take.done_told" : "take.done"), changed);
}

async function withdraw(r, changed) {
  await ask("report.reply", { code: r.code, withdraw: true });
  await done(t("withdraw.done"), changed);
}

const waits = (r) => (r.replies ?? []).some((x) => x.state === "waiting" || x.state === "queued");

const mayClaim = (r) => open(r) && office(r)?.state === "asking" &&
  (isAsked(r) || (readable(r) && may("report.handover")));

const mayOutcome = (r) => open(r) && office(r)?.state === "owned" &&
  (isMe(office(r).owner) || myself()?.role === "supervisor");

const mayCadre = (r) => open(r) && cadre(r)?.state === "owned" &&
  (cadre(r).asked ?? []).length > 0;

const mayTake = (r) => readable(r) && r.call && !r.call.taken_at;

// main: shown first and large; key: on the keyboard
export const ACTS = [
  { name: "claim", pic: "hand", key: "c", main: true, command: "alert.accept",
    when: mayClaim, run: claim },
  { name: "take", pic: "call", main: true, command: "report.take", when: mayTake, run: take },
  { name: "outcome", pic: "check", key: "o", main: true, command: "alert.outcome",
    when: mayOutcome, run: (r, ch) => outcome(r, ch, office(r), OFFICE_OUTCOMES) },
  { name: "release", pic: "out", main: true, command: "report.release",
    when: (r) => r.quarantine, run: release },
  { name: "erase_case", pic: "off", main: true, kind: "danger", command: "report.erase",
    when: (r) => r.state === "erase_pending" && !r.erase_pending, run: erase },
  { name: "erase_refuse", pic: "shield", main: true, command: "report.erase",
    when: (r) => r.state === "erase_pending" && !r.erase_pending, run: refuse },
  { name: "outcome_cadre", pic: "check", command: "alert.outcome", when: mayCadre,
    run: (r, ch) => outcome(r, ch, cadre(r), CADRE_OUTCOMES) },
  { name: "urgency", pic: "high", key: "u", command: "report.urgency", when: readable,
    run: urgency },
  { name: "note", pic: "note", key: "n", command: "report.note", when: readable, run: note },
  { name: "confirm", pic: "phone", command: "report.confirm", when: readable, run: confirmed },
  { name: "reveal", pic: "eye", command: "report.reveal",
    when: (r) => open(r) && !r.not_assigned && !r.erase_pending, run: reveal },
  { name: "assign", pic: "person", command: "report.assign", when: readable, run: assign },
  { name: "handover", pic: "out", key: "h", command: "report.handover", when: readable,
    run: handover },
  { name: "withdraw", pic: "back", command: "report.reply", when: (r) => readable(r) && waits(r),
    run: withdraw },
  { name: "override", pic: "alarm", command: "report.override",
    when: (r) => readable(r) && waits(r), run: override },
  { name: "join", pic: "box", command: "report.join", when: readable, run: join },
  { name: "exclude", pic: "off", command: "report.exclude", when: readable, run: exclude },
  { name: "close_case", pic: "check", command: "report.close", when: readable, run: close },
  { name: "reopen", pic: "back", main: true, command: "report.close",
    when: (r) => r.state === "closed" && !r.not_assigned, run: reopen },
];

export function actsFor(report) {
  return ACTS.filter((a) => may(a.command) && a.when(report));
}

export function mayReply(report) {
  return may("report.reply") && readable(report);
}

