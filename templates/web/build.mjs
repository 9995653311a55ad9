// SPDX-License-Identifier: GPL-2.0-or-later
// Bundles the board: node build.mjs OUT. What siaga-web serves lies in OUT,
// each text with a .gz twin that is the same at every build.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: { app: join(here, "src/main.js") }, outdir: out, bundle: true, minify: true,
  format: "iife", target: ["es2022"], legalComments: "none", logLevel: "warning",
});
await build({
  entryPoints: [join(here, "app.css")], outdir: out, minify: true, legalComments: "none",
  target: ["chrome109", "firefox115", "safari16.4"], logLevel: "warning",
});
copyFileSync(join(here, "index.html"), join(out, "index.html"));
copyFileSync(join(here, "icon.svg"), join(out, "icon.svg"));
for (const language of readdirSync(join(here, "words"))) {
  // Without the line breaks that are for whoever edits them.
  const words = JSON.parse(readFileSync(join(here, "words", language), "utf8"));
  writeFileSync(join(out, `words.${language}`), JSON.stringify(words));
}
for (const name of readdirSync(out))
  writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
