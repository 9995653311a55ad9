// SPDX-License-Identifier: GPL-2.0-or-later
// What the box knows of a case, in an officer's words: whose phone, when and
// how she may be reached, who may be told, which clocks run.
import { countdown, when } from "./clock.js";
import { el } from "./dom.js";
import { isMe, personName } from "./me.js";
import { plainLine } from "./plain.js";
import { quarantineReason } from "./pages.js";
import { badge, facts, notice } from "./ui.js";
import { named, t } from "./words.js";

function consentWords(consent) {
  const letters = [...consent.letters];
  const who = letters.length > 0
    ? letters.map((l) => named("consent", l)).join(", ")
    : t(consent.asked ? "consent.nobody" : "consent.not_asked");
  return [el("p", {}, who),
    consent.provisional ? el("p.warn-text", {}, t("consent.provisional")) : null,
    consent.cadre ? el("p", {}, named("cadre", consent.cadre)) : null];
}

function windowWords(contact, hours) {
  if (contact.silenced_at)
    return el("p.warn-text", {}, t("window.silenced", { at: when(contact.silenced_at) }));
  if (contact.way === "never") return el("p.warn-text", {}, t("way.never"));
  if (contact.way === "unset" || contact.window === "")
    return el("p.warn-text", {}, t("way.unset"));
  return [el("p", {}, t("window.line", {
    way: named("way", contact.way), hours: named("window", contact.window),
  })), hours ? el("p.muted", {}, t(hours.open ? "window.open" : "window.shut", hours)) : null];
}

function callWords(call) {
  return [el("p", {}, named("call", call.wish)),
    call.taken_at ? el("p", {}, t("call.taken"))
      : el("p.warn-text", {}, t("call.until", { at: when(call.until) }), " ",
        countdown(call.until))];
}

export function warningElements(report) {
  const marks = report.marks ?? [];
  return [
    marks.includes("possibly_forced") &&
      notice("danger", el("strong", {}, t("mark.possibly_forced")), " ",
        t("mark.possibly_forced_help")),
    report.contact?.phone === "his" && notice("danger", t("phone.his_help")),
    marks.includes("suicide") && notice("danger", t("mark.suicide_help")),
    marks.includes("medical_window") && notice("warn", t("mark.medical_window_help")),
    report.minor === "yes" && notice("warn", t("minor.yes_help")),
    report.reporter === "other" && notice("warn", t("reporter.other_help")),
    report.erase_pending && notice("warn", t("erase.shut")),
    report.not_assigned && notice("warn", t("case.not_assigned")),
    report.erasure && notice("warn", named("erasure", report.erasure)),
    report.joined_to && notice("warn", t("case.joined_to", { code: report.joined_to })),
  ];
}

function clockRows(report) {
  const { tpks, pdp } = report.clocks ?? {};
  const office = (report.alerts ?? []).find((w) => w.part === "officer");
  return [
    office?.next_at && office.state !== "done" && [
      t(office.state === "owned" ? "clock.outcome" : "clock.claim"), countdown(office.next_at)],
    tpks?.due_at && [t("clock.tpks"), countdown(tpks.due_at),
      el("p.muted", {}, t(tpks.seen_at ? "clock.tpks_seen" : "clock.tpks_help"))],
    pdp?.due_at && [t("clock.pdp"), countdown(pdp.due_at)],
    !pdp?.due_at && report.erase_due_at && [t("clock.pdp"), countdown(report.erase_due_at)],
  ];
}

function askedList(watch) {
  const asked = (watch.asked ?? []).filter((a) => a.state === "raised");
  return asked.map((a) => el("p", {}, t("alert.asked", { name: personName(a.to) }), " ",
    a.until ? countdown(a.until) : null));
}

function watchWords(watch) {
  const whose = watch.owner && watch.state !== "asking"
    ? t(isMe(watch.owner) ? "queue.mine" : "queue.owner", { name: personName(watch.owner) })
    : t("queue.unowned");
  return [
    watch.state === "done" ? el("p", {}, t("alert.done")) :
      badge(watch.state === "owned" ? "owned" : "unowned",
        watch.state === "owned" ? "person" : "hand", whose),
    askedList(watch),
    watch.alarm_at ? el("p.warn-text", {}, t("alert.alarm", { at: when(watch.alarm_at) })) : null,
  ];
}

const SHOWN_MARKS = ["who_is_this", "wrong_number", "wish", "wants_company",
  "three_calls", "safe_word_by_text"];

export function aboutElement(report) {
  const watches = report.alerts ?? [];
  const marks = (report.marks ?? []).filter((m) => SHOWN_MARKS.includes(m));
  return el("aside.about", { "aria-label": t("about.title") },
    facts([
      ...clockRows(report),
      ...watches.map((w) => [named("part", w.part), watchWords(w)]),
      report.call && [t("about.call"), callWords(report.call)],
      report.contact && [t("about.window"), windowWords(report.contact, report.window)],
      report.contact && [t("about.phone"), named("phone", report.contact.phone)],
      report.contact && [t("about.safe_word"),
        t(report.contact.safe_word ? "about.safe_word_yes" : "about.safe_word_no")],
      report.consent && [t("about.consent"), consentWords(report.consent)],
      report.reporter && [t("about.reporter"), named("reporter", report.reporter)],
      report.minor && [t("about.age"), named("minor", report.minor)],
      [t("about.village"), report.village ? plainLine(report.village) : t("queue.no_village")],
      marks.length > 0 && [t("about.marks"), marks.map((m) => el("p", {}, named("mark", m)))],
      (report.same_as ?? []).length > 0 && [t("about.same_as"), report.same_as.join(", ")],
      (report.joined ?? []).length > 0 && [t("about.joined"), report.joined.join(", ")],
      (report.assigned ?? []).length > 0 && [t("about.assigned"),
        report.assigned.map(personName).join(", ")],
      report.assigned && report.assigned.length === 0 && [t("about.assigned"),
        t("about.assigned_nobody")],
      report.triaged_at !== undefined && [t("about.triaged"),
        report.triaged_at ? when(report.triaged_at) : t("about.triaged_not")],
      report.feedback && [t("about.feedback"), named("feedback", report.feedback)],
      [t("about.filed"), when(report.filed_at)],
      report.reason && [t("about.quarantine"), quarantineReason(report.reason)],
    ]));
}
