// SPDX-License-Identifier: GPL-2.0-or-later
// Who looks at this board, and what that person may do.

let me = null;
let people = new Map(); // id -> name
const wished = { muted: false };

export function setMe(session) {
  me = session;
}

export function myself() {
  return me;
}

export function forgetMe() {
  me = null;
  people = new Map();
}

export function may(command) {
  return me !== null &&
    (!Array.isArray(me.commands) || me.commands.includes(command));
}

export function setPeople(list) {
  people = new Map(list.map((p) => [p.id, p.name ?? p.id]));
}

export function personName(id) {
  return people.get(id) ?? id;
}

export function isMe(id) {
  return me !== null && me.person === id;
}

export { wished };
