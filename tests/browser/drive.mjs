// SPDX-License-Identifier: GPL-2.0-or-later
// One case in a browser, started by board.py: node drive.mjs CASE
import { check, finish, launch } from "./tool.mjs";

const name = process.argv[2];
const { run } = await import(`./${name}.mjs`);
const browser = await launch();
try {
  await run(browser);
} catch (error) {
  check(`${name} goes on to its end`, false, error.stack.split("\n").slice(0, 6).join("\n    "));
}
await browser.close();
process.exit(finish());
