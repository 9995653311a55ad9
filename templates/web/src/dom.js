// SPDX-License-Identifier: GPL-2.0-or-later
// Elements are made here and nowhere else. What people wrote becomes a text
// node: no markup of theirs is ever parsed (the page's policy forbids it too).

const SVG = "http://www.w3.org/2000/svg";

// Properties that are set as such; everything else is an attribute.
const PROPERTIES = new Set([
  "value", "checked", "disabled", "hidden", "open", "selected", "required",
  "readOnly", "spellcheck",
]);

function setOne(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") element.addEventListener(name, value);
  else if (PROPERTIES.has(name)) element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function addAll(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false)
      element.append(child instanceof Node ? child : String(child));
  }
}

// el("p.muted", { click: fn, "aria-label": "..." }, child, ...)
export function el(what, attributes, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes ?? {}))
    setOne(element, name, value);
  addAll(element, children);
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  addAll(element, children);
  return element;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

let serial = 0;

export function freshId(name) {
  serial += 1;
  return `${name}-${serial}`;
}

// The element of a data-key, found again after a list was drawn anew.
export function byKey(root, key) {
  for (const element of root.querySelectorAll("[data-key]"))
    if (element.dataset.key === key) return element;
  return null;
}

// Draws anew and leaves the keyboard where it was.
export function redraw(root, ...children) {
  const key = root.contains(document.activeElement)
    ? document.activeElement.dataset.key : undefined;
  fill(root, ...children);
  if (key !== undefined) byKey(root, key)?.focus({ preventScroll: true });
}
