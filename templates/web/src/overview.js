// SPDX-License-Identifier: GPL-2.0-or-later
// What stands beside the queue when no report is open: who is on duty, which
// alerts run, whether the modems work.
import { ask } from "./api.js";
import { countdown } from "./clock.js";
import { el, fill } from "./dom.js";
import { showKeys } from "./keys.js";
import { may, personName } from "./me.js";
import { modemLine } from "./pages.js";
import { badge, button, emptyBox, errorBox, wordsOf } from "./ui.js";
import { named, t } from "./words.js";

const COUNTS = [
  ["emergency", "alarm"], ["high", "high"], ["medium", "medium"], ["low", "low"],
  ["unowned", "hand"], ["quarantine", "box"], ["alerts_open", "bell"],
  ["outbox_unknown", "alarm"], ["outbox_dead", "off"],
];

export function countsElement(counts) {
  return el("ul.counts", { "aria-label": t("overview.counts") }, COUNTS
    .filter(([name]) => counts[name] !== undefined)
    .map(([name, pic]) => el(`li.count.count-${name}${counts[name] > 0 ? ".some" : ""}`, {},
      el("strong", {}, String(counts[name])), badge("plainly", pic, t(`count.${name}`)))));
}

function toldList(duty) {
  const told = duty.officers?.told ?? [];
  if (told.length === 0) return emptyBox(t("duty.nobody"), t("duty.nobody_more"));
  return el("ol.duty-list", {}, told.map((p) => el("li", {},
    el("strong", {}, p.name ?? personName(p.id)), " ",
    el("span.muted", {}, named("why", p.why)))));
}

function openAlerts(alerts) {
  const running = alerts.filter((a) => a.state === "raised" && !a.drill);
  if (running.length === 0) return el("p.muted", {}, t("alerts.none_open"));
  return el("ul.plain-list", {}, running.slice(0, 6).map((a) => el("li", {},
    el("span.code", {}, a.code), " ", t("alert.asked", { name: personName(a.person ?? a.destination) }), " ",
    a.due_at ? countdown(a.due_at) : null)));
}

async function section(title, load) {
  const body = el("div", {});
  try {
    fill(body, await load());
  } catch (error) {
    fill(body, errorBox(wordsOf(error)));
  }
  return el("section.card", {}, el("h3", {}, title), body);
}

export class Overview {
  constructor() {
    this.counts = el("div", {});
    this.cards = el("div.cards", {});
    this.root = el("section.overview", { "aria-label": t("overview.title") },
      el("h2", {}, t("overview.title")), this.counts, this.cards,
      button(t("overview.keys"), showKeys, { kind: "link", key: "keys" }));
  }

  setCounts(counts) {
    fill(this.counts, countsElement(counts));
  }

  async refresh({ quiet = true } = {}) {
    const how = { quiet };
    const cards = await Promise.all([
      may("duty") && section(t("overview.duty"), async () => toldList(await ask("duty", {}, how))),
      may("alert.list") && section(t("overview.alerts"),
        async () => openAlerts(await ask("alert.list", { open: "true" }, how))),
      may("modem.list") && section(t("overview.modems"),
        async () => el("div", {}, (await ask("modem.list", {}, how)).map(modemLine))),
    ]);
    fill(this.cards, cards);
  }
}
