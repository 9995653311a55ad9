// SPDX-License-Identifier: GPL-2.0-or-later
// What an emergency sounds like: two rising tones, made here; nothing is
// fetched. The browser allows it after the click that logged the person in.
import { wished } from "./me.js";

const NOTES_HZ = [587, 784, 587, 784];
const NOTE_S = 0.18;

let context = null;

export function allowSound() {
  context ??= typeof AudioContext === "undefined" ? null : new AudioContext();
  context?.resume().catch(() => {});
}

function note(hertz, at) {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.3, at + 0.02);
  loudness.gain.linearRampToValueAtTime(0, at + NOTE_S);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}

export function ringEmergency() {
  if (wished.muted || context === null || context.state !== "running") return;
  NOTES_HZ.forEach((hertz, i) => note(hertz, context.currentTime + i * NOTE_S));
}
