// SPDX-License-Identifier: GPL-2.0-or-later
// What every view is built of: buttons, badges, notices, forms that ask.
import { el, fill, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

// --- live regions: what is seen is heard as well ---

export function say(words) {
  fill(document.getElementById("said"), words);
}

export function cry(words) {
  fill(document.getElementById("cried"), words);
}

const TOAST_MS = 5000;

export function toast(words) {
  // say() has it read aloud; twice would be once too often.
  const box = el("div.toast", { role: "status", "aria-live": "off" }, icon("check"), el("span", {}, words));
  document.getElementById("app").append(box);
  say(words);
  setTimeout(() => box.remove(), TOAST_MS);
}

// --- small parts ---

export function button(words, click, { kind = "", pic, key, ...more } = {}) {
  return el(`button.button${kind === "" ? "" : `.${kind}`}`,
    { type: "button", click, "data-key": key, ...more },
    pic ? icon(pic) : null, el("span", {}, words));
}

export function badge(kind, pic, ...words) {
  return el(`span.badge.${kind}`, {}, pic ? icon(pic) : null,
    el("span", {}, words));
}

export function notice(kind, ...words) {
  return el(`div.notice.${kind}`, {}, icon(kind === "calm" ? "check" : "alarm"),
    el("div", {}, words));
}

export function errorBox(words) {
  return el("p.error", { role: "alert" }, icon("alarm"), el("span", {}, words));
}

export function emptyBox(words, more) {
  return el("div.empty", {}, el("p", {}, words),
    more ? el("p.muted", {}, more) : null);
}

// dl rows: [[name, value...], ...]; rows without a value are left out
export function facts(rows) {
  return el("dl.facts", {}, rows.filter((r) => r).map(([name, ...value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

// A table that becomes cards on a phone; rows: arrays of cells.
export function table(caption, heads, rows) {
  return el("div.table-box", { tabindex: "0", role: "region", "aria-label": caption },
    el("table", {}, el("caption.unseen", {}, caption),
      el("thead", {}, el("tr", {}, heads.map((h) =>
        el("th", { scope: "col" }, h)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, i) =>
        el("td", { "data-head": heads[i] }, cell)))))));
}

// --- fields ---

function control(field, id) {
  const common = {
    id, name: field.name, required: field.required, "data-key": field.name,
    "aria-describedby": field.hint ? `${id}-hint` : undefined,
    autocomplete: field.autocomplete ?? "off",
  };
  if (field.kind === "select")
    return el("select", common, field.options.map(([value, words]) =>
      el("option", { value, selected: value === field.value }, words)));
  if (field.kind === "lines")
    // A browser's spelling service would be told her story.
    return el("textarea", {
      ...common, rows: field.rows ?? 3, maxlength: field.max,
      spellcheck: false, value: field.value ?? "",
    });
  return el("input", {
    ...common, type: field.kind ?? "text", minlength: field.min, maxlength: field.max,
    spellcheck: false, autocapitalize: "none", value: field.value ?? "",
    inputmode: field.inputmode, pattern: field.pattern,
  });
}

function choices(field) {
  return el("fieldset.choices", {}, el("legend", {}, field.words),
    field.hint ? el("p.hint", {}, field.hint) : null,
    field.options.map(([value, words]) => {
      const id = freshId(field.name);
      return el("label.choice", { for: id },
        el("input", {
          id, type: field.kind === "some" ? "checkbox" : "radio",
          name: field.name, value, required: field.required && field.kind !== "some",
          checked: field.kind === "some" ? (field.value ?? []).includes(value)
            : value === field.value,
        }), el("span", {}, words));
    }));
}

export function fieldElement(field) {
  if (field.kind === "one" || field.kind === "some") return choices(field);
  const id = freshId(field.name);
  if (field.kind === "tick")
    return el("label.choice", { for: id },
      el("input", { id, type: "checkbox", name: field.name }),
      el("span", {}, field.words));
  return el("div.field", {}, el("label", { for: id }, field.words),
    field.hint ? el("p.hint", { id: `${id}-hint` }, field.hint) : null,
    control(field, id));
}

// What was given; what was left empty is no argument.
export function valuesOf(form, fields) {
  const data = new FormData(form);
  const values = {};
  for (const { name, kind } of fields) {
    const given = data.getAll(name).filter((v) => v !== "");
    if (kind === "tick") {
      if (given.length > 0) values[name] = true;
    } else if (kind === "some") {
      values[name] = given;
    } else if (given.length > 0) {
      values[name] = String(given[0]);
    }
  }
  return values;
}

// --- forms that ask, in a dialog ---

let opened = null;

export function closeDialog() {
  opened?.close();
}

function dialogOf(title, body) {
  const id = freshId("dialog");
  const before = document.activeElement;
  const key = before?.dataset?.key;
  const dialog = el("dialog", { "aria-labelledby": id, close: () => {
    dialog.remove();
    opened = null;
    const back = before?.isConnected ? before
      : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    back?.focus?.();
  } }, el("div.dialog-head", {}, el("h2", { id }, title),
    button(t("close"), () => dialog.close(), { kind: "quiet" })), body);
  opened?.close();
  opened = dialog;
  document.getElementById("app").append(dialog);
  dialog.showModal();
  return dialog;
}

export function showDialog(title, ...body) {
  return dialogOf(title, el("div.dialog-body", {}, body));
}

// { title, intro, fields, submit, kind, act(values) }: act() throws Refused,
// whose words stay beside the form; otherwise the dialog closes.
export function askForm({ title, intro, fields = [], submit, kind = "main", act }) {
  const wrong = el("div", {});
  const send = el(`button.button.${kind}`, { type: "submit" }, submit);
  const form = el("form", { submit: async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    try {
      await act(valuesOf(form, fields));
      dialog.close();
    } catch (error) {
      fill(wrong, errorBox(wordsOf(error)));
      send.disabled = false;
    }
  } }, intro ? el("div.intro", {}, intro) : null, fields.map(fieldElement), wrong,
  el("div.row.end", {}, button(t("cancel"), () => dialog.close(), { kind: "quiet" }), send));
  const dialog = dialogOf(title, form);
  form.querySelector("input, textarea, select")?.focus();
  return dialog;
}

// A mistake of ours is no Refused, and must be seen in the console.
export function wordsOf(error) {
  if (error.words !== undefined) return error.words;
  console.error(error);
  return t("error.other");
}
