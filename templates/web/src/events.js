// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway's events. Read with fetch() instead of EventSource: the comment
// that siaga-web sends each 15 s shows that the line is alive, and only a
// reader of our own sees it. A board that hears nothing must not look alive.
import { BASE } from "./api.js";

const SILENT_MS = 40000; // two comments and a half
const AGAIN_MS = [500, 1000, 2000, 5000, 10000];

// One frame's lines as {event, data}; null for a comment.
export function parseFrame(text) {
  let event = "message";
  const data = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (data.length === 0) return null;
  try {
    return { event, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

async function readAll(body, hear) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value.replaceAll("\r\n", "\n");
    const frames = rest.split("\n\n");
    rest = frames.pop();
    hear(frames.map(parseFrame).filter((f) => f !== null));
  }
}

// connectEvents({ event(frame), up(), down(status) }) -> end()
export function connectEvents(to) {
  let ended = false, tries = 0, watchdog, again, controller;

  function alive() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => controller.abort(), SILENT_MS);
  }

  function lost(status) {
    clearTimeout(watchdog);
    if (ended) return;
    to.down(status);
    again = setTimeout(open, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
    tries += 1;
  }

  async function open() {
    controller = new AbortController();
    alive();
    let status = 0;
    try {
      const answer = await fetch(`${BASE}/events`, {
        headers: { Accept: "text/event-stream", "X-Siaga-Quiet": "1" },
        cache: "no-store", signal: controller.signal,
      });
      status = answer.status;
      if (answer.ok) {
        tries = 0;
        to.up();
        await readAll(answer.body, (frames) => {
          alive();
          frames.forEach(to.event);
        });
      }
    } catch {
      // the line is gone; lost() says so
    }
    lost(status);
  }

  open();
  return () => {
    ended = true;
    clearTimeout(again);
    clearTimeout(watchdog);
    controller.abort();
  };
}
