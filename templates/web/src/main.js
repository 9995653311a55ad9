// SPDX-License-Identifier: GPL-2.0-or-later
// The officer's board: login, board, lock, and round again.
import { ask, forgetCsrf, onLocked } from "./api.js";
import { setZone, startClock } from "./clock.js";
import { el, fill } from "./dom.js";
import { watchIdle } from "./idle.js";
import { showEnrolment, showLogin } from "./login.js";
import { forgetMe, myself, setMe } from "./me.js";
import { Shell } from "./shell.js";
import { allowSound } from "./sound.js";
import { button, closeDialog, showDialog } from "./ui.js";
import { loadWords, t } from "./words.js";

const root = document.getElementById("app");
let shell = null;
let endIdle = () => {};

function login(person, why) {
  showLogin(root, { person, why, done: enter });
}

// why: a word of lock.*: left, idle, ended, panic
function leave(why) {
  const person = myself()?.person ?? "";
  if (why === "left" || why === "idle") ask("lock").catch(() => {});
  endIdle();
  shell?.forget();
  shell = null;
  forgetMe();
  forgetCsrf();
  closeDialog();
  login(why === "panic" ? "" : person, t(`lock.${why}`));
}

function keepAwake() {
  endIdle = watchIdle({
    minutes: myself().lock_minutes ?? 5,
    warn: () => showDialog(t("idle.title"), el("p", {}, t("idle.words")),
      button(t("idle.stay"), closeDialog, { kind: "main" })),
    calm: closeDialog,
    keep: () => ask("session.show").catch(() => {}),
    lock: () => leave("idle"),
  });
}

async function enter() {
  setMe(await ask("session.show"));
  if (myself().panic) {
    leave("panic");
    return;
  }
  if (myself().second_factor?.enrolling) {
    await showEnrolment(root, { done: enter, leave: () => leave("left") });
    return;
  }
  setZone(myself().timezone);
  shell = new Shell(root, { leave });
  keepAwake();
}

// A page that was loaded again may still have its session.
async function start() {
  try {
    await loadWords();
  } catch {
    fill(root, el("p.no-script", {}, "Siaga"));
    return;
  }
  startClock();
  // A browser lets a page sound only after somebody has touched it.
  for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, allowSound, { once: true });
  onLocked((code) => {
    if (shell !== null) leave(code === "panic" ? "panic" : "ended");
  });
  try {
    await enter();
  } catch {
    login("");
  }
}

start();
