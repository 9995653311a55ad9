// SPDX-License-Identifier: GPL-2.0-or-later
// The little that this browser may remember: choices, never a case or a name.

export function kept(name) {
  try {
    return localStorage.getItem(`siaga.${name}`);
  } catch {
    return null; // a browser that keeps nothing serves as well
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`siaga.${name}`, value);
  } catch {
    // not kept, then
  }
}
