// SPDX-License-Identifier: GPL-2.0-or-later
// A board that nobody uses locks: the gateway would end the session anyway,
// and what was readable must not stay on the screen until somebody notices.

const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"];
const WARN_MS = 30000;
const KEEP_MS = 60000;

// { minutes, warn(), calm(), lock(), keep() } -> end(). keep() is called now
// and then while somebody reads or writes, which the gateway cannot see.
export function watchIdle({ minutes, warn, calm, lock, keep }) {
  const most_ms = minutes * 60000;
  let last_ms = Date.now(), kept_ms = last_ms, warned = false;
  const used = () => {
    last_ms = Date.now();
    if (warned) calm();
    warned = false;
    if (last_ms - kept_ms < KEEP_MS) return;
    kept_ms = last_ms;
    keep();
  };
  // A clock that is looked at: a laptop that slept wakes up locked.
  const look = () => {
    const idle_ms = Date.now() - last_ms;
    if (idle_ms >= most_ms) lock();
    else if (!warned && idle_ms >= most_ms - WARN_MS) {
      warned = true;
      warn();
    }
  };
  const timer = setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  for (const sign of SIGNS) addEventListener(sign, used, { passive: true, capture: true });
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    for (const sign of SIGNS) removeEventListener(sign, used, { capture: true });
  };
}
