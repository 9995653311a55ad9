#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// Frameworks that others wrote for the server's end of USSD, as readers of
// requests and writers of replies: ussd-builder and ussd-menu-builder.
// A line of standard input is {dialect, requests: [fields], text, more}: a
// session's requests in order, and what the last one is to be answered with.
// A line of standard output is {package: {session, number, input, route, reply}}
// for each package that knows the dialect.
import { createInterface } from "node:readline";
import builder from "ussd-builder";
import menuBuilder from "ussd-menu-builder";

const PACKAGES = {
  "ussd-builder": [builder, { africastalking: "africasTalking", hubtel: "hubtel", nalo: "nalo", arkesel: "arkesel" }],
  "ussd-menu-builder": [menuBuilder, { africastalking: "africasTalking", hubtel: "hubtel" }],
};

// A menu whose only state answers with the given words.
async function read(Menu, provider, { requests, text, more }) {
  const kept = new Map();
  const menu = new Menu({ provider });
  menu.on("error", (error) => { throw error; });
  menu.sessionConfig({
    start: async () => undefined,
    end: async () => undefined,
    set: async (id, key, value) => { kept.set(key, value); },
    get: async (id, key) => kept.get(key),
  });
  menu.startState({ run: () => (more ? menu.con(text) : menu.end(text)) });
  let reply;
  for (const request of requests) reply = await menu.run({ ...request });
  return {
    session: menu.args.sessionId, number: menu.args.phoneNumber,
    input: menu.args.text, route: kept.get("route") ?? menu.args.text, reply,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  const found = {};
  for (const [name, [Menu, providers]] of Object.entries(PACKAGES)) {
    if (told.dialect in providers)
      found[name] = await read(Menu, providers[told.dialect], told);
  }
  console.log(JSON.stringify(found));
}
